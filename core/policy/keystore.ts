import type { Failure, Result } from '../base/result.ts';
import type { KeyPair } from './keys.ts';

export type KeystoreFailure = Failure<
  'KEY_EXISTS' | 'KEY_MISSING' | 'KEY_EXPOSED' | 'KEY_NAME_INVALID' | 'KEYSTORE_INSIDE_WORKSPACE'
>;

/** Where private keys are. A host gives one: files in the headless host, the system's key store on the desktop. */
export interface Keystore {
  /** Keeps a new key; an existing one is never replaced. */
  save(personId: string, keys: KeyPair): Result<void, KeystoreFailure>;
  /** The private key in PEM, to sign with and forget. */
  privateKeyOf(personId: string): Result<string, KeystoreFailure>;
}
