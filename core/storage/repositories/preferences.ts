import type { Store } from '../store.ts';

/** What each person prefers, as JSON that the contract reads. */
export class PreferenceRepository {
  readonly #store: Store;
  readonly #statements;

  constructor(store: Store) {
    this.#store = store;
    this.#statements = {
      get: store.sqlite.prepare<[string], string>('SELECT body FROM preferences WHERE person_id = ?').pluck(),
      save: store.sqlite.prepare(
        `INSERT INTO preferences (person_id, body) VALUES (?, ?)
         ON CONFLICT (person_id) DO UPDATE SET body = excluded.body`,
      ),
    };
  }

  get(personId: string): unknown {
    const body = this.#statements.get.get(personId);
    return body === undefined ? null : (JSON.parse(body) as unknown);
  }

  save(personId: string, body: unknown): void {
    this.#store.transact(() => this.#statements.save.run(personId, JSON.stringify(body)));
  }
}
