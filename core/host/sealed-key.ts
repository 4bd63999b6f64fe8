import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import * as z from 'zod';

/**
 * A private key under a passphrase: scrypt (RFC 7914) makes the key of AES-256-GCM, which also proves that the passphrase
 * was right. About 64 MiB and a fifth of a second each time, away from the event loop.
 */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } as const satisfies ScryptOptions;
const label = 'TIEOUT SEALED KEY';

const sealedSchema = z.strictObject({
  salt: z.string(),
  nonce: z.string(),
  tag: z.string(),
  sealed: z.string(),
});

export function isSealedKey(text: string): boolean {
  return text.startsWith(`-----BEGIN ${label}-----`);
}

export async function sealKey(privateKeyPem: string, passphrase: string): Promise<string> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce);
  const sealed = Buffer.concat([cipher.update(privateKeyPem, 'utf8'), cipher.final()]);
  const parts = { salt, nonce, tag: cipher.getAuthTag(), sealed };
  const text = JSON.stringify(
    Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')])),
  );
  return `-----BEGIN ${label}-----\n${Buffer.from(text).toString('base64')}\n-----END ${label}-----\n`;
}

/** The key in PEM, or null when the passphrase is not the one or the text was changed. */
export async function openSealedKey(text: string, passphrase: string): Promise<string | null> {
  const parts = partsOf(text);
  if (!parts) return null;
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, parts.salt), parts.nonce);
  try {
    decipher.setAuthTag(parts.tag);
    return Buffer.concat([decipher.update(parts.sealed), decipher.final()]).toString('utf8');
  } catch {
    // The tag does not fit: a wrong passphrase and a changed text look the same, and are told apart by nobody.
    return null;
  }
}

function partsOf(text: string) {
  const body = text.split('\n')[1] ?? '';
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body, 'base64').toString('utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return null;
  }
  const parsed = sealedSchema.safeParse(value);
  if (!parsed.success) return null;
  const bytes = (name: keyof typeof parsed.data): Buffer => Buffer.from(parsed.data[name], 'base64');
  const parts = { salt: bytes('salt'), nonce: bytes('nonce'), tag: bytes('tag'), sealed: bytes('sealed') };
  return parts.nonce.length === 12 && parts.tag.length === 16 ? parts : null;
}

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, cost, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
