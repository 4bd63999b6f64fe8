import type { Store } from '../store.ts';

export interface NewSourceRecord {
  readonly connectionId: string;
  readonly stream: string;
  readonly externalId: string;
  readonly contentHash: Buffer;
  readonly apiVersion: string;
  readonly receivedAt: string;
  readonly body: string;
  readonly quarantine: string | null;
}

export interface QuarantinedRecord {
  readonly id: number;
  readonly connection_id: string;
  readonly stream: string;
  readonly external_id: string;
  readonly received_at: string;
  readonly body: string;
  readonly quarantine: string;
}

/** The vendors' records, verbatim and for ever. */
export class SourceRecordRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      latestHash: sqlite
        .prepare<[string, string, string], Buffer>(
          `SELECT content_hash FROM source_records WHERE connection_id = +? AND stream = +? AND external_id = +?
           ORDER BY id DESC LIMIT 1`,
        )
        .pluck(),
      insert: sqlite.prepare(
        `INSERT INTO source_records (connection_id, stream, external_id, content_hash, api_version, received_at, body, quarantine)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      ofRecord: sqlite.prepare<[string, string], { body: string; stream: string; received_at: string }>(
        'SELECT body, stream, received_at FROM source_records WHERE connection_id = ? AND external_id = ? ORDER BY id DESC',
      ),
      quarantined: sqlite.prepare<[], QuarantinedRecord>(
        `SELECT id, connection_id, stream, external_id, received_at, body, quarantine FROM source_records s
         WHERE quarantine IS NOT NULL AND id = (SELECT max(id) FROM source_records t
           WHERE t.connection_id = s.connection_id AND t.stream = s.stream AND t.external_id = s.external_id)
         ORDER BY id`,
      ),
    };
  }

  /** Hash of the newest body seen of this record, or null. */
  latestHash(connectionId: string, stream: string, externalId: string): Buffer | null {
    return this.#statements.latestHash.get(connectionId, stream, externalId) ?? null;
  }

  insert(record: NewSourceRecord): number {
    const { lastInsertRowid } = this.#statements.insert.run(
      record.connectionId,
      record.stream,
      record.externalId,
      record.contentHash,
      record.apiVersion,
      record.receivedAt,
      record.body,
      record.quarantine,
    );
    return Number(lastInsertRowid);
  }

  /** Every body seen of a record, newest first. */
  bodies(connectionId: string, externalId: string): { body: string; stream: string; received_at: string }[] {
    return this.#statements.ofRecord.all(connectionId, externalId);
  }

  /** Records whose newest body cannot be read. */
  quarantined(): QuarantinedRecord[] {
    return this.#statements.quarantined.all();
  }
}
