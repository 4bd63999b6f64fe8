/** What a vendor lets us do, as last seen; shown to people as "budget". */
export interface RateBudget {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** No request to this vendor before this instant on the clock port. */
  readonly blockedUntilMs: number | null;
  readonly inFlight: number;
  /** How many at once are wise now: fewer than configured after the vendor refused some for being too many. */
  readonly concurrencyMax: number;
}

export type GovernorLane = 'critical' | 'live' | 'backfill';

/**
 * One per vendor account: concurrency, requests per second and the vendor's own "not before". The critical lane (posting
 * and look-up) is served before live pulls, and those before backfill, without starving either.
 */
export interface RateGovernor {
  /**
   * Waits for a turn; call the returned function when the request has ended. Rejects with the signal's reason, and with
   * `BlockedError` (at once, also for those already waiting) while the vendor's "not before" lies ahead: a caller must
   * not sit in front of a closed door holding an approval that may lapse.
   */
  enter(lane: GovernorLane, signal?: AbortSignal): Promise<() => void>;
  /** The vendor said: not before this instant (429, Retry-After, maintenance). An earlier instant never shortens a later one. */
  blockUntil(epochMs: number): void;
  /** The vendor refused a request that was under way with others, and named no instant: from now on fewer at once. */
  crowded(): void;
  /** The vendor's own figures from response headers. */
  observe(figures: { readonly limit?: number; readonly remaining?: number }): void;
  budget(): RateBudget;
}

/** The vendor is not to be called before `untilMs` (clock port). */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
  readonly untilMs: number;

  constructor(untilMs: number) {
    super(`the vendor asked for no requests before ${new Date(untilMs).toISOString()}`);
    this.untilMs = untilMs;
  }
}
