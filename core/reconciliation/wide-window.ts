import { ClassIndex } from './class-index.ts';
import { LevelHeap } from './level-heap.ts';
import type { LevelSettler } from './level-settler.ts';
import type { RowClasses } from './row-classes.ts';
import type { Tolerance } from './tolerance.ts';

/**
 * The window match for keys with very many open rows, without listing their pairs. Each class searches its nearest open
 * candidate by binary search in every day of its window. A heap holds each class at the cost of the best candidate it
 * last saw; candidates only ever disappear, so that cost is never too high, and a class whose candidate is gone searches
 * again when its turn comes. Levels therefore come up in the same order, with the same members, as from the full list.
 */
export class WideWindow {
  readonly #tolerance: Tolerance;
  readonly #settler: LevelSettler;
  readonly #heap = new LevelHeap();
  #left!: ClassIndex;
  #right!: ClassIndex;
  #bestAmount = 0;
  #bestDays = 0;

  constructor(tolerance: Tolerance, settler: LevelSettler) {
    this.#tolerance = tolerance;
    this.#settler = settler;
  }

  settle(left: RowClasses, right: RowClasses, leftClosed: Uint8Array, rightClosed: Uint8Array): void {
    this.#left = new ClassIndex(left, leftClosed);
    this.#right = new ClassIndex(right, rightClosed);
    this.#heap.clear();
    for (let at = 0; at < left.count; at += 1) this.#search(at);
    for (let at = 0; at < right.count; at += 1) this.#search(left.count + at);
    while (this.#heap.count > 0) {
      this.#collectLevel();
      this.#settler.settle(left, right, leftClosed, rightClosed);
    }
  }

  /** Adds every pair of the lowest level to the settler. Only left classes add, so that a pair is added once. */
  #collectLevel(): void {
    const amount = this.#heap.topFirst;
    const days = this.#heap.topSecond;
    const leftCount = this.#left.classes.count;
    while (this.#heap.count > 0 && this.#heap.topFirst === amount && this.#heap.topSecond === days) {
      const node = this.#heap.pop();
      const isLeft = node < leftCount;
      const index = isLeft ? node : node - leftCount;
      if ((isLeft ? this.#left : this.#right).closed[index] !== 0) continue;
      if (!this.#addPairs(isLeft, index, amount, days)) this.#search(node);
    }
  }

  /** The open candidates of a class at exactly this distance: at most four classes. */
  #addPairs(isLeft: boolean, index: number, amount: number, days: number): boolean {
    const own = isLeft ? this.#left.classes : this.#right.classes;
    const other = isLeft ? this.#right : this.#left;
    const ownAmount = own.amountMinor[index] as number;
    const ownDay = own.day[index] as number;
    let found = false;
    for (let amountSign = amount === 0 ? 1 : -1; amountSign <= 1; amountSign += 2) {
      for (let daySign = days === 0 ? 1 : -1; daySign <= 1; daySign += 2) {
        const otherAmount = ownAmount + amountSign * amount;
        const otherDay = ownDay + daySign * days;
        if (!this.#admits(isLeft, ownAmount, ownDay, otherAmount, otherDay)) continue;
        const candidate = other.find(otherAmount, otherDay);
        if (candidate < 0) continue;
        found = true;
        if (isLeft) this.#settler.add(index, candidate);
      }
    }
    return found;
  }

  #admits(isLeft: boolean, amount: number, day: number, otherAmount: number, otherDay: number): boolean {
    return isLeft
      ? this.#tolerance.admitsAmounts(amount, otherAmount) && this.#tolerance.admitsDays(day, otherDay)
      : this.#tolerance.admitsAmounts(otherAmount, amount) && this.#tolerance.admitsDays(otherDay, day);
  }

  /** Puts a class into the heap at the distance of its nearest open candidate, if it has one. */
  #search(node: number): void {
    const leftCount = this.#left.classes.count;
    const isLeft = node < leftCount;
    const own = isLeft ? this.#left.classes : this.#right.classes;
    const index = isLeft ? node : node - leftCount;
    const other = isLeft ? this.#right : this.#left;
    const amount = own.amountMinor[index] as number;
    const day = own.day[index] as number;
    const { beforeDays, afterDays } = this.#tolerance;
    this.#bestAmount = Number.POSITIVE_INFINITY;
    const lastDay = day + (isLeft ? afterDays : beforeDays);
    let segment = other.segmentFrom(day - (isLeft ? beforeDays : afterDays));
    for (; segment < other.segmentCount && other.dayOf(segment) <= lastDay; segment += 1) {
      this.#searchDay(isLeft, amount, day, other, segment);
    }
    if (this.#bestAmount !== Number.POSITIVE_INFINITY) {
      this.#heap.push(this.#bestAmount, this.#bestDays, node);
    }
  }

  /** Widening the distance never brings a pair back inside the tolerance, so the nearest open class each way decides. */
  #searchDay(isLeft: boolean, amount: number, day: number, other: ClassIndex, segment: number): void {
    const otherDay = other.dayOf(segment);
    const days = Math.abs(otherDay - day);
    const place = other.lowerBound(segment, amount);
    for (const candidate of [other.openFrom(place, segment), other.openBefore(place - 1, segment)]) {
      if (candidate < 0) continue;
      const otherAmount = other.classes.amountMinor[candidate] as number;
      const distance = Math.abs(otherAmount - amount);
      if (distance > this.#bestAmount || (distance === this.#bestAmount && days >= this.#bestDays)) continue;
      if (!this.#admits(isLeft, amount, day, otherAmount, otherDay)) continue;
      this.#bestAmount = distance;
      this.#bestDays = days;
    }
  }
}
