import type { Store } from '../store.ts';

export interface EventColumns {
  readonly seq: number;
  readonly type: string;
  readonly aggregate_id: string;
  readonly aggregate_version: number;
  readonly idempotency_key: string;
  readonly correlation_id: string;
  readonly body: string;
  readonly hash: Buffer;
}

/** Rows of the journal exactly as stored, for proving them. */
export function readEventRows(store: Store, afterSeq: number, limit: number): EventColumns[] {
  return store.sqlite
    .prepare<[number, number], EventColumns>(
      `SELECT seq, type, aggregate_id, aggregate_version, idempotency_key, correlation_id, body, hash
       FROM events WHERE seq > ? ORDER BY seq LIMIT ?`,
    )
    .all(afterSeq, limit);
}

/** What SQLite's own check and the foreign keys complain about; empty when nothing. */
export function integrityProblems(store: Store): string[] {
  const messages = store.sqlite.pragma('integrity_check') as { readonly integrity_check: string }[];
  const broken = store.sqlite.pragma('foreign_key_check') as {
    readonly table: string;
    readonly rowid: number;
  }[];
  return [
    ...messages.map(({ integrity_check: message }) => message).filter((message) => message !== 'ok'),
    ...broken.map(({ table, rowid }) => `row ${rowid} of ${table} points at nothing`),
  ];
}
