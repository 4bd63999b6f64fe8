import type { KeyVisitor } from './key-join.ts';
import type { MatchRun, RowSlice, Side } from './match-run.ts';
import type { MatchPass } from './rules.ts';
import type { Tolerance } from './tolerance.ts';

/**
 * Many-to-many: all the open rows of one key on both sides match as one group when their sums agree within the tolerance,
 * every two of them lie within the day window, and neither side has more than `partsMax`. Taking the whole key leaves
 * nothing to choose, so nothing to guess.
 */
export class BalanceVisitor implements KeyVisitor {
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

  several(left: RowSlice, right: RowSlice): void {
    if (left.count < 2 || right.count < 2) return;
    if (left.count > this.#partsMax || right.count > this.#partsMax) {
      this.#run.leaveUnsearched();
      return;
    }
    const leftSum = sumMinor(this.#run.left, left);
    const rightSum = sumMinor(this.#run.right, right);
    if (this.#tolerance.admitsAmounts(leftSum, rightSum) && this.#admitsDays(left, right)) {
      this.#run.group(left, right);
    }
  }

  #admitsDays(left: RowSlice, right: RowSlice): boolean {
    const [leftFirst, leftLast] = daysOf(this.#run.left, left);
    const [rightFirst, rightLast] = daysOf(this.#run.right, right);
    return (
      this.#tolerance.admitsDays(leftLast, rightFirst) && this.#tolerance.admitsDays(leftFirst, rightLast)
    );
  }
}

function sumMinor(side: Side, slice: RowSlice): number {
  let sum = 0;
  for (let at = 0; at < slice.count; at += 1) sum += side.set.amountMinor[slice.rows[at] as number] as number;
  return sum;
}

function daysOf(side: Side, slice: RowSlice): [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < slice.count; at += 1) {
    const day = side.set.day[slice.rows[at] as number] as number;
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  return [first, last];
}
