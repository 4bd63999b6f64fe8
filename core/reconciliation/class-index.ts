import type { RowClasses } from './row-classes.ts';

const noLinks = new Int32Array(0);

/** Classes sorted by day and amount: where each day starts, and the nearest open class up and down. */
export class ClassIndex {
  readonly classes: RowClasses;
  readonly closed: Uint8Array;
  readonly #starts: number[] = [];
  readonly #days: number[] = [];
  /** Union-find over closed classes: the next class up or down that may be open. */
  #up = noLinks;
  #down = noLinks;

  constructor(classes: RowClasses, closed: Uint8Array) {
    this.classes = classes;
    this.closed = closed;
    for (let at = 0; at < classes.count; at += 1) {
      const day = classes.day[at] as number;
      if (at > 0 && day === this.#days[this.#days.length - 1]) continue;
      this.#days.push(day);
      this.#starts.push(at);
    }
    this.#starts.push(classes.count);
  }

  get segmentCount(): number {
    return this.#days.length;
  }

  dayOf(segment: number): number {
    return this.#days[segment] as number;
  }

  startOf(segment: number): number {
    return this.#starts[segment] as number;
  }

  endOf(segment: number): number {
    return this.#starts[segment + 1] as number;
  }

  /** The first segment on or after `day`. */
  segmentFrom(day: number): number {
    let low = 0;
    let high = this.#days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#days[middle] as number) < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The first class of the segment with at least `amount`, or the segment's end. */
  lowerBound(segment: number, amount: number): number {
    let low = this.#starts[segment] as number;
    let high = this.#starts[segment + 1] as number;
    const { amountMinor } = this.classes;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((amountMinor[middle] as number) < amount) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The open class of exactly this amount and day, or -1. */
  find(amount: number, day: number): number {
    const segment = this.segmentFrom(day);
    if (segment === this.#days.length || this.#days[segment] !== day) return -1;
    const at = this.lowerBound(segment, amount);
    if (at === this.#starts[segment + 1] || this.classes.amountMinor[at] !== amount) return -1;
    return this.closed[at] === 0 ? at : -1;
  }

  /** The first open class at or after `place` in the segment, or -1. */
  openFrom(place: number, segment: number): number {
    const end = this.#starts[segment + 1] as number;
    if (this.#up === noLinks) this.#up = selfLinks(this.classes.count);
    return this.#walk(place, end, this.#up);
  }

  /** The last open class at or before `place` in the segment, or -1. */
  openBefore(place: number, segment: number): number {
    const start = this.#starts[segment] as number;
    if (this.#down === noLinks) this.#down = selfLinks(this.classes.count);
    return this.#walk(place, start - 1, this.#down);
  }

  /** Follows the links over closed classes to an open one, halving the path behind it; -1 at `end`. */
  #walk(place: number, end: number, links: Int32Array): number {
    const step = links === this.#up ? 1 : -1;
    let at = place;
    while ((end - at) * step > 0 && this.closed[at] !== 0) {
      if (links[at] === at) links[at] = at + step;
      const next = links[at] as number;
      const isClosed = (end - next) * step > 0 && this.closed[next] !== 0;
      if (isClosed && links[next] !== next) links[at] = links[next] as number;
      at = next;
    }
    return (end - at) * step > 0 ? at : -1;
  }
}

function selfLinks(count: number): Int32Array<ArrayBuffer> {
  const links = new Int32Array(count);
  for (let at = 0; at < count; at += 1) links[at] = at;
  return links;
}
