import { err, type Failure, ok, type Result } from '#core/base/result.ts';
import type { HostKind } from '#core/contract/session.ts';

export interface PersonHere {
  readonly id: string;
  /** Kept under a passphrase. */
  readonly isSealed: boolean;
}

/** How a request came in, as the host established it. Nothing in the request can change who acts. */
export interface ApiSession {
  readonly host: HostKind;
  readonly version: string;
  readonly isSample: boolean;
  /** Who acts; null before anyone signed in. */
  readonly person: string | null;
  /** When it ends by itself, by the machine's clock, or null. */
  readonly endsAt: string | null;
  readonly idleMs: number | null;
  /** Of these people, those whose private key is on this machine. */
  peopleHere(ids: readonly string[]): readonly PersonHere[];
  /** Whether `sign` would sign now, or the passphrase is to be given again. */
  isFresh(): boolean;
  /**
   * Ed25519 over exactly this text with the key of the person who is signed in, in base64; the key never leaves the host.
   * The text starts with a line that says what kind of thing is signed. Fails with NOT_SIGNED_IN, REAUTH_NEEDED or KEY_….
   */
  sign(text: string): Result<string, Failure>;
  /** Proves who acts from here on; fails with KEY_…, PASSPHRASE_NEEDED or PASSPHRASE_WRONG. */
  signIn(person: string, passphrase: string | null): Promise<Result<void, Failure>>;
  signOut(): void;
  /** Ends the session as soon as the answer is out. */
  close(): void;
  /** Takes the sample company off this machine as soon as the answer is out: workspace, keys, organisations. */
  removeSample(): Result<void, Failure>;
}

/** Someone who was let in from outside for one call, as at the terminal: the person stands, and signs for themselves. */
export function fixedSession(person: string): ApiSession {
  const fixed = (): Result<never, Failure> => err(sessionFixed);
  return {
    host: 'terminal',
    version: '',
    isSample: false,
    person,
    endsAt: null,
    idleMs: null,
    peopleHere: () => [],
    isFresh: () => false,
    sign: fixed,
    signIn: () => Promise.resolve(fixed()),
    signOut: () => {},
    close: () => {},
    removeSample: fixed,
  };
}

/** Who acts, or why nobody does. */
export function signedIn({ person }: Pick<ApiSession, 'person'>): Result<string, Failure> {
  return person === null ? err(notSignedIn) : ok(person);
}

const notSignedIn: Failure = {
  code: 'NOT_SIGNED_IN',
  message: 'Nobody is signed in.',
  where: 'session',
  fix: 'Sign in as a person whose key is on this machine.',
};

const sessionFixed: Failure = {
  code: 'SESSION_FIXED',
  message: 'This session belongs to one person, who signs for themselves.',
  where: 'session',
  fix: 'Use the cockpit, or name the person with --as.',
};
