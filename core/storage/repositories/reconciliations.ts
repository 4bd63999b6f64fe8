import type { Store } from '../store.ts';

export interface ReconciliationRow {
  readonly id: string;
  readonly seq: number;
  readonly period: string;
  readonly asOfSeq: number;
  readonly evidenceHash: string;
  readonly body: string;
}

export interface BreakRow {
  readonly id: string;
  readonly reconciliationId: string;
  readonly class: string;
  readonly scope: string;
  readonly legalEntity: string | null;
  readonly period: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly leftId: string | null;
  readonly rightId: string | null;
  readonly body: string;
}

/** Runs of the period reconciliation and the breaks of the newest run of each period. */
export class ReconciliationRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      save: sqlite.prepare(
        'INSERT INTO reconciliations (id, seq, period, as_of_seq, evidence_hash, body) VALUES (?, ?, ?, ?, ?, ?)',
      ),
      clear: sqlite.prepare('DELETE FROM breaks WHERE period = ?'),
      insert: sqlite.prepare(
        `INSERT INTO breaks (id, reconciliation_id, class, scope, legal_entity, period, currency, amount_minor, left_id, right_id, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
    };
  }

  save(row: ReconciliationRow): void {
    this.#statements.save.run(row.id, row.seq, row.period, row.asOfSeq, row.evidenceHash, row.body);
  }

  replaceBreaks(period: string, rows: readonly BreakRow[]): void {
    this.#statements.clear.run(period);
    for (const row of rows) {
      this.#statements.insert.run(
        row.id,
        row.reconciliationId,
        row.class,
        row.scope,
        row.legalEntity,
        row.period,
        row.currency,
        row.amountMinor,
        row.leftId,
        row.rightId,
        row.body,
      );
    }
  }
}
