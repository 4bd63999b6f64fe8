import type { Store } from '../store.ts';
import type { TimingRow } from './activity.ts';

/** Which days and whose; an entity or period that is not given is every one. */
export interface DaysFilter {
  readonly measure: string;
  readonly kinds?: readonly string[] | undefined;
  readonly legalEntity?: string | undefined;
  readonly period?: string | undefined;
  readonly fromOn: string;
}

export interface DaySum {
  readonly day: string;
  readonly count: number;
}

/** Timings that ended in a window or still wait, of some measure and kinds. */
export interface LevelFilter {
  readonly measure: string;
  readonly kinds: readonly string[] | null;
  readonly legalEntity?: string | undefined;
  readonly fromMs: number;
  readonly nowMs: number;
  readonly targetMs: number;
}

export interface LevelFigures {
  readonly ended: number;
  readonly late: number;
  readonly maxMs: number | null;
  readonly waiting: number;
  readonly overdue: number;
  readonly oldestMs: number | null;
}

export interface BreachRow extends TimingRow {
  readonly tookMs: number;
}

interface Where {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const timingColumns = `measure, item_id AS itemId, kind, legal_entity AS legalEntity, period, currency,
  amount_minor AS amountMinor, label, started_ms AS startedMs, ended_ms AS endedMs`;

/** Reads what the activity projection keeps: trends by day, percentiles and breaches. One builder makes every WHERE. */
export class MeasureRepository {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** How many came less how many went, by day. */
  byDay(filter: DaysFilter): DaySum[] {
    const { measure, kinds, legalEntity, period, fromOn } = filter;
    const where = all(
      { sql: 'measure = ? AND day >= ?', values: [measure, fromOn] },
      among('kind', kinds),
      among('legal_entity', legalEntity === undefined ? undefined : [legalEntity]),
      among('period', period === undefined ? undefined : [period]),
    );
    return this.#all<DaySum>(
      `SELECT day, sum(count_delta) AS count FROM measure_days WHERE ${where.sql} GROUP BY day ORDER BY day`,
      where.values,
    );
  }

  figures(filter: LevelFilter): LevelFigures {
    const [ended, open] = [endedWhere(filter), openWhere(filter)];
    const [done] = this.#all<{ ended: number; late: number | null; maxMs: number | null }>(
      `SELECT count(*) AS ended, sum(ended_ms - started_ms > ?) AS late, max(ended_ms - started_ms) AS maxMs
       FROM timings WHERE ${ended.sql}`,
      [filter.targetMs, ...ended.values],
    );
    const [waits] = this.#all<{ waiting: number; overdue: number | null; startedMs: number | null }>(
      `SELECT count(*) AS waiting, sum(? - started_ms > ?) AS overdue, min(started_ms) AS startedMs
       FROM timings WHERE ${open.sql}`,
      [filter.nowMs, filter.targetMs, ...open.values],
    );
    const startedMs = waits?.startedMs ?? null;
    return {
      ended: done?.ended ?? 0,
      late: done?.late ?? 0,
      maxMs: done?.maxMs ?? null,
      waiting: waits?.waiting ?? 0,
      overdue: waits?.overdue ?? 0,
      oldestMs: startedMs === null ? null : filter.nowMs - startedMs,
    };
  }

  /** The durations that these shares of everything that ended stayed within: nearest rank, exact. */
  percentiles(filter: LevelFilter, shares: readonly number[]): (number | null)[] {
    const where = endedWhere(filter);
    const ranked = `SELECT took, row_number() OVER (ORDER BY took) AS place, count(*) OVER () AS n
      FROM (SELECT ended_ms - started_ms AS took FROM timings WHERE ${where.sql})`;
    const columns = shares.map((_, index) => `min(CASE WHEN place >= n * ? THEN took END) AS p${index}`);
    const [row] = this.#all<Record<string, number | null>>(`SELECT ${columns.join(', ')} FROM (${ranked})`, [
      ...shares,
      ...where.values,
    ]);
    return shares.map((_, index) => row?.[`p${index}`] ?? null);
  }

  /** What ended by day, and how much of it too late. */
  levelByDay(filter: LevelFilter): { day: string; ended: number; late: number }[] {
    const where = endedWhere(filter);
    return this.#all(
      `SELECT date(ended_ms / 1000, 'unixepoch') AS day, count(*) AS ended, sum(ended_ms - started_ms > ?) AS late
       FROM timings WHERE ${where.sql} GROUP BY 1 ORDER BY 1`,
      [filter.targetMs, ...where.values],
    );
  }

  /** What took, or takes by now, longer than its target; the longest first. */
  breaches(filter: LevelFilter, range: { readonly offset: number; readonly limit: number }): BreachRow[] {
    const where = breachWhere(filter);
    return this.#all(
      `SELECT ${timingColumns}, coalesce(ended_ms, ?) - started_ms AS tookMs FROM timings WHERE ${where.sql}
       ORDER BY tookMs DESC, item_id LIMIT ? OFFSET ?`,
      [filter.nowMs, ...where.values, range.limit, range.offset],
    );
  }

  /** How many breaches would be within the target without the time that these spans cover; spans do not overlap. */
  explained(
    filter: LevelFilter,
    spans: readonly { readonly fromMs: number; readonly untilMs: number | null }[],
  ): number {
    if (spans.length === 0) return 0;
    const where = breachWhere(filter);
    const ended = 'coalesce(ended_ms, ?)';
    const covered = spans.map(() => `max(0, min(${ended}, ?) - max(started_ms, ?))`).join(' + ');
    const [row] = this.#all<{ count: number }>(
      `SELECT count(*) AS count FROM timings WHERE ${where.sql} AND ${ended} - started_ms - (${covered}) <= ?`,
      [
        ...where.values,
        filter.nowMs,
        ...spans.flatMap(({ fromMs, untilMs }) => [filter.nowMs, untilMs ?? filter.nowMs, fromMs]),
        filter.targetMs,
      ],
    );
    return row?.count ?? 0;
  }

  breachSums(filter: LevelFilter): { currency: string; count: number; minor: number }[] {
    const where = breachWhere(filter);
    return this.#all(
      `SELECT currency, count(*) AS count, sum(amount_minor) AS minor FROM timings WHERE ${where.sql}
       GROUP BY currency ORDER BY currency`,
      where.values,
    );
  }

  #all<Row>(sql: string, values: readonly (string | number)[]): Row[] {
    return this.#store.sqlite.prepare<unknown[], Row>(sql).all(...values);
  }
}

function all(...parts: readonly (Where | null)[]): Where {
  const given = parts.filter((part) => part !== null);
  return {
    sql: given.map(({ sql }) => sql).join(' AND '),
    values: given.flatMap(({ values }) => values),
  };
}

function among(column: 'kind' | 'legal_entity' | 'period', wanted: readonly string[] | null | undefined) {
  if (wanted === null || wanted === undefined) return null;
  return { sql: `${column} IN (${wanted.map(() => '?').join(', ')})`, values: wanted };
}

function whose({ kinds, legalEntity }: LevelFilter): Where | null {
  const parts = [
    among('kind', kinds),
    among('legal_entity', legalEntity === undefined ? null : [legalEntity]),
  ];
  return parts.every((part) => part === null) ? null : all(...parts);
}

function endedWhere(filter: LevelFilter): Where {
  const { measure, fromMs, nowMs } = filter;
  const window = {
    sql: 'measure = ? AND ended_ms IS NOT NULL AND ended_ms >= ? AND ended_ms <= ?',
    values: [measure, fromMs, nowMs],
  };
  return all(window, whose(filter));
}

function openWhere(filter: LevelFilter): Where {
  return all({ sql: 'measure = ? AND ended_ms IS NULL', values: [filter.measure] }, whose(filter));
}

function breachWhere(filter: LevelFilter): Where {
  const { measure, fromMs, nowMs, targetMs } = filter;
  const late = {
    sql: `measure = ? AND ((ended_ms IS NOT NULL AND ended_ms >= ? AND ended_ms <= ? AND ended_ms - started_ms > ?)
      OR (ended_ms IS NULL AND ? - started_ms > ?))`,
    values: [measure, fromMs, nowMs, targetMs, nowMs, targetMs],
  };
  return all(late, whose(filter));
}
