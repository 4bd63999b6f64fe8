import { spread } from './dictionary.ts';
import type { DocumentSet } from './document-set.ts';
import type { KeyColumns } from './key-plan.ts';
import type { TextColumn } from './text-column.ts';

/**
 * How a record is laid out as 32-bit words: the row, the hash, the key (codes, currency with day, amount, texts), and
 * where the pass looks at them the amount (two words) and the day.
 */
export interface RecordLayout {
  readonly stride: number;
  /** Where the key ends and the values begin. */
  readonly keyEnd: number;
  /** One word where all amounts of the key have 32 bits, or two. */
  readonly amountWords: number;
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
const valueWords = 3;
const textWordsMax = 8;
const chunkRows = 1024;
/** Fills the rest of a short text's place. No text has this word: 0xFF is not UTF-8, and padding is three bytes at most. */
const noWord = -1;

export function recordLayout(left: KeyColumns, right: KeyColumns, hasValues: boolean): RecordLayout {
  const longest = left.texts.map((column, at) =>
    Math.max(column.longestWords, (right.texts[at] as TextColumn).longestWords),
  );
  const textWords = longest.map((words) => Math.min(textWordsMax, words));
  const amountWords = left.amountMinor === null ? 0 : left.hasWideAmounts || right.hasWideAmounts ? 2 : 1;
  const fixed = headerWords + left.codes.length + (left.plain.length > 0 ? 1 : 0) + amountWords;
  const keyEnd = textWords.reduce((sum, words) => sum + words, fixed);
  return {
    stride: keyEnd + (hasValues ? valueWords : 0),
    keyEnd,
    amountWords,
    textWords,
    hasLongTexts: longest.some((words) => words > textWordsMax),
  };
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
  values: DocumentSet | null,
): KeyRecords {
  const { stride } = layout;
  const starts = new Int32Array((1 << bits) + 1);
  for (let from = 0; from < rows.length; from += chunkRows) {
    const to = Math.min(rows.length, from + chunkRows);
    fillChunk(scratch, rows, from, to, columns, layout);
    if (values !== null) fillValues(scratch, layout, rows, from, to, values);
    hashChunk(scratch, layout, from, to, starts, bits);
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
    fillAmounts(records, word, layout, rows, from, to, columns.amountMinor);
    word += layout.amountWords;
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
  layout: RecordLayout,
  rows: Int32Array,
  from: number,
  to: number,
  column: Float64Array,
): void {
  const { stride } = layout;
  for (let at = from, into = from * stride + word; at < to; at += 1, into += stride) {
    const amount = column[rows[at] as number] as number;
    records[into] = amount | 0;
    if (layout.amountWords === 2) records[into + 1] = Math.floor(amount / 4294967296);
  }
}

/** The amount and day that the pass compares, so that it need not fetch them from the columns row by row. */
function fillValues(
  records: Int32Array,
  layout: RecordLayout,
  rows: Int32Array,
  from: number,
  to: number,
  set: DocumentSet,
): void {
  const { stride, keyEnd } = layout;
  for (let at = from, into = from * stride + keyEnd; at < to; at += 1, into += stride) {
    const row = rows[at] as number;
    const amount = set.amountMinor[row] as number;
    records[into] = amount | 0;
    records[into + 1] = Math.floor(amount / 4294967296);
    records[into + 2] = set.day[row] as number;
  }
}

/** The amount that `fillValues` wrote at `at`. */
export function amountAt(words: Int32Array, at: number): number {
  return (words[at + 1] as number) * 4294967296 + ((words[at] as number) >>> 0);
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
  layout: RecordLayout,
  from: number,
  to: number,
  starts: Int32Array,
  bits: number,
): void {
  const { stride, keyEnd } = layout;
  for (let at = from, record = from * stride; at < to; at += 1, record += stride) {
    const end = record + keyEnd;
    let hash = 0;
    for (let word = record + headerWords; word < end; word += 1) {
      hash = Math.imul(hash ^ (records[word] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = spread(hash);
    records[record + 1] = hash;
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
