import type { Store } from '../store.ts';

export interface ExpectedFilter {
  readonly state: 'open' | 'missed' | 'unmet';
  readonly type?: string | undefined;
  readonly legalEntity?: string | undefined;
}

export type ExpectedSort = 'due' | 'amount' | 'type' | 'entity';

export interface ExpectedRow {
  readonly id: string;
  readonly type: string;
  readonly subjectId: string;
  readonly state: 'open' | 'missed';
  readonly dueAtMs: number;
  readonly legalEntity: string | null;
  readonly currency: string | null;
  readonly amountMinor: number | null;
}

export interface ExpectedSum {
  readonly currency: string | null;
  readonly count: number;
  readonly sum: number;
  readonly oldestMs: number | null;
}

const sorts: Readonly<Record<ExpectedSort, string>> = {
  due: 'due_at',
  amount: 'abs(coalesce(amount_minor, 0))',
  type: 'type',
  entity: 'legal_entity',
};

const states: Readonly<Record<ExpectedFilter['state'], string>> = {
  open: `state = 'open'`,
  missed: `state = 'missed'`,
  unmet: `state IN ('open', 'missed')`,
};

/** What should be there and is not: the list and its count, from one set of conditions. */
export class ExpectedList {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  page(
    filter: ExpectedFilter,
    order: { readonly by: ExpectedSort; readonly isDescending: boolean },
    range: { readonly offset: number; readonly limit: number },
  ): ExpectedRow[] {
    const where = whereOf(filter);
    const direction = order.isDescending ? 'DESC' : 'ASC';
    return this.#store.sqlite
      .prepare<unknown[], ExpectedRow>(
        `SELECT id, type, subject_id AS subjectId, state, due_at AS dueAtMs, legal_entity AS legalEntity, currency,
           amount_minor AS amountMinor FROM expectations WHERE ${where.sql}
         ORDER BY ${sorts[order.by]} ${direction}, id ${direction} LIMIT ? OFFSET ?`,
      )
      .all(...where.values, range.limit, range.offset);
  }

  totals(filter: ExpectedFilter): ExpectedSum[] {
    const where = whereOf(filter);
    return this.#store.sqlite
      .prepare<unknown[], ExpectedSum>(
        `SELECT currency, count(*) AS count, coalesce(sum(amount_minor), 0) AS sum, min(due_at) AS oldestMs
         FROM expectations WHERE ${where.sql} GROUP BY currency ORDER BY currency`,
      )
      .all(...where.values);
  }
}

function whereOf({ state, type, legalEntity }: ExpectedFilter) {
  const conditions = [states[state]];
  const values: string[] = [];
  if (type !== undefined) {
    conditions.push('type = ?');
    values.push(type);
  }
  if (legalEntity !== undefined) {
    conditions.push('legal_entity = ?');
    values.push(legalEntity);
  }
  return { sql: conditions.join(' AND '), values };
}
