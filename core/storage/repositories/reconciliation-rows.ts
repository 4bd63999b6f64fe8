import type { Store } from '../store.ts';

export interface GroupRow {
  readonly run_id: string;
  readonly number: number;
  readonly status: 'matched' | 'suggested' | 'ambiguous';
  readonly origin: 'rule' | 'accepted' | 'manual';
  readonly rule: string;
  readonly match_id: string | null;
  readonly scope: string;
  readonly legal_entity: string;
  readonly currency: string;
  readonly left_count: number;
  readonly left_minor: number;
  readonly right_count: number;
  readonly right_minor: number;
  readonly difference_minor: number;
  readonly days: number;
  readonly reference: string;
  readonly customer: string | null;
  readonly happened_on: string;
  readonly explanation: string;
  readonly search: string;
}

export interface DocumentRow {
  readonly run_id: string;
  readonly side: 'left' | 'right';
  readonly document_key: string;
  readonly status: 'matched' | 'suggested' | 'ambiguous' | 'unmatched';
  readonly group_number: number | null;
  readonly scope: string;
  readonly legal_entity: string;
  readonly kind: string;
  readonly connection_id: string;
  readonly external_id: string;
  readonly entity_id: string;
  readonly reference: string | null;
  readonly customer: string | null;
  readonly happened_on: string;
  readonly in_period: number;
  readonly currency: string;
  readonly amount_minor: number;
  readonly fingerprint: string;
  readonly note: string | null;
  readonly search: string;
}

const groupColumns =
  'run_id, number, status, origin, rule, match_id, scope, legal_entity, currency, left_count, left_minor, right_count, right_minor, difference_minor, days, reference, customer, happened_on, explanation, search';
const documentColumns =
  'run_id, side, document_key, status, group_number, scope, legal_entity, kind, connection_id, external_id, entity_id, reference, customer, happened_on, in_period, currency, amount_minor, fingerprint, note, search';

const named = (columns: string): string =>
  columns
    .split(', ')
    .map((name) => `@${name}`)
    .join(', ');

/**
 * The rows of the newest runs as the workbench shows them. No projection: a run's rows follow from the journal at the run's
 * position and from what people decided since, and running again makes them again.
 */
export class ReconciliationRows {
  readonly #store: Store;
  readonly #statements;

  constructor(store: Store) {
    this.#store = store;
    const { sqlite } = store;
    this.#statements = {
      insertGroup: sqlite.prepare<GroupRow>(
        `INSERT INTO reconciliation_groups (${groupColumns}) VALUES (${named(groupColumns)})`,
      ),
      insertDocument: sqlite.prepare<DocumentRow>(
        `INSERT INTO reconciliation_documents (${documentColumns}) VALUES (${named(documentColumns)})`,
      ),
      clearGroups: sqlite.prepare('DELETE FROM reconciliation_groups WHERE run_id = ?'),
      clearDocuments: sqlite.prepare('DELETE FROM reconciliation_documents WHERE run_id = ?'),
      group: sqlite.prepare<[string, number], GroupRow>(
        'SELECT * FROM reconciliation_groups WHERE run_id = ? AND number = ?',
      ),
      lastNumber: sqlite
        .prepare<[string], number>(
          'SELECT coalesce(max(number), 0) FROM reconciliation_groups WHERE run_id = ?',
        )
        .pluck(),
      documentsOf: sqlite.prepare<[string, number], DocumentRow>(
        `SELECT * FROM reconciliation_documents WHERE run_id = ? AND group_number = ? ORDER BY side, happened_on, document_key`,
      ),
      document: sqlite.prepare<[string, string, string], DocumentRow>(
        'SELECT * FROM reconciliation_documents WHERE run_id = ? AND side = ? AND document_key = ?',
      ),
      move: sqlite.prepare(
        'UPDATE reconciliation_documents SET status = ?, group_number = ? WHERE run_id = ? AND side = ? AND document_key = ?',
      ),
      release: sqlite.prepare(
        `UPDATE reconciliation_documents SET status = 'unmatched', group_number = NULL WHERE run_id = ? AND group_number = ?`,
      ),
      dropGroup: sqlite.prepare('DELETE FROM reconciliation_groups WHERE run_id = ? AND number = ?'),
      releaseByRule: sqlite.prepare(
        `UPDATE reconciliation_documents SET status = 'unmatched', group_number = NULL, note = ?
         WHERE run_id = ? AND group_number IN (
           SELECT number FROM reconciliation_groups WHERE run_id = ? AND status = 'matched' AND origin = 'rule')`,
      ),
      dropByRule: sqlite.prepare(
        `DELETE FROM reconciliation_groups WHERE run_id = ? AND status = 'matched' AND origin = 'rule'`,
      ),
      hasRows: sqlite
        .prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM reconciliation_documents WHERE run_id = ?)')
        .pluck(),
      outdated: sqlite
        .prepare<[string, number], string>(
          `SELECT id FROM reconciliations WHERE period = ? AND number <= ? ORDER BY number`,
        )
        .pluck(),
    };
  }

  replace(runId: string, groups: readonly GroupRow[], documents: readonly DocumentRow[]): void {
    this.clear(runId);
    for (const group of groups) this.#statements.insertGroup.run(group);
    for (const document of documents) this.#statements.insertDocument.run(document);
  }

  clear(runId: string): void {
    this.#statements.clearGroups.run(runId);
    this.#statements.clearDocuments.run(runId);
  }

  /** Lets go of the rows of a period's runs up to this number; their sums stay with the runs. */
  clearUpTo(period: string, number: number): void {
    for (const runId of this.#statements.outdated.all(period, number)) this.clear(runId);
  }

  hasRows(runId: string): boolean {
    return this.#statements.hasRows.get(runId) === 1;
  }

  group(runId: string, number: number): GroupRow | null {
    return this.#statements.group.get(runId, number) ?? null;
  }

  documentsOf(runId: string, number: number): DocumentRow[] {
    return this.#statements.documentsOf.all(runId, number);
  }

  document(runId: string, side: 'left' | 'right', key: string): DocumentRow | null {
    return this.#statements.document.get(runId, side, key) ?? null;
  }

  /** Puts documents into a new group; whatever held them before is dissolved. */
  regroup(
    group: Omit<GroupRow, 'number'>,
    documents: readonly Pick<DocumentRow, 'side' | 'document_key' | 'group_number'>[],
  ): void {
    this.#store.transact(() => {
      for (const { group_number: number } of documents)
        if (number !== null) this.dissolve(group.run_id, number);
      const number = (this.#statements.lastNumber.get(group.run_id) as number) + 1;
      this.#statements.insertGroup.run({ ...group, number });
      for (const { side, document_key: key } of documents) {
        this.#statements.move.run(group.status, number, group.run_id, side, key);
      }
    });
  }

  /** Documents of a group stand alone again. */
  dissolve(runId: string, number: number): void {
    this.#statements.release.run(runId, number);
    this.#statements.dropGroup.run(runId, number);
  }

  /** Takes back every match that rules made; those of people stay. Returns how many. */
  dissolveByRule(runId: string, note: string): number {
    this.#statements.releaseByRule.run(note, runId, runId);
    return this.#statements.dropByRule.run(runId).changes;
  }
}
