import { TextColumnBuilder, foldText, sameText, textAt } from './text-column.ts';

/** Code of "no value" in a coded column. */
export const noCode = -1;

/**
 * Interns texts as small codes, the same code for the same bytes on both sides of a reconciliation. A code is given only
 * after the bytes were compared, so comparing codes is comparing texts.
 */
export class Dictionary {
  readonly #texts = new TextColumnBuilder(1024, 8);
  #slots = new Int32Array(2048);
  #hashes = new Int32Array(1024);

  get count(): number {
    return this.#texts.count;
  }

  /** The code of `source[from, to)`; an empty text is `noCode`. */
  internBytes(source: Uint8Array, from: number, to: number): number {
    if (from === to) return noCode;
    this.#texts.appendBytes(source, from, to);
    return this.#settleLast();
  }

  internText(text: string | null | undefined): number {
    if (text === null || text === undefined || text === '') return noCode;
    this.#texts.appendText(text);
    return this.#settleLast();
  }

  text(code: number): string {
    return code === noCode ? '' : textAt(this.#texts, code);
  }

  #settleLast(): number {
    const column = this.#texts;
    const last = this.#texts.count - 1;
    const hash = spread(foldText(0, column, last));
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const code = (this.#slots[slot] as number) - 1;
      if (code < 0) break;
      if (this.#hashes[code] === hash && sameText(column, code, column, last)) {
        this.#texts.dropLast();
        return code;
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = last + 1;
    this.#remember(last, hash);
    return last;
  }

  #remember(code: number, hash: number): void {
    if (code >= this.#hashes.length) {
      const grown = new Int32Array(this.#hashes.length * 2);
      grown.set(this.#hashes);
      this.#hashes = grown;
    }
    this.#hashes[code] = hash;
    if (code * 2 > this.#slots.length) this.#rehash();
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (let code = 0; code < this.#texts.count; code += 1) {
      let slot = (this.#hashes[code] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.#slots = slots;
  }
}

/** Spreads a folded hash over all 32 bits. */
export function spread(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
