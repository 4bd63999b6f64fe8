import type { Store } from '../store.ts';

export interface PersonTableRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly public_key: string;
  readonly is_active: number;
  readonly roles: string;
  readonly limits: string;
  readonly changed_by: string;
  readonly version: number;
  readonly seq: number;
}

export interface DelegationTableRow {
  readonly id: string;
  readonly from_person: string;
  readonly to_person: string;
  readonly role: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly seq: number;
}

/** The projection of people, of the addresses and keys they ever had, and of what they delegated. */
export class PeopleRepository {
  readonly #statements;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#statements = {
      all: sqlite.prepare<[], PersonTableRow>('SELECT * FROM people ORDER BY id'),
      delegations: sqlite.prepare<[], DelegationTableRow>('SELECT * FROM delegations ORDER BY id'),
      lastSeq: sqlite
        .prepare<[], number>(
          `SELECT max((SELECT coalesce(max(seq), 0) FROM people), (SELECT coalesce(max(seq), 0) FROM delegations))`,
        )
        .pluck(),
      owner: sqlite
        .prepare<[string, string], string>('SELECT person_id FROM person_marks WHERE kind = ? AND mark = ?')
        .pluck(),
      save: sqlite.prepare(
        `INSERT INTO people (id, name, email, public_key, is_active, roles, limits, changed_by, version, seq)
         VALUES (@id, @name, @email, @public_key, @is_active, @roles, @limits, @changed_by, @version, @seq)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, public_key = excluded.public_key,
           is_active = excluded.is_active, roles = excluded.roles, limits = excluded.limits,
           changed_by = excluded.changed_by, version = excluded.version, seq = excluded.seq`,
      ),
      mark: sqlite.prepare(
        'INSERT INTO person_marks (kind, mark, person_id) VALUES (?, ?, ?) ON CONFLICT (kind, mark) DO NOTHING',
      ),
      insertDelegation: sqlite.prepare(
        `INSERT INTO delegations (id, from_person, to_person, role, starts_at, ends_at, seq)
         VALUES (@id, @from_person, @to_person, @role, @starts_at, @ends_at, @seq)`,
      ),
      endDelegation: sqlite.prepare('UPDATE delegations SET ends_at = ?, seq = ? WHERE id = ?'),
    };
  }

  all(): PersonTableRow[] {
    return this.#statements.all.all();
  }

  delegations(): DelegationTableRow[] {
    return this.#statements.delegations.all();
  }

  /** Journal position of the newest event about any person or delegation. */
  lastSeq(): number {
    return this.#statements.lastSeq.get() ?? 0;
  }

  /** Who has, or ever had, this address or key. */
  ownerOf(kind: 'email' | 'key', mark: string): string | null {
    return this.#statements.owner.get(kind, mark) ?? null;
  }

  save(row: PersonTableRow): void {
    this.#statements.save.run(row);
    this.#statements.mark.run('email', row.email, row.id);
    this.#statements.mark.run('key', row.public_key, row.id);
  }

  insertDelegation(row: DelegationTableRow): void {
    this.#statements.insertDelegation.run(row);
  }

  endDelegation(id: string, endsAt: string, seq: number): void {
    this.#statements.endDelegation.run(endsAt, seq, id);
  }
}
