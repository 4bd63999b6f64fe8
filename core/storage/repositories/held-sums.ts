import type { Store } from '../store.ts';

export interface QueueSum {
  readonly state: string;
  readonly connectionId: string;
  readonly count: number;
  readonly oldestAt: string;
}

/** How many postings stand where, without reading one. */
export class PostingQueues {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Since when the eldest of what is held waits. */
  oldestHeldAt(legalEntity: string | undefined): string | null {
    const oldest = this.#store.sqlite
      .prepare<[string | null, string | null], string | null>(
        `SELECT min(prepared_at) FROM postings WHERE state = 'HELD' AND (? IS NULL OR legal_entity = ?)`,
      )
      .pluck();
    return oldest.get(legalEntity ?? null, legalEntity ?? null) ?? null;
  }

  /** What is on its way to a vendor or of unknown outcome. */
  onTheWay(): QueueSum[] {
    return this.#store.sqlite
      .prepare<[], QueueSum>(
        `SELECT state, connection_id AS connectionId, count(*) AS count, min(prepared_at) AS oldestAt FROM postings
         WHERE state IN ('HELD', 'APPROVED', 'SENDING', 'UNKNOWN') GROUP BY state, connection_id`,
      )
      .all();
  }
}
