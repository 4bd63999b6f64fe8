import type { KeyVisitor } from './key-join.ts';
import { LevelSettler } from './level-settler.ts';
import type { MatchRun, RowSlice } from './match-run.ts';
import { RowClasses } from './row-classes.ts';
import type { Tolerance } from './tolerance.ts';
import { WideWindow } from './wide-window.ts';

/** Up to this many pairs of rows are looked at as they are. */
const scannedPairsMax = 256;
/** Up to this many pairs of classes are listed and sorted; beyond it the nearest ones are searched. */
const listedPairsMax = 1024;

/**
 * One-to-one matching of the open rows of one key. Candidates are the pairs within the tolerances, the best ones having
 * the smallest amount difference and among those the smallest day difference, whatever their signs. They are decided
 * from the best to the worst: where two documents have only each other at a level they match, and where one has several
 * all of them are ambiguous. Nothing depends on the order of rows.
 */
export class WindowVisitor implements KeyVisitor {
  readonly #run: MatchRun;
  readonly #tolerance: Tolerance;
  readonly #left = new RowClasses();
  readonly #right = new RowClasses();
  readonly #settler: LevelSettler;
  readonly #wide: WideWindow;
  readonly #pairsMax: number;
  /** The key holds amount and day already. */
  readonly #isExact: boolean;
  #leftClosed = new Uint8Array(16);
  #rightClosed = new Uint8Array(16);
  readonly #pairLeft = new Int32Array(listedPairsMax);
  readonly #pairRight = new Int32Array(listedPairsMax);
  readonly #pairAmount = new Float64Array(listedPairsMax);
  readonly #pairDays = new Int32Array(listedPairsMax);

  constructor(run: MatchRun, tolerance: Tolerance, pairsMax = listedPairsMax) {
    this.#run = run;
    this.#tolerance = tolerance;
    this.#settler = new LevelSettler(run);
    this.#wide = new WideWindow(tolerance, this.#settler);
    this.#pairsMax = pairsMax;
    this.#isExact = tolerance.isExactAmount && tolerance.isExactDay;
  }

  one(leftRow: number, rightRow: number): void {
    if (this.#isExact || this.#admits(leftRow, rightRow)) this.#run.pair(leftRow, rightRow);
  }

  several(left: RowSlice, right: RowSlice): void {
    if (left.count * right.count <= scannedPairsMax && !this.#isExact && this.#settleFew(left, right)) return;
    const { ignoresDay } = this.#tolerance;
    this.#left.fill(this.#run.left, left, ignoresDay);
    this.#right.fill(this.#run.right, right, ignoresDay);
    this.#leftClosed = cleared(this.#leftClosed, this.#left.count);
    this.#rightClosed = cleared(this.#rightClosed, this.#right.count);
    if (this.#left.count * this.#right.count <= this.#pairsMax) this.#settleListed();
    else this.#wide.settle(this.#left, this.#right, this.#leftClosed, this.#rightClosed);
  }

  /** Most keys have no pair within the tolerances, or a single one, which is then a match whatever the order. */
  #settleFew(left: RowSlice, right: RowSlice): boolean {
    let found = false;
    let leftRow = 0;
    let rightRow = 0;
    for (let l = 0; l < left.count; l += 1) {
      for (let r = 0; r < right.count; r += 1) {
        if (!this.#admits(left.rows[l] as number, right.rows[r] as number)) continue;
        if (found) return false;
        found = true;
        leftRow = left.rows[l] as number;
        rightRow = right.rows[r] as number;
      }
    }
    if (found) this.#run.pair(leftRow, rightRow);
    return true;
  }

  #admits(leftRow: number, rightRow: number): boolean {
    const left = this.#run.left.set;
    const right = this.#run.right.set;
    const leftMinor = left.amountMinor[leftRow] as number;
    const rightMinor = right.amountMinor[rightRow] as number;
    return (
      this.#tolerance.admitsAmounts(leftMinor, rightMinor) &&
      this.#tolerance.admitsDays(left.day[leftRow] as number, right.day[rightRow] as number)
    );
  }

  #settleListed(): void {
    const order = this.#listPairs();
    let from = 0;
    while (from < order.length) {
      let to = from;
      while (to < order.length && this.#compare(order[from] as number, order[to] as number) === 0) {
        const l = this.#pairLeft[order[to] as number] as number;
        const r = this.#pairRight[order[to] as number] as number;
        if (this.#leftClosed[l] === 0 && this.#rightClosed[r] === 0) this.#settler.add(l, r);
        to += 1;
      }
      this.#settler.settle(this.#left, this.#right, this.#leftClosed, this.#rightClosed);
      from = to;
    }
  }

  /** The pairs within the tolerances, best first. */
  #listPairs(): number[] {
    const left = this.#left;
    const right = this.#right;
    const order: number[] = [];
    for (let l = 0; l < left.count; l += 1) {
      const amount = left.amountMinor[l] as number;
      const day = left.day[l] as number;
      for (let r = 0; r < right.count; r += 1) {
        const otherAmount = right.amountMinor[r] as number;
        const otherDay = right.day[r] as number;
        if (!this.#tolerance.admitsDays(day, otherDay)) continue;
        if (!this.#tolerance.admitsAmounts(amount, otherAmount)) continue;
        const pair = order.length;
        this.#pairLeft[pair] = l;
        this.#pairRight[pair] = r;
        this.#pairAmount[pair] = Math.abs(otherAmount - amount);
        this.#pairDays[pair] = Math.abs(otherDay - day);
        order.push(pair);
      }
    }
    if (order.length > 1) order.sort((a, b) => this.#compare(a, b));
    return order;
  }

  #compare(a: number, b: number): number {
    return (
      (this.#pairAmount[a] as number) - (this.#pairAmount[b] as number) ||
      (this.#pairDays[a] as number) - (this.#pairDays[b] as number)
    );
  }
}

function cleared(flags: Uint8Array<ArrayBuffer>, count: number): Uint8Array<ArrayBuffer> {
  if (count > flags.length) return new Uint8Array(Math.ceil(count * 1.5));
  flags.fill(0, 0, count);
  return flags;
}
