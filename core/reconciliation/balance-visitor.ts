import type { KeyVisitor } from './key-join.ts';
import type { KeyedRows, MatchRun } from './match-run.ts';
import type { MatchPass } from './rules.ts';
import type { Tolerance } from './tolerance.ts';

/**
 * Many-to-many: all the open rows of one key on both sides match as one group when their sums agree within the tolerance,
 * every two of them lie within the day window, and neither side has more than `partsMax`. Taking the whole key leaves
 * nothing to choose, so nothing to guess.
 */
export class BalanceVisitor implements KeyVisitor {
  readonly needsValues = true;
  readonly #run: MatchRun;
  readonly #partsMax: number;
  readonly #tolerance: Tolerance;

  constructor(run: MatchRun, pass: MatchPass, tolerance: Tolerance) {
    this.#run = run;
    this.#partsMax = pass.partsMax;
    this.#tolerance = tolerance;
  }

  /** One against one is not many to many. */
  one(): void {}

  several(left: KeyedRows, right: KeyedRows): void {
    if (left.count < 2 || right.count < 2) return;
    if (left.count > this.#partsMax || right.count > this.#partsMax) {
      this.#run.leaveUnsearched();
      return;
    }
    const leftSum = sumMinor(left);
    const rightSum = sumMinor(right);
    if (this.#tolerance.admitsAmounts(leftSum, rightSum) && this.#admitsDays(left, right)) {
      this.#run.group(left, right);
    }
  }

  #admitsDays(left: KeyedRows, right: KeyedRows): boolean {
    const [leftFirst, leftLast] = daysOf(left);
    const [rightFirst, rightLast] = daysOf(right);
    return (
      this.#tolerance.admitsDays(leftLast, rightFirst) && this.#tolerance.admitsDays(leftFirst, rightLast)
    );
  }
}

function sumMinor(slice: KeyedRows): number {
  let sum = 0;
  for (let at = 0; at < slice.count; at += 1) sum += slice.amountMinor[at] as number;
  return sum;
}

function daysOf(slice: KeyedRows): [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < slice.count; at += 1) {
    first = Math.min(first, slice.day[at] as number);
    last = Math.max(last, slice.day[at] as number);
  }
  return [first, last];
}
