/** What a vendor lets us do, as last seen; shown to people as "budget". */
export interface RateBudget {
  readonly limit: number | null;
  readonly remaining: number | null;
  /** No request to this vendor before this instant on the clock port. */
  readonly blockedUntilMs: number | null;
  readonly inFlight: number;
  readonly concurrencyMax: number;
}

/**
 * One per vendor account: concurrency, requests per second and the vendor's own "not before". The critical lane (posting
 * and look-up) is served before live pulls, and those before backfill, without starving either.
 */
export interface RateGovernor {
  /** Waits for a turn; call the returned function when the request has ended. Rejects with the signal's reason. */
  enter(lane: 'critical' | 'live' | 'backfill', signal?: AbortSignal): Promise<() => void>;
  /** The vendor said: not before this instant (429, Retry-After, maintenance). */
  blockUntil(epochMs: number): void;
  /** The vendor's own figures from response headers. */
  observe(figures: { readonly limit?: number; readonly remaining?: number }): void;
  budget(): RateBudget;
}
