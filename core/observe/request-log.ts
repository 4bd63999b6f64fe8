import type { Clock } from '../base/clock.ts';
import { RequestMinuteRepository, type RequestMinute } from '../storage/repositories/request-minutes.ts';
import type { Store } from '../storage/store.ts';
import { bucketOf } from './latency-buckets.ts';

const minuteMs = 60_000;
const keptMs = 90 * 24 * 60 * minuteMs;

export interface TimedRequest {
  readonly operation: string;
  readonly durationMs: number;
  readonly status: number | null;
}

/**
 * What requests to vendors took, gathered in memory and written once a minute. A crash loses the minute under way: these
 * are measurements, not facts.
 */
export class RequestLog {
  readonly #clock: Clock;
  readonly #minutes: RequestMinuteRepository;
  readonly #tokenEndsMs = new Map<string, number | null>();
  #pending = new Map<string, RequestMinute>();
  #minute = 0;

  constructor(store: Store, clock: Clock) {
    this.#clock = clock;
    this.#minutes = new RequestMinuteRepository(store);
  }

  /** Records one request of a connection. */
  request(connectionId: string, { operation, durationMs, status }: TimedRequest): void {
    const minute = Math.floor(this.#clock.now() / minuteMs) * minuteMs;
    if (minute !== this.#minute) this.flush();
    this.#minute = minute;
    const took = Math.max(0, Math.round(durationMs));
    const [outcome, bucket] = [outcomeOf(status), bucketOf(durationMs)];
    const key = `${connectionId}\n${operation}\n${outcome}\n${bucket}`;
    const before = this.#pending.get(key);
    this.#pending.set(key, {
      minuteMs: minute,
      connectionId,
      operation,
      outcome,
      bucket,
      count: (before?.count ?? 0) + 1,
      totalMs: (before?.totalMs ?? 0) + took,
      maxMs: Math.max(before?.maxMs ?? 0, took),
    });
  }

  token(connectionId: string, lifeSeconds: number | null): void {
    const endsMs = lifeSeconds === null ? null : this.#clock.now() + lifeSeconds * 1000;
    this.#tokenEndsMs.set(connectionId, endsMs);
  }

  /** When the access token in use ends; undefined where none was obtained since the workspace was opened. */
  tokenEndsMs(connectionId: string): number | null | undefined {
    return this.#tokenEndsMs.get(connectionId);
  }

  /** Writes what was gathered. */
  flush(): void {
    if (this.#pending.size === 0) return;
    const rows = [...this.#pending.values()];
    this.#pending = new Map();
    this.#minutes.add(rows, this.#clock.now() - keptMs);
  }

  /** The minutes written so far, the one under way included. */
  read(): RequestMinuteRepository {
    this.flush();
    return this.#minutes;
  }
}

function outcomeOf(status: number | null): RequestMinute['outcome'] {
  if (status === null) return 'silent';
  if (status === 429 || status === 503) return 'throttled';
  if (status >= 500) return 'failed';
  // "Not there" is what a look-up asks for, and an answer.
  return status >= 400 && status !== 404 ? 'refused' : 'answered';
}
