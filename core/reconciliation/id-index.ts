import { spread } from './dictionary.ts';
import { type TextColumn, foldText, sameText } from './text-column.ts';

/** Finds out whether the last text of a growing column was there before. */
export class IdIndex {
  readonly #column: TextColumn;
  /** Pairs of hash and row + 1. */
  #slots: Int32Array;
  #count = 0;

  constructor(column: TextColumn, expectedRows: number) {
    this.#column = column;
    this.#slots = new Int32Array(4 << Math.max(12, Math.ceil(Math.log2(Math.max(1, expectedRows)))));
  }

  /** Adds `row`; the row that already has its text, or -1. */
  add(row: number): number {
    if (this.#count * 4 > this.#slots.length) this.#grow();
    const hash = spread(foldText(0, this.#column, row));
    const slots = this.#slots;
    const mask = slots.length - 2;
    let slot = (hash << 1) & mask;
    for (;;) {
      const other = (slots[slot + 1] as number) - 1;
      if (other < 0) break;
      if (slots[slot] === hash && sameText(this.#column, other, this.#column, row)) return other;
      slot = (slot + 2) & mask;
    }
    slots[slot] = hash;
    slots[slot + 1] = row + 1;
    this.#count += 1;
    return -1;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 2;
    for (let from = 0; from < this.#slots.length; from += 2) {
      const row = this.#slots[from + 1] as number;
      if (row === 0) continue;
      const hash = this.#slots[from] as number;
      let slot = (hash << 1) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = hash;
      slots[slot + 1] = row;
    }
    this.#slots = slots;
  }
}
