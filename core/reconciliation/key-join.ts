import type { RowSlice } from './match-run.ts';
import { type KeyColumns, sameTexts } from './key-plan.ts';
import { type KeyRecords, headerWords, partitionKeys, recordLayout } from './key-records.ts';

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

/** The open rows of one side and the columns of their key. */
export interface JoinSide {
  readonly rows: Int32Array;
  readonly columns: KeyColumns;
}

/**
 * Visits every key that has open rows on both sides: a hash join in partitions of the hash, each small enough for the
 * cache, with the real key compared wherever two hashes are equal. Yields between partitions.
 */
export function* joinByKey(left: JoinSide, right: JoinSide, visitor: KeyVisitor): Generator<void, void> {
  if (left.rows.length === 0 || right.rows.length === 0) return;
  const bits = Math.min(12, Math.max(0, Math.ceil(Math.log2(left.rows.length / partitionRows))));
  const layout = recordLayout(left.columns, right.columns);
  let scratch = new Int32Array(Math.max(left.rows.length, right.rows.length) * layout.stride);
  const leftRecords = partitionKeys(left.rows, left.columns, layout, bits, scratch);
  yield;
  const rightRecords = partitionKeys(right.rows, right.columns, layout, bits, scratch);
  scratch = new Int32Array(0);
  yield;
  const compareTexts = layout.hasLongTexts ? ([left.columns, right.columns] as const) : null;
  const join = new PartitionJoin(leftRecords, rightRecords, layout.stride, compareTexts, visitor);
  for (let part = 0; part < 1 << bits; part += 1) {
    join.run(part);
    if ((part & 15) === 15) yield;
  }
}

class PartitionJoin {
  readonly #left: KeyRecords;
  readonly #right: KeyRecords;
  readonly #stride: number;
  /** The columns whose texts are compared beyond the record, where some do not fit into it. */
  readonly #longTexts: readonly [KeyColumns, KeyColumns] | null;
  readonly #visitor: KeyVisitor;
  readonly #table: Int32Array;
  /** By place in the partition: the next left row of the same key, the first and next right row. */
  readonly #nextLeft: Int32Array;
  readonly #firstRight: Int32Array;
  readonly #nextRight: Int32Array;
  #leftRows: Int32Array;
  #rightRows: Int32Array;

  constructor(
    left: KeyRecords,
    right: KeyRecords,
    stride: number,
    longTexts: readonly [KeyColumns, KeyColumns] | null,
    visitor: KeyVisitor,
  ) {
    this.#left = left;
    this.#right = right;
    this.#stride = stride;
    this.#longTexts = longTexts;
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
    const { words } = this.#left;
    const stride = this.#stride;
    const table = this.#table;
    for (let at = from * stride, place = 0; place < to - from; place += 1, at += stride) {
      const hash = words[at + 1] as number;
      let slot = hash & mask;
      for (;;) {
        const head = (table[slot] as number) - 1;
        if (head < 0) {
          table[slot] = place + 1;
          this.#firstRight[place] = noRow;
          this.#nextLeft[place] = noRow;
          break;
        }
        const headAt = (from + head) * stride;
        if (words[headAt + 1] === hash && this.#isSameKey(headAt, this.#left, at, 0)) {
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
    const leftWords = this.#left.words;
    const { words } = this.#right;
    const stride = this.#stride;
    const table = this.#table;
    const firstRight = this.#firstRight;
    for (let at = from * stride, place = 0; place < to - from; place += 1, at += stride) {
      const hash = words[at + 1] as number;
      let slot = hash & mask;
      for (;;) {
        const head = (table[slot] as number) - 1;
        if (head < 0) break;
        const headAt = (leftFrom + head) * stride;
        if (leftWords[headAt + 1] === hash && this.#isSameKey(headAt, this.#right, at, 1)) {
          this.#nextRight[place] = firstRight[head] as number;
          firstRight[head] = place;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
  }

  /** Compares the key itself; the records start at `leftAt` and `otherAt`. */
  #isSameKey(leftAt: number, other: KeyRecords, otherAt: number, otherSide: 0 | 1): boolean {
    const leftWords = this.#left.words;
    const otherWords = other.words;
    for (let word = headerWords; word < this.#stride; word += 1) {
      if (leftWords[leftAt + word] !== otherWords[otherAt + word]) return false;
    }
    if (this.#longTexts === null) return true;
    const [leftRow, otherRow] = [leftWords[leftAt] as number, otherWords[otherAt] as number];
    return sameTexts(this.#longTexts[0], leftRow, this.#longTexts[otherSide], otherRow);
  }

  #visit(leftFrom: number, leftTo: number, rightFrom: number): void {
    for (let place = 0; place < leftTo - leftFrom; place += 1) {
      const right = this.#firstRight[place] as number;
      if (right < 0) continue;
      if (this.#nextLeft[place] === noRow && this.#nextRight[right] === noRow) {
        this.#visitor.one(
          this.#rowOf(this.#left, leftFrom + place),
          this.#rowOf(this.#right, rightFrom + right),
        );
      } else {
        this.#visitSeveral(place, right, leftFrom, rightFrom);
      }
    }
  }

  #rowOf(records: KeyRecords, place: number): number {
    return records.words[place * this.#stride] as number;
  }

  #visitSeveral(place: number, right: number, leftFrom: number, rightFrom: number): void {
    let leftCount = 0;
    for (let at = place; at !== noRow; at = this.#nextLeft[at] as number) {
      if (leftCount === this.#leftRows.length) this.#leftRows = doubled(this.#leftRows);
      this.#leftRows[leftCount++] = this.#rowOf(this.#left, leftFrom + at);
    }
    let rightCount = 0;
    for (let at = right; at !== noRow; at = this.#nextRight[at] as number) {
      if (rightCount === this.#rightRows.length) this.#rightRows = doubled(this.#rightRows);
      this.#rightRows[rightCount++] = this.#rowOf(this.#right, rightFrom + at);
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
