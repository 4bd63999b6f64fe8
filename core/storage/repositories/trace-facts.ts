import type { Store } from '../store.ts';

/** First and last journal entry of one thing. */
export interface EntrySpan {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface NearHit {
  readonly id: string;
  readonly label: string;
  readonly place: string;
}

interface EndRow {
  readonly seq: number;
  readonly version: number;
  readonly at: string;
}

/** How a place is named to people, and its ids. */
const places = [
  { place: 'Records of the systems, by their id', table: 'entities', column: 'external_id', label: 'kind' },
  { place: 'Document numbers', table: 'entities', column: 'number', label: 'kind' },
  { place: 'Contract numbers', table: 'entities', column: 'contract_number', label: 'kind' },
  { place: 'Postings', table: 'postings', column: 'id', label: 'source_reference' },
  { place: 'External ids of postings', table: 'postings', column: 'external_id', label: 'source_reference' },
  {
    place: 'Documents in the ERP, by posting',
    table: 'postings',
    column: 'document_id',
    label: 'source_reference',
  },
  { place: 'Exceptions', table: 'exceptions', column: 'id', label: 'code' },
  { place: 'Customers', table: 'customers', column: 'id', label: 'legal_name' },
  { place: 'Customers by name', table: 'customers', column: 'legal_name', label: 'id' },
] as const;

/** When things happened in the journal, when a system was last heard of, and what looks like an id. */
export class TraceFacts {
  readonly #store: Store;
  readonly #statements;

  constructor(store: Store) {
    this.#store = store;
    const end = (direction: 'ASC' | 'DESC') =>
      store.sqlite.prepare<[string], EndRow>(
        `SELECT seq, aggregate_version AS version, json_extract(body, '$.recordedAt') AS at FROM events
         WHERE aggregate_id = +? ORDER BY aggregate_version ${direction} LIMIT 1`,
      );
    this.#statements = {
      first: end('ASC'),
      last: end('DESC'),
      posted: store.sqlite
        .prepare<[string], string>(
          `SELECT json_extract(body, '$.recordedAt') FROM events
           WHERE aggregate_id = ? AND type IN ('posting.posted', 'posting.adopted') ORDER BY aggregate_version LIMIT 1`,
        )
        .pluck(),
      lastSync: store.sqlite
        .prepare<[string], string | null>(
          'SELECT max(coalesce(ended_at, started_at)) FROM sync_runs WHERE connection_id = ? AND failure_code IS NULL',
        )
        .pluck(),
    };
  }

  span(aggregateId: string): EntrySpan | null {
    const [first, last] = [this.#statements.first.get(aggregateId), this.#statements.last.get(aggregateId)];
    if (!first || !last) return null;
    return {
      fromSeq: first.seq,
      toSeq: last.seq,
      count: last.version - first.version + 1,
      firstAt: first.at,
      lastAt: last.at,
    };
  }

  /** When a posting was confirmed by the system it went to. */
  postedAt(postingId: string): string | null {
    return this.#statements.posted.get(postingId) ?? null;
  }

  lastSyncAt(connectionId: string): string | null {
    return this.#statements.lastSync.get(connectionId) ?? null;
  }

  /** Where ids are, how many there are, and those that begin like this one; the longest common beginning first. */
  near(text: string, limit: number): { lookedIn: { place: string; records: number }[]; nearest: NearHit[] } {
    const lookedIn = places.map(({ place, table, column }) => ({
      place,
      records: this.#count(`SELECT count(${column}) FROM ${table}`),
    }));
    const found = new Map<string, NearHit>();
    for (let length = text.length; length >= 3 && found.size < limit; length = Math.floor(length * 0.75)) {
      const beginning = text.slice(0, length);
      for (const { place, table, column, label } of places) {
        if (found.size >= limit) break;
        for (const hit of this.#beginningWith(table, column, label, beginning, limit - found.size)) {
          found.set(hit.id, { ...hit, place });
        }
      }
      if (length <= 3) break;
    }
    return { lookedIn, nearest: [...found.values()] };
  }

  #count(sql: string): number {
    return this.#store.sqlite.prepare<[], number>(sql).pluck().get() ?? 0;
  }

  #beginningWith(
    table: string,
    column: string,
    label: string,
    beginning: string,
    limit: number,
  ): Omit<NearHit, 'place'>[] {
    return this.#store.sqlite
      .prepare<[string, string, number], Omit<NearHit, 'place'>>(
        `SELECT ${column} AS id, min(coalesce(${label}, '')) AS label FROM ${table}
         WHERE ${column} >= ? AND ${column} < ? GROUP BY ${column} ORDER BY ${column} LIMIT ?`,
      )
      .all(beginning, `${beginning}\u{10ffff}`, limit);
  }
}
