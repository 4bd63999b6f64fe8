import type { Store } from '../store.ts';
import type { RunRow } from './connections.ts';

export interface RunFilter {
  readonly connectionId?: string | undefined;
  readonly stream?: string | undefined;
  readonly state: 'any' | 'failed' | 'running' | 'changed';
}

interface Where {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const stateSql: Readonly<Record<RunFilter['state'], string>> = {
  any: '1 = 1',
  failed: 'failure_code IS NOT NULL',
  running: 'ended_at IS NULL',
  changed: '(changed > 0 OR quarantined > 0 OR failure_code IS NOT NULL)',
};

/** Lists of sync runs, newest first; the count comes from the same conditions. */
export class SyncRunRepository {
  readonly #store: Store;
  readonly #newestOf;
  readonly #newestGoodOf;

  constructor(store: Store) {
    this.#store = store;
    const { sqlite } = store;
    this.#newestOf = sqlite.prepare<[string, string], RunRow>(
      'SELECT * FROM sync_runs WHERE connection_id = ? AND stream = ? ORDER BY id DESC LIMIT 1',
    );
    this.#newestGoodOf = sqlite
      .prepare<[string, string], string>(
        `SELECT ended_at FROM sync_runs WHERE connection_id = ? AND stream = ? AND ended_at IS NOT NULL
         AND failure_code IS NULL ORDER BY id DESC LIMIT 1`,
      )
      .pluck();
  }

  newest(connectionId: string, stream: string): RunRow | null {
    return this.#newestOf.get(connectionId, stream) ?? null;
  }

  /** When a stream was last read to its end. */
  newestGoodAt(connectionId: string, stream: string): string | null {
    return this.#newestGoodOf.get(connectionId, stream) ?? null;
  }

  get(id: number): RunRow | null {
    return (
      this.#store.sqlite.prepare<[number], RunRow>('SELECT * FROM sync_runs WHERE id = ?').get(id) ?? null
    );
  }

  page(filter: RunFilter, beforeId: number | undefined, limit: number): RunRow[] {
    const where = whereOf(filter);
    return this.#store.sqlite
      .prepare<unknown[], RunRow>(
        `SELECT * FROM sync_runs WHERE ${where.sql} AND id < ? ORDER BY id DESC LIMIT ?`,
      )
      .all(...where.values, beforeId ?? Number.MAX_SAFE_INTEGER, limit);
  }

  count(filter: RunFilter): number {
    const where = whereOf(filter);
    const count = this.#store.sqlite
      .prepare<unknown[], number>(`SELECT count(*) FROM sync_runs WHERE ${where.sql}`)
      .pluck()
      .get(...where.values);
    return count ?? 0;
  }

  /** Runs that failed, by day. */
  failedByDay(fromAt: string): { day: string; count: number }[] {
    return this.#store.sqlite
      .prepare<[string], { day: string; count: number }>(
        `SELECT substr(started_at, 1, 10) AS day, count(DISTINCT connection_id) AS count FROM sync_runs
         WHERE failure_code IS NOT NULL AND started_at >= ? GROUP BY 1 ORDER BY 1`,
      )
      .all(fromAt);
  }
}

function whereOf({ connectionId, stream, state }: RunFilter): Where {
  const conditions = [stateSql[state]];
  const values: string[] = [];
  if (connectionId !== undefined) {
    conditions.push('connection_id = ?');
    values.push(connectionId);
  }
  if (stream !== undefined) {
    conditions.push('stream = ?');
    values.push(stream);
  }
  return { sql: conditions.join(' AND '), values };
}
