import { createHash } from 'node:crypto';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { packChunkBytes, packHeaderBytes, packMaxBytes, readPackBeginning } from '../domain/sealed-pack.ts';
import { chunksIn, manifestMaxBytes, type PackManifest, readManifest } from './pack-manifest.ts';
import { isSignedBy, keyFingerprint, packStatement, signatureBytes } from './pack-signature.ts';

export type PackCode =
  | 'PACK_NOT_A_PACK'
  | 'PACK_FORMAT_UNKNOWN'
  | 'PACK_HEADER_ALTERED'
  | 'PACK_TRUNCATED'
  | 'PACK_TOO_LONG'
  | 'PACK_SIGNATURE_WRONG'
  | 'PACK_KEY_UNEXPECTED'
  | 'PACK_MANIFEST_UNREADABLE'
  | 'PACK_LIST_ALTERED'
  | 'PACK_CONTENT_ALTERED';

/** Reads bytes of a file; fewer than asked for only at its end. */
export interface PackReader {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

export interface PackProof {
  readonly manifest: PackManifest;
  /** The signer's raw public key, in hex. */
  readonly publicKey: string;
  /** What people compare the key by. */
  readonly fingerprint: string;
  /** SHA-256 of everything that was signed: names this pack and no other. */
  readonly packId: string;
  /** Where the database begins in the file. */
  readonly contentAt: number;
}

export interface PackExpectation {
  /** The fingerprint that the signer's key must have, in any spacing. */
  readonly fingerprint?: string | undefined;
  readonly onChunk?: ((bytes: Uint8Array) => void) | undefined;
}

const listedAtMost = 5;

/**
 * Proves a file over its bytes, before anything in it is believed: signature over first line and manifest, length to the byte,
 * the list of hashes, then every chunk of the content. There is no byte that none of these covers.
 */
export function provePack(file: PackReader, expected: PackExpectation = {}): Result<PackProof, Failure> {
  const signed = readSigned(file, expected.fingerprint);
  if (!signed.ok) return signed;
  const { manifest, listAt } = signed.value;
  const chunks = chunksIn(manifest.content.bytes);
  const contentAt = listAt + chunks * 32;
  const end = contentAt + manifest.content.bytes;
  if (file.size < end) return err(truncated(file.size, end));
  if (file.size > end) return err(tooLong(file.size, end));
  const list = file.read(listAt, chunks * 32);
  if (sha256(list) !== manifest.content.listSha256) return err(listAltered(listAt, contentAt));
  const altered: number[] = [];
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const from = chunk * packChunkBytes;
    const bytes = file.read(contentAt + from, Math.min(packChunkBytes, manifest.content.bytes - from));
    if (!isChunk(list, chunk, bytes)) altered.push(chunk);
    else if (altered.length === 0) expected.onChunk?.(bytes);
  }
  if (altered.length > 0) return err(contentAltered(altered, contentAt, end));
  return ok({ ...signed.value, contentAt });
}

type Signed = Omit<PackProof, 'contentAt'> & { readonly listAt: number };

/** First line, manifest and signature: nothing of the manifest is parsed before the key that the line names has signed it. */
function readSigned(file: PackReader, fingerprint: string | undefined): Result<Signed, Failure> {
  const line = Buffer.from(file.read(0, packHeaderBytes)).toString('latin1');
  const beginning = readPackBeginning(line);
  if (beginning.kind === 'not-a-pack') return err(notAPack());
  if (beginning.kind === 'other-format') return err(formatUnknown(beginning.version));
  if (file.size < packHeaderBytes) return err(truncated(file.size, null));
  if (beginning.kind === 'malformed') return err(headerAltered());
  const { manifestBytes, publicKey } = beginning.header;
  if (manifestBytes > manifestMaxBytes || file.size > packMaxBytes) return err(headerAltered());
  const listAt = packHeaderBytes + manifestBytes + signatureBytes;
  if (file.size < listAt) return err(truncated(file.size, null));
  const manifestRaw = file.read(packHeaderBytes, manifestBytes);
  const statement = Buffer.concat([Buffer.from(packStatement(line, '')), manifestRaw]);
  const signature = file.read(packHeaderBytes + manifestBytes, signatureBytes);
  const found = keyFingerprint(publicKey);
  if (!isSignedBy(publicKey, statement, signature)) return err(signatureWrong(listAt, found));
  if (fingerprint !== undefined && compact(fingerprint) !== compact(found)) {
    return err(keyUnexpected(found, fingerprint));
  }
  const manifest = readManifest(Buffer.from(manifestRaw).toString('utf8'));
  if (!manifest.ok) return manifest;
  return ok({ manifest: manifest.value, publicKey, fingerprint: found, packId: sha256(statement), listAt });
}

function isChunk(list: Uint8Array, chunk: number, bytes: Uint8Array): boolean {
  const listed = Buffer.from(list.buffer, list.byteOffset + chunk * 32, 32);
  return createHash('sha256').update(bytes).digest().equals(listed);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function compact(fingerprint: string): string {
  return fingerprint.replaceAll(/[\s:]/g, '').toLowerCase();
}

const askAgain = 'Do not rely on this file. Ask whoever made it for the pack again.';

function notAPack(): Failure<PackCode> {
  return {
    code: 'PACK_NOT_A_PACK',
    message: 'The file is not a sealed pack: it does not begin like one.',
    where: 'bytes 0–13',
    fix: 'Choose a file that `tieout seal` or the close screen made.',
  };
}

function formatUnknown(version: string): Failure<PackCode> {
  return {
    code: 'PACK_FORMAT_UNKNOWN',
    message: `The file is a sealed pack of format ${version}; this Tieout knows format 01.`,
    where: 'bytes 12–13',
    fix: 'Open it with a newer Tieout.',
  };
}

function headerAltered(): Failure<PackCode> {
  return {
    code: 'PACK_HEADER_ALTERED',
    message: 'The first line of the pack was changed after it was sealed.',
    where: `bytes 0–${packHeaderBytes - 1}`,
    fix: askAgain,
  };
}

function truncated(size: number, end: number | null): Failure<PackCode> {
  const whole = end === null ? '' : `; sealed were ${end.toLocaleString('en-US')}`;
  return {
    code: 'PACK_TRUNCATED',
    message: `The file ends too early: it has ${size.toLocaleString('en-US')} bytes${whole}.`,
    where: `byte ${size}`,
    fix: 'Copy or download it again, whole.',
  };
}

function tooLong(size: number, end: number): Failure<PackCode> {
  return {
    code: 'PACK_TOO_LONG',
    message: `The file goes on after its end: ${size - end} bytes were added.`,
    where: `bytes ${end}–${size - 1}`,
    fix: askAgain,
  };
}

function signatureWrong(end: number, fingerprint: string): Failure<PackCode> {
  return {
    code: 'PACK_SIGNATURE_WRONG',
    message: `The signature is not that of the key it names (${fingerprint}): description, key or signature was changed.`,
    where: `bytes 0–${end - 1}`,
    fix: askAgain,
  };
}

function keyUnexpected(found: string, wanted: string): Failure<PackCode> {
  return {
    code: 'PACK_KEY_UNEXPECTED',
    message: `The pack is signed with the key ${found}; expected was ${wanted}.`,
    where: 'signature',
    fix: 'Compare the fingerprint with whoever made the pack, over another way than the file came.',
  };
}

function listAltered(from: number, end: number): Failure<PackCode> {
  return {
    code: 'PACK_LIST_ALTERED',
    message: 'The list of hashes is not the one that was signed: it was changed, or belongs to another pack.',
    where: `bytes ${from}–${end - 1}`,
    fix: askAgain,
  };
}

function contentAltered(chunks: readonly number[], contentAt: number, end: number): Failure<PackCode> {
  const stretches = chunks.slice(0, listedAtMost).map((chunk) => {
    const from = contentAt + chunk * packChunkBytes;
    return `${from}–${Math.min(from + packChunkBytes, end) - 1}`;
  });
  const more = chunks.length > listedAtMost ? `, and ${chunks.length - listedAtMost} more` : '';
  return {
    code: 'PACK_CONTENT_ALTERED',
    message: `The content was changed after it was sealed, in ${chunks.length === 1 ? 'one place' : `${chunks.length} places`}.`,
    where: `bytes ${stretches.join(', ')}${more}`,
    fix: askAgain,
  };
}
