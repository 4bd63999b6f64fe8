import { money, type Money } from '#core/domain/money.ts';
import type { Store } from '../store.ts';

interface ExpectationRow {
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly subject_id: string;
  readonly state: 'open' | 'met' | 'missed' | 'withdrawn';
  readonly due_at: number;
  readonly legal_entity: string | null;
  readonly currency: string | null;
  readonly amount_minor: number | null;
  readonly met_by: string | null;
  readonly seq: number;
}

/** Something that has to be there by an instant. */
export interface Expectation {
  readonly id: string;
  readonly version: number;
  readonly type: string;
  readonly subjectId: string;
  readonly state: 'open' | 'met' | 'missed' | 'withdrawn';
  readonly dueAtMs: number;
  readonly legalEntity: string | null;
  readonly amount: Money | null;
  readonly metBy: string | null;
  readonly seq: number;
}

export class ExpectationRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    const select = (where: string) =>
      sqlite.prepare<unknown[], ExpectationRow>(`SELECT * FROM expectations WHERE ${where}`);
    this.#statements = {
      ofSubject: select('subject_id = +? ORDER BY type'),
      overdue: select(
        `state = 'open' AND due_at <= ? AND subject_id NOT IN (SELECT subject_id FROM evaluations) ORDER BY due_at LIMIT ?`,
      ),
      inState: select('state = ? ORDER BY due_at, id'),
      save: sqlite.prepare(
        `INSERT INTO expectations (id, version, type, subject_id, state, due_at, legal_entity, currency, amount_minor, met_by, seq)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version,
           state = excluded.state, due_at = excluded.due_at, legal_entity = excluded.legal_entity,
           currency = excluded.currency, amount_minor = excluded.amount_minor, met_by = excluded.met_by, seq = excluded.seq`,
      ),
    };
  }

  ofSubject(subjectId: string): Expectation[] {
    return this.#statements.ofSubject.all(subjectId).map(parse);
  }

  /** So many that are due and open, the longest overdue first, whose subject is not about to be decided. */
  overdue(nowMs: number, limit: number): Expectation[] {
    return this.#statements.overdue.all(nowMs, limit).map(parse);
  }

  inState(state: Expectation['state']): Expectation[] {
    return this.#statements.inState.all(state).map(parse);
  }

  save(item: Expectation): void {
    this.#statements.save.run(
      item.id,
      item.version,
      item.type,
      item.subjectId,
      item.state,
      item.dueAtMs,
      item.legalEntity,
      item.amount?.currency ?? null,
      item.amount === null ? null : Number(item.amount.minor),
      item.metBy,
      item.seq,
    );
  }
}

function parse(row: ExpectationRow): Expectation {
  return {
    id: row.id,
    version: row.version,
    type: row.type,
    subjectId: row.subject_id,
    state: row.state,
    dueAtMs: row.due_at,
    legalEntity: row.legal_entity,
    amount: row.currency === null || row.amount_minor === null ? null : money(row.amount_minor, row.currency),
    metBy: row.met_by,
    seq: row.seq,
  };
}
