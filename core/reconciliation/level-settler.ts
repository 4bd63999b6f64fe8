import { pairCopies } from './copies.ts';
import { IntList, type MatchRun } from './match-run.ts';
import type { RowClasses } from './row-classes.ts';

const nobody = -1;

/**
 * Decides one level: all the candidate pairs of classes that are equally good and whose better candidates are decided.
 * Two classes that have only each other are a match. All others are tied: each connected set of them is one ambiguity.
 */
export class LevelSettler {
  readonly #run: MatchRun;
  readonly #edgeLeft = new IntList();
  readonly #edgeRight = new IntList();
  #leftDegree = new Int32Array(16);
  #rightDegree = new Int32Array(16);
  /** By class, left ones first: the union-find tree, and the list of the members of each root. */
  #parent = new Int32Array(32);
  #first = new Int32Array(32);
  #next = new Int32Array(32);
  readonly #members = new IntList();
  readonly #leftRows = new IntList();
  readonly #rightRows = new IntList();

  constructor(run: MatchRun) {
    this.#run = run;
  }

  add(leftClass: number, rightClass: number): void {
    this.#edgeLeft.push(leftClass);
    this.#edgeRight.push(rightClass);
  }

  /** Settles the edges added since the last call and marks their classes closed. */
  settle(left: RowClasses, right: RowClasses, leftClosed: Uint8Array, rightClosed: Uint8Array): void {
    const edges = this.#edgeLeft.count;
    if (edges === 0) return;
    this.#reserve(left.count, right.count);
    this.#countDegrees(left, right);
    let tied = 0;
    for (let edge = 0; edge < edges; edge += 1) {
      const l = this.#edgeLeft.values[edge] as number;
      const r = this.#edgeRight.values[edge] as number;
      leftClosed[l] = 1;
      rightClosed[r] = 1;
      if (this.#leftDegree[l] === 1 && this.#rightDegree[r] === 1) {
        pairCopies(this.#run, left.slice(l), right.slice(r));
      } else {
        this.#edgeLeft.values[tied] = l;
        this.#edgeRight.values[tied] = r;
        tied += 1;
      }
    }
    this.#edgeLeft.count = tied;
    this.#edgeRight.count = tied;
    if (tied > 0) this.#tie(left, right);
    this.#edgeLeft.count = 0;
    this.#edgeRight.count = 0;
  }

  #reserve(leftCount: number, rightCount: number): void {
    if (leftCount > this.#leftDegree.length) this.#leftDegree = new Int32Array(leftCount * 2);
    if (rightCount > this.#rightDegree.length) this.#rightDegree = new Int32Array(rightCount * 2);
    const classes = this.#leftDegree.length + this.#rightDegree.length;
    if (classes > this.#parent.length) {
      this.#parent = new Int32Array(classes);
      this.#first = new Int32Array(classes);
      this.#next = new Int32Array(classes);
    }
  }

  #countDegrees(left: RowClasses, right: RowClasses): void {
    const edges = this.#edgeLeft.count;
    const leftEdges = this.#edgeLeft.values;
    const rightEdges = this.#edgeRight.values;
    for (let edge = 0; edge < edges; edge += 1) {
      this.#leftDegree[leftEdges[edge] as number] = 0;
      this.#rightDegree[rightEdges[edge] as number] = 0;
    }
    for (let edge = 0; edge < edges; edge += 1) {
      const l = leftEdges[edge] as number;
      const r = rightEdges[edge] as number;
      this.#leftDegree[l] = (this.#leftDegree[l] as number) + (right.weight[r] as number);
      this.#rightDegree[r] = (this.#rightDegree[r] as number) + (left.weight[l] as number);
    }
  }

  /** One ambiguity for each connected set of the edges that are left. */
  #tie(left: RowClasses, right: RowClasses): void {
    const offset = left.count;
    const parent = this.#parent;
    this.#listMembers(offset);
    const { values: members, count } = this.#members;
    for (let edge = 0; edge < this.#edgeLeft.count; edge += 1) {
      const l = this.#edgeLeft.values[edge] as number;
      const r = offset + (this.#edgeRight.values[edge] as number);
      parent[root(parent, l)] = root(parent, r);
    }
    const next = this.#next;
    const first = this.#first;
    for (let at = 0; at < count; at += 1) first[members[at] as number] = nobody;
    for (let at = 0; at < count; at += 1) {
      const member = members[at] as number;
      const top = root(parent, member);
      next[member] = first[top] as number;
      first[top] = member;
    }
    for (let at = 0; at < count; at += 1) {
      const member = members[at] as number;
      if (parent[member] === member) this.#tieMembers(first[member] as number, left, right);
    }
  }

  /** Every class of the tied edges once; left classes by their index, right ones after them. */
  #listMembers(offset: number): void {
    const parent = this.#parent;
    this.#members.count = 0;
    const edges = this.#edgeLeft.count;
    for (let edge = 0; edge < edges; edge += 1) {
      parent[this.#edgeLeft.values[edge] as number] = nobody;
      parent[offset + (this.#edgeRight.values[edge] as number)] = nobody;
    }
    for (let edge = 0; edge < edges; edge += 1) {
      this.#list(this.#edgeLeft.values[edge] as number);
      this.#list(offset + (this.#edgeRight.values[edge] as number));
    }
  }

  #list(member: number): void {
    if (this.#parent[member] !== nobody) return;
    this.#parent[member] = member;
    this.#members.push(member);
  }

  #tieMembers(first: number, left: RowClasses, right: RowClasses): void {
    const leftRows = this.#leftRows;
    const rightRows = this.#rightRows;
    leftRows.count = 0;
    rightRows.count = 0;
    for (let member = first; member !== nobody; member = this.#next[member] as number) {
      const isLeft = member < left.count;
      const classes = isLeft ? left : right;
      const index = isLeft ? member : member - left.count;
      const rows = isLeft ? leftRows : rightRows;
      const end = classes.starts[index + 1] as number;
      for (let at = classes.starts[index] as number; at < end; at += 1) rows.push(classes.rows[at] as number);
    }
    this.#run.tie(
      { rows: leftRows.values, count: leftRows.count },
      { rows: rightRows.values, count: rightRows.count },
    );
  }
}

function root(parent: Int32Array, node: number): number {
  let at = node;
  while (parent[at] !== at) {
    const above = parent[at] as number;
    parent[at] = parent[above] as number;
    at = above;
  }
  return at;
}
