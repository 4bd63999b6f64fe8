import type { Store } from '../store.ts';

export interface QueueSum {
  readonly state: string;
  readonly connectionId: string;
  readonly count: number;
  readonly oldestAt: string;
}

export interface HeldSum {
  readonly currency: string;
  readonly count: number;
  readonly sum: number;
  readonly oldestAt: string;
}

/** How many postings stand where, without reading one. */
export class PostingQueues {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** What waits for a person. */
  held(filter: {
    readonly legalEntity?: string | undefined;
    readonly period?: string | undefined;
  }): HeldSum[] {
    const conditions = [`state = 'HELD'`];
    const values: string[] = [];
    if (filter.legalEntity !== undefined) {
      conditions.push('legal_entity = ?');
      values.push(filter.legalEntity);
    }
    if (filter.period !== undefined) {
      conditions.push('period = ?');
      values.push(filter.period);
    }
    return this.#store.sqlite
      .prepare<unknown[], HeldSum>(
        `SELECT currency, count(*) AS count, sum(amount_minor) AS sum, min(prepared_at) AS oldestAt FROM postings
         WHERE ${conditions.join(' AND ')} GROUP BY currency ORDER BY currency`,
      )
      .all(...values);
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
