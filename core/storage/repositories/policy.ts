import type { Store } from '../store.ts';

export interface SettingRow {
  readonly name: string;
  readonly value: string;
  readonly version: number;
  readonly changed_by: string;
  readonly seq: number;
}

export interface FlowPhaseRow {
  readonly flow: string;
  readonly phase: 'observe' | 'shadow' | 'hold-all' | 'post';
  readonly version: number;
  readonly changed_by: string;
  readonly seq: number;
}

export interface PeriodControlRow {
  readonly legal_entity: string;
  readonly period: string;
  readonly state: 'open' | 'soft-close' | 'closed';
  readonly changed_by: string;
  readonly reopen_requested_by: string | null;
  readonly version: number;
  readonly seq: number;
}

export interface CircuitRow {
  readonly flow: string;
  readonly legal_entity: string;
  readonly is_tripped: number;
  readonly reason: string;
  readonly changed_by: string;
  readonly changed_at: string;
  readonly version: number;
  readonly seq: number;
}

/** The projection of policy settings, flow phases, period controls and tripped limits. */
export class PolicyRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      settings: sqlite.prepare<[], SettingRow>('SELECT * FROM settings ORDER BY name'),
      phases: sqlite.prepare<[], FlowPhaseRow>('SELECT * FROM flow_phases ORDER BY flow'),
      periods: sqlite.prepare<[], PeriodControlRow>(
        'SELECT * FROM period_controls ORDER BY legal_entity, period',
      ),
      circuits: sqlite.prepare<[], CircuitRow>('SELECT * FROM circuits ORDER BY flow, legal_entity'),
      lastSeq: sqlite
        .prepare<[], number>(
          `SELECT max((SELECT coalesce(max(seq), 0) FROM settings), (SELECT coalesce(max(seq), 0) FROM flow_phases),
             (SELECT coalesce(max(seq), 0) FROM period_controls), (SELECT coalesce(max(seq), 0) FROM circuits))`,
        )
        .pluck(),
      erpPeriodsLastSeq: sqlite
        .prepare<[], number>(`SELECT coalesce(max(seq), 0) FROM entities WHERE kind = 'accounting-period'`)
        .pluck(),
      hashAt: sqlite.prepare<[number], string>('SELECT lower(hex(hash)) FROM events WHERE seq = ?').pluck(),
      saveSetting: sqlite.prepare(
        `INSERT INTO settings (name, value, version, changed_by, seq) VALUES (@name, @value, @version, @changed_by, @seq)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version,
           changed_by = excluded.changed_by, seq = excluded.seq`,
      ),
      savePhase: sqlite.prepare(
        `INSERT INTO flow_phases (flow, phase, version, changed_by, seq) VALUES (@flow, @phase, @version, @changed_by, @seq)
         ON CONFLICT (flow) DO UPDATE SET phase = excluded.phase, version = excluded.version,
           changed_by = excluded.changed_by, seq = excluded.seq`,
      ),
      savePeriod: sqlite.prepare(
        `INSERT INTO period_controls (legal_entity, period, state, changed_by, reopen_requested_by, version, seq)
         VALUES (@legal_entity, @period, @state, @changed_by, @reopen_requested_by, @version, @seq)
         ON CONFLICT (legal_entity, period) DO UPDATE SET state = excluded.state, changed_by = excluded.changed_by,
           reopen_requested_by = excluded.reopen_requested_by, version = excluded.version, seq = excluded.seq`,
      ),
      saveCircuit: sqlite.prepare(
        `INSERT INTO circuits (flow, legal_entity, is_tripped, reason, changed_by, changed_at, version, seq)
         VALUES (@flow, @legal_entity, @is_tripped, @reason, @changed_by, @changed_at, @version, @seq)
         ON CONFLICT (flow, legal_entity) DO UPDATE SET is_tripped = excluded.is_tripped, reason = excluded.reason,
           changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = excluded.version, seq = excluded.seq`,
      ),
    };
  }

  settings(): SettingRow[] {
    return this.#statements.settings.all();
  }

  phases(): FlowPhaseRow[] {
    return this.#statements.phases.all();
  }

  periods(): PeriodControlRow[] {
    return this.#statements.periods.all();
  }

  circuits(): CircuitRow[] {
    return this.#statements.circuits.all();
  }

  /** Journal position of the newest event about any of it. */
  lastSeq(): number {
    return this.#statements.lastSeq.get() ?? 0;
  }

  /** Journal position of the newest word of an ERP on its periods. */
  erpPeriodsLastSeq(): number {
    return this.#statements.erpPeriodsLastSeq.get() ?? 0;
  }

  /** Hash of the journal entry at a position, hex; null where there is none. */
  journalHashAt(seq: number): string | null {
    return this.#statements.hashAt.get(seq) ?? null;
  }

  saveSetting(row: SettingRow): void {
    this.#statements.saveSetting.run(row);
  }

  savePhase(row: FlowPhaseRow): void {
    this.#statements.savePhase.run(row);
  }

  savePeriod(row: PeriodControlRow): void {
    this.#statements.savePeriod.run(row);
  }

  saveCircuit(row: CircuitRow): void {
    this.#statements.saveCircuit.run(row);
  }
}
