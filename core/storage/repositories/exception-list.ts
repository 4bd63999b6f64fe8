import type { Statement } from 'better-sqlite3';
import type { Store } from '../store.ts';
import { type ExceptionItem, type ExceptionRow, parseException } from './exceptions.ts';
import { anywhere, type Bound, riskSql, type Sql } from './money-at-risk.ts';

/** Which queue of exceptions: the same word gives the list and its count. */
export const exceptionQueues = ['open', 'mine', 'snoozed', 'unresolved', 'resolved', 'dismissed'] as const;
export type ExceptionQueue = (typeof exceptionQueues)[number];

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

export const exceptionSorts = ['risk', 'age', 'code', 'entity', 'period', 'owner', 'assignee'] as const;
export type ExceptionSort = (typeof exceptionSorts)[number];

export interface ExceptionFilter {
  readonly queue: ExceptionQueue;
  readonly code?: string | undefined;
  readonly causeKey?: string | undefined;
  readonly legalEntity?: string | undefined;
  readonly period?: string | undefined;
  readonly ownerRole?: string | undefined;
  /** A person's id; '' is nobody. */
  readonly assignee?: string | undefined;
  readonly severity?: Severity | undefined;
  /** Anywhere in the message, the subject, the cause or the id. */
  readonly text?: string | undefined;
}

/** What the queues and severities are measured by: who asks, when, and the policy's hold thresholds. */
export interface ExceptionStandpoint {
  readonly person: string;
  readonly nowAt: string;
  readonly thresholds: Readonly<Record<string, bigint>>;
}

export interface ListedException {
  readonly item: ExceptionItem;
  /** Money at risk in thousandths of the currency's threshold: comparable over currencies without adding them. */
  readonly risk: number;
  readonly severity: Severity;
}

export interface CurrencySum {
  readonly currency: string | null;
  readonly count: number;
  readonly sum: bigint;
}

export interface CauseSum extends CurrencySum {
  readonly causeKey: string;
  readonly code: string;
  readonly ownerRole: string;
  readonly message: string;
  readonly risk: number;
}

const floors: readonly (readonly [Severity, number])[] = [
  ['critical', 10_000],
  ['high', 1_000],
  ['medium', 100],
  ['low', 0],
];

/** How bad it is by the money at risk, as multiples of the amount from which on the policy wants a person. */
export function severityOf(risk: number): Severity {
  return floors.find(([, floor]) => risk >= floor)?.[0] ?? 'low';
}

const queueSql: Readonly<Record<ExceptionQueue, string>> = {
  open: `state = 'open' AND (snoozed_until IS NULL OR snoozed_until <= :now)`,
  mine: `state = 'open' AND (snoozed_until IS NULL OR snoozed_until <= :now) AND assignee = :person`,
  snoozed: `state = 'open' AND snoozed_until > :now`,
  unresolved: `state = 'open'`,
  resolved: `state = 'resolved'`,
  dismissed: `state = 'dismissed'`,
};

/** Reads exceptions as lists: filtered, sorted, counted and paged in SQL. One builder makes every WHERE. */
export class ExceptionList {
  readonly #store: Store;
  readonly #prepared = new Map<string, Statement<unknown[], unknown>>();

  constructor(store: Store) {
    this.#store = store;
  }

  page(
    filter: ExceptionFilter,
    standpoint: ExceptionStandpoint,
    order: { readonly by: ExceptionSort; readonly isDescending: boolean },
    range: { readonly offset: number; readonly limit: number },
  ): readonly ListedException[] {
    const risk = riskSql(standpoint.thresholds);
    const where = whereOf(filter, standpoint);
    const direction = order.isDescending ? 'DESC' : 'ASC';
    // Found on the index alone; only the rows of the page are read whole.
    const sql = `SELECT e.*, page.risk AS risk FROM
      (SELECT row, risk, row_number() OVER () AS place FROM
        (SELECT rowid AS row, ${risk.sql} AS risk FROM exceptions WHERE ${where.sql}
         ORDER BY ${sortSql[order.by]} ${direction}, id ${direction} LIMIT ? OFFSET ?)) page
      JOIN exceptions e ON e.rowid = page.row ORDER BY page.place`;
    const rows = this.#all<ExceptionRow & { readonly risk: number }>(sql, [
      ...risk.values,
      ...where.values,
      range.limit,
      range.offset,
    ]);
    return rows.map((row) => ({ item: parseException(row), risk: row.risk, severity: severityOf(row.risk) }));
  }

  one(id: string, standpoint: ExceptionStandpoint): ListedException | null {
    const risk = riskSql(standpoint.thresholds);
    const [row] = this.#all<ExceptionRow & { readonly risk: number }>(
      `SELECT *, ${risk.sql} AS risk FROM exceptions WHERE id = ?`,
      [...risk.values, id],
    );
    return row ? { item: parseException(row), risk: row.risk, severity: severityOf(row.risk) } : null;
  }

  /** Count and sum per currency of everything that fits, listed or not. */
  totals(filter: ExceptionFilter, standpoint: ExceptionStandpoint): readonly CurrencySum[] {
    const where = whereOf(filter, standpoint);
    return this.#sums(
      `SELECT currency, count(*) AS count, coalesce(sum(amount_minor), 0) AS sum FROM exceptions WHERE ${where.sql}
       GROUP BY currency ORDER BY currency`,
      where.values,
    ).map(({ currency, count, sum }) => ({ currency, count: Number(count), sum }));
  }

  count(filter: ExceptionFilter, standpoint: ExceptionStandpoint): number {
    const where = whereOf(filter, standpoint);
    const [row] = this.#all<{ readonly count: number }>(
      `SELECT count(*) AS count FROM exceptions WHERE ${where.sql}`,
      where.values,
    );
    return row?.count ?? 0;
  }

  /** How many of each code. */
  countsByCode(
    filter: ExceptionFilter,
    standpoint: ExceptionStandpoint,
  ): readonly { readonly code: string; readonly ownerRole: string; readonly count: number }[] {
    const where = whereOf(filter, standpoint);
    return this.#all(
      `SELECT code, min(owner_role) AS ownerRole, count(*) AS count FROM exceptions WHERE ${where.sql}
       GROUP BY code ORDER BY count(*) DESC, code`,
      where.values,
    );
  }

  /** Root causes, most at risk first, each with its sums per currency; at most `limit` causes. */
  causes(filter: ExceptionFilter, standpoint: ExceptionStandpoint, limit: number): readonly CauseSum[] {
    const risk = riskSql(standpoint.thresholds);
    const where = whereOf(filter, standpoint);
    const rows = this.#sums(
      `WITH fitting AS (SELECT id, cause_key, code, owner_role, currency, amount_minor, ${risk.sql} AS risk
         FROM exceptions WHERE ${where.sql}),
       worst AS (SELECT cause_key, sum(risk) AS risk, min(id) AS first_id FROM fitting GROUP BY cause_key
         ORDER BY sum(risk) DESC, cause_key LIMIT ?)
       SELECT f.cause_key AS causeKey, min(f.code) AS code, min(f.owner_role) AS ownerRole, f.currency AS currency,
         count(*) AS count, coalesce(sum(abs(f.amount_minor)), 0) AS sum, w.risk AS risk,
         (SELECT message FROM exceptions e WHERE e.id = w.first_id) AS message
       FROM worst w JOIN fitting f ON f.cause_key = w.cause_key
       GROUP BY f.cause_key, f.currency ORDER BY w.risk DESC, f.cause_key, f.currency`,
      [...risk.values, ...where.values, limit],
    );
    return rows.map((row) => ({
      causeKey: String(row['causeKey']),
      code: String(row['code']),
      ownerRole: String(row['ownerRole']),
      message: String(row['message']),
      risk: Number(row['risk']),
      currency: row.currency,
      count: Number(row.count),
      sum: row.sum,
    }));
  }

  /** The plan that SQLite makes of a page, for tests that a list stays on its index. */
  explain(filter: ExceptionFilter, standpoint: ExceptionStandpoint, by: ExceptionSort): readonly string[] {
    const where = whereOf(filter, standpoint);
    return this.#all<{ readonly detail: string }>(
      `EXPLAIN QUERY PLAN SELECT rowid FROM exceptions WHERE ${where.sql} ORDER BY ${sortSql[by].replace('risk', '1')} LIMIT 1`,
      where.values,
    ).map(({ detail }) => detail);
  }

  #all<Row>(sql: string, values: readonly Bound[]): readonly Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** Sums of minor units may leave the safe range of a double, so these come as bigint. */
  #sums(
    sql: string,
    values: readonly Bound[],
  ): readonly ({ readonly currency: string | null; readonly count: bigint; readonly sum: bigint } & Record<
    string,
    unknown
  >)[] {
    return this.#statement(sql)
      .safeIntegers(true)
      .all(...values) as never;
  }

  #statement(sql: string): Statement<unknown[], unknown> {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const made = this.#store.sqlite.prepare<unknown[], unknown>(sql);
    this.#prepared.set(sql, made);
    return made;
  }
}

const sortSql: Readonly<Record<ExceptionSort, string>> = {
  risk: 'risk',
  age: 'raised_at',
  code: 'code',
  entity: 'legal_entity',
  period: 'period',
  owner: 'owner_role',
  assignee: 'assignee',
};

/** The one place that says which exceptions a filter means. */
function whereOf(filter: ExceptionFilter, standpoint: ExceptionStandpoint): Sql {
  const parts: string[] = [];
  const values: Bound[] = [];
  const add = (sql: string, ...bound: readonly Bound[]): void => {
    parts.push(sql);
    values.push(...bound);
  };
  const { sql: queue, bound } = positional(queueSql[filter.queue], standpoint);
  add(queue, ...bound);
  if (filter.code !== undefined) add('code = ?', filter.code);
  if (filter.causeKey !== undefined) add('cause_key = ?', filter.causeKey);
  if (filter.legalEntity !== undefined) add('legal_entity = ?', filter.legalEntity);
  if (filter.period !== undefined) add('period = ?', filter.period);
  if (filter.ownerRole !== undefined) add('owner_role = ?', filter.ownerRole);
  if (filter.assignee !== undefined) {
    if (filter.assignee === '') add('assignee IS NULL');
    else add('assignee = ?', filter.assignee);
  }
  if (filter.severity !== undefined) {
    const risk = riskSql(standpoint.thresholds);
    const at = floors.findIndex(([severity]) => severity === filter.severity);
    add(`${risk.sql} >= ?`, ...risk.values, floors[at]?.[1] ?? 0);
    if (at > 0) add(`${risk.sql} < ?`, ...risk.values, floors[at - 1]?.[1] ?? 0);
  }
  if (filter.text !== undefined && filter.text !== '') {
    const like = anywhere(filter.text);
    add(
      `(message LIKE ? ESCAPE '\\' OR subject_id LIKE ? ESCAPE '\\' OR cause_key LIKE ? ESCAPE '\\' OR id = ?)`,
      like,
      like,
      like,
      filter.text,
    );
  }
  return { sql: parts.map((part) => `(${part})`).join(' AND '), values };
}

function positional(
  sql: string,
  { person, nowAt }: ExceptionStandpoint,
): { readonly sql: string; readonly bound: readonly Bound[] } {
  const bound: Bound[] = [];
  const text = sql.replaceAll(/:(now|person)/g, (_, name: string) => {
    bound.push(name === 'now' ? nowAt : person);
    return '?';
  });
  return { sql: text, bound };
}
