import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#core/base/clock.ts';

/** How long a link to the cockpit may lie around before it is used. */
const codeLifeMs = 60_000;
/** So many wrong codes, and the right one is worth nothing any more. */
const guessesMax = 20;
const idleMs = 15 * 60_000;
const lifeMs = 8 * 60 * 60_000;
const secretBytes = 32;

/** Something of a session's own that ends with it. */
export interface Ending {
  end(): void;
}

export interface DoorSession<Held extends Ending> {
  readonly held: Held;
  readonly endsAtMs: number;
}

interface Entry<Held extends Ending> extends DoorSession<Held> {
  readonly secretHash: Buffer;
  usedAtMs: number;
}

export const sessionIdleMs = idleMs;

/**
 * Who may come in: a code that works once within a minute is swapped for a secret, and the secret is a session until it
 * was not used for a quarter of an hour, is eight hours old or is given back. Nothing of it is ever written down; what is
 * compared is compared by hash, in constant time.
 */
export class Door<Held extends Ending> {
  readonly #clock: Clock;
  readonly #makeHeld: (endsAtMs: number) => Held;
  #code: { readonly hash: Buffer; readonly endsAtMs: number } | null = null;
  #session: Entry<Held> | null = null;
  #wrongGuesses = 0;

  constructor(clock: Clock, makeHeld: (endsAtMs: number) => Held) {
    this.#clock = clock;
    this.#makeHeld = makeHeld;
  }

  /** A new code; one that was given out before and not used is worth nothing from here on. */
  issueCode(): string {
    const code = randomBytes(secretBytes).toString('base64url');
    this.#code = { hash: hashOf(code), endsAtMs: this.#clock.monotonicMs() + codeLifeMs };
    this.#wrongGuesses = 0;
    return code;
  }

  /** Whether someone holds a link that would still work. */
  get isExpectingSomeone(): boolean {
    return this.#code !== null && this.#clock.monotonicMs() < this.#code.endsAtMs;
  }

  /** The secret of a new session, or null. One workspace has one session: an earlier one ends. */
  redeem(code: string): string | null {
    const wanted = this.#code;
    if (wanted === null || this.#clock.monotonicMs() >= wanted.endsAtMs) return null;
    if (!timingSafeEqual(hashOf(code), wanted.hash)) {
      this.#wrongGuesses += 1;
      if (this.#wrongGuesses >= guessesMax) this.#code = null;
      return null;
    }
    this.#code = null;
    this.#end();
    const secret = randomBytes(secretBytes).toString('base64url');
    const nowMs = this.#clock.monotonicMs();
    const endsAtMs = nowMs + lifeMs;
    this.#session = {
      secretHash: hashOf(secret),
      held: this.#makeHeld(this.#clock.now() + lifeMs),
      endsAtMs,
      usedAtMs: nowMs,
    };
    return secret;
  }

  /** What the session of this secret holds, or null. Waiting for changes is no use of it. */
  enter(secret: string, isActivity: boolean): Held | null {
    const session = this.#live();
    if (session === null) return null;
    if (!timingSafeEqual(hashOf(secret), session.secretHash)) return null;
    if (isActivity) session.usedAtMs = this.#clock.monotonicMs();
    return session.held;
  }

  /** Ends the session that holds this. */
  close(held: Held): void {
    if (this.#session?.held === held) this.#end();
  }

  closeAll(): void {
    this.#code = null;
    this.#end();
  }

  #live(): Entry<Held> | null {
    const session = this.#session;
    if (session === null) return null;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < session.endsAtMs && nowMs - session.usedAtMs < idleMs) return session;
    this.#end();
    return null;
  }

  #end(): void {
    const session = this.#session;
    this.#session = null;
    session?.held.end();
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
