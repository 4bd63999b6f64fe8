import type { Statement } from 'better-sqlite3';
import type { PostingState } from '../schema/control.ts';
import type { Store } from '../store.ts';
import type { CurrencySum } from './exception-list.ts';
import { anywhere, type Bound, riskSql, type Sql } from './money-at-risk.ts';
import { parsePosting, type Posting, type PostingRow } from './posting-row.ts';

/** Which postings: the same word gives the list and its count. */
export const postingQueues = [
  'held',
  'awaiting-me',
  'in-grace',
  'on-its-way',
  'retrying',
  'posted',
  'rejected',
  'ended',
  'all',
] as const;
export type PostingQueue = (typeof postingQueues)[number];

export const postingSorts = [
  'amount',
  'prepared',
  'moved',
  'document',
  'entity',
  'period',
  'flow',
  'state',
] as const;
export type PostingSort = (typeof postingSorts)[number];

export interface PostingFilter {
  readonly queue: PostingQueue;
  readonly state?: PostingState | undefined;
  readonly legalEntity?: string | undefined;
  readonly period?: string | undefined;
  readonly flow?: string | undefined;
  readonly currency?: string | undefined;
  readonly holdCode?: string | undefined;
  /** Anywhere in the document's number, an id, or the customer's name. */
  readonly text?: string | undefined;
}

/** One right by which a person may decide: what of it reaches which postings. */
export interface Reach {
  /** Null reaches all. */
  readonly legalEntities: readonly string[] | null;
  /** Each of them has to hold; a currency that one does not list is out of its reach. */
  readonly limits: readonly Readonly<Record<string, bigint>>[];
  /** Who lent the right and so must not be behind the posting either. */
  readonly lentBy: string | null;
}

/** Who asks, when, and how far they reach: what "awaiting me" means. */
export interface PostingStandpoint {
  readonly person: string;
  readonly nowMs: number;
  readonly thresholds: Readonly<Record<string, bigint>>;
  readonly reaches: readonly Reach[];
  /** Minor units that the person approved today, by `<customer id> <currency>`. */
  readonly approvedToday: ReadonlyMap<string, bigint>;
  /** `<legal entity> <period>` that no ledger posting may go into. */
  readonly closedPeriods: readonly string[];
  /** Flows that know accounting periods. */
  readonly ledgerFlows: readonly string[];
}

export interface ListedPosting {
  readonly posting: Posting;
  readonly customerName: string | null;
  readonly graceUntilMs: number | null;
}

type Row = PostingRow & { readonly customer_name: string | null; readonly grace_until: number | null };

const inGrace = `state = 'APPROVED' AND EXISTS (SELECT 1 FROM approvals a WHERE a.posting_id = p.id
  AND a.revision = p.revision AND a.decision = 'approve' AND a.grace_until > ?)`;

/** Reads postings as lists: filtered, sorted, counted and paged in SQL. One builder makes every WHERE. */
export class PostingList {
  readonly #store: Store;
  readonly #prepared = new Map<string, Statement<unknown[], unknown>>();

  constructor(store: Store) {
    this.#store = store;
  }

  page(
    filter: PostingFilter,
    standpoint: PostingStandpoint,
    order: { readonly by: PostingSort; readonly isDescending: boolean },
    range: { readonly offset: number; readonly limit: number },
  ): readonly ListedPosting[] {
    const risk = riskSql(standpoint.thresholds);
    const where = whereOf(filter, standpoint);
    const direction = order.isDescending ? 'DESC' : 'ASC';
    return this.#listed(
      `SELECT row, row_number() OVER () AS place FROM
        (SELECT p.rowid AS row, ${risk.sql} AS risk FROM postings p WHERE ${where.sql}
         ORDER BY ${sortSql[order.by]} ${direction}, id ${direction} LIMIT ? OFFSET ?)`,
      [...risk.values, ...where.values, range.limit, range.offset],
    );
  }

  one(id: string): ListedPosting | null {
    const sql = 'SELECT rowid AS row, 1 AS place FROM postings WHERE id = ? OR external_id = ?';
    return this.#listed(sql, [id, id])[0] ?? null;
  }

  /** Count and sum per currency of everything that fits, listed or not. */
  totals(filter: PostingFilter, standpoint: PostingStandpoint): readonly CurrencySum[] {
    const where = whereOf(filter, standpoint);
    const rows = this.#statement(
      `SELECT currency, count(*) AS count, sum(amount_minor) AS sum FROM postings p WHERE ${where.sql}
       GROUP BY currency ORDER BY currency`,
    )
      .safeIntegers(true)
      .all(...where.values) as { readonly currency: string; readonly count: bigint; readonly sum: bigint }[];
    return rows.map(({ currency, count, sum }) => ({ currency, count: Number(count), sum }));
  }

  count(filter: PostingFilter, standpoint: PostingStandpoint): number {
    const where = whereOf(filter, standpoint);
    const [row] = this.#all<{ readonly count: number }>(
      `SELECT count(*) AS count FROM postings p WHERE ${where.sql}`,
      where.values,
    );
    return row?.count ?? 0;
  }

  /** Entities and periods that something is held for. */
  heldPlaces(): readonly { readonly legalEntity: string; readonly period: string }[] {
    return this.#all(
      `SELECT DISTINCT legal_entity AS legalEntity, period FROM postings WHERE state = 'HELD'`,
      [],
    );
  }

  #listed(found: string, values: readonly Bound[]): readonly ListedPosting[] {
    const rows = this.#all<Row>(
      `SELECT p.*, c.legal_name AS customer_name, a.grace_until AS grace_until FROM (${found}) page
       JOIN postings p ON p.rowid = page.row
       LEFT JOIN customers c ON c.id = p.customer_id
       LEFT JOIN approvals a ON a.posting_id = p.id AND a.revision = p.revision
       ORDER BY page.place`,
      values,
    );
    return rows.map((row) => ({
      posting: parsePosting(row),
      customerName: row.customer_name,
      graceUntilMs: row.grace_until,
    }));
  }

  #all<Found>(sql: string, values: readonly Bound[]): readonly Found[] {
    return this.#statement(sql).all(...values) as Found[];
  }

  #statement(sql: string): Statement<unknown[], unknown> {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const made = this.#store.sqlite.prepare<unknown[], unknown>(sql);
    this.#prepared.set(sql, made);
    return made;
  }
}

const sortSql: Readonly<Record<PostingSort, string>> = {
  amount: 'risk',
  prepared: 'prepared_at',
  moved: 'seq',
  document: 'source_reference',
  entity: 'legal_entity',
  period: 'period',
  flow: 'flow',
  state: 'state',
};

function queueOf(queue: PostingQueue, standpoint: PostingStandpoint): Sql {
  switch (queue) {
    case 'held':
      return { sql: `state = 'HELD'`, values: [] };
    case 'awaiting-me':
      return awaiting(standpoint);
    case 'in-grace':
      return { sql: inGrace, values: [standpoint.nowMs] };
    case 'on-its-way':
      return {
        sql: `state = 'SENDING' OR (state = 'APPROVED' AND attempt = 0 AND NOT (${inGrace}))`,
        values: [standpoint.nowMs],
      };
    case 'retrying':
      return {
        sql: `state = 'UNKNOWN' OR (state = 'APPROVED' AND attempt > 0 AND NOT (${inGrace}))`,
        values: [standpoint.nowMs],
      };
    case 'posted':
      return { sql: `state = 'POSTED'`, values: [] };
    case 'rejected':
      return { sql: `state = 'REJECTED'`, values: [] };
    case 'ended':
      return { sql: `state IN ('DEAD', 'REVERSING', 'REVERSED', 'WITHDRAWN')`, values: [] };
    case 'all':
      return { sql: '1 = 1', values: [] };
  }
}

/** Held, and this person may approve it: within reach, not their own work, not into a closed period. */
function awaiting(standpoint: PostingStandpoint): Sql {
  const { person, reaches, closedPeriods, ledgerFlows } = standpoint;
  if (reaches.length === 0) return { sql: '1 = 0', values: [] };
  const rights = reaches.map((reach) => withinReach(reach, standpoint));
  return {
    sql: `state = 'HELD' AND ${noPartOf} AND (${rights.map(({ sql }) => `(${sql})`).join(' OR ')})
      AND NOT (flow IN (SELECT value FROM json_each(?))
        AND legal_entity || ' ' || period IN (SELECT value FROM json_each(?)))`,
    values: [
      person,
      person,
      ...rights.flatMap(({ values }) => values),
      JSON.stringify(ledgerFlows),
      JSON.stringify(closedPeriods),
    ],
  };
}

/** Neither prepared by someone nor made with a mapping that they proposed. */
const noPartOf = `prepared_by <> ? AND NOT EXISTS (SELECT 1 FROM json_each(p.mapping_ids) used
  JOIN mappings m ON m.id = used.value WHERE m.proposed_by = ?)`;

function withinReach(reach: Reach, { approvedToday }: PostingStandpoint): Sql {
  const parts: string[] = ['1 = 1'];
  const values: Bound[] = [];
  if (reach.legalEntities !== null) {
    parts.push('legal_entity IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(reach.legalEntities));
  }
  const spent = JSON.stringify(
    Object.fromEntries([...approvedToday].map(([key, minor]) => [key, Number(minor)])),
  );
  for (const limit of reach.limits) {
    const currencies = Object.entries(limit);
    const each = currencies.map(() => {
      return `(currency = ? AND abs(amount_minor) + coalesce((SELECT value FROM json_each(?)
        WHERE key = coalesce(p.customer_id, '') || ' ' || p.currency), 0) <= ?)`;
    });
    parts.push(each.length === 0 ? '1 = 0' : `(${each.join(' OR ')})`);
    values.push(...currencies.flatMap(([currency, max]): Bound[] => [currency, spent, max]));
  }
  if (reach.lentBy !== null) {
    parts.push(noPartOf);
    values.push(reach.lentBy, reach.lentBy);
  }
  return { sql: parts.join(' AND '), values };
}

/** The one place that says which postings a filter means. */
function whereOf(filter: PostingFilter, standpoint: PostingStandpoint): Sql {
  const parts: string[] = [];
  const values: Bound[] = [];
  const add = (sql: string, ...bound: readonly Bound[]): void => {
    parts.push(`(${sql})`);
    values.push(...bound);
  };
  const queue = queueOf(filter.queue, standpoint);
  add(queue.sql, ...queue.values);
  const { state, legalEntity, period, flow, currency, holdCode, text } = filter;
  if (state !== undefined) add('state = ?', state);
  if (legalEntity !== undefined) add('legal_entity = ?', legalEntity);
  if (period !== undefined) add('period = ?', period);
  if (flow !== undefined) add('flow = ?', flow);
  if (currency !== undefined) add('currency = ?', currency);
  if (holdCode !== undefined) {
    add(
      `EXISTS (SELECT 1 FROM json_each(p.hold_reasons) why WHERE json_extract(why.value, '$.code') = ?)`,
      holdCode,
    );
  }
  if (text !== undefined && text !== '') {
    const like = anywhere(text);
    add(
      `source_reference LIKE ? ESCAPE '\\' OR id = ? OR external_id = ? OR document_id = ? OR subject_id = ?
       OR customer_id IN (SELECT id FROM customers WHERE legal_name LIKE ? ESCAPE '\\')`,
      like,
      text,
      text,
      text,
      text,
      like,
    );
  }
  return { sql: parts.join(' AND '), values };
}
