import type { Statement } from 'better-sqlite3';
import { present } from '#core/base/assert.ts';
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

interface ExceptionOrder {
  readonly by: ExceptionSort;
  readonly isDescending: boolean;
}

interface ListRange {
  readonly offset: number;
  readonly limit: number;
}

interface WideSum {
  readonly currency: string | null;
  readonly count: bigint;
  readonly sum: bigint;
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

  /** A page of what fits, with count and sum per currency of all of it. */
  answer(
    filter: ExceptionFilter,
    standpoint: ExceptionStandpoint,
    order: ExceptionOrder,
    range: ListRange,
  ): { readonly rows: readonly ListedException[]; readonly totals: readonly CurrencySum[] } {
    // A search reads every message: once for both. Everything else is read twice from the index, which is faster than keeping it.
    return isSearch(filter)
      ? this.#searched(filter, standpoint, order, range)
      : { rows: this.page(filter, standpoint, order, range), totals: this.totals(filter, standpoint) };
  }

  page(
    filter: ExceptionFilter,
    standpoint: ExceptionStandpoint,
    order: ExceptionOrder,
    range: ListRange,
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
    return this.#listed(sql, [...risk.values, ...where.values, range.limit, range.offset]);
  }

  #searched(
    filter: ExceptionFilter,
    standpoint: ExceptionStandpoint,
    order: ExceptionOrder,
    range: ListRange,
  ): ReturnType<ExceptionList['answer']> {
    const risk = riskSql(standpoint.thresholds);
    const where = whereOf(filter, standpoint);
    const direction = order.isDescending ? 'DESC' : 'ASC';
    const found = this.#sums(
      `WITH found AS MATERIALIZED (SELECT rowid AS row, id, currency, amount_minor,
         ${order.by === 'risk' ? risk.sql : sortSql[order.by]} AS rank FROM exceptions WHERE ${where.sql})
       SELECT row, NULL AS currency, 1 AS count, 0 AS sum FROM
         (SELECT row FROM found ORDER BY rank ${direction}, id ${direction} LIMIT ? OFFSET ?)
       UNION ALL
       SELECT NULL AS row, currency, count(*), coalesce(sum(amount_minor), 0) FROM found GROUP BY currency`,
      [...(order.by === 'risk' ? risk.values : []), ...where.values, range.limit, range.offset],
    );
    const rows = found.flatMap(({ row }) => (typeof row === 'bigint' ? [String(row)] : []));
    return {
      rows: this.#listed(
        `SELECT e.*, ${risk.sql} AS risk FROM json_each(?) page JOIN exceptions e ON e.rowid = page.value ORDER BY page.key`,
        [...risk.values, `[${rows.join()}]`],
      ),
      totals: found.filter(({ row }) => row === null).map(currencySum),
    };
  }

  #listed(sql: string, values: readonly Bound[]): readonly ListedException[] {
    const rows = this.#all<ExceptionRow & { readonly risk: number }>(sql, values);
    return rows.map((row) => ({ item: parseException(row), risk: row.risk, severity: severityOf(row.risk) }));
  }

  one(id: string, standpoint: ExceptionStandpoint): ListedException | null {
    const risk = riskSql(standpoint.thresholds);
    const sql = `SELECT *, ${risk.sql} AS risk FROM exceptions WHERE id = ?`;
    return this.#listed(sql, [...risk.values, id])[0] ?? null;
  }

  /** Count and sum per currency of everything that fits, listed or not. */
  totals(filter: ExceptionFilter, standpoint: ExceptionStandpoint): readonly CurrencySum[] {
    const where = whereOf(filter, standpoint);
    return this.#sums(
      `SELECT currency, count(*) AS count, coalesce(sum(amount_minor), 0) AS sum FROM exceptions WHERE ${where.sql}
       GROUP BY currency ORDER BY currency`,
      where.values,
    ).map(currencySum);
  }

  /** How many each queue holds of what fits; the filter's own queue does not narrow. */
  countsByQueue(
    filter: ExceptionFilter,
    standpoint: ExceptionStandpoint,
  ): Readonly<Record<ExceptionQueue, number>> {
    const queues = exceptionQueues.map((queue) => positional(queueSql[queue], standpoint));
    const where = restOf(filter, standpoint);
    const [row] = this.#all<Record<ExceptionQueue, number>>(
      `SELECT ${exceptionQueues.map((queue, at) => `count(*) FILTER (WHERE ${queues[at]?.sql}) AS "${queue}"`).join(', ')}
       FROM exceptions WHERE ${where.sql}`,
      [...queues.flatMap(({ bound }) => bound), ...where.values],
    );
    return present(row, 'counts are one row');
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
      `WITH sums AS MATERIALIZED (SELECT cause_key, currency, min(code) AS code, min(owner_role) AS owner_role,
         count(*) AS count, coalesce(sum(abs(amount_minor)), 0) AS sum, sum(${risk.sql}) AS risk, min(id) AS first_id
         FROM exceptions WHERE ${where.sql} GROUP BY cause_key, currency),
       worst AS (SELECT cause_key, sum(risk) AS risk, min(first_id) AS first_id FROM sums GROUP BY cause_key
         ORDER BY sum(risk) DESC, cause_key LIMIT ?)
       SELECT s.cause_key AS causeKey, s.code AS code, s.owner_role AS ownerRole, s.currency AS currency, s.count AS count,
         s.sum AS sum, w.risk AS risk, (SELECT message FROM exceptions e WHERE e.id = w.first_id) AS message
       FROM worst w JOIN sums s ON s.cause_key = w.cause_key ORDER BY w.risk DESC, s.cause_key, s.currency`,
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
  #sums(sql: string, values: readonly Bound[]): readonly (WideSum & Record<string, unknown>)[] {
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
  const { sql, bound } = positional(queueSql[filter.queue], standpoint);
  const rest = restOf(filter, standpoint);
  return { sql: `(${sql}) AND ${rest.sql}`, values: [...bound, ...rest.values] };
}

/** The same but for the queue. */
function restOf(filter: ExceptionFilter, standpoint: ExceptionStandpoint): Sql {
  const parts: string[] = [];
  const values: Bound[] = [];
  const add = (sql: string, ...bound: readonly Bound[]): void => {
    parts.push(sql);
    values.push(...bound);
  };
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
  if (isSearch(filter)) {
    // Put together and looked through once; what is typed holds no line break, so nothing is found across two of them.
    add(
      `(message || char(10) || subject_id || char(10) || cause_key) LIKE ? ESCAPE '\\' OR id = ?`,
      anywhere(filter.text),
      filter.text,
    );
  }
  return { sql: parts.length === 0 ? 'TRUE' : parts.map((part) => `(${part})`).join(' AND '), values };
}

function isSearch(filter: ExceptionFilter): filter is ExceptionFilter & { readonly text: string } {
  return filter.text !== undefined && filter.text !== '';
}

function currencySum({ currency, count, sum }: WideSum): CurrencySum {
  return { currency, count: Number(count), sum };
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
