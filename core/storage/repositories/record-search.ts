import type { Store } from '../store.ts';

export interface PostingHit {
  readonly id: string;
  readonly externalId: string;
  readonly documentId: string | null;
  readonly sourceReference: string;
  readonly state: string;
  readonly commandType: string;
  readonly legalEntity: string;
  readonly currency: string;
  readonly amountMinor: number;
}

export interface ExceptionHit {
  readonly id: string;
  readonly code: string;
  readonly state: string;
  readonly message: string;
  readonly currency: string | null;
  readonly amountMinor: number | null;
}

export interface DocumentHit {
  readonly id: string;
  readonly kind: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly number: string | null;
  readonly contractNumber: string | null;
  readonly status: string | null;
  readonly currency: string | null;
  readonly amountMinor: number | null;
}

export interface CustomerHit {
  readonly id: string;
  readonly legalName: string;
  readonly legalEntity: string | null;
  readonly externalId: string | null;
}

const posting = `SELECT id, external_id AS externalId, document_id AS documentId, source_reference AS sourceReference,
  state, command_type AS commandType, legal_entity AS legalEntity, currency, amount_minor AS amountMinor FROM postings`;
const exception = `SELECT id, code, state, message, currency, amount_minor AS amountMinor FROM exceptions`;
const entity = `SELECT id, kind, connection_id AS connectionId, external_id AS externalId, number,
  contract_number AS contractNumber, status, currency, amount_minor AS amountMinor FROM entities`;

/** Finds records by any id or number that people have in hand; every look-up is one probe of an index. */
export class RecordSearch {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  postings(text: string, limit: number): PostingHit[] {
    return this.#all(
      [
        `${posting} WHERE id = ?`,
        `${posting} WHERE external_id = ?`,
        `${posting} WHERE document_id = ?`,
        `${posting} WHERE source_reference = ?`,
      ],
      text,
      limit,
    );
  }

  exceptions(text: string, limit: number): ExceptionHit[] {
    return this.#all([`${exception} WHERE id = ?`, `${exception} WHERE subject_id = ?`], text, limit);
  }

  documents(text: string, limit: number): DocumentHit[] {
    return this.#all(
      [
        `${entity} WHERE id = ?`,
        `${entity} WHERE external_id = ?`,
        `${entity} WHERE number = ?`,
        `${entity} WHERE contract_number = ?`,
      ],
      text,
      limit,
    );
  }

  /** Customers whose name begins so, whatever the case of the letters. */
  customers(text: string, limit: number): CustomerHit[] {
    return this.#store.sqlite
      .prepare<[string, string, number], CustomerHit>(
        `SELECT id, legal_name AS legalName, legal_entity AS legalEntity,
           (SELECT min(external_id) FROM customer_refs r WHERE r.customer_id = customers.id) AS externalId
         FROM customers WHERE legal_name >= ? COLLATE NOCASE AND legal_name < ? COLLATE NOCASE
         ORDER BY legal_name COLLATE NOCASE LIMIT ?`,
      )
      .all(text, `${text}\u{10ffff}`, limit);
  }

  /** How many journal entries have this id as theirs or correlate with it. */
  entries(id: string): number {
    const count = this.#store.sqlite
      .prepare<[string, string], number>(
        `SELECT (SELECT count(*) FROM events WHERE aggregate_id = ?) + (SELECT count(*) FROM events
           WHERE correlation_id = ?)`,
      )
      .pluck()
      .get(id, id);
    return count ?? 0;
  }

  #all<Row extends { readonly id: string }>(queries: readonly string[], text: string, limit: number): Row[] {
    const found = new Map<string, Row>();
    for (const sql of queries) {
      if (found.size >= limit) break;
      for (const row of this.#store.sqlite.prepare<[string, number], Row>(`${sql} LIMIT ?`).all(text, limit))
        found.set(row.id, row);
    }
    return [...found.values()].slice(0, limit);
  }
}
