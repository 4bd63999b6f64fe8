import type { RowSlice } from './match-run.ts';
import { type HashedRows, type KeyColumns, sameKey } from './key-plan.ts';

/** What a pass does with the open rows that share a key. */
export interface KeyVisitor {
  /** The key has one row on each side. */
  one(leftRow: number, rightRow: number): void;
  /** The key has several on a side. The slices are reused: copy what is kept. */
  several(left: RowSlice, right: RowSlice): void;
}

/** Left rows of one partition: their table and chains stay inside a core's cache. */
const partitionRows = 2048;
const noRow = -1;
const notHead = -2;

interface Partitioned {
  readonly rows: Int32Array;
  readonly hashes: Int32Array;
  readonly starts: Int32Array;
}

/**
 * Visits every key that has open rows on both sides: a hash join in partitions of the hash, each small enough for the
 * cache, with the real key compared wherever two hashes are equal. Yields between partitions.
 */
export function* joinByKey(
  left: { readonly hashed: HashedRows; readonly columns: KeyColumns },
  right: { readonly hashed: HashedRows; readonly columns: KeyColumns },
  visitor: KeyVisitor,
): Generator<void, void> {
  const bits = Math.min(12, Math.max(0, Math.ceil(Math.log2(left.hashed.count / partitionRows))));
  const leftParts = partition(left.hashed, bits);
  const rightParts = partition(right.hashed, bits);
  const join = new PartitionJoin(leftParts, left.columns, rightParts, right.columns, visitor);
  for (let part = 0; part < 1 << bits; part += 1) {
    join.run(part);
    if ((part & 15) === 15) yield;
  }
}

/** Stable counting sort by the top `bits` of the hash. */
function partition(hashed: HashedRows, bits: number): Partitioned {
  const parts = 1 << bits;
  const starts = new Int32Array(parts + 1);
  const { rows, hashes, count } = hashed;
  if (bits === 0) {
    starts[1] = count;
    return { rows, hashes, starts };
  }
  const shift = 32 - bits;
  for (let at = 0; at < count; at += 1) {
    const part = ((hashes[at] as number) >>> shift) + 1;
    starts[part] = (starts[part] as number) + 1;
  }
  for (let part = 1; part <= parts; part += 1) {
    starts[part] = (starts[part] as number) + (starts[part - 1] as number);
  }
  const next = starts.slice();
  const sortedRows = new Int32Array(count);
  const sortedHashes = new Int32Array(count);
  for (let at = 0; at < count; at += 1) {
    const hash = hashes[at] as number;
    const part = hash >>> shift;
    const to = next[part] as number;
    next[part] = to + 1;
    sortedRows[to] = rows[at] as number;
    sortedHashes[to] = hash;
  }
  return { rows: sortedRows, hashes: sortedHashes, starts };
}

class PartitionJoin {
  readonly #left: Partitioned;
  readonly #right: Partitioned;
  readonly #leftColumns: KeyColumns;
  readonly #rightColumns: KeyColumns;
  readonly #visitor: KeyVisitor;
  readonly #table: Int32Array;
  /** By place in the partition: the next left row of the same key, the first and next right row. */
  readonly #nextLeft: Int32Array;
  readonly #firstRight: Int32Array;
  readonly #nextRight: Int32Array;
  #leftRows: Int32Array;
  #rightRows: Int32Array;

  constructor(
    left: Partitioned,
    leftColumns: KeyColumns,
    right: Partitioned,
    rightColumns: KeyColumns,
    visitor: KeyVisitor,
  ) {
    this.#left = left;
    this.#right = right;
    this.#leftColumns = leftColumns;
    this.#rightColumns = rightColumns;
    this.#visitor = visitor;
    const most = largest(left.starts);
    this.#table = new Int32Array(tableSize(most));
    this.#nextLeft = new Int32Array(most);
    this.#firstRight = new Int32Array(most);
    this.#nextRight = new Int32Array(largest(right.starts));
    this.#leftRows = new Int32Array(16);
    this.#rightRows = new Int32Array(16);
  }

  run(part: number): void {
    const leftFrom = this.#left.starts[part] as number;
    const leftTo = this.#left.starts[part + 1] as number;
    const rightFrom = this.#right.starts[part] as number;
    const rightTo = this.#right.starts[part + 1] as number;
    if (leftFrom === leftTo || rightFrom === rightTo) return;
    const mask = tableSize(leftTo - leftFrom) - 1;
    this.#table.fill(0, 0, mask + 1);
    this.#insert(leftFrom, leftTo, mask);
    this.#probe(leftFrom, rightFrom, rightTo, mask);
    this.#visit(leftFrom, leftTo, rightFrom);
  }

  #insert(from: number, to: number, mask: number): void {
    const { rows, hashes } = this.#left;
    const columns = this.#leftColumns;
    const table = this.#table;
    for (let at = from; at < to; at += 1) {
      const hash = hashes[at] as number;
      const place = at - from;
      let slot = hash & mask;
      for (;;) {
        const head = (table[slot] as number) - 1;
        if (head < 0) {
          table[slot] = place + 1;
          this.#firstRight[place] = noRow;
          this.#nextLeft[place] = noRow;
          break;
        }
        if (
          hashes[from + head] === hash &&
          sameKey(columns, rows[from + head] as number, columns, rows[at] as number)
        ) {
          this.#firstRight[place] = notHead;
          this.#nextLeft[place] = this.#nextLeft[head] as number;
          this.#nextLeft[head] = place;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
  }

  #probe(leftFrom: number, from: number, to: number, mask: number): void {
    const leftRows = this.#left.rows;
    const leftHashes = this.#left.hashes;
    const { rows, hashes } = this.#right;
    const table = this.#table;
    const firstRight = this.#firstRight;
    for (let at = from; at < to; at += 1) {
      const hash = hashes[at] as number;
      let slot = hash & mask;
      for (;;) {
        const head = (table[slot] as number) - 1;
        if (head < 0) break;
        if (
          leftHashes[leftFrom + head] === hash &&
          sameKey(
            this.#leftColumns,
            leftRows[leftFrom + head] as number,
            this.#rightColumns,
            rows[at] as number,
          )
        ) {
          this.#nextRight[at - from] = firstRight[head] as number;
          firstRight[head] = at - from;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
  }

  #visit(leftFrom: number, leftTo: number, rightFrom: number): void {
    const leftRows = this.#left.rows;
    const rightRows = this.#right.rows;
    for (let place = 0; place < leftTo - leftFrom; place += 1) {
      const right = this.#firstRight[place] as number;
      if (right < 0) continue;
      if (this.#nextLeft[place] === noRow && this.#nextRight[right] === noRow) {
        this.#visitor.one(leftRows[leftFrom + place] as number, rightRows[rightFrom + right] as number);
      } else {
        this.#visitSeveral(place, right, leftFrom, rightFrom);
      }
    }
  }

  #visitSeveral(place: number, right: number, leftFrom: number, rightFrom: number): void {
    let leftCount = 0;
    for (let at = place; at !== noRow; at = this.#nextLeft[at] as number) {
      if (leftCount === this.#leftRows.length) this.#leftRows = doubled(this.#leftRows);
      this.#leftRows[leftCount++] = this.#left.rows[leftFrom + at] as number;
    }
    let rightCount = 0;
    for (let at = right; at !== noRow; at = this.#nextRight[at] as number) {
      if (rightCount === this.#rightRows.length) this.#rightRows = doubled(this.#rightRows);
      this.#rightRows[rightCount++] = this.#right.rows[rightFrom + at] as number;
    }
    this.#visitor.several(
      { rows: this.#leftRows, count: leftCount },
      { rows: this.#rightRows, count: rightCount },
    );
  }
}

function doubled(values: Int32Array): Int32Array {
  const grown = new Int32Array(values.length * 2);
  grown.set(values);
  return grown;
}

function largest(starts: Int32Array): number {
  let most = 0;
  for (let part = 1; part < starts.length; part += 1) {
    most = Math.max(most, (starts[part] as number) - (starts[part - 1] as number));
  }
  return most;
}

/** A power of two at least twice the number of rows. */
function tableSize(rows: number): number {
  return 1 << Math.max(4, Math.ceil(Math.log2(Math.max(1, rows) * 2)));
}
