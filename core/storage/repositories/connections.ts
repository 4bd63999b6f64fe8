import type { Store } from '../store.ts';

export interface ConnectionRow {
  readonly id: string;
  readonly vendor: string;
  readonly role: 'crm' | 'billing' | 'erp';
  readonly settings: string;
  readonly account_id: string | null;
  readonly environment: 'production' | 'sandbox';
  readonly api_version: string;
}

export interface CursorRow {
  readonly connection_id: string;
  readonly stream: string;
  readonly cursor: string | null;
  readonly lane: 'live' | 'backfill';
  readonly is_caught_up: number;
  readonly advanced_at: string | null;
}

export interface RunFigures {
  readonly pages: number;
  readonly records: number;
  readonly changed: number;
  readonly duplicates: number;
  readonly quarantined: number;
}

export interface RunRow extends RunFigures {
  readonly id: number;
  readonly connection_id: string;
  readonly stream: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  readonly retry_at: string | null;
}

export interface CompletenessRow {
  readonly connection_id: string;
  readonly stream: string;
  readonly checked_at: string;
  readonly source_count: number;
  readonly journal_count: number;
  readonly source_sums: string;
  readonly journal_sums: string;
  readonly is_complete: number;
}

/** Connections, where each of their streams stands, and what the runs did. Sync bookkeeping, not business facts. */
export class ConnectionRepository {
  readonly #store: Store;
  readonly #statements;

  constructor(store: Store) {
    this.#store = store;
    const { sqlite } = store;
    this.#statements = {
      all: sqlite.prepare<[], ConnectionRow>('SELECT * FROM connections ORDER BY id'),
      insert: sqlite.prepare(
        `INSERT INTO connections (id, vendor, role, settings, environment, api_version) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, api_version = excluded.api_version`,
      ),
      bind: sqlite.prepare('UPDATE connections SET account_id = ? WHERE id = ? AND account_id IS NULL'),
      cursor: sqlite.prepare<[string, string], CursorRow>(
        'SELECT * FROM cursors WHERE connection_id = ? AND stream = ?',
      ),
      cursors: sqlite.prepare<[], CursorRow>('SELECT * FROM cursors ORDER BY connection_id, stream'),
      saveCursor: sqlite.prepare(
        `INSERT INTO cursors (connection_id, stream, cursor, lane, is_caught_up, advanced_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (connection_id, stream) DO UPDATE SET cursor = excluded.cursor, lane = excluded.lane,
           is_caught_up = excluded.is_caught_up, advanced_at = excluded.advanced_at`,
      ),
      forgetCursor: sqlite.prepare('DELETE FROM cursors WHERE connection_id = ? AND stream = ?'),
      startRun: sqlite.prepare('INSERT INTO sync_runs (connection_id, stream, started_at) VALUES (?, ?, ?)'),
      endRun: sqlite.prepare(
        `UPDATE sync_runs SET ended_at = ?, pages = ?, records = ?, changed = ?, duplicates = ?, quarantined = ?,
           failure_code = ?, failure_message = ?, retry_at = ? WHERE id = ?`,
      ),
      lastRuns: sqlite.prepare<[], RunRow>(
        `SELECT * FROM sync_runs WHERE id IN (SELECT max(id) FROM sync_runs GROUP BY connection_id, stream)
         ORDER BY connection_id, stream`,
      ),
      saveCompleteness: sqlite.prepare(
        `INSERT INTO completeness (connection_id, stream, checked_at, source_count, journal_count, source_sums, journal_sums, is_complete)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (connection_id, stream) DO UPDATE SET checked_at = excluded.checked_at,
           source_count = excluded.source_count, journal_count = excluded.journal_count, source_sums = excluded.source_sums,
           journal_sums = excluded.journal_sums, is_complete = excluded.is_complete`,
      ),
      completeness: sqlite.prepare<[], CompletenessRow>(
        'SELECT * FROM completeness ORDER BY connection_id, stream',
      ),
    };
  }

  all(): ConnectionRow[] {
    return this.#statements.all.all();
  }

  save(row: Omit<ConnectionRow, 'account_id'>): void {
    this.#statements.insert.run(row.id, row.vendor, row.role, row.settings, row.environment, row.api_version);
  }

  /** Binds a connection to the vendor's account for good; a trigger refuses another account afterwards. */
  bind(connectionId: string, accountId: string): void {
    this.#statements.bind.run(accountId, connectionId);
  }

  cursor(connectionId: string, stream: string): CursorRow | null {
    return this.#statements.cursor.get(connectionId, stream) ?? null;
  }

  cursors(): CursorRow[] {
    return this.#statements.cursors.all();
  }

  saveCursor(row: CursorRow): void {
    this.#statements.saveCursor.run(
      row.connection_id,
      row.stream,
      row.cursor,
      row.lane,
      row.is_caught_up,
      row.advanced_at,
    );
  }

  /** These streams are walked from their beginning at the next pull. */
  forgetCursors(connectionId: string, streams: readonly string[]): void {
    for (const stream of new Set(streams)) this.#statements.forgetCursor.run(connectionId, stream);
  }

  startRun(connectionId: string, stream: string, startedAt: string): number {
    return Number(this.#statements.startRun.run(connectionId, stream, startedAt).lastInsertRowid);
  }

  endRun(
    id: number,
    endedAt: string,
    figures: RunFigures,
    failure: { readonly code: string; readonly message: string; readonly retryAt: string | null } | null,
  ): void {
    this.#statements.endRun.run(
      endedAt,
      figures.pages,
      figures.records,
      figures.changed,
      figures.duplicates,
      figures.quarantined,
      failure?.code ?? null,
      failure?.message ?? null,
      failure?.retryAt ?? null,
      id,
    );
  }

  lastRuns(): RunRow[] {
    return this.#statements.lastRuns.all();
  }

  saveCompleteness(row: CompletenessRow): void {
    this.#statements.saveCompleteness.run(
      row.connection_id,
      row.stream,
      row.checked_at,
      row.source_count,
      row.journal_count,
      row.source_sums,
      row.journal_sums,
      row.is_complete,
    );
  }

  completeness(): CompletenessRow[] {
    return this.#statements.completeness.all();
  }

  transact<T>(work: () => T): T {
    return this.#store.transact(work);
  }
}
