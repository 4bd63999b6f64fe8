import type { Store } from '../store.ts';

export interface ManualMatchRow {
  readonly id: string;
  readonly period: string;
  readonly state: 'live' | 'unmatched' | 'voided';
  readonly origin: 'accepted' | 'manual';
  readonly rule: string;
  /** `{left: [{key, fingerprint}], right: [...]}` as JSON. */
  readonly sides: string;
  readonly difference_minor: number;
  readonly currency: string;
  readonly matched_by: string;
  readonly reason: string;
  readonly version: number;
  readonly seq: number;
}

/** Matches that people made and suggestions that they turned down. */
export class ManualMatchRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      insert: sqlite.prepare<ManualMatchRow>(
        `INSERT INTO manual_matches (id, period, state, origin, rule, sides, difference_minor, currency, matched_by, reason,
           version, seq)
         VALUES (@id, @period, @state, @origin, @rule, @sides, @difference_minor, @currency, @matched_by, @reason, @version,
           @seq)`,
      ),
      end: sqlite.prepare('UPDATE manual_matches SET state = ?, version = ?, seq = ? WHERE id = ?'),
      get: sqlite.prepare<[string], ManualMatchRow>('SELECT * FROM manual_matches WHERE id = ?'),
      live: sqlite.prepare<[], ManualMatchRow>(
        `SELECT * FROM manual_matches WHERE state = 'live' ORDER BY seq, id`,
      ),
      reject: sqlite.prepare(
        `INSERT INTO rejected_suggestions (suggestion_key, rejected_by, reason, seq) VALUES (?, ?, ?, ?)
         ON CONFLICT (suggestion_key) DO UPDATE SET rejected_by = excluded.rejected_by, reason = excluded.reason,
           seq = excluded.seq`,
      ),
      lastSeq: sqlite
        .prepare<[], number>(
          `SELECT max((SELECT coalesce(max(seq), 0) FROM manual_matches),
             (SELECT coalesce(max(seq), 0) FROM rejected_suggestions), (SELECT coalesce(max(seq), 0) FROM break_decisions))`,
        )
        .pluck(),
      hasRejected: sqlite.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM rejected_suggestions)').pluck(),
      isRejected: sqlite
        .prepare<[string], number>('SELECT count(*) FROM rejected_suggestions WHERE suggestion_key = ?')
        .pluck(),
    };
  }

  insert(row: ManualMatchRow): void {
    this.#statements.insert.run(row);
  }

  end(id: string, state: 'unmatched' | 'voided', version: number, seq: number): void {
    this.#statements.end.run(state, version, seq, id);
  }

  get(id: string): ManualMatchRow | null {
    return this.#statements.get.get(id) ?? null;
  }

  /** Journal position of the newest decision about a match, a suggestion or a break. */
  lastSeq(): number {
    return this.#statements.lastSeq.get() as number;
  }

  /** Oldest first. */
  live(): ManualMatchRow[] {
    return this.#statements.live.all();
  }

  reject(key: string, by: string, reason: string, seq: number): void {
    this.#statements.reject.run(key, by, reason, seq);
  }

  hasRejected(): boolean {
    return this.#statements.hasRejected.get() === 1;
  }

  isRejected(key: string): boolean {
    return (this.#statements.isRejected.get(key) as number) > 0;
  }
}
