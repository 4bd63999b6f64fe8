import type { BreakState } from '../schema/reconciliation.ts';
import type { Store } from '../store.ts';

export interface ReconciliationRow {
  readonly id: string;
  readonly seq: number;
  readonly period: string;
  readonly as_of_seq: number;
  readonly evidence_hash: string;
  readonly body: string;
  readonly number: number;
  readonly state: 'current' | 'superseded' | 'undone';
  readonly is_tied_out: number;
  readonly ran_by: string;
  readonly ran_at: string;
  readonly undone_by: string | null;
}

export interface BreakRow {
  readonly id: string;
  readonly reconciliation_id: string;
  readonly class: string;
  readonly scope: string;
  readonly legal_entity: string | null;
  readonly period: string;
  readonly currency: string;
  readonly amount_minor: number;
  readonly left_id: string | null;
  readonly right_id: string | null;
  readonly body: string;
  readonly break_key: string;
  readonly state: BreakState;
  readonly decided_by: string | null;
  readonly reason: string | null;
  readonly left_key: string | null;
  readonly right_key: string | null;
  readonly happened_on: string;
  readonly reference: string | null;
  readonly search: string;
}

export interface BreakDecisionRow {
  readonly break_key: string;
  readonly period: string;
  readonly state: 'explained' | 'accepted' | 'open';
  readonly decided_by: string;
  readonly reason: string;
  readonly version: number;
  readonly seq: number;
}

const breakColumns = [
  'id',
  'reconciliation_id',
  'class',
  'scope',
  'legal_entity',
  'period',
  'currency',
  'amount_minor',
  'left_id',
  'right_id',
  'body',
  'break_key',
  'state',
  'decided_by',
  'reason',
  'left_key',
  'right_key',
  'happened_on',
  'reference',
  'search',
] as const;

/** What the breaks add to one scope, legal entity and currency. */
export interface BreakSums {
  readonly scope: string;
  readonly legal_entity: string;
  readonly currency: string;
  /** Of what nobody accounts for. */
  readonly open_count: number;
  readonly open_total: number;
  /** Sum of the magnitudes: two breaks of opposite signs do not make each other go away. */
  readonly open_gross: number;
  /** Of what people explained, accepted or matched. */
  readonly decided_total: number;
}

/** Each break as often as it adds to a scope; one that says nothing of it adds its difference to its own. */
const breakParts = `SELECT coalesce(part.value ->> '$.scope', scope) AS scope,
    coalesce(part.value ->> '$.legalEntity', legal_entity, '') AS legal_entity,
    coalesce(part.value ->> '$.amount.currency', currency) AS currency,
    coalesce(CAST(part.value ->> '$.amount.minor' AS INTEGER), amount_minor) AS minor, state = 'open' AS is_open
  FROM breaks LEFT JOIN json_each(breaks.body, '$.contributions') AS part`;

/** Runs of the period reconciliation, the breaks of the newest run of each period, and what people said of them. */
export class ReconciliationRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      save: sqlite.prepare<ReconciliationRow>(
        `INSERT INTO reconciliations (id, seq, period, as_of_seq, evidence_hash, body, number, state, is_tied_out, ran_by,
           ran_at, undone_by)
         VALUES (@id, @seq, @period, @as_of_seq, @evidence_hash, @body, @number, @state, @is_tied_out, @ran_by, @ran_at,
           @undone_by)`,
      ),
      supersede: sqlite.prepare(
        `UPDATE reconciliations SET state = 'superseded' WHERE period = ? AND state = 'current'`,
      ),
      confirm: sqlite.prepare('UPDATE reconciliations SET as_of_seq = ? WHERE id = ?'),
      undo: sqlite.prepare(`UPDATE reconciliations SET state = 'undone', undone_by = ? WHERE id = ?`),
      get: sqlite.prepare<[string], ReconciliationRow>('SELECT * FROM reconciliations WHERE id = ?'),
      newest: sqlite.prepare<[string], ReconciliationRow>(
        'SELECT * FROM reconciliations WHERE period = ? ORDER BY number DESC LIMIT 1',
      ),
      list: sqlite.prepare<[string | null, string | null, number, number], ReconciliationRow>(
        `SELECT * FROM reconciliations WHERE (? IS NULL OR period = ?) ORDER BY period DESC, number DESC LIMIT ? OFFSET ?`,
      ),
      count: sqlite
        .prepare<[string | null, string | null], number>(
          'SELECT count(*) FROM reconciliations WHERE (? IS NULL OR period = ?)',
        )
        .pluck(),
      clear: sqlite.prepare('DELETE FROM breaks WHERE period = ?'),
      insert: sqlite.prepare<BreakRow>(
        `INSERT INTO breaks (${breakColumns.join(', ')}) VALUES (${breakColumns.map((name) => `@${name}`).join(', ')})`,
      ),
      breakByKey: sqlite.prepare<[string, string], BreakRow>(
        'SELECT * FROM breaks WHERE period = ? AND break_key = ? LIMIT 1',
      ),
      decideBreak: sqlite.prepare(
        `UPDATE breaks SET state = ?, decided_by = ?, reason = ?
         WHERE period = ? AND break_key = ? AND state <> 'matched'`,
      ),
      settle: sqlite.prepare(
        `UPDATE breaks SET state = 'matched', decided_by = @by, reason = @reason
         WHERE period = @period AND (left_key = @key OR right_key = @key)`,
      ),
      unsettle: sqlite.prepare(
        `UPDATE breaks SET
           state = coalesce((SELECT d.state FROM break_decisions d WHERE d.break_key = breaks.break_key), 'open'),
           decided_by = (SELECT d.decided_by FROM break_decisions d WHERE d.break_key = breaks.break_key),
           reason = (SELECT d.reason FROM break_decisions d WHERE d.break_key = breaks.break_key)
         WHERE period = @period AND (left_key = @key OR right_key = @key)`,
      ),
      sums: sqlite.prepare<[string], BreakSums>(
        `SELECT scope, legal_entity, currency, sum(is_open) AS open_count, sum(iif(is_open, minor, 0)) AS open_total,
           sum(iif(is_open, abs(minor), 0)) AS open_gross, sum(iif(is_open, 0, minor)) AS decided_total
         FROM (${breakParts} WHERE period = ?) GROUP BY scope, legal_entity, currency`,
      ),
      decision: sqlite.prepare<[string], BreakDecisionRow>(
        'SELECT * FROM break_decisions WHERE break_key = ?',
      ),
      saveDecision: sqlite.prepare<BreakDecisionRow>(
        `INSERT INTO break_decisions (break_key, period, state, decided_by, reason, version, seq)
         VALUES (@break_key, @period, @state, @decided_by, @reason, @version, @seq)
         ON CONFLICT (break_key) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by,
           reason = excluded.reason, version = excluded.version, seq = excluded.seq`,
      ),
    };
  }

  /** Keeps a run as its period's current one. */
  save(row: ReconciliationRow): void {
    this.#statements.supersede.run(row.period);
    this.#statements.save.run(row);
  }

  get(id: string): ReconciliationRow | null {
    return this.#statements.get.get(id) ?? null;
  }

  /** A period's newest run, undone or not. */
  newest(period: string): ReconciliationRow | null {
    return this.#statements.newest.get(period) ?? null;
  }

  list(period: string | null, page: { readonly offset: number; readonly limit: number }) {
    return {
      rows: this.#statements.list.all(period, period, page.limit, page.offset),
      total: this.#statements.count.get(period, period) as number,
    };
  }

  /** The same evidence as of a later position. */
  confirm(id: string, asOfSeq: number): void {
    this.#statements.confirm.run(asOfSeq, id);
  }

  markUndone(id: string, by: string): void {
    this.#statements.undo.run(by, id);
  }

  replaceBreaks(period: string, rows: readonly BreakRow[]): void {
    this.#statements.clear.run(period);
    for (const row of rows) this.#statements.insert.run(row);
  }

  breakByKey(period: string, key: string): BreakRow | null {
    return this.#statements.breakByKey.get(period, key) ?? null;
  }

  decisionOf(key: string): BreakDecisionRow | null {
    return this.#statements.decision.get(key) ?? null;
  }

  /** What a person says of a break, for this run and those to come. */
  decide(row: BreakDecisionRow): void {
    this.#statements.saveDecision.run(row);
    const isOpen = row.state === 'open';
    this.#statements.decideBreak.run(
      row.state,
      isOpen ? null : row.decided_by,
      isOpen ? null : row.reason,
      row.period,
      row.break_key,
    );
  }

  /** Breaks about these documents are settled by a match; without one they stand as before it. */
  settle(
    period: string,
    keys: readonly string[],
    match: { readonly by: string; readonly reason: string } | null,
  ): void {
    for (const key of keys) {
      if (match) this.#statements.settle.run({ period, key, ...match });
      else this.#statements.unsettle.run({ period, key });
    }
  }

  /** What the breaks of a period's newest run come to, scope by scope. */
  breakSums(period: string): BreakSums[] {
    return this.#statements.sums.all(period);
  }
}
