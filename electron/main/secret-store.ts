import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SafeStorage } from 'electron';
import * as z from 'zod';
import type { Log } from '#core/base/log.ts';
import type { SecretsState } from '../bridge/desktop-bridge.ts';

const fileSchema = z.object({
  /** A person said that secrets may be kept although nothing protects them here. */
  acceptsUnprotected: z.boolean(),
  /** Encrypted, in base64, by `connection/name`. */
  secrets: z.record(z.string(), z.string()),
});

type Kept = z.output<typeof fileSchema>;

export interface SecretStorePorts {
  readonly safeStorage: Pick<
    SafeStorage,
    | 'isAsyncEncryptionAvailable'
    | 'encryptStringAsync'
    | 'decryptStringAsync'
    | 'getSelectedStorageBackend'
    | 'setUsePlainTextEncryption'
  >;
  readonly platform: NodeJS.Platform;
  readonly path: string;
  readonly log: Log;
}

const words: Readonly<Record<string, string>> = {
  keychain: 'The keychain of this Mac protects secrets.',
  dpapi: 'Windows protects secrets with your sign-in (DPAPI).',
  gnome_libsecret: 'The keyring of this desktop (libsecret) protects secrets.',
  kwallet: 'KWallet protects secrets.',
  kwallet5: 'KWallet protects secrets.',
  kwallet6: 'KWallet protects secrets.',
  basic_text:
    'This desktop has no keyring: secrets would be readable by every program that you run. They are kept in memory until you quit.',
  unavailable: 'This machine cannot keep secrets now. They are kept in memory until you quit.',
};

const accepted =
  'This desktop has no keyring: secrets are kept readable by every program that you run, as you accepted.';

/**
 * Secrets of connections in the system's own store, through its asynchronous interface alone. Where nothing protects them, nothing
 * is written unless a person accepted that explicitly; until then they live in memory.
 */
export class SecretStore {
  readonly #ports: SecretStorePorts;
  readonly #memory = new Map<string, string>();
  /** Writes one after another: each reads the file, changes it and puts it in place. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(ports: SecretStorePorts) {
    this.#ports = ports;
  }

  /** How secrets are kept here, in plain words. Only after the application is ready. */
  async state(): Promise<SecretsState> {
    const backend = await this.#backend();
    const isBasic = backend === 'basic_text';
    const hasAccepted = this.#read().acceptsUnprotected;
    const description = isBasic && hasAccepted ? accepted : words[backend];
    return {
      backend,
      description: description ?? '',
      isProtected: !isBasic && backend !== 'unavailable',
      needsAcceptance: isBasic && !hasAccepted,
    };
  }

  /** A person accepts, or no longer accepts, that unprotected secrets are written; then what was written is removed. */
  async acceptUnprotected(isAccepted: boolean): Promise<SecretsState> {
    const isBasic = (await this.#backend()) === 'basic_text';
    await this.#change((kept) => ({
      acceptsUnprotected: isBasic && isAccepted,
      secrets: isBasic && !isAccepted ? {} : kept.secrets,
    }));
    return this.state();
  }

  /** Keeps a secret; tells whether it outlives this run. */
  async write(connectionId: string, name: string, value: string): Promise<boolean> {
    const key = keyOf(connectionId, name);
    this.#memory.set(key, value);
    if (!(await this.#mayWrite())) return false;
    const encrypted = (await this.#ports.safeStorage.encryptStringAsync(value)).toString('base64');
    await this.#change((kept) => ({ ...kept, secrets: { ...kept.secrets, [key]: encrypted } }));
    return true;
  }

  /** A secret, or null where there is none that can still be read: the key of the store may have been lost or changed. */
  async read(connectionId: string, name: string): Promise<string | null> {
    const key = keyOf(connectionId, name);
    const remembered = this.#memory.get(key);
    if (remembered !== undefined) return remembered;
    const encrypted = this.#read().secrets[key];
    if (encrypted === undefined || !(await this.#mayWrite())) return null;
    try {
      const { safeStorage } = this.#ports;
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(
        Buffer.from(encrypted, 'base64'),
      );
      if (shouldReEncrypt) await this.write(connectionId, name, result);
      return result;
    } catch {
      // Why is the system's own matter and may name the secret: that it happened is all that is said.
      this.#ports.log.write('error', 'secrets.undecryptable', { connectionId });
      return null;
    }
  }

  async #mayWrite(): Promise<boolean> {
    const { isProtected, needsAcceptance, backend } = await this.state();
    if (isProtected) return true;
    if (backend !== 'basic_text' || needsAcceptance) return false;
    this.#ports.safeStorage.setUsePlainTextEncryption(true);
    return true;
  }

  async #backend(): Promise<string> {
    const { safeStorage, platform } = this.#ports;
    if (platform === 'linux') {
      const backend = safeStorage.getSelectedStorageBackend();
      if (backend === 'basic_text') return backend;
      const isThere = backend !== 'unknown' && (await safeStorage.isAsyncEncryptionAvailable());
      return isThere ? backend : 'unavailable';
    }
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'unavailable';
    return platform === 'darwin' ? 'keychain' : 'dpapi';
  }

  #read(): Kept {
    const { path, log } = this.#ports;
    if (!existsSync(path)) return { acceptsUnprotected: false, secrets: {} };
    const parsed = fileSchema.safeParse(jsonOf(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
    log.write('error', 'secrets.file-broken');
    return { acceptsUnprotected: false, secrets: {} };
  }

  #change(edit: (kept: Kept) => Kept): Promise<void> {
    const done = this.#last.then(() => {
      const { path } = this.#ports;
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const part = `${path}.part`;
      writeFileSync(part, JSON.stringify(edit(this.#read())), { mode: 0o600 });
      chmodSync(part, 0o600);
      renameSync(part, path);
    });
    this.#last = done.catch(() => {});
    return done;
  }
}

function keyOf(connectionId: string, name: string): string {
  return `${connectionId}/${name}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}
