import type { Store } from '../store.ts';

export interface RequestMinute {
  readonly minuteMs: number;
  readonly connectionId: string;
  readonly operation: string;
  readonly outcome: 'answered' | 'refused' | 'throttled' | 'failed' | 'silent';
  readonly bucket: number;
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

export type RequestSum = Omit<RequestMinute, 'minuteMs'>;

/** How long vendors took to answer, by minute. */
export class RequestMinuteRepository {
  readonly #statements;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    const { sqlite } = store;
    this.#statements = {
      add: sqlite.prepare(
        `INSERT INTO request_minutes (minute_ms, connection_id, operation, outcome, bucket, count, total_ms, max_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (minute_ms, connection_id, operation, outcome, bucket)
         DO UPDATE SET count = count + excluded.count, total_ms = total_ms + excluded.total_ms,
           max_ms = max(max_ms, excluded.max_ms)`,
      ),
      trim: sqlite.prepare('DELETE FROM request_minutes WHERE minute_ms < ?'),
      between: sqlite.prepare<[number, number], RequestSum>(
        `SELECT connection_id AS connectionId, operation, outcome, bucket, sum(count) AS count,
           sum(total_ms) AS totalMs, max(max_ms) AS maxMs
         FROM request_minutes WHERE minute_ms >= ? AND minute_ms < ?
         GROUP BY connection_id, operation, outcome, bucket ORDER BY connection_id, operation, outcome, bucket`,
      ),
      counts: sqlite.prepare<
        [{ readonly stepMs: number; readonly fromMs: number; readonly toMs: number }],
        { readonly startMs: number; readonly connectionId: string; readonly count: number }
      >(
        `SELECT minute_ms / :stepMs * :stepMs AS startMs, connection_id AS connectionId, sum(count) AS count
         FROM request_minutes WHERE minute_ms >= :fromMs AND minute_ms < :toMs
         GROUP BY 1, connection_id ORDER BY 1, connection_id`,
      ),
    };
  }

  add(rows: readonly RequestMinute[], trimBeforeMs: number): void {
    this.#store.transact(() => {
      for (const row of rows) {
        const { minuteMs, connectionId, operation, outcome, bucket, count, totalMs, maxMs } = row;
        this.#statements.add.run(minuteMs, connectionId, operation, outcome, bucket, count, totalMs, maxMs);
      }
      this.#statements.trim.run(trimBeforeMs);
    });
  }

  /** Sums over a stretch of time, by operation, outcome and bucket. */
  between(fromMs: number, toMs: number): RequestSum[] {
    return this.#statements.between.all(fromMs, toMs);
  }

  /** Requests per connection in steps of `stepMs`. */
  counts(stepMs: number, fromMs: number, toMs: number) {
    return this.#statements.counts.all({ stepMs, fromMs, toMs });
  }
}
