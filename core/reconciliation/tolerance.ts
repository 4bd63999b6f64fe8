import { assert } from '../base/assert.ts';
import type { AmountTolerance, DayWindow, MatchPass } from './rules.ts';

const basis = 10_000;

/** `magnitude × basisPoints / 10,000`, rounded down, without leaving safe integers. */
export function basisPointsOf(magnitude: number, basisPoints: number): number {
  const whole = Math.floor(magnitude / basis);
  return whole * basisPoints + Math.floor(((magnitude - whole * basis) * basisPoints) / basis);
}

/** The tests of one pass, with its settings as plain numbers. */
export class Tolerance {
  readonly isExactAmount: boolean;
  readonly ignoresDay: boolean;
  readonly beforeDays: number;
  readonly afterDays: number;
  readonly #amount: AmountTolerance;

  constructor(pass: Pick<MatchPass, 'amount' | 'days'>) {
    const { amount, days } = pass;
    assert(amount.belowBasisPoints <= basis && amount.aboveBasisPoints <= basis, 'at most the whole amount');
    this.#amount = amount;
    this.isExactAmount =
      amount.belowMinor === 0 &&
      amount.aboveMinor === 0 &&
      amount.belowBasisPoints === 0 &&
      amount.aboveBasisPoints === 0;
    this.ignoresDay = days === 'any';
    const window: DayWindow = days === 'any' ? { beforeDays: 0, afterDays: 0 } : days;
    this.beforeDays = window.beforeDays;
    this.afterDays = window.afterDays;
  }

  get isExactDay(): boolean {
    return !this.ignoresDay && this.beforeDays === 0 && this.afterDays === 0;
  }

  /** How far below `leftMinor` the right amount may lie, as a non-negative number. */
  belowMinor(leftMinor: number): number {
    const { belowMinor, belowBasisPoints } = this.#amount;
    if (belowBasisPoints === 0) return belowMinor;
    return Math.max(belowMinor, basisPointsOf(Math.abs(leftMinor), belowBasisPoints));
  }

  aboveMinor(leftMinor: number): number {
    const { aboveMinor, aboveBasisPoints } = this.#amount;
    if (aboveBasisPoints === 0) return aboveMinor;
    return Math.max(aboveMinor, basisPointsOf(Math.abs(leftMinor), aboveBasisPoints));
  }

  admitsAmounts(leftMinor: number, rightMinor: number): boolean {
    const difference = rightMinor - leftMinor;
    return difference < 0
      ? -difference <= this.belowMinor(leftMinor)
      : difference <= this.aboveMinor(leftMinor);
  }

  admitsDays(leftDay: number, rightDay: number): boolean {
    if (this.ignoresDay) return true;
    const difference = rightDay - leftDay;
    return difference >= -this.beforeDays && difference <= this.afterDays;
  }
}
