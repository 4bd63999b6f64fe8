import type { KeyVisitor } from './key-join.ts';
import { LevelHeap } from './level-heap.ts';
import { IntList, type KeyedRows, type MatchRun, type Side, rowState } from './match-run.ts';
import { noRows, type PartsFound, PartsSearch } from './parts-search.ts';
import type { MatchPass } from './rules.ts';
import type { Tolerance } from './tolerance.ts';

/**
 * One document against the sum of several of the other side with its key: two to `partsMax` documents of its sign, each
 * within the day window, their sum within the tolerance. Choices are decided from the best to the worst (smallest
 * difference, then fewest parts, then nearest days): a document whose best choice is its only one, and whose parts nobody
 * else claims at that level, is matched; the rest of the level is ambiguous.
 */
export class PartsVisitor implements KeyVisitor {
  readonly needsValues = true;
  readonly #run: MatchRun;
  readonly #one: Side;
  readonly #many: Side;
  readonly #oneIsLeft: boolean;
  readonly #search: PartsSearch;
  readonly #heap = new LevelHeap();
  readonly #reportOnes = new IntList();
  readonly #reportMany = new IntList();
  readonly #found: (PartsFound | null)[] = [];
  #ones: KeyedRows = noRows;

  constructor(run: MatchRun, pass: MatchPass, tolerance: Tolerance, one: Side, many: Side) {
    this.#run = run;
    this.#one = one;
    this.#many = many;
    this.#oneIsLeft = one === run.left;
    this.#search = new PartsSearch(pass, tolerance, this.#oneIsLeft, many);
  }

  /** One against one is the business of another pass. */
  one(): void {}

  several(left: KeyedRows, right: KeyedRows): void {
    const many = this.#oneIsLeft ? right : left;
    if (many.count < 2) return;
    this.#ones = this.#oneIsLeft ? left : right;
    this.#search.over(many);
    this.#found.length = 0;
    this.#heap.clear();
    for (let at = 0; at < this.#ones.count; at += 1) this.#look(at);
    while (this.#heap.count > 0) this.#settleLevel(this.#popLevel());
  }

  #look(at: number): void {
    const { amountMinor, day } = this.#ones;
    const found = this.#search.find(amountMinor[at] as number, day[at] as number);
    if (found === 'crowded') {
      this.#run.leaveUnsearched();
      return;
    }
    this.#found[at] = found;
    if (found !== null) this.#heap.push(found.distanceMinor, found.spread, at);
  }

  /** The documents at the best level whose choices are still open. */
  #popLevel(): number[] {
    const level: number[] = [];
    const { topFirst, topSecond } = this.#heap;
    while (this.#heap.count > 0 && this.#heap.topFirst === topFirst && this.#heap.topSecond === topSecond) {
      const at = this.#heap.pop();
      if (this.#one.state[this.#ones.rows[at] as number] !== rowState.open) continue;
      if (this.#rowsOf(at).every((row) => this.#many.state[row] === rowState.open)) level.push(at);
      else this.#look(at);
    }
    return level;
  }

  #settleLevel(level: readonly number[]): void {
    const only = level.length === 1 ? (level[0] as number) : -1;
    if (only >= 0) {
      this.#report(level, this.#found[only]?.isSole === true ? 'match' : 'tie');
      return;
    }
    const claims = new Map<number, number>();
    for (const at of level) {
      const weight = this.#found[at]?.isSole === true ? 1 : 2;
      for (const row of this.#rowsOf(at)) claims.set(row, (claims.get(row) ?? 0) + weight);
    }
    const tied: number[] = [];
    for (const at of level) {
      if (this.#rowsOf(at).every((row) => claims.get(row) === 1)) this.#report([at], 'match');
      else tied.push(at);
    }
    for (const group of this.#connected(tied)) this.#report(group, 'tie');
  }

  /** Documents that claim a row in common, directly or through others. */
  #connected(level: readonly number[]): number[][] {
    const groupOfRow = new Map<number, number[]>();
    const groups = new Set<number[]>();
    for (const at of level) {
      let group = [at];
      groups.add(group);
      for (const row of this.#rowsOf(at)) {
        const other = groupOfRow.get(row);
        if (other !== undefined && other !== group) group = this.#merge(group, other, groups, groupOfRow);
        groupOfRow.set(row, group);
      }
    }
    return [...groups];
  }

  #merge(a: number[], b: number[], groups: Set<number[]>, groupOfRow: Map<number, number[]>): number[] {
    const [large, small] = a.length >= b.length ? [a, b] : [b, a];
    groups.delete(small);
    for (const at of small) {
      large.push(at);
      for (const row of this.#rowsOf(at)) if (groupOfRow.get(row) === small) groupOfRow.set(row, large);
    }
    return large;
  }

  #report(ats: readonly number[], outcome: 'match' | 'tie'): void {
    this.#reportOnes.count = 0;
    this.#reportMany.count = 0;
    for (const at of ats) this.#reportOnes.push(this.#ones.rows[at] as number);
    const rows =
      ats.length === 1 ? this.#rowsOf(ats[0] as number) : new Set(ats.flatMap((at) => this.#rowsOf(at)));
    for (const row of rows) this.#reportMany.push(row);
    const ones = { rows: this.#reportOnes.values, count: this.#reportOnes.count };
    const many = { rows: this.#reportMany.values, count: this.#reportMany.count };
    const [left, right] = this.#oneIsLeft ? [ones, many] : [many, ones];
    if (outcome === 'match') this.#run.group(left, right);
    else this.#run.tie(left, right);
  }

  #rowsOf(at: number): readonly number[] {
    return this.#found[at]?.rows ?? [];
  }
}
