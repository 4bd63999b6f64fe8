import type { BreakClass } from './classify-break.ts';
import { breakClasses } from './classify-break.ts';
import { ExactSum } from './exact-sum.ts';
import type { Side } from './match-run.ts';

export type SummaryClass = 'matched' | 'ambiguous' | BreakClass;

/** One line of the summary: the documents of one class in one currency. Sums are exact; currencies are never added. */
export interface SummaryLine {
  readonly currency: string;
  readonly class: SummaryClass;
  /** Matches, ambiguities or breaks. */
  readonly count: number;
  readonly leftCount: number;
  readonly leftMinor: bigint;
  readonly rightCount: number;
  readonly rightMinor: bigint;
}

const order: readonly SummaryClass[] = ['matched', 'ambiguous', ...breakClasses];

interface Tally {
  readonly currency: number;
  readonly class: SummaryClass;
  count: number;
  leftCount: number;
  rightCount: number;
  readonly left: ExactSum;
  readonly right: ExactSum;
}

/** Counts and sums per class and currency. A break across two currencies is counted in both, each with its own amount. */
export class ReportSummary {
  readonly #left: Side;
  readonly #right: Side;
  readonly #tallies = new Map<SummaryClass, (Tally | undefined)[]>(order.map((name) => [name, []]));

  constructor(left: Side, right: Side) {
    this.#left = left;
    this.#right = right;
  }

  /** Counts a pair; -1 stands for no row. */
  addPair(name: SummaryClass, leftRow: number, rightRow: number): void {
    const currency =
      leftRow >= 0 ? this.#currencyOf(this.#left, leftRow) : this.#currencyOf(this.#right, rightRow);
    const tally = this.#tally(name, currency);
    tally.count += 1;
    if (leftRow >= 0) this.#addLeft(tally, leftRow);
    if (rightRow >= 0) this.#addRight(tally, rightRow);
  }

  addGroup(name: SummaryClass, leftRows: Int32Array, rightRows: Int32Array): void {
    const tally = this.#tally(name, this.#currencyOf(this.#left, leftRows[0] as number));
    tally.count += 1;
    for (const row of leftRows) this.#addLeft(tally, row);
    for (const row of rightRows) this.#addRight(tally, row);
  }

  lines(): SummaryLine[] {
    const { currency } = this.#left.set.vocabulary;
    const tallies = [...this.#tallies.values()].flat().filter((tally) => tally !== undefined);
    return tallies
      .map((tally) => ({
        currency: currency.text(tally.currency),
        class: tally.class,
        count: tally.count,
        leftCount: tally.leftCount,
        leftMinor: tally.left.total,
        rightCount: tally.rightCount,
        rightMinor: tally.right.total,
      }))
      .sort((a, b) =>
        a.currency === b.currency
          ? order.indexOf(a.class) - order.indexOf(b.class)
          : a.currency < b.currency
            ? -1
            : 1,
      );
  }

  #addLeft(like: Tally, row: number): void {
    const tally = this.#tallyOf(like, this.#currencyOf(this.#left, row));
    tally.leftCount += 1;
    tally.left.add(this.#left.set.amountMinor[row] as number);
  }

  #addRight(like: Tally, row: number): void {
    const tally = this.#tallyOf(like, this.#currencyOf(this.#right, row));
    tally.rightCount += 1;
    tally.right.add(this.#right.set.amountMinor[row] as number);
  }

  /** Nearly always the tally at hand. */
  #tallyOf(like: Tally, currency: number): Tally {
    return like.currency === currency ? like : this.#tally(like.class, currency);
  }

  #currencyOf(side: Side, row: number): number {
    return side.set.currency[row] as number;
  }

  #tally(name: SummaryClass, currency: number): Tally {
    const tallies = this.#tallies.get(name) as (Tally | undefined)[];
    const known = tallies[currency];
    if (known !== undefined) return known;
    const tally = {
      currency,
      class: name,
      count: 0,
      leftCount: 0,
      rightCount: 0,
      left: new ExactSum(),
      right: new ExactSum(),
    };
    tallies[currency] = tally;
    return tally;
  }
}
