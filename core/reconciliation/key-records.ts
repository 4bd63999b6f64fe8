import { spread } from './dictionary.ts';
import type { KeyColumns } from './key-plan.ts';
import type { TextColumn } from './text-column.ts';

/**
 * How a record is laid out as 32-bit words: the row, the hash, then the key (codes, currency with day, amount in two
 * words, texts).
 */
export interface RecordLayout {
  readonly stride: number;
  readonly textWords: readonly number[];
  /** Some text is longer than its place in the record, so equal records still need their texts compared. */
  readonly hasLongTexts: boolean;
}

/** The records of one side in partitions of their hash, each in one piece so that comparing it is one visit. */
export interface KeyRecords {
  readonly words: Int32Array;
  /** Where partition `p` starts, in records. */
  readonly starts: Int32Array;
}

/** Words before the key: row and hash. */
export const headerWords = 2;
const textWordsMax = 8;
const chunkRows = 1024;
/** Fills the rest of a short text's place. No text has this word: 0xFF is not UTF-8, and padding is three bytes at most. */
const noWord = -1;

export function recordLayout(left: KeyColumns, right: KeyColumns): RecordLayout {
  const longest = left.texts.map((column, at) =>
    Math.max(longestText(column), longestText(right.texts[at] as TextColumn)),
  );
  const textWords = longest.map((words) => Math.min(textWordsMax, words));
  const fixed =
    headerWords + left.codes.length + (left.plain.length > 0 ? 1 : 0) + (left.amountMinor === null ? 0 : 2);
  return {
    stride: textWords.reduce((sum, words) => sum + words, fixed),
    textWords,
    hasLongTexts: longest.some((words) => words > textWordsMax),
  };
}

function longestText(column: TextColumn): number {
  let longest = 0;
  const { starts } = column;
  for (let row = 0; row < column.count; row += 1) {
    longest = Math.max(longest, (starts[row + 1] as number) - (starts[row] as number));
  }
  return longest;
}

/**
 * Writes the records of `rows` into `2 ** bits` partitions by the top bits of their hash, in row order within each.
 * Columns are read in sequence, a chunk at a time, and each record is moved once. `scratch` holds the records before.
 */
export function partitionKeys(
  rows: Int32Array,
  columns: KeyColumns,
  layout: RecordLayout,
  bits: number,
  scratch: Int32Array,
): KeyRecords {
  const { stride } = layout;
  const starts = new Int32Array((1 << bits) + 1);
  for (let from = 0; from < rows.length; from += chunkRows) {
    const to = Math.min(rows.length, from + chunkRows);
    fillChunk(scratch, rows, from, to, columns, layout);
    hashChunk(scratch, stride, from, to, starts, bits);
  }
  for (let part = 1; part < starts.length; part += 1) {
    starts[part] = (starts[part] as number) + (starts[part - 1] as number);
  }
  const words = new Int32Array(rows.length * stride);
  scatter(scratch, words, rows.length, stride, starts.slice(), bits);
  return { words, starts };
}

/** A shift by 32 is a shift by 0 in JavaScript, so one partition is its own case. */
function partOf(hash: number, bits: number): number {
  return bits === 0 ? 0 : hash >>> (32 - bits);
}

function fillChunk(
  records: Int32Array,
  rows: Int32Array,
  from: number,
  to: number,
  columns: KeyColumns,
  layout: RecordLayout,
): void {
  const { stride } = layout;
  let word = headerWords;
  for (let at = from, into = from * stride; at < to; at += 1, into += stride)
    records[into] = rows[at] as number;
  for (const column of columns.codes) fillIntegers(records, word++, stride, rows, from, to, column);
  if (columns.plain.length > 0) {
    fillPlain(records, word, stride, rows, from, to, columns.plain);
    word += 1;
  }
  if (columns.amountMinor !== null) {
    fillAmounts(records, word, stride, rows, from, to, columns.amountMinor);
    word += 2;
  }
  for (let at = 0; at < columns.texts.length; at += 1) {
    const words = layout.textWords[at] as number;
    fillTexts(records, word, stride, rows, from, to, columns.texts[at] as TextColumn, words);
    word += words;
  }
}

function fillIntegers(
  records: Int32Array,
  word: number,
  stride: number,
  rows: Int32Array,
  from: number,
  to: number,
  column: Int32Array,
): void {
  for (let at = from, into = from * stride + word; at < to; at += 1, into += stride) {
    records[into] = column[rows[at] as number] as number;
  }
}

/** Currency and day in one word: there are fewer than 256 currencies, and a day number has at most 24 bits. */
function fillPlain(
  records: Int32Array,
  word: number,
  stride: number,
  rows: Int32Array,
  from: number,
  to: number,
  columns: readonly Int32Array[],
): void {
  const [first, second] = columns as [Int32Array, Int32Array | undefined];
  for (let at = from, into = from * stride + word; at < to; at += 1, into += stride) {
    const row = rows[at] as number;
    records[into] =
      second === undefined ? (first[row] as number) : ((second[row] as number) << 8) | (first[row] as number);
  }
}

function fillAmounts(
  records: Int32Array,
  word: number,
  stride: number,
  rows: Int32Array,
  from: number,
  to: number,
  column: Float64Array,
): void {
  for (let at = from, into = from * stride + word; at < to; at += 1, into += stride) {
    const amount = column[rows[at] as number] as number;
    records[into] = amount | 0;
    records[into + 1] = Math.floor(amount / 4294967296);
  }
}

function fillTexts(
  records: Int32Array,
  word: number,
  stride: number,
  rows: Int32Array,
  from: number,
  to: number,
  column: TextColumn,
  textWords: number,
): void {
  const { starts, words } = column;
  for (let at = from, into = from * stride + word; at < to; at += 1, into += stride) {
    const row = rows[at] as number;
    const start = starts[row] as number;
    const length = Math.min(textWords, (starts[row + 1] as number) - start);
    let place = into;
    for (let read = start; read < start + length; read += 1) records[place++] = words[read] as number;
    for (const end = into + textWords; place < end; place += 1) records[place] = noWord;
  }
}

/** Hashes the keys of a chunk and counts them by partition. */
function hashChunk(
  records: Int32Array,
  stride: number,
  from: number,
  to: number,
  starts: Int32Array,
  bits: number,
): void {
  let word = from * stride;
  for (let at = from; at < to; at += 1) {
    const hashWord = word + 1;
    const end = word + stride;
    let hash = 0;
    for (word += headerWords; word < end; word += 1) {
      hash = Math.imul(hash ^ (records[word] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = spread(hash);
    records[hashWord] = hash;
    const part = partOf(hash, bits) + 1;
    starts[part] = (starts[part] as number) + 1;
  }
}

function scatter(
  from: Int32Array,
  into: Int32Array,
  count: number,
  stride: number,
  next: Int32Array,
  bits: number,
): void {
  let read = 0;
  for (let at = 0; at < count; at += 1) {
    const part = partOf(from[read + 1] as number, bits);
    const place = next[part] as number;
    next[part] = place + 1;
    let write = place * stride;
    for (const end = read + stride; read < end; read += 1) into[write++] = from[read] as number;
  }
}
