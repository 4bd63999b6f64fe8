import type { EpochMs } from '#core/base/clock.ts';

/** One request the server received. `status` is null while unanswered or when the connection was cut instead. */
export interface RequestEntry {
  readonly method: string;
  readonly path: string;
  readonly atMs: EpochMs;
  status: number | null;
  /** The fault rule that fired, if any. */
  faultId?: string;
  /** The message of an exception inside the sandbox: a bug of the sandbox, never of its caller. */
  bug?: string;
}

const KEPT_ENTRIES_MAX = 50_000;

/** Requests received, the newest 50,000 kept one by one and all of them counted. */
export class RequestLog {
  #entries: RequestEntry[] = [];
  readonly #countByKey = new Map<string, number>();
  #total = 0;
  #inFlight = 0;
  #inFlightMax = 0;

  start(method: string, path: string, atMs: EpochMs): RequestEntry {
    const entry: RequestEntry = { method, path, atMs, status: null };
    if (this.#entries.length >= KEPT_ENTRIES_MAX * 2) this.#entries = this.#entries.slice(-KEPT_ENTRIES_MAX);
    this.#entries.push(entry);
    this.#total += 1;
    this.#countByKey.set(method, (this.#countByKey.get(method) ?? 0) + 1);
    this.#inFlight += 1;
    this.#inFlightMax = Math.max(this.#inFlightMax, this.#inFlight);
    return entry;
  }

  finish(): void {
    this.#inFlight -= 1;
  }

  entries(): readonly RequestEntry[] {
    return this.#entries;
  }

  /** Requests received since the start, of one method or of all. */
  count(method?: string): number {
    return method === undefined ? this.#total : (this.#countByKey.get(method) ?? 0);
  }

  /** The most requests that were open at the same time. */
  get inFlightMax(): number {
    return this.#inFlightMax;
  }
}
