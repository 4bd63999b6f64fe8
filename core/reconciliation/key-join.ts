import type { DocumentSet } from './document-set.ts';
import type { KeyedRows } from './match-run.ts';
import { type KeyColumns, sameTexts } from './key-plan.ts';
import {
  type KeyRecords,
  type RecordLayout,
  amountAt,
  headerWords,
  partitionKeys,
  recordLayout,
} from './key-records.ts';

/** What a pass does with the open rows that share a key. */
export interface KeyVisitor {
  /** Whether the visitor compares amounts and days. Then every key comes with them, to `several`. */
  readonly needsValues: boolean;
  /** The key has one row on each side. */
  one(leftRow: number, rightRow: number): void;
  /** The key has several on a side, or values were asked for. The arrays are reused: copy what is kept. */
  several(left: KeyedRows, right: KeyedRows): void;
}

/** Left rows of one partition: their table and chains stay inside a core's cache. */
const partitionRows = 2048;
const noRow = -1;
const notHead = -2;

/** The open rows of one side and the columns of their key. */
export interface JoinSide {
  readonly set: DocumentSet;
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
  const { needsValues } = visitor;
  const layout = recordLayout(left.columns, right.columns, needsValues);
  const leftRecords = partitionKeys(left.rows, left.columns, layout, bits, needsValues ? left.set : null);
  yield;
  const rightRecords = partitionKeys(right.rows, right.columns, layout, bits, needsValues ? right.set : null);
  yield;
  const compareTexts = layout.hasLongTexts ? ([left.columns, right.columns] as const) : null;
  const join = new PartitionJoin(leftRecords, rightRecords, layout, compareTexts, visitor);
  for (let part = 0; part < 1 << bits; part += 1) {
    join.run(part);
    if ((part & 15) === 15) yield;
  }
}

class PartitionJoin {
  readonly #left: KeyRecords;
  readonly #right: KeyRecords;
  readonly #stride: number;
  readonly #keyEnd: number;
  /** The columns whose texts are compared beyond the record, where some do not fit into it. */
  readonly #longTexts: readonly [KeyColumns, KeyColumns] | null;
  readonly #visitor: KeyVisitor;
  readonly #table: Int32Array;
  /** By place in the partition: the next left row of the same key, the first and next right row. */
  readonly #nextLeft: Int32Array;
  readonly #firstRight: Int32Array;
  readonly #nextRight: Int32Array;
  readonly #leftRows = new RowCollector();
  readonly #rightRows = new RowCollector();

  constructor(
    left: KeyRecords,
    right: KeyRecords,
    layout: RecordLayout,
    longTexts: readonly [KeyColumns, KeyColumns] | null,
    visitor: KeyVisitor,
  ) {
    this.#left = left;
    this.#right = right;
    this.#stride = layout.stride;
    this.#keyEnd = layout.keyEnd;
    this.#longTexts = longTexts;
    this.#visitor = visitor;
    const most = largest(left.starts);
    this.#table = new Int32Array(tableSize(most));
    this.#nextLeft = new Int32Array(most);
    this.#firstRight = new Int32Array(most);
    this.#nextRight = new Int32Array(largest(right.starts));
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
    for (let word = headerWords; word < this.#keyEnd; word += 1) {
      if (leftWords[leftAt + word] !== otherWords[otherAt + word]) return false;
    }
    if (this.#longTexts === null) return true;
    const [leftRow, otherRow] = [leftWords[leftAt] as number, otherWords[otherAt] as number];
    return sameTexts(this.#longTexts[0], leftRow, this.#longTexts[otherSide], otherRow);
  }

  #visit(leftFrom: number, leftTo: number, rightFrom: number): void {
    const leftWords = this.#left.words;
    const rightWords = this.#right.words;
    const stride = this.#stride;
    const { needsValues } = this.#visitor;
    for (let place = 0; place < leftTo - leftFrom; place += 1) {
      const right = this.#firstRight[place] as number;
      if (right < 0) continue;
      if (!needsValues && this.#nextLeft[place] === noRow && this.#nextRight[right] === noRow) {
        const leftRow = leftWords[(leftFrom + place) * stride] as number;
        this.#visitor.one(leftRow, rightWords[(rightFrom + right) * stride] as number);
      } else {
        this.#visitSeveral(place, right, leftFrom, rightFrom);
      }
    }
  }

  #visitSeveral(place: number, right: number, leftFrom: number, rightFrom: number): void {
    const valuesAt = this.#visitor.needsValues ? this.#keyEnd : 0;
    this.#leftRows.count = 0;
    for (let at = place; at !== noRow; at = this.#nextLeft[at] as number) {
      this.#leftRows.take(this.#left.words, (leftFrom + at) * this.#stride, valuesAt);
    }
    this.#rightRows.count = 0;
    for (let at = right; at !== noRow; at = this.#nextRight[at] as number) {
      this.#rightRows.take(this.#right.words, (rightFrom + at) * this.#stride, valuesAt);
    }
    this.#visitor.several(this.#leftRows, this.#rightRows);
  }
}

class RowCollector implements KeyedRows {
  rows = new Int32Array(16);
  amountMinor = new Float64Array(16);
  day = new Int32Array(16);
  count = 0;

  take(words: Int32Array, record: number, valuesAt: number): void {
    if (this.count === this.rows.length) this.#grow();
    this.rows[this.count] = words[record] as number;
    if (valuesAt > 0) {
      this.amountMinor[this.count] = amountAt(words, record + valuesAt);
      this.day[this.count] = words[record + valuesAt + 2] as number;
    }
    this.count += 1;
  }

  #grow(): void {
    const { rows, amountMinor, day } = this;
    this.rows = new Int32Array(rows.length * 2);
    this.amountMinor = new Float64Array(rows.length * 2);
    this.day = new Int32Array(rows.length * 2);
    this.rows.set(rows);
    this.amountMinor.set(amountMinor);
    this.day.set(day);
  }
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
