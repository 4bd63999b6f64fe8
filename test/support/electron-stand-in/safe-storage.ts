import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface KeyringFacts {
  readonly backend: string;
  readonly canEncrypt: boolean;
  readonly isReady: () => boolean;
}

/** Electron's asynchronous safeStorage with a keyring that a test can take away, lock or change. */
export class StandInSafeStorage {
  #facts: KeyringFacts;
  #key = createHash('sha256').update('the keyring of this desktop').digest();
  #isPlain = false;
  /** The next answers say that the key was rotated. */
  wantsReEncryption = false;

  constructor(facts: KeyringFacts) {
    this.#facts = facts;
  }

  /** Another key is in the keyring now: what was encrypted cannot be read. */
  changeKey(): void {
    this.#key = randomBytes(32);
  }

  getSelectedStorageBackend(): string {
    return this.#facts.isReady() ? this.#facts.backend : 'unknown';
  }

  setUsePlainTextEncryption(usePlainText: boolean): void {
    this.#isPlain = usePlainText;
  }

  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return this.#isAvailable();
  }

  async encryptStringAsync(plainText: string): Promise<Buffer> {
    this.#assertAvailable();
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const bytes = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), bytes]);
  }

  async decryptStringAsync(encrypted: Buffer): Promise<{ shouldReEncrypt: boolean; result: string }> {
    this.#assertAvailable();
    const decipher = createDecipheriv('aes-256-gcm', this.#key, encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    const result = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString(
      'utf8',
    );
    return { shouldReEncrypt: this.wantsReEncryption, result };
  }

  // The synchronous interface is deprecated and gone in Electron 46: whoever uses it is told so.
  isEncryptionAvailable(): never {
    throw new Error('isEncryptionAvailable is deprecated: use isAsyncEncryptionAvailable');
  }

  encryptString(): never {
    throw new Error('encryptString is deprecated: use encryptStringAsync');
  }

  decryptString(): never {
    throw new Error('decryptString is deprecated: use decryptStringAsync');
  }

  #isAvailable(): boolean {
    const { isReady, backend, canEncrypt } = this.#facts;
    if (!isReady()) return false;
    // Recent Electron reports no encryption where there is no keyring, unless plain text was asked for.
    return canEncrypt && (backend !== 'basic_text' || this.#isPlain);
  }

  #assertAvailable(): void {
    if (!this.#isAvailable()) throw new Error('Encryption is not available');
  }
}
