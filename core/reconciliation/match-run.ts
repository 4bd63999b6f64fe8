import { type DocumentSet, grownInt32 } from './document-set.ts';
import type { MatchPass } from './rules.ts';

/** What became of a row. Every row has exactly one state, so every row is counted exactly once. */
export const rowState = { open: 0, matched: 1, ambiguous: 2, copy: 3 } as const;

/** A list of 32-bit integers that grows. */
export class IntList {
  values = new Int32Array(64);
  count = 0;

  push(value: number): void {
    if (this.count === this.values.length) this.values = grownInt32(this.values, this.count * 2) as never;
    this.values[this.count++] = value;
  }

  reserve(count: number): void {
    if (count > this.values.length) this.values = grownInt32(this.values, count) as never;
  }
}

/** Sets of left and right rows that belong together: row numbers in two runs, with where each group starts. */
export class GroupList {
  readonly pass = new IntList();
  readonly leftStarts = new IntList();
  readonly leftRows = new IntList();
  readonly rightStarts = new IntList();
  readonly rightRows = new IntList();

  constructor() {
    this.leftStarts.push(0);
    this.rightStarts.push(0);
  }

  get count(): number {
    return this.pass.count;
  }

  add(pass: number, left: RowSlice, right: RowSlice): void {
    this.pass.push(pass);
    for (let at = 0; at < left.count; at += 1) this.leftRows.push(left.rows[at] as number);
    for (let at = 0; at < right.count; at += 1) this.rightRows.push(right.rows[at] as number);
    this.leftStarts.push(this.leftRows.count);
    this.rightStarts.push(this.rightRows.count);
  }

  leftOf(group: number): Int32Array {
    const starts = this.leftStarts.values;
    return this.leftRows.values.subarray(starts[group], starts[group + 1]);
  }

  rightOf(group: number): Int32Array {
    const starts = this.rightStarts.values;
    return this.rightRows.values.subarray(starts[group], starts[group + 1]);
  }
}

/** The first `count` of `rows`. */
export interface RowSlice {
  readonly rows: Int32Array;
  readonly count: number;
}

/** Rows that share a key, with the values that passes compare; empty arrays where the visitor did not ask for them. */
export interface KeyedRows extends RowSlice {
  readonly amountMinor: Float64Array;
  readonly day: Int32Array;
}

export interface PairList {
  readonly left: IntList;
  readonly right: IntList;
  readonly pass: IntList;
}

/** Rows that repeat another row of their side in everything the rules see; `original` is that row. */
export interface CopyList {
  readonly rows: IntList;
  readonly originals: IntList;
}

/** One side of a running reconciliation. */
export interface Side {
  readonly set: DocumentSet;
  readonly state: Uint8Array;
  readonly copies: CopyList;
}

function sideOf(set: DocumentSet): Side {
  return { set, state: new Uint8Array(set.count), copies: { rows: new IntList(), originals: new IntList() } };
}

/** The state that the passes work on, and in the end the result. */
export class MatchRun {
  readonly left: Side;
  readonly right: Side;
  readonly passes: readonly MatchPass[];
  /** One-to-one matches; `pass` is the index into `passes`. */
  readonly pairs: PairList = { left: new IntList(), right: new IntList(), pass: new IntList() };
  /** Matches with several documents on a side. */
  readonly groups = new GroupList();
  /** Equally good candidates that nothing decides between. */
  readonly ties = new GroupList();
  /** Documents whose parts were not searched because more than `candidatesMax` were open, by pass. */
  readonly unsearched: number[];
  #pass = 0;

  constructor(left: DocumentSet, right: DocumentSet, passes: readonly MatchPass[]) {
    this.left = sideOf(left);
    this.right = sideOf(right);
    this.passes = passes;
    this.unsearched = passes.map(() => 0);
    const most = Math.min(left.count, right.count);
    for (const list of [this.pairs.left, this.pairs.right, this.pairs.pass]) list.reserve(most);
  }

  startPass(index: number): void {
    this.#pass = index;
  }

  pair(leftRow: number, rightRow: number): void {
    this.left.state[leftRow] = rowState.matched;
    this.right.state[rightRow] = rowState.matched;
    this.pairs.left.push(leftRow);
    this.pairs.right.push(rightRow);
    this.pairs.pass.push(this.#pass);
  }

  group(left: RowSlice, right: RowSlice): void {
    mark(this.left, left, rowState.matched);
    mark(this.right, right, rowState.matched);
    this.groups.add(this.#pass, left, right);
  }

  tie(left: RowSlice, right: RowSlice): void {
    mark(this.left, left, rowState.ambiguous);
    mark(this.right, right, rowState.ambiguous);
    this.ties.add(this.#pass, left, right);
  }

  copy(side: Side, row: number, original: number): void {
    side.state[row] = rowState.copy;
    side.copies.rows.push(row);
    side.copies.originals.push(original);
  }

  leaveUnsearched(): void {
    this.unsearched[this.#pass] = (this.unsearched[this.#pass] as number) + 1;
  }
}

function mark(side: Side, slice: RowSlice, state: number): void {
  for (let at = 0; at < slice.count; at += 1) side.state[slice.rows[at] as number] = state;
}
