import type { Store } from '../store.ts';

export interface ParkedRow {
  readonly seq: number;
  readonly aggregate_id: string;
  readonly source_version: number;
  readonly body: string;
}

export interface SetAsideRow {
  readonly seq: number;
  readonly aggregate_id: string;
  readonly kind: 'superseded' | 'conflicted';
  readonly reason: string;
}

/** Observations that could not be applied: too early (parked), too late (superseded) or contradictory (conflicted). Counted and visible. */
export class ObservationRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      park: sqlite.prepare(
        'INSERT INTO parked_observations (seq, aggregate_id, source_version, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ),
      parked: sqlite.prepare<[string, number], ParkedRow>(
        'SELECT * FROM parked_observations WHERE aggregate_id = ? AND source_version = ?',
      ),
      unpark: sqlite.prepare('DELETE FROM parked_observations WHERE aggregate_id = ? AND source_version = ?'),
      allParked: sqlite.prepare<[], ParkedRow>('SELECT * FROM parked_observations ORDER BY seq'),
      setAside: sqlite.prepare(
        'INSERT INTO set_aside_observations (seq, aggregate_id, kind, reason) VALUES (?, ?, ?, ?)',
      ),
      count: sqlite
        .prepare<[string], number>('SELECT count(*) FROM set_aside_observations WHERE kind = ?')
        .pluck(),
      conflicts: sqlite.prepare<[], SetAsideRow>(
        `SELECT * FROM set_aside_observations WHERE kind = 'conflicted' ORDER BY seq`,
      ),
    };
  }

  park(seq: number, aggregateId: string, sourceVersion: number, body: string): void {
    this.#statements.park.run(seq, aggregateId, sourceVersion, body);
  }

  parked(aggregateId: string, sourceVersion: number): ParkedRow | null {
    return this.#statements.parked.get(aggregateId, sourceVersion) ?? null;
  }

  unpark(aggregateId: string, sourceVersion: number): void {
    this.#statements.unpark.run(aggregateId, sourceVersion);
  }

  allParked(): ParkedRow[] {
    return this.#statements.allParked.all();
  }

  setAside(seq: number, aggregateId: string, kind: SetAsideRow['kind'], reason: string): void {
    this.#statements.setAside.run(seq, aggregateId, kind, reason);
  }

  count(kind: SetAsideRow['kind']): number {
    return this.#statements.count.get(kind) as number;
  }

  conflicts(): SetAsideRow[] {
    return this.#statements.conflicts.all();
  }
}
