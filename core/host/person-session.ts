import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { ApiSession, PersonHere } from '../app/router/api-session.ts';
import type { Keystore } from '../app/router/sign-decisions.ts';
import { type Clock, toInstant } from '../base/clock.ts';
import { err, type Failure, ok, type Result } from '../base/result.ts';
import type { HostKind } from '../contract/session.ts';
import { isSealedKey, openSealedKey } from './sealed-key.ts';

export interface PersonSessionOptions {
  readonly host: HostKind;
  readonly version: string;
  readonly keystore: Keystore;
  /** The machine's clock: the session lives on the machine's time, whatever day the workspace is on. */
  readonly clock: Clock;
  /** When it ends whatever happens, or null where it lives as long as its window. */
  readonly endsAtMs: number | null;
  readonly idleMs: number;
  /** Given where the workspace is the sample company: takes it off this machine. */
  readonly removeSample: (() => void) | null;
  /** Who is here from the start, without a key: the reader of a sealed pack. */
  readonly reader?: string | null;
  /** Called once when the session was closed by its person. */
  readonly onClose: () => void;
}

/**
 * The person in front of one window. Keys never leave it: it signs. A key under a passphrase is open from signing in until
 * nobody did anything for `idleMs`; the passphrase is then asked for again before the next decision.
 */
export class PersonSession implements ApiSession {
  readonly #options: PersonSessionOptions;
  readonly #ending = new AbortController();
  #person: string | null = null;
  #opened: KeyObject | null = null;
  #usedAtMs: number;

  constructor(options: PersonSessionOptions) {
    this.#options = options;
    this.#person = options.reader ?? null;
    this.#usedAtMs = options.clock.monotonicMs();
  }

  get host(): HostKind {
    return this.#options.host;
  }

  get version(): string {
    return this.#options.version;
  }

  get isSample(): boolean {
    return this.#options.removeSample !== null;
  }

  get person(): string | null {
    return this.#ending.signal.aborted ? null : this.#person;
  }

  get endsAt(): string | null {
    const { endsAtMs } = this.#options;
    return endsAtMs === null ? null : toInstant(endsAtMs);
  }

  get idleMs(): number {
    return this.#options.idleMs;
  }

  /** Aborted when the session ends: what is still being answered then is dropped. */
  get ended(): AbortSignal {
    return this.#ending.signal;
  }

  /** Someone did something. After too long a pause a sealed key is closed first. */
  touch(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#usedAtMs >= this.#options.idleMs) this.#opened = null;
    this.#usedAtMs = nowMs;
  }

  peopleHere(ids: readonly string[]): readonly PersonHere[] {
    return ids.flatMap((id) => {
      const key = this.#options.keystore.privateKeyOf(id);
      return key.ok ? [{ id, isSealed: isSealedKey(key.value) }] : [];
    });
  }

  isFresh(): boolean {
    return this.#key().ok;
  }

  sign(text: string): Result<string, Failure> {
    const key = this.#key();
    if (!key.ok) return key;
    return ok(sign(null, Buffer.from(text), key.value).toString('base64'));
  }

  async signIn(person: string, passphrase: string | null): Promise<Result<void, Failure>> {
    const stored = this.#options.keystore.privateKeyOf(person);
    if (!stored.ok) return stored;
    let opened: KeyObject | null = null;
    if (isSealedKey(stored.value)) {
      if (passphrase === null) return err(passphraseNeeded(person));
      const pem = await openSealedKey(stored.value, passphrase);
      if (pem === null) return err(passphraseWrong(person));
      opened = createPrivateKey(pem);
    }
    this.#person = person;
    this.#opened = opened;
    this.#usedAtMs = this.#options.clock.monotonicMs();
    return ok(undefined);
  }

  signOut(): void {
    this.#person = null;
    this.#opened = null;
  }

  close(): void {
    this.#options.onClose();
  }

  /** Ends it: nobody is signed in any more, and nothing signs. */
  end(): void {
    this.signOut();
    this.#ending.abort(new Error('the session ended'));
  }

  removeSample(): Result<void, Failure> {
    const { removeSample } = this.#options;
    if (removeSample === null) return err(notTheSample);
    removeSample();
    return ok(undefined);
  }

  #key(): Result<KeyObject, Failure> {
    const person = this.person;
    if (person === null) return err(notSignedIn);
    if (this.#opened) return ok(this.#opened);
    const stored = this.#options.keystore.privateKeyOf(person);
    if (!stored.ok) return stored;
    if (isSealedKey(stored.value)) return err(reauthNeeded(person));
    return ok(createPrivateKey(stored.value));
  }
}

const notSignedIn: Failure = {
  code: 'NOT_SIGNED_IN',
  message: 'Nobody is signed in.',
  where: 'session',
  fix: 'Sign in as a person whose key is on this machine.',
};

const notTheSample: Failure = {
  code: 'NOT_THE_SAMPLE',
  message: 'This workspace is not the sample company; it is removed by nobody but you, by hand.',
  where: 'workspace',
  fix: 'Nothing is to be done.',
};

function passphraseNeeded(person: string): Failure {
  return {
    code: 'PASSPHRASE_NEEDED',
    message: `The key of ${person} is kept under a passphrase.`,
    where: person,
    fix: 'Give the passphrase.',
  };
}

function passphraseWrong(person: string): Failure {
  return {
    code: 'PASSPHRASE_WRONG',
    message: `That is not the passphrase of the key of ${person}.`,
    where: person,
    fix: 'Try again; nobody can recover a passphrase, an administrator can set a new key.',
  };
}

function reauthNeeded(person: string): Failure {
  return {
    code: 'REAUTH_NEEDED',
    message: `The key of ${person} was closed because nothing happened for a while.`,
    where: person,
    fix: 'Give the passphrase again.',
  };
}
