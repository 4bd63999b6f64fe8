import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packChunkBytes, packHeader, packHeaderBytes } from '../domain/sealed-pack.ts';
import { type PackExpectation, provePack } from './pack-bytes.ts';
import { manifestText, type PackManifest } from './pack-manifest.ts';
import { keyFingerprint, packStatement, rawPublicKey, signatureBytes } from './pack-signature.ts';

const keys = generateKeyPairSync('ed25519');
const own = rawPublicKey(keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'));

function listOf(content: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < content.length; at += packChunkBytes) {
    chunks.push(
      createHash('sha256')
        .update(content.subarray(at, at + packChunkBytes))
        .digest(),
    );
  }
  return Buffer.concat(chunks);
}

function manifestOf(content: Buffer): PackManifest {
  return {
    workspace: { id: 'ws_1', name: 'Nordwind Métriques', connections: [] },
    period: '2026-09',
    entities: [{ legalEntity: 'NW-US', periodState: 'closed', signOff: 'signed' }],
    madeBy: { id: 'maria', name: 'Maria Keller' },
    madeAt: '2026-10-05T08:00:00.000Z',
    asOf: { seq: 12, hash: '0'.repeat(64) },
    application: '0.1.0',
    schema: 9,
    leftOut: [],
    content: {
      bytes: content.length,
      chunkBytes: packChunkBytes,
      listSha256: createHash('sha256').update(listOf(content)).digest('hex'),
    },
  };
}

function packOf(content: Buffer, manifest = manifestText(manifestOf(content)), publicKey = own): Buffer {
  const header = packHeader({ manifestBytes: Buffer.byteLength(manifest), publicKey });
  const signature = sign(null, Buffer.from(packStatement(header, manifest)), keys.privateKey);
  return Buffer.concat([Buffer.from(header), Buffer.from(manifest), signature, listOf(content), content]);
}

/** The code that a file is refused with, or null when it proves. */
function refusalOf(file: Buffer, expected: PackExpectation = {}): { code: string; where?: string } | null {
  const proved = provePack(readerOf(file), expected);
  return proved.ok ? null : proved.error;
}

function readerOf(file: Buffer) {
  return {
    size: file.length,
    read: (offset: number, length: number) => file.subarray(offset, Math.min(offset + length, file.length)),
  };
}

const content = Buffer.alloc(3 * packChunkBytes + 777, 'ledger');
const whole = packOf(content);
const contentAt = whole.length - content.length;
const listAt = contentAt - 4 * 32;

describe('a sealed pack', () => {
  it('proves as it was made, and hands over the content as it proved it', () => {
    const handed: Buffer[] = [];
    const proved = provePack(readerOf(whole), { onChunk: (bytes) => handed.push(Buffer.from(bytes)) });
    expect(proved).toMatchObject({
      ok: true,
      value: { contentAt, publicKey: own, fingerprint: keyFingerprint(own), manifest: manifestOf(content) },
    });
    expect(Buffer.concat(handed).equals(content)).toBe(true);
  });

  it('is refused with any one byte of the described part changed, at every place', () => {
    for (let at = 0; at < contentAt; at += 1) {
      const altered = Buffer.from(whole);
      altered.writeUInt8(altered.readUInt8(at) ^ (1 << (at % 8)), at);
      expect(refusalOf(altered), `byte ${at}`).not.toBeNull();
    }
  });

  it('is refused with any bit anywhere flipped, and names the 64 KiB in which content was changed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        (at, bit) => {
          const altered = Buffer.from(whole);
          altered.writeUInt8(altered.readUInt8(at) ^ (1 << bit), at);
          const refusal = refusalOf(altered);
          expect(refusal).not.toBeNull();
          if (at < contentAt) return;
          const from = contentAt + Math.floor((at - contentAt) / packChunkBytes) * packChunkBytes;
          const to = Math.min(from + packChunkBytes, whole.length) - 1;
          expect(refusal).toMatchObject({ code: 'PACK_CONTENT_ALTERED', where: `bytes ${from}–${to}` });
        },
      ),
      { numRuns: 400, seed: 64 },
    );
  });

  it('is refused at every length but its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        expect(refusalOf(whole.subarray(0, length))?.code).toMatch(/^PACK_(?:TRUNCATED|NOT_A_PACK)$/);
      }),
      { numRuns: 200, seed: 64 },
    );
    for (const more of [1, 4_096]) {
      expect(refusalOf(Buffer.concat([whole, Buffer.alloc(more)]))).toMatchObject({
        code: 'PACK_TOO_LONG',
        where: `bytes ${whole.length}–${whole.length + more - 1}`,
      });
    }
  });

  it.each([
    ['something else', Buffer.from('SQLite format 3\0'.repeat(20)), 'PACK_NOT_A_PACK'],
    ['nothing', Buffer.alloc(0), 'PACK_NOT_A_PACK'],
    ['a later format', written(12, '02'), 'PACK_FORMAT_UNKNOWN'],
    ['no format', written(12, 'xx'), 'PACK_HEADER_ALTERED'],
    ['a key in other letters', written(26, own.slice(0, 64).toUpperCase()), 'PACK_HEADER_ALTERED'],
    ['a longer manifest', written(15, '0000000999'), 'PACK_SIGNATURE_WRONG'],
    ['a manifest without end', written(15, '9999999999'), 'PACK_HEADER_ALTERED'],
    ['the list of another pack', listed(Buffer.alloc(content.length, 'x')), 'PACK_LIST_ALTERED'],
    ['another key', packOf(content, undefined, otherKey()), 'PACK_SIGNATURE_WRONG'],
    ['a key that is none', packOf(content, undefined, 'f'.repeat(64)), 'PACK_SIGNATURE_WRONG'],
    ['a signed list of chunks that is no manifest', packOf(content, '[1]'), 'PACK_MANIFEST_UNREADABLE'],
    ['a signed text that is no JSON', packOf(content, '{"a":'), 'PACK_MANIFEST_UNREADABLE'],
    ['a signed manifest in another form', packOf(content, spaced()), 'PACK_MANIFEST_UNREADABLE'],
  ])('is refused as %s', (_case, file, code) => {
    expect(refusalOf(file)?.code).toBe(code);
  });

  it('is refused with the description of another pack of the same length', () => {
    const foreign = packOf(Buffer.alloc(content.length, 'figures'));
    const mixed = Buffer.concat([foreign.subarray(0, listAt), whole.subarray(listAt)]);
    expect(refusalOf(mixed)?.code).toBe('PACK_LIST_ALTERED');
  });

  it('takes the key that is expected and no other, however the fingerprint is written', () => {
    const fingerprint = keyFingerprint(own);
    expect(fingerprint).toMatch(/^(?:[0-9a-f]{4} ){7}[0-9a-f]{4}$/);
    for (const text of [fingerprint, fingerprint.replaceAll(' ', ''), fingerprint.toUpperCase()]) {
      expect(refusalOf(whole, { fingerprint: text })).toBeNull();
    }
    const refusal = refusalOf(whole, { fingerprint: keyFingerprint(otherKey()) });
    expect(refusal?.code).toBe('PACK_KEY_UNEXPECTED');
  });
});

function written(offset: number, text: string): Buffer {
  const altered = Buffer.from(whole);
  altered.write(text, offset, 'latin1');
  return altered;
}

function listed(other: Buffer): Buffer {
  const altered = Buffer.from(whole);
  listOf(other).copy(altered, listAt);
  return altered;
}

function otherKey(): string {
  const { publicKey } = generateKeyPairSync('ed25519');
  return rawPublicKey(publicKey.export({ format: 'der', type: 'spki' }).toString('base64'));
}

function spaced(): string {
  return JSON.stringify(JSON.parse(manifestText(manifestOf(content))), null, 1);
}

it('begins its manifest after one line of fixed length, and its list after the signature', () => {
  const manifestBytes = Buffer.byteLength(manifestText(manifestOf(content)));
  expect(listAt).toBe(packHeaderBytes + manifestBytes + signatureBytes);
});
