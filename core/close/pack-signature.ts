import { createHash, createPublicKey, verify } from 'node:crypto';

/** A signature over a pack is never one over anything else that the same key might sign. */
const purpose = 'tieout.sealed-pack.1\n';

/** DER before the raw 32 bytes of an Ed25519 public key (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

export const signatureBytes = 64;

/** The text under the signature: what kind of thing it is, the first line of the file, the manifest. */
export function packStatement(header: string, manifest: string): string {
  return `${purpose}${header}${manifest}`;
}

/** Raw public key in hex, of a key as people's keys are kept (SubjectPublicKeyInfo, base64). */
export function rawPublicKey(spki: string): string {
  return Buffer.from(spki, 'base64').subarray(-32).toString('hex');
}

/** The same key as people's keys are kept. */
export function spkiOf(raw: string): string {
  return Buffer.concat([spkiPrefix, Buffer.from(raw, 'hex')]).toString('base64');
}

/** Whether this key signed exactly these bytes. A malformed key is a "no". */
export function isSignedBy(raw: string, statement: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== signatureBytes) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(spkiOf(raw), 'base64'), format: 'der', type: 'spki' });
    return verify(null, statement, key, signature);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return false;
    throw cause;
  }
}

/** What people compare by eye: SHA-256 of the raw key, in groups of four. */
export function keyFingerprint(raw: string): string {
  const hex = createHash('sha256').update(Buffer.from(raw, 'hex')).digest('hex').slice(0, 32);
  return hex.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
