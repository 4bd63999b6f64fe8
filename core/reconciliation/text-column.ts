import { assert } from '../base/assert.ts';

/**
 * One text per row, as UTF-8 in one buffer. Each text is padded with 0xFF (a byte that UTF-8 never has) to whole 32-bit
 * words, so two texts are equal exactly when their words are: hashing and comparing need no length and no byte loop.
 */
export interface TextColumn {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  /** Where row `i` starts, in words; `starts[count]` is the end. */
  readonly starts: Uint32Array;
  /** Words of the longest text. */
  readonly longestWords: number;
}

const padding = 0xff;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Grows a column row by row; it can be read as a column at any time. */
export class TextColumnBuilder implements TextColumn {
  bytes: Uint8Array<ArrayBuffer>;
  words: Uint32Array<ArrayBuffer>;
  starts: Uint32Array<ArrayBuffer>;
  count = 0;
  longestWords = 0;
  #length = 0;

  constructor(expectedRows = 64, expectedBytesPerText = 12) {
    const rows = Math.max(16, expectedRows);
    this.bytes = new Uint8Array(Math.ceil((rows * expectedBytesPerText) / 4) * 4);
    this.words = new Uint32Array(this.bytes.buffer);
    this.starts = new Uint32Array(rows + 1);
  }

  /** Appends `source[from, to)`, which must be valid UTF-8. */
  appendBytes(source: Uint8Array, from: number, to: number): void {
    let end = this.#open(to - from);
    const bytes = this.bytes;
    for (let at = from; at < to; at += 1) bytes[end++] = source[at] as number;
    this.#close(end);
  }

  appendText(text: string): void {
    assert(text.isWellFormed(), 'a text with half a surrogate pair cannot be written as UTF-8');
    const end = this.#open(text.length * 3);
    this.#close(end + encoder.encodeInto(text, this.bytes.subarray(end)).written);
  }

  /** Takes the last text away again. */
  dropLast(): void {
    this.count -= 1;
    this.#length = (this.starts[this.count] as number) * 4;
  }

  /** The column; buffers are copied to their own size where much of them is unused. */
  finish(): TextColumn {
    const bytes = trimmed(this.bytes, this.#length);
    const starts = trimmed(this.starts, this.count + 1);
    const words = new Uint32Array(bytes.buffer, 0, this.#length / 4);
    return { count: this.count, bytes, words, starts, longestWords: this.longestWords };
  }

  #open(spare: number): number {
    const needed = this.#length + spare + 4;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.ceil(Math.max(needed, this.bytes.length * 1.5) / 4) * 4);
      grown.set(this.bytes.subarray(0, this.#length));
      this.bytes = grown;
      this.words = new Uint32Array(grown.buffer);
    }
    return this.#length;
  }

  #close(end: number): void {
    const start = this.#length;
    let padded = end;
    while ((padded & 3) !== 0) this.bytes[padded++] = padding;
    this.#length = padded;
    this.count += 1;
    this.longestWords = Math.max(this.longestWords, (padded - start) >> 2);
    if (this.count >= this.starts.length) {
      const grown = new Uint32Array(Math.ceil(this.starts.length * 1.5) + 1);
      grown.set(this.starts);
      this.starts = grown;
    }
    this.starts[this.count] = padded / 4;
  }
}

/** The first `length` elements, in a buffer that is at most an eighth larger. */
export function trimmed<Values extends TypedColumn>(values: Values, length: number): Values {
  const isSnug = values.length <= length + length / 8;
  return (isSnug ? values.subarray(0, length) : values.slice(0, length)) as Values;
}

type TypedColumn = Uint8Array | Uint32Array | Int32Array | Float64Array;

export function isBlank(column: TextColumn, row: number): boolean {
  return column.starts[row] === column.starts[row + 1];
}

/** Where the text of `row` ends in `column.bytes`, padding left out. */
export function textEnd(column: TextColumn, row: number): number {
  const from = (column.starts[row] as number) * 4;
  let end = (column.starts[row + 1] as number) * 4;
  while (end > from && column.bytes[end - 1] === padding) end -= 1;
  return end;
}

export function textAt(column: TextColumn, row: number): string {
  return decoder.decode(column.bytes.subarray((column.starts[row] as number) * 4, textEnd(column, row)));
}

export function sameText(left: TextColumn, leftRow: number, right: TextColumn, rightRow: number): boolean {
  let at = left.starts[leftRow] as number;
  const end = left.starts[leftRow + 1] as number;
  let other = right.starts[rightRow] as number;
  if (end - at !== (right.starts[rightRow + 1] as number) - other) return false;
  const words = left.words;
  const otherWords = right.words;
  for (; at < end; at += 1, other += 1) if (words[at] !== otherWords[other]) return false;
  return true;
}

/** Order by UTF-8 bytes, which is the order of code points. */
export function compareText(left: TextColumn, leftRow: number, right: TextColumn, rightRow: number): number {
  let at = (left.starts[leftRow] as number) * 4;
  let other = (right.starts[rightRow] as number) * 4;
  const end = textEnd(left, leftRow);
  const otherEnd = textEnd(right, rightRow);
  for (; at < end && other < otherEnd; at += 1, other += 1) {
    const difference = (left.bytes[at] as number) - (right.bytes[other] as number);
    if (difference !== 0) return difference;
  }
  return end - at - (otherEnd - other);
}

/** Folds the text of one row into a hash. Equal texts give equal hashes; the converse is always checked. */
export function foldText(hash: number, column: TextColumn, row: number): number {
  const words = column.words;
  const end = column.starts[row + 1] as number;
  let folded = hash;
  for (let at = column.starts[row] as number; at < end; at += 1) {
    folded = Math.imul(folded ^ (words[at] as number), 0x9e3779b1);
    folded ^= folded >>> 15;
  }
  return folded;
}
