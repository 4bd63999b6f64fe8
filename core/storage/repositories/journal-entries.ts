import type { Store } from '../store.ts';
import { splitOwnKey } from './event-keys.ts';
import { type EventColumns, eventColumns } from './events.ts';

/** What narrows the list of journal entries; all of it has to fit. */
export interface EntryFilter {
  readonly types?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly day?: string | undefined;
  /** An aggregate, or whatever else correlates with it. */
  readonly id?: string | undefined;
}

export interface Facet {
  readonly value: string;
  readonly count: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

type FacetName = 'type' | 'actor' | 'day';

/** Entries counted beyond this are "more than". */
export const entryCountMax = 10_000;

const batch = 50_000;

/** Canonical bytes start with the actor, so no JSON has to be parsed to know it. */
const actorOf = `substr(body, 11, instr(substr(body, 11), '"') - 1)`;

/**
 * Finds entries of the journal, newest first. Types, people and days are marked apart from the journal, whose appends
 * stay as they are; marks that are behind (after an upgrade) are brought up to its head first.
 */
export class JournalEntryRepository {
  readonly #store: Pick<Store, 'sqlite' | 'transact'>;
  readonly #statements;

  constructor(store: Pick<Store, 'sqlite' | 'transact'>) {
    this.#store = store;
    const { sqlite } = store;
    this.#statements = {
      head: sqlite.prepare<[], number | null>('SELECT max(seq) FROM events').pluck(),
      marked: sqlite
        .prepare<[], number | null>(`SELECT max(last_seq) FROM journal_facets WHERE facet = 'day'`)
        .pluck(),
      markTypes: sqlite.prepare(
        `INSERT INTO journal_marks SELECT 'type', type, seq FROM events WHERE seq > ? AND seq <= ?`,
      ),
      markActors: sqlite.prepare(
        `INSERT INTO journal_marks SELECT 'actor', ${actorOf}, seq FROM events WHERE seq > ? AND seq <= ?`,
      ),
      countFacets: (['type', 'actor', 'day'] as const).map((facet) =>
        sqlite.prepare(
          `INSERT INTO journal_facets SELECT '${facet}', ${valueOf[facet]}, count(*), min(seq), max(seq)
           FROM events WHERE seq > ? AND seq <= ? GROUP BY 2
           ON CONFLICT (facet, value) DO UPDATE SET count = count + excluded.count, last_seq = excluded.last_seq`,
        ),
      ),
      facets: sqlite.prepare<[FacetName], Facet>(
        `SELECT value, count, first_seq AS firstSeq, last_seq AS lastSeq FROM journal_facets
         WHERE facet = ? ORDER BY value`,
      ),
      entry: sqlite.prepare<[number], EventColumns>(`SELECT ${eventColumns} FROM events WHERE seq = ?`),
      before: sqlite.prepare<[string, number], EventColumns>(
        `SELECT ${eventColumns}
         FROM events WHERE aggregate_id = ? AND aggregate_version < ? ORDER BY aggregate_version DESC LIMIT 1`,
      ),
      withOwnKey: sqlite.prepare<[string, number], EventColumns>(
        `SELECT ${eventColumns} FROM events
         WHERE aggregate_id = ? AND aggregate_version = ? AND idempotency_key IS NULL`,
      ),
      withOtherKey: sqlite.prepare<[string], EventColumns>(
        `SELECT ${eventColumns} FROM events WHERE idempotency_key = ?`,
      ),
    };
  }

  /** Marks what was appended since; cheap when there is little of it. */
  catchUp(): void {
    const head = this.#statements.head.get() ?? 0;
    for (let from = this.#statements.marked.get() ?? 0; from < head; ) {
      const to = Math.min(head, from + batch);
      this.#store.transact(() => {
        this.#statements.markTypes.run(from, to);
        this.#statements.markActors.run(from, to);
        for (const count of this.#statements.countFacets) count.run(from, to);
      });
      from = to;
    }
  }

  facets(facet: FacetName): Facet[] {
    return this.#statements.facets.all(facet);
  }

  entry(seq: number): EventColumns | null {
    return this.#statements.entry.get(seq) ?? null;
  }

  /** The entry before this one in the life of the same thing. */
  previousOf({ aggregate_id, aggregate_version }: EventColumns): EventColumns | null {
    return this.#statements.before.get(aggregate_id, aggregate_version) ?? null;
  }

  withKey(idempotencyKey: string): EventColumns | null {
    const own = splitOwnKey(idempotencyKey);
    const row = own
      ? this.#statements.withOwnKey.get(own.aggregateId, own.aggregateVersion)
      : this.#statements.withOtherKey.get(idempotencyKey);
    return row ?? null;
  }

  /** Entries before a position, newest first. */
  page(filter: EntryFilter, beforeSeq: number, limit: number): EventColumns[] {
    const found = this.#seqs(filter, beforeSeq, limit);
    return found.map((seq) => this.#statements.entry.get(seq)).filter((row) => row !== undefined);
  }

  /** How many fit, counted up to `entryCountMax` where several conditions meet. */
  count(filter: EntryFilter): { readonly count: number; readonly isExact: boolean } {
    const { types, actor, day, id } = filter;
    const conditions = [types, actor, day, id].filter((condition) => condition !== undefined).length;
    if (conditions === 0) return { count: this.#statements.head.get() ?? 0, isExact: true };
    if (conditions === 1 && types) return exact(this.#sum('type', types));
    if (conditions === 1 && actor !== undefined) return exact(this.#sum('actor', [actor]));
    if (conditions === 1 && day !== undefined) return exact(this.#sum('day', [day]));
    const query = this.#query(filter, Number.MAX_SAFE_INTEGER, entryCountMax + 1);
    if (query === null) return exact(0);
    const count = this.#store.sqlite
      .prepare<unknown[], number>(`SELECT count(*) FROM (${query.sql})`)
      .pluck()
      .get(...query.values);
    return { count: Math.min(count ?? 0, entryCountMax), isExact: (count ?? 0) <= entryCountMax };
  }

  #sum(facet: FacetName, wanted: readonly string[]): number {
    return this.facets(facet)
      .filter(({ value }) => wanted.includes(value))
      .reduce((sum, { count }) => sum + count, 0);
  }

  #seqs(filter: EntryFilter, beforeSeq: number, limit: number): number[] {
    const query = this.#query(filter, beforeSeq, limit);
    if (query === null) return [];
    return this.#store.sqlite
      .prepare<unknown[], number>(query.sql)
      .pluck()
      .all(...query.values);
  }

  #query(filter: EntryFilter, beforeSeq: number, limit: number): EntryQuery | null {
    if (filter.day === undefined) return entryQuery(filter, { fromSeq: 1, beforeSeq, isWhole: true }, limit);
    const day = this.facets('day').find(({ value }) => value === filter.day);
    if (!day) return null;
    const stretch = {
      fromSeq: day.firstSeq,
      beforeSeq: Math.min(beforeSeq, day.lastSeq + 1),
      isWhole: day.lastSeq - day.firstSeq + 1 === day.count,
    };
    return entryQuery(filter, stretch, limit);
  }
}

interface EntryQuery {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Positions from one to before another; `isWhole` when nothing of another day lies between. */
interface Stretch {
  readonly fromSeq: number;
  readonly beforeSeq: number;
  readonly isWhole: boolean;
}

const valueOf: Readonly<Record<FacetName, string>> = {
  type: 'type',
  actor: actorOf,
  day: `substr(json_extract(body, '$.recordedAt'), 1, 10)`,
};

function exact(count: number) {
  return { count, isExact: true };
}

/**
 * The positions that fit, newest first. It walks the narrowest mark and probes the others by key; a day is the stretch
 * that its marks span, checked against the entry itself where another day lies between, since clocks may be set back.
 */
function entryQuery(filter: EntryFilter, stretch: Stretch, limit: number): EntryQuery {
  const { types, actor, day, id } = filter;
  const values: unknown[] = [];
  const conditions: string[] = [];
  const probe = (facet: FacetName, wanted: readonly string[]): void => {
    conditions.push(`EXISTS (SELECT 1 FROM journal_marks m WHERE m.facet = '${facet}'
      AND m.value IN (${wanted.map(() => '?').join(', ')}) AND m.seq = s.seq)`);
    values.push(...wanted);
  };
  if (types && (id !== undefined || actor !== undefined)) probe('type', types);
  if (actor !== undefined && id !== undefined) probe('actor', [actor]);
  if (day !== undefined && !stretch.isWhole) {
    conditions.push(`(SELECT ${valueOf.day} FROM events WHERE events.seq = s.seq) = ?`);
    values.push(day);
  }
  const source = sourceOf(filter, stretch, conditions.length === 0 ? limit : null);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return {
    sql: `SELECT s.seq FROM (${source.sql}) s ${where} ORDER BY s.seq DESC LIMIT ?`,
    values: [...source.values, ...values, limit],
  };
}

/** Where to walk; with a limit each type gives only its newest ones, which are then merged. */
function sourceOf(
  { types, actor, id }: EntryFilter,
  { fromSeq, beforeSeq }: Stretch,
  limit: number | null,
): EntryQuery {
  const range = [fromSeq, beforeSeq];
  if (id !== undefined) {
    const sql = `SELECT seq FROM events
        WHERE correlation_id = ? AND seq >= ? AND seq < ?
      UNION SELECT seq FROM events WHERE aggregate_id = ? AND seq >= ? AND seq < ?`;
    return { sql, values: [id, ...range, id, ...range] };
  }
  if (actor !== undefined) {
    const sql = `SELECT seq FROM journal_marks WHERE facet = 'actor' AND value = ? AND seq >= ? AND seq < ?`;
    return { sql, values: [actor, ...range] };
  }
  if (types === undefined) return { sql: 'SELECT seq FROM events WHERE seq >= ? AND seq < ?', values: range };
  if (types.length === 0) return { sql: 'SELECT 0 AS seq WHERE 0', values: [] };
  const one = `SELECT * FROM (SELECT seq FROM journal_marks WHERE facet = 'type' AND value = ?
    AND seq >= ? AND seq < ? ORDER BY seq DESC${limit === null ? '' : ' LIMIT ?'})`;
  return {
    sql: types.map(() => one).join(' UNION ALL '),
    values: types.flatMap((type) => [type, ...range, ...(limit === null ? [] : [limit])]),
  };
}
