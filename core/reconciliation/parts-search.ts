import { ClassIndex } from './class-index.ts';
import { type Side, rowState } from './match-run.ts';
import type { MatchPass } from './rules.ts';
import type { RowClasses } from './row-classes.ts';
import type { Tolerance } from './tolerance.ts';

/** The best parts of one document: distance, and the rows of all equally good choices together. */
export interface PartsFound {
  readonly distanceMinor: number;
  /** Orders choices of equal distance: fewer parts first, then the smaller greatest day difference. */
  readonly spread: number;
  /** Whether exactly one choice is best. */
  readonly isSole: boolean;
  readonly rows: readonly number[];
}

const daysLimit = 1_000_000;

/** Finds the parts of one document among the open rows of the other side that have its key. */
export class PartsSearch {
  readonly #tolerance: Tolerance;
  readonly #oneIsLeft: boolean;
  readonly #partsMax: number;
  readonly #candidatesMax: number;
  readonly #many: Side;
  #index!: ClassIndex;
  #target = 0;
  #sign = 1;
  #rows: number[] = [];
  #amounts: number[] = [];
  #days: number[] = [];
  #bestDistance = 0;
  #bestSpread = 0;
  #isSole = true;
  #bestRows = 0;

  constructor(pass: MatchPass, tolerance: Tolerance, oneIsLeft: boolean, many: Side) {
    this.#tolerance = tolerance;
    this.#oneIsLeft = oneIsLeft;
    this.#partsMax = pass.partsMax;
    this.#candidatesMax = pass.candidatesMax;
    this.#many = many;
  }

  /** Sets the rows that are searched. */
  over(many: RowClasses): void {
    this.#index = new ClassIndex(many, new Uint8Array(0));
  }

  /** The best parts, null where no choice is within the tolerance, or `crowded` where too many rows could be parts. */
  find(amountMinor: number, day: number): PartsFound | null | 'crowded' {
    if (amountMinor === 0) return null;
    this.#target = Math.abs(amountMinor);
    this.#sign = amountMinor < 0 ? -1 : 1;
    this.#rows = [];
    this.#amounts = [];
    this.#days = [];
    if (!this.#gather(day)) return 'crowded';
    if (this.#rows.length < 2) return null;
    this.#sortByAmount();
    this.#bestDistance = Number.POSITIVE_INFINITY;
    this.#choose(0, 0, 0, 0, 0);
    if (this.#bestDistance === Number.POSITIVE_INFINITY) return null;
    return {
      distanceMinor: this.#bestDistance,
      spread: this.#bestSpread,
      isSole: this.#isSole,
      rows: this.#rows.filter((_, at) => (this.#bestRows & (1 << at)) !== 0),
    };
  }

  /** Open rows of the target's sign and window that are not larger than it; false when there are too many. */
  #gather(day: number): boolean {
    const { ignoresDay, beforeDays, afterDays } = this.#tolerance;
    const index = this.#index;
    const [back, ahead] = this.#oneIsLeft ? [beforeDays, afterDays] : [afterDays, beforeDays];
    const firstDay = ignoresDay ? 0 : day - back;
    const lastDay = ignoresDay ? 0 : day + ahead;
    let segment = index.segmentFrom(firstDay);
    for (; segment < index.segmentCount && index.dayOf(segment) <= lastDay; segment += 1) {
      const days = ignoresDay ? 0 : Math.abs(index.dayOf(segment) - day);
      if (!this.#gatherDay(segment, days)) return false;
    }
    return true;
  }

  #gatherDay(segment: number, days: number): boolean {
    const { classes } = this.#index;
    const step = this.#sign;
    const end = step > 0 ? this.#index.endOf(segment) : this.#index.startOf(segment) - 1;
    let at = step > 0 ? this.#index.lowerBound(segment, 1) : this.#index.lowerBound(segment, 0) - 1;
    for (; at !== end; at += step) {
      const amount = Math.abs(classes.amountMinor[at] as number);
      if (this.#isBeyond(amount)) break;
      const to = classes.starts[at + 1] as number;
      for (let place = classes.starts[at] as number; place < to; place += 1) {
        const row = classes.rows[place] as number;
        if (this.#many.state[row] !== rowState.open) continue;
        if (this.#rows.length === this.#candidatesMax) return false;
        this.#rows.push(row);
        this.#amounts.push(amount);
        this.#days.push(days);
      }
    }
    return true;
  }

  #sortByAmount(): void {
    const order = this.#rows.map((_, at) => at);
    const amounts = this.#amounts;
    order.sort((a, b) => (amounts[a] as number) - (amounts[b] as number));
    this.#rows = order.map((at) => this.#rows[at] as number);
    this.#days = order.map((at) => this.#days[at] as number);
    this.#amounts = order.map((at) => amounts[at] as number);
  }

  /** Tries every larger row as the next part. Amounts ascend, so the first that overshoots ends the loop. */
  #choose(from: number, parts: number, sum: number, chosen: number, days: number): void {
    const count = this.#rows.length;
    const left = this.#partsMax - parts;
    const largest = this.#amounts[count - 1] as number;
    for (let at = from; at < count; at += 1) {
      const total = sum + (this.#amounts[at] as number);
      if (this.#isBeyond(total)) return;
      if (!this.#reaches(total + (left - 1) * largest)) continue;
      const mask = chosen | (1 << at);
      const greatest = Math.max(days, this.#days[at] as number);
      if (parts > 0 && this.#admits(total)) this.#consider(total, parts + 1, mask, greatest);
      if (left > 1) this.#choose(at + 1, parts + 1, total, mask, greatest);
    }
  }

  #consider(total: number, parts: number, mask: number, days: number): void {
    const distance = Math.abs(total - this.#target);
    const spread = parts * daysLimit + days;
    if (distance > this.#bestDistance) return;
    if (distance === this.#bestDistance) {
      if (spread > this.#bestSpread) return;
      if (spread === this.#bestSpread) {
        this.#isSole = false;
        this.#bestRows |= mask;
        return;
      }
    }
    this.#bestDistance = distance;
    this.#bestSpread = spread;
    this.#isSole = true;
    this.#bestRows = mask;
  }

  #admits(total: number): boolean {
    const target = this.#target * this.#sign;
    const sum = total * this.#sign;
    return this.#oneIsLeft
      ? this.#tolerance.admitsAmounts(target, sum)
      : this.#tolerance.admitsAmounts(sum, target);
  }

  #isBeyond(total: number): boolean {
    return total > this.#target && !this.#admits(total);
  }

  #reaches(total: number): boolean {
    return total >= this.#target || this.#admits(total);
  }
}
