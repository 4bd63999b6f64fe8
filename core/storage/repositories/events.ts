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

/** The columns of `EventColumns`, with what the table leaves out because other columns say it. */
export const eventColumns = `seq, type, aggregate_id, aggregate_version,
  coalesce(idempotency_key, aggregate_id || '/' || aggregate_version) AS idempotency_key,
  coalesce(correlation_id, aggregate_id) AS correlation_id, body, hash`;

/** `EventColumns`, and the two columns as they are kept: null where they would repeat the aggregate. */
interface StoredEventColumns extends EventColumns {
  readonly stored_key: string | null;
  readonly stored_correlation: string | null;
}

/** Rows of the journal exactly as stored, for proving them. */
export function readEventRows(store: Store, afterSeq: number, limit: number): StoredEventColumns[] {
  return store.sqlite
    .prepare<[number, number], StoredEventColumns>(
      `SELECT ${eventColumns}, idempotency_key AS stored_key, correlation_id AS stored_correlation
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
