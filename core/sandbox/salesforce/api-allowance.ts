import type { Clock } from '#core/base/clock.ts';
import { Refusal } from './refusal.ts';

const BUCKET_MS = 60_000;
const BUCKETS_A_DAY = 1_440;

/** The org's allowance of API requests over the last 24 hours, counted by the minute. */
export class ApiAllowance {
  readonly #clock: Clock;
  readonly #buckets = new Map<number, number>();
  /** Requests allowed in 24 hours; may be changed while the organisation runs. */
  dailyRequests: number;

  constructor(clock: Clock, dailyRequests: number) {
    this.#clock = clock;
    this.dailyRequests = dailyRequests;
  }

  used(): number {
    const oldest = this.#bucketNow() - BUCKETS_A_DAY;
    let used = 0;
    for (const [bucket, count] of this.#buckets) {
      if (bucket <= oldest) this.#buckets.delete(bucket);
      else used += count;
    }
    return used;
  }

  /** Counts one request, or refuses it when the allowance is gone. A refused request is not counted. */
  spend(): void {
    if (this.used() >= this.dailyRequests) {
      throw new Refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
    const bucket = this.#bucketNow();
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
  }

  /** Value of Sforce-Limit-Info. */
  header(): string {
    return `api-usage=${this.used()}/${this.dailyRequests}`;
  }

  limitsJson(): string {
    const remaining = Math.max(0, this.dailyRequests - this.used());
    const other = { Max: 1_000, Remaining: 1_000 };
    return JSON.stringify({
      DailyApiRequests: { Max: this.dailyRequests, Remaining: remaining },
      DailyBulkApiBatches: { Max: 15_000, Remaining: 15_000 },
      DataStorageMB: other,
      FileStorageMB: other,
    });
  }

  #bucketNow(): number {
    return Math.floor(this.#clock.now() / BUCKET_MS);
  }
}
