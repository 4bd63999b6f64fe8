import { areCopies } from './copies.ts';
import type { RowSlice, Side } from './match-run.ts';

/**
 * The rows of one side of one key, in classes of equal amount and day (equal amount, where the day is ignored). Rows of a
 * class have the same candidates, so a class is decided as a whole and many equal rows cost no more than one.
 */
export class RowClasses {
  count = 0;
  /** Rows sorted by day and amount; class `c` is `rows[starts[c], starts[c + 1])`. */
  rows = new Int32Array(16);
  starts = new Int32Array(17);
  amountMinor = new Float64Array(16);
  day = new Int32Array(16);
  /** How many candidates the class is: 1 (one row, or copies of one document), or 2 for several. */
  weight = new Uint8Array(16);

  fill(side: Side, slice: RowSlice, ignoresDay: boolean): void {
    this.#reserve(slice.count);
    const { rows } = this;
    const { amountMinor, day } = side.set;
    const order = (a: number, b: number): number =>
      (ignoresDay ? 0 : (day[a] as number) - (day[b] as number)) ||
      (amountMinor[a] as number) - (amountMinor[b] as number);
    sortRows(rows, slice, order);
    this.count = 0;
    for (let at = 0; at < slice.count; at += 1) {
      const row = rows[at] as number;
      if (at === 0 || order(rows[at - 1] as number, row) !== 0) {
        this.starts[this.count] = at;
        this.amountMinor[this.count] = amountMinor[row] as number;
        this.day[this.count] = ignoresDay ? 0 : (day[row] as number);
        this.count += 1;
      }
    }
    this.starts[this.count] = slice.count;
    for (let at = 0; at < this.count; at += 1) this.weight[at] = areCopies(side, this.slice(at)) ? 1 : 2;
  }

  slice(index: number): RowSlice {
    const from = this.starts[index] as number;
    const to = this.starts[index + 1] as number;
    return { rows: this.rows.subarray(from, to), count: to - from };
  }

  #reserve(count: number): void {
    if (count <= this.rows.length) return;
    const size = Math.ceil(count * 1.5);
    this.rows = new Int32Array(size);
    this.starts = new Int32Array(size + 1);
    this.amountMinor = new Float64Array(size);
    this.day = new Int32Array(size);
    this.weight = new Uint8Array(size);
  }
}

function sortRows(rows: Int32Array, slice: RowSlice, order: (a: number, b: number) => number): void {
  if (slice.count > 24) {
    rows.set(slice.rows.subarray(0, slice.count));
    rows.subarray(0, slice.count).sort(order);
    return;
  }
  for (let at = 0; at < slice.count; at += 1) {
    const row = slice.rows[at] as number;
    let to = at;
    while (to > 0 && order(rows[to - 1] as number, row) > 0) {
      rows[to] = rows[to - 1] as number;
      to -= 1;
    }
    rows[to] = row;
  }
}
