import type { Store } from '../store.ts';
import type { BreakRow } from './reconciliations.ts';
import type { DocumentRow, GroupRow } from './reconciliation-rows.ts';

/** Conditions of a list with the values bound to them: the one place that says what belongs to it. */
interface Where {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export interface Sums {
  readonly count: number;
  readonly sums: readonly { readonly currency: string; readonly minor: string }[];
}

export interface Narrowed {
  readonly scope?: string | undefined;
  readonly legalEntity?: string | undefined;
  readonly currency?: string | undefined;
  readonly search?: string | undefined;
}

export interface GroupFilter extends Narrowed {
  readonly runId: string;
  readonly status: GroupRow['status'];
  readonly rule?: string | undefined;
}

export interface DocumentFilter extends Narrowed {
  readonly runId: string;
  readonly side: 'left' | 'right';
  readonly withNeighbours: boolean;
}

export interface BreakFilter extends Narrowed {
  readonly period: string;
  readonly class?: string | undefined;
  readonly state: 'open' | 'decided' | 'any';
}

const groupOrders = {
  on: 'happened_on',
  amount: 'abs(left_minor)',
  difference: 'abs(difference_minor)',
  reference: 'reference',
  customer: 'customer',
  rule: 'rule',
} as const;
const documentOrders = {
  on: 'happened_on',
  amount: 'abs(amount_minor)',
  reference: 'reference',
  customer: 'customer',
} as const;
const breakOrders = {
  on: 'happened_on',
  amount: 'abs(amount_minor)',
  class: 'class',
  reference: 'reference',
} as const;

export type GroupOrder = keyof typeof groupOrders;
export type DocumentOrder = keyof typeof documentOrders;
export type BreakOrder = keyof typeof breakOrders;
export type Direction = 'asc' | 'desc';

const plus = (...parts: readonly (Where | null)[]): Where => {
  const given = parts.filter((part) => part !== null);
  return {
    sql: given.map(({ sql }) => sql).join(' AND '),
    values: given.flatMap(({ values }) => values),
  };
};

const equal = (column: string, value: string | number | undefined): Where | null =>
  value === undefined ? null : { sql: `${column} = ?`, values: [value] };

function narrowed({ scope, legalEntity, currency, search }: Narrowed): Where | null {
  const words = (search ?? '').trim().toLowerCase().split(/\s+/).filter(Boolean);
  const parts = [
    equal('scope', scope),
    equal('legal_entity', legalEntity),
    equal('currency', currency),
    ...words.map((word): Where => ({ sql: 'instr(search, ?) > 0', values: [word] })),
  ];
  return parts.some((part) => part !== null) ? plus(...parts) : null;
}

function groupWhere(filter: GroupFilter): Where {
  return plus(
    equal('run_id', filter.runId),
    equal('status', filter.status),
    equal('rule', filter.rule),
    narrowed(filter),
  );
}

function documentWhere(filter: DocumentFilter): Where {
  return plus(
    equal('run_id', filter.runId),
    equal('status', 'unmatched'),
    equal('side', filter.side),
    filter.withNeighbours ? null : equal('in_period', 1),
    narrowed(filter),
  );
}

function breakWhere(filter: BreakFilter): Where {
  const state: Where | null =
    filter.state === 'any'
      ? null
      : { sql: filter.state === 'open' ? `state = 'open'` : `state <> 'open'`, values: [] };
  const { scope, legalEntity, currency, ...others } = filter;
  const place = { scope, legal_entity: legalEntity, currency };
  return plus(
    equal('period', filter.period),
    equal('class', filter.class),
    state,
    breakTouches(place),
    narrowed(others),
  );
}

/** Where a contribution of a break says what a column says of a break without contributions. */
const partMembers = {
  scope: '$.scope',
  legal_entity: '$.legalEntity',
  currency: '$.amount.currency',
} as const;

/**
 * A break is listed wherever it adds to the figures, as the counts of the scopes have it: a document in another entity's books
 * is a break of that entity as well.
 */
function breakTouches(place: Readonly<Record<keyof typeof partMembers, string | undefined>>): Where | null {
  const asked = (['scope', 'legal_entity', 'currency'] as const).flatMap((column) => {
    const value = place[column];
    return value === undefined ? [] : [{ column, value }];
  });
  if (asked.length === 0) return null;
  const own = asked.map(({ column }) => `${column} = ?`).join(' AND ');
  const part = asked.map(({ column }) => `part.value ->> '${partMembers[column]}' = ?`).join(' AND ');
  const values = asked.map(({ value }) => value);
  return {
    sql: `((body ->> '$.contributions' IS NULL AND ${own}) OR EXISTS (
      SELECT 1 FROM json_each(breaks.body, '$.contributions') AS part WHERE ${part}))`,
    values: [...values, ...values],
  };
}

export type DecidedBreak = Pick<BreakRow, 'break_key' | 'state' | 'decided_by' | 'reason'>;

interface SumRow {
  readonly currency: string;
  readonly count: number;
  readonly total: number;
}

/** Lists of the workbench: sorted, filtered and paged in SQL, with totals by the same conditions. */
export class ReconciliationLists {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  groups(filter: GroupFilter, order: GroupOrder, direction: Direction, page: Page): GroupRow[] {
    return this.#rows(
      'reconciliation_groups',
      groupWhere(filter),
      `${groupOrders[order]} ${direction}, number`,
      page,
    );
  }

  groupTotals(filter: GroupFilter): Sums {
    return this.#sums('reconciliation_groups', groupWhere(filter), 'left_minor');
  }

  documents(filter: DocumentFilter, order: DocumentOrder, direction: Direction, page: Page): DocumentRow[] {
    const sorted = `${documentOrders[order]} ${direction}, document_key`;
    return this.#rows('reconciliation_documents', documentWhere(filter), sorted, page);
  }

  documentTotals(filter: DocumentFilter): Sums {
    return this.#sums('reconciliation_documents', documentWhere(filter), 'amount_minor');
  }

  breaks(filter: BreakFilter, order: BreakOrder, direction: Direction, page: Page): BreakRow[] {
    return this.#rows('breaks', breakWhere(filter), `${breakOrders[order]} ${direction}, id`, page);
  }

  /** What people said of the breaks of a legal entity's period, as it stands. */
  decisionsOn(period: string, legalEntity: string): readonly DecidedBreak[] {
    return this.#store.sqlite
      .prepare<[string, string], DecidedBreak>(
        `SELECT break_key, state, decided_by, reason FROM breaks
         WHERE period = ? AND legal_entity = ? AND state IN ('explained', 'accepted') ORDER BY break_key`,
      )
      .all(period, legalEntity);
  }

  breakTotals(filter: BreakFilter): Sums {
    return this.#sums('breaks', breakWhere(filter), 'amount_minor');
  }

  /** Unmatched documents of the other side that share an amount, a customer or a number, at most so many of each. */
  candidatesFor(document: DocumentRow, eachMax: number): DocumentRow[] {
    const found = new Map<string, DocumentRow>();
    const other = document.side === 'left' ? 'right' : 'left';
    const select = (condition: string, value: string | number | null): void => {
      if (value === null) return;
      const rows = this.#store.sqlite
        .prepare<unknown[], DocumentRow>(
          `SELECT * FROM reconciliation_documents WHERE run_id = ? AND status <> 'matched' AND side = ? AND currency = ?
             AND ${condition} ORDER BY document_key LIMIT ?`,
        )
        .all(document.run_id, other, document.currency, value, eachMax);
      for (const row of rows) found.set(row.document_key, row);
    };
    select('amount_minor = ?', document.amount_minor);
    select('customer = ?', document.customer);
    select('reference = ?', document.reference);
    return [...found.values()];
  }

  /**
   * Entities of a run's kinds that changed after it: documents that lie in its window, and orders and subscriptions that
   * started by its end, however long ago.
   */
  changedAfter(seq: number, fromOn: string, toOn: string): number {
    return this.#store.sqlite
      .prepare<[number, string, string, string], number>(
        `SELECT count(*) FROM entities WHERE seq > ?
           AND ((kind IN ('invoice', 'credit-note', 'payment', 'refund', 'ledger-document')
               AND happened_on BETWEEN ? AND ?)
             OR (kind IN ('order', 'subscription') AND happened_on <= ?))`,
      )
      .pluck()
      .get(seq, fromOn, toOn, toOn) as number;
  }

  #rows<Row>(table: string, where: Where, order: string, { limit, offset }: Page): Row[] {
    return this.#store.sqlite
      .prepare<unknown[], Row>(`SELECT * FROM ${table} WHERE ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`)
      .all(...where.values, limit, offset);
  }

  #sums(table: string, where: Where, column: string): Sums {
    const rows = this.#store.sqlite
      .prepare<unknown[], SumRow>(
        `SELECT currency, count(*) AS count, sum(${column}) AS total FROM ${table} WHERE ${where.sql}
         GROUP BY currency ORDER BY currency`,
      )
      .all(...where.values);
    return {
      count: rows.reduce((count, row) => count + row.count, 0),
      sums: rows.map(({ currency, total }) => ({ currency, minor: BigInt(total).toString() })),
    };
  }
}
