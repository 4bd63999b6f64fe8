import { areCopies, pairCopies } from './copies.ts';
import type { KeyVisitor } from './key-join.ts';
import { LevelSettler } from './level-settler.ts';
import type { KeyedRows, MatchRun } from './match-run.ts';
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
  /** Rows that share the key, amount and day are copies of one document. */
  readonly #keyNamesDocument: boolean;
  /** The key holds amount and day already. */
  readonly #isExact: boolean;
  #leftClosed = new Uint8Array(16);
  #rightClosed = new Uint8Array(16);
  readonly #pairLeft = new Int32Array(listedPairsMax);
  readonly #pairRight = new Int32Array(listedPairsMax);
  readonly #pairAmount = new Float64Array(listedPairsMax);
  readonly #pairDays = new Int32Array(listedPairsMax);

  constructor(run: MatchRun, tolerance: Tolerance, keyNamesDocument: boolean) {
    this.#run = run;
    this.#tolerance = tolerance;
    this.#settler = new LevelSettler(run);
    this.#wide = new WideWindow(tolerance, this.#settler);
    this.#keyNamesDocument = keyNamesDocument;
    this.#isExact = tolerance.isExactAmount && tolerance.isExactDay;
  }

  get needsValues(): boolean {
    return !this.#isExact;
  }

  /** Only where the key holds amount and day: nothing is left to compare. */
  one(leftRow: number, rightRow: number): void {
    this.#run.pair(leftRow, rightRow);
  }

  several(left: KeyedRows, right: KeyedRows): void {
    if (this.#isExact) this.#settleExact(left, right);
    else if (left.count * right.count > scannedPairsMax || !this.#settleFew(left, right)) {
      this.#settleClasses(left, right);
    }
  }

  /** All rows are equally good: they are copies of one document, or tied. */
  #settleExact(left: KeyedRows, right: KeyedRows): void {
    const areAllCopies =
      this.#keyNamesDocument || (areCopies(this.#run.left, left) && areCopies(this.#run.right, right));
    if (areAllCopies) pairCopies(this.#run, left, right);
    else this.#run.tie(left, right);
  }

  #settleClasses(left: KeyedRows, right: KeyedRows): void {
    const { ignoresDay } = this.#tolerance;
    this.#left.fill(this.#run.left, left, ignoresDay);
    this.#right.fill(this.#run.right, right, ignoresDay);
    this.#leftClosed = cleared(this.#leftClosed, this.#left.count);
    this.#rightClosed = cleared(this.#rightClosed, this.#right.count);
    if (this.#left.count * this.#right.count <= listedPairsMax) this.#settleListed();
    else this.#wide.settle(this.#left, this.#right, this.#leftClosed, this.#rightClosed);
  }

  /**
   * Most keys have few pairs within the tolerances, and no row in two of them: those are matches whatever the order.
   * False, with nothing done, where a row has a choice.
   */
  #settleFew(left: KeyedRows, right: KeyedRows): boolean {
    let pairs = 0;
    for (let l = 0; l < left.count; l += 1) {
      const amount = left.amountMinor[l] as number;
      const day = left.day[l] as number;
      let isTaken = false;
      for (let r = 0; r < right.count; r += 1) {
        if (!this.#tolerance.admitsAmounts(amount, right.amountMinor[r] as number)) continue;
        if (!this.#tolerance.admitsDays(day, right.day[r] as number)) continue;
        if (isTaken || isAmong(this.#pairRight, pairs, r)) return false;
        isTaken = true;
        this.#pairLeft[pairs] = l;
        this.#pairRight[pairs] = r;
        pairs += 1;
      }
    }
    for (let pair = 0; pair < pairs; pair += 1) {
      const l = this.#pairLeft[pair] as number;
      const r = this.#pairRight[pair] as number;
      this.#run.pair(left.rows[l] as number, right.rows[r] as number);
    }
    return true;
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

function isAmong(values: Int32Array, count: number, wanted: number): boolean {
  for (let at = 0; at < count; at += 1) if (values[at] === wanted) return true;
  return false;
}

function cleared(flags: Uint8Array<ArrayBuffer>, count: number): Uint8Array<ArrayBuffer> {
  if (count > flags.length) return new Uint8Array(Math.ceil(count * 1.5));
  flags.fill(0, 0, count);
  return flags;
}
