import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { assert } from '../base/assert.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';

export interface KeyPair {
  /** SubjectPublicKeyInfo in DER, base64: how a person's key is kept and compared. */
  readonly publicKey: string;
  /** PKCS #8 PEM; leaves the keystore only to sign. */
  readonly privateKeyPem: string;
}

export type KeyFailure = Failure<'KEY_UNREADABLE' | 'KEY_NOT_ED25519'>;

/** A new Ed25519 pair from the machine's own entropy. */
export function generateKeys(): KeyPair {
  return pairOf(generateKeyPairSync('ed25519').privateKey);
}

const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 pair of a 32-byte seed (RFC 8032): the same people every time in a sample company. */
export function keysFromSeed(seed: Uint8Array): KeyPair {
  assert(seed.length === 32, 'an Ed25519 seed has 32 bytes');
  return pairOf(createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' }));
}

function pairOf(privateKey: KeyObject): KeyPair {
  return {
    publicKey: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

/** Reads a public key as PEM or as base64 DER, and gives its one form. */
export function normalisePublicKey(text: string): Result<string, KeyFailure> {
  const read = readKey(() =>
    text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }),
  );
  if (!read.ok) return read;
  return ok(read.value.export({ format: 'der', type: 'spki' }).toString('base64'));
}

export function readPrivateKey(pem: string): Result<KeyObject, KeyFailure> {
  return readKey(() => createPrivateKey(pem));
}

function readKey(read: () => KeyObject): Result<KeyObject, KeyFailure> {
  let key: KeyObject;
  try {
    key = read();
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return err({
      code: 'KEY_UNREADABLE',
      message: `The key cannot be read: ${detail}`,
      where: 'key',
      fix: 'Give an Ed25519 key in PEM.',
    });
  }
  if (key.asymmetricKeyType === 'ed25519') return ok(key);
  return err({
    code: 'KEY_NOT_ED25519',
    message: `The key is ${key.asymmetricKeyType ?? 'symmetric'}, not Ed25519.`,
    where: 'key',
    fix: 'Make an Ed25519 key for this person.',
  });
}
