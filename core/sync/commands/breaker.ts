import type { Clock } from '#core/base/clock.ts';
import type { Connection } from '#core/connectors/sdk/connector.ts';

/** One probe this often while a vendor is in trouble. */
export const nextProbeDelayMs = 30_000;
const failuresBeforeOpen = 3;
/** From so many at once on the governor alone decides. */
const fullWidth = 32;

/**
 * Stops asking a vendor that is in trouble: after a few failures in a row nothing is sent but one probe every thirty
 * seconds, then one write, and its success opens the way again. Items wait; an outage never dead-letters anything.
 */
export class VendorBreaker {
  readonly #clock: Clock;
  #failures = 0;
  #width = Number.MAX_SAFE_INTEGER;
  #blockedUntilMs: number | null = null;
  #isProbing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * How many postings at once are wise: one until a vendor that failed has taken a write, then one more for each that it
   * takes. Each needs two requests, and many at once would spend a small budget on their look-ups alone.
   */
  get widthMax(): number {
    return this.#width;
  }

  blockedUntilMs(): number | null {
    return this.#blockedUntilMs;
  }

  /** A write came through. */
  succeeded(): void {
    this.#failures = 0;
    this.#blockedUntilMs = null;
    this.#isProbing = false;
    this.#width = this.#width < fullWidth ? this.#width + 1 : Number.MAX_SAFE_INTEGER;
  }

  /** A read came through, which does not say that writes do: one at a time until one has. */
  answered(): void {
    this.#blockedUntilMs = null;
  }

  /** `retryAtMs` is the vendor's own word and blocks at once; otherwise a few failures do. */
  failed(nowMs: number, retryAtMs?: number): void {
    this.#failures += 1;
    this.#width = 1;
    if (retryAtMs !== undefined) this.#block(retryAtMs);
    else if (this.#failures >= failuresBeforeOpen || this.#isProbing) this.#block(nowMs + nextProbeDelayMs);
  }

  /** Whether work may go to the vendor now; asks it one harmless question first when it was in trouble. */
  async allows(connection: Connection, signal?: AbortSignal): Promise<boolean> {
    if (this.#blockedUntilMs === null) return true;
    const nowMs = this.#clock.now();
    if (nowMs < this.#blockedUntilMs) return false;
    this.#isProbing = true;
    const answer = await connection.identify(signal);
    if (answer.ok) {
      this.answered();
      return true;
    }
    this.failed(this.#clock.now(), answer.error.retryAtMs);
    return false;
  }

  #block(untilMs: number): void {
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs ?? 0, untilMs);
  }
}
