import { assert } from '#core/base/assert.ts';
import type { Row } from './rows.ts';

/** Bounds on `created`, all inclusive or not as named. */
export interface CreatedRange {
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
}

export interface ListQuery<R> {
  readonly limit: number;
  readonly startingAfter?: string;
  readonly endingBefore?: string;
  readonly created?: CreatedRange;
  /** Narrow by a secondary index before filtering. */
  readonly by?: { readonly index: string; readonly value: string };
  readonly filter?: (row: R) => boolean;
}

export interface Page<R> {
  /** Newest first. */
  readonly rows: R[];
  readonly hasMore: boolean;
}

/** Ids ordered by creation, oldest first; sorted only when something came out of order. */
interface Ordered {
  ids: string[];
  sorted: boolean;
}

/** All rows of one kind, kept for listing newest first and by the named secondary keys. */
export class Collection<R extends Row> {
  readonly #rows = new Map<string, R>();
  readonly #all: Ordered = { ids: [], sorted: true };
  readonly #keys: Readonly<Record<string, (row: R) => string | null>>;
  readonly #indexes = new Map<string, Map<string, Ordered>>();

  /** `keys`: secondary indexes by name; a row's key must never change. */
  constructor(keys: Readonly<Record<string, (row: R) => string | null>> = {}) {
    this.#keys = keys;
    for (const name of Object.keys(keys)) this.#indexes.set(name, new Map());
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): R | undefined {
    return this.#rows.get(id);
  }

  values(): IterableIterator<R> {
    return this.#rows.values();
  }

  insert(row: R): void {
    assert(!this.#rows.has(row.id), `the id ${row.id} is taken`);
    this.#rows.set(row.id, row);
    this.#append(this.#all, row);
    for (const [name, keyOf] of Object.entries(this.#keys)) {
      const key = keyOf(row);
      if (key === null) continue;
      const index = this.#indexes.get(name) as Map<string, Ordered>;
      let ordered = index.get(key);
      if (ordered === undefined) {
        ordered = { ids: [], sorted: true };
        index.set(key, ordered);
      }
      this.#append(ordered, row);
    }
  }

  replace(row: R): void {
    assert(this.#rows.has(row.id), `no row ${row.id} to replace`);
    this.#rows.set(row.id, row);
  }

  /** Removes a row for good (a deleted draft). */
  remove(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    const drop = (ordered: Ordered | undefined): void => {
      if (ordered !== undefined) ordered.ids = ordered.ids.filter((other) => other !== id);
    };
    drop(this.#all);
    for (const [name, keyOf] of Object.entries(this.#keys)) {
      drop(this.#indexes.get(name)?.get(keyOf(row) ?? ''));
    }
    this.#rows.delete(id);
  }

  /** Rows with the key, oldest first. */
  of(index: string, value: string): R[] {
    const ordered = this.#indexes.get(index)?.get(value);
    if (ordered === undefined) return [];
    return this.#sorted(ordered).map((id) => this.#rows.get(id) as R);
  }

  /** One page, newest first, as Stripe's list calls give it. The cursor's row must exist. */
  list(query: ListQuery<R>): Page<R> {
    const ordered =
      query.by === undefined ? this.#all : this.#indexes.get(query.by.index)?.get(query.by.value);
    if (ordered === undefined) return { rows: [], hasMore: false };
    const ids = this.#sorted(ordered);
    if (query.endingBefore !== undefined) {
      const start = this.#position(ids, query.endingBefore) + 1;
      const page = this.#take(ids, start, 1, query);
      return { rows: page.rows.reverse(), hasMore: page.hasMore };
    }
    const after = query.startingAfter;
    const start = after === undefined ? ids.length - 1 : this.#position(ids, after, true) - 1;
    return this.#take(ids, start, -1, query);
  }

  #take(ids: readonly string[], start: number, step: 1 | -1, query: ListQuery<R>): Page<R> {
    const rows: R[] = [];
    const { created, filter } = query;
    for (let at = start; at >= 0 && at < ids.length; at += step) {
      const row = this.#rows.get(ids[at] as string) as R;
      if (created !== undefined) {
        if (step < 0 && isBelow(row.created, created)) break;
        if (isBelow(row.created, created) || isAbove(row.created, created)) continue;
      }
      if (filter !== undefined && !filter(row)) continue;
      if (rows.length === query.limit) return { rows, hasMore: true };
      rows.push(row);
    }
    return { rows, hasMore: false };
  }

  /** Position of the row, or where it would stand when it belongs to another key. */
  #position(ids: readonly string[], id: string, insertion = false): number {
    const row = this.#rows.get(id);
    assert(row !== undefined, `the cursor ${id} must exist`);
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.#rows.get(ids[middle] as string) as R, row) < 0) low = middle + 1;
      else high = middle;
    }
    return insertion || ids[low] === id ? low : low - 1;
  }

  #append(ordered: Ordered, row: R): void {
    const last = ordered.ids.at(-1);
    if (last !== undefined && compare(this.#rows.get(last) as R, row) > 0) ordered.sorted = false;
    ordered.ids.push(row.id);
  }

  #sorted(ordered: Ordered): readonly string[] {
    if (!ordered.sorted) {
      ordered.ids.sort((a, b) => compare(this.#rows.get(a) as R, this.#rows.get(b) as R));
      ordered.sorted = true;
    }
    return ordered.ids;
  }
}

function compare(a: Row, b: Row): number {
  return a.created - b.created || a.sequence - b.sequence;
}

function isBelow(created: number, range: CreatedRange): boolean {
  return (range.gte !== undefined && created < range.gte) || (range.gt !== undefined && created <= range.gt);
}

function isAbove(created: number, range: CreatedRange): boolean {
  return (range.lte !== undefined && created > range.lte) || (range.lt !== undefined && created >= range.lt);
}

/** Whether an instant lies in the range. */
export function inRange(created: number, range: CreatedRange): boolean {
  return !isBelow(created, range) && !isAbove(created, range);
}
