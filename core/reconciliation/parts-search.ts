import { ClassIndex } from './class-index.ts';
import { type KeyedRows, type Side, rowState } from './match-run.ts';
import { type MatchPass, candidatesMaxLimit } from './rules.ts';
import { RowClasses } from './row-classes.ts';
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

export const noRows: KeyedRows = {
  rows: new Int32Array(0),
  amountMinor: new Float64Array(0),
  day: new Int32Array(0),
  count: 0,
};

const daysLimit = 1_000_000;
const scannedRowsMax = 64;

/** Finds the parts of one document among the open rows of the other side that have its key. */
export class PartsSearch {
  readonly #tolerance: Tolerance;
  readonly #oneIsLeft: boolean;
  readonly #partsMax: number;
  readonly #candidatesMax: number;
  readonly #many: Side;
  #index: ClassIndex | null = null;
  #slice: KeyedRows = noRows;
  readonly #classes = new RowClasses();
  #target = 0;
  #sign = 1;
  /** The candidates, by ascending magnitude. */
  #count = 0;
  readonly #rows = new Int32Array(candidatesMaxLimit);
  readonly #amounts = new Float64Array(candidatesMaxLimit);
  readonly #days = new Int32Array(candidatesMaxLimit);
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

  /** Sets the rows that are searched. Many are sorted and indexed, few are looked through as they are. */
  over(many: KeyedRows): void {
    this.#slice = many;
    this.#index = null;
    if (many.count <= scannedRowsMax) return;
    this.#classes.fill(this.#many, many, this.#tolerance.ignoresDay);
    this.#index = new ClassIndex(this.#classes, new Uint8Array(0));
  }

  /** The best parts, null where no choice is within the tolerance, or `crowded` where too many rows could be parts. */
  find(amountMinor: number, day: number): PartsFound | null | 'crowded' {
    if (amountMinor === 0) return null;
    this.#target = Math.abs(amountMinor);
    this.#sign = amountMinor < 0 ? -1 : 1;
    this.#count = 0;
    const isGathered =
      this.#index === null ? this.#gatherScanned(day) : this.#gatherIndexed(this.#index, day);
    if (!isGathered) return 'crowded';
    if (this.#count < 2) return null;
    this.#bestDistance = Number.POSITIVE_INFINITY;
    this.#choose(0, 0, 0, 0, 0);
    if (this.#bestDistance === Number.POSITIVE_INFINITY) return null;
    const rows: number[] = [];
    for (let at = 0; at < this.#count; at += 1) {
      if ((this.#bestRows & (1 << at)) !== 0) rows.push(this.#rows[at] as number);
    }
    return { distanceMinor: this.#bestDistance, spread: this.#bestSpread, isSole: this.#isSole, rows };
  }

  /** Takes the open rows of the target's sign and window that are not larger than it; false when there are too many. */
  #gatherScanned(day: number): boolean {
    const { rows, amountMinor, day: days, count } = this.#slice;
    for (let at = 0; at < count; at += 1) {
      const magnitude = (amountMinor[at] as number) * this.#sign;
      const otherDay = days[at] as number;
      if (magnitude <= 0 || !this.#admitsDay(day, otherDay) || this.#isBeyond(magnitude)) continue;
      const row = rows[at] as number;
      const distance = this.#tolerance.ignoresDay ? 0 : Math.abs(otherDay - day);
      if (this.#many.state[row] === rowState.open && !this.#take(row, magnitude, distance)) return false;
    }
    return true;
  }

  #gatherIndexed(index: ClassIndex, day: number): boolean {
    const { ignoresDay, beforeDays, afterDays } = this.#tolerance;
    const [back, ahead] = this.#oneIsLeft ? [beforeDays, afterDays] : [afterDays, beforeDays];
    const firstDay = ignoresDay ? 0 : day - back;
    const lastDay = ignoresDay ? 0 : day + ahead;
    let segment = index.segmentFrom(firstDay);
    for (; segment < index.segmentCount && index.dayOf(segment) <= lastDay; segment += 1) {
      const days = ignoresDay ? 0 : Math.abs(index.dayOf(segment) - day);
      if (!this.#gatherDay(index, segment, days)) return false;
    }
    return true;
  }

  #gatherDay(index: ClassIndex, segment: number, days: number): boolean {
    const { classes } = index;
    const step = this.#sign;
    const end = step > 0 ? index.endOf(segment) : index.startOf(segment) - 1;
    let at = step > 0 ? index.lowerBound(segment, 1) : index.lowerBound(segment, 0) - 1;
    for (; at !== end; at += step) {
      const magnitude = Math.abs(classes.amountMinor[at] as number);
      if (this.#isBeyond(magnitude)) break;
      const to = classes.starts[at + 1] as number;
      for (let place = classes.starts[at] as number; place < to; place += 1) {
        const row = classes.rows[place] as number;
        if (this.#many.state[row] === rowState.open && !this.#take(row, magnitude, days)) return false;
      }
    }
    return true;
  }

  /** Adds a candidate in the order of magnitude. */
  #take(row: number, magnitude: number, days: number): boolean {
    if (this.#count === this.#candidatesMax) return false;
    let at = this.#count;
    for (; at > 0 && (this.#amounts[at - 1] as number) > magnitude; at -= 1) {
      this.#rows[at] = this.#rows[at - 1] as number;
      this.#amounts[at] = this.#amounts[at - 1] as number;
      this.#days[at] = this.#days[at - 1] as number;
    }
    this.#rows[at] = row;
    this.#amounts[at] = magnitude;
    this.#days[at] = days;
    this.#count += 1;
    return true;
  }

  #admitsDay(day: number, otherDay: number): boolean {
    return this.#oneIsLeft
      ? this.#tolerance.admitsDays(day, otherDay)
      : this.#tolerance.admitsDays(otherDay, day);
  }

  /** Tries every larger row as the next part. Amounts ascend, so the first that overshoots ends the loop. */
  #choose(from: number, parts: number, sum: number, chosen: number, days: number): void {
    const count = this.#count;
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
