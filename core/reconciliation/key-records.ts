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
 * Columns are read in sequence, a chunk at a time, once for the hashes and once for the records: that costs less than the
 * memory to keep all records twice.
 */
export function partitionKeys(
  rows: Int32Array,
  columns: KeyColumns,
  layout: RecordLayout,
  bits: number,
  values: DocumentSet | null,
): KeyRecords {
  const starts = new Int32Array((1 << bits) + 1);
  const hashes = new Int32Array(rows.length);
  const chunk = new Int32Array(chunkRows * layout.stride);
  for (let from = 0; from < rows.length; from += chunkRows) {
    const chunkOf = rows.subarray(from, from + chunkRows);
    fillKeys(chunk, chunkOf, columns, layout);
    hashChunk(chunk, layout, hashes.subarray(from, from + chunkRows), starts, bits);
  }
  for (let part = 1; part < starts.length; part += 1) {
    starts[part] = (starts[part] as number) + (starts[part - 1] as number);
  }
  const words = new Int32Array(rows.length * layout.stride);
  const next = starts.slice();
  for (let from = 0; from < rows.length; from += chunkRows) {
    const chunkOf = rows.subarray(from, from + chunkRows);
    fillHeaders(chunk, layout, chunkOf, hashes.subarray(from, from + chunkRows));
    fillKeys(chunk, chunkOf, columns, layout);
    if (values !== null) fillValues(chunk, layout, chunkOf, values);
    scatter(chunk, words, chunkOf.length, layout.stride, next, bits);
  }
  return { words, starts };
}

/** A shift by 32 is a shift by 0 in JavaScript, so one partition is its own case. */
function partOf(hash: number, bits: number): number {
  return bits === 0 ? 0 : hash >>> (32 - bits);
}

function fillHeaders(chunk: Int32Array, layout: RecordLayout, rows: Int32Array, hashes: Int32Array): void {
  for (let at = 0, into = 0; at < rows.length; at += 1, into += layout.stride) {
    chunk[into] = rows[at] as number;
    chunk[into + 1] = hashes[at] as number;
  }
}

function fillKeys(chunk: Int32Array, rows: Int32Array, columns: KeyColumns, layout: RecordLayout): void {
  const { stride } = layout;
  let word = headerWords;
  for (const column of columns.codes) fillIntegers(chunk, word++, stride, rows, column);
  if (columns.plain.length > 0) {
    fillPlain(chunk, word, stride, rows, columns.plain);
    word += 1;
  }
  if (columns.amountMinor !== null) {
    fillAmounts(chunk, word, layout, rows, columns.amountMinor);
    word += layout.amountWords;
  }
  for (let at = 0; at < columns.texts.length; at += 1) {
    const words = layout.textWords[at] as number;
    fillTexts(chunk, word, stride, rows, columns.texts[at] as TextColumn, words);
    word += words;
  }
}

function fillIntegers(
  chunk: Int32Array,
  word: number,
  stride: number,
  rows: Int32Array,
  column: Int32Array,
): void {
  for (let at = 0, into = word; at < rows.length; at += 1, into += stride) {
    chunk[into] = column[rows[at] as number] as number;
  }
}

/** Currency and day in one word: there are fewer than 256 currencies, and a day number has at most 24 bits. */
function fillPlain(
  chunk: Int32Array,
  word: number,
  stride: number,
  rows: Int32Array,
  columns: readonly Int32Array[],
): void {
  const [first, second] = columns as [Int32Array, Int32Array | undefined];
  if (second === undefined) {
    fillIntegers(chunk, word, stride, rows, first);
    return;
  }
  for (let at = 0, into = word; at < rows.length; at += 1, into += stride) {
    const row = rows[at] as number;
    chunk[into] = ((second[row] as number) << 8) | (first[row] as number);
  }
}

function fillAmounts(
  chunk: Int32Array,
  word: number,
  layout: RecordLayout,
  rows: Int32Array,
  column: Float64Array,
): void {
  const { stride } = layout;
  const isWide = layout.amountWords === 2;
  for (let at = 0, into = word; at < rows.length; at += 1, into += stride) {
    const amount = column[rows[at] as number] as number;
    chunk[into] = amount | 0;
    if (isWide) chunk[into + 1] = Math.floor(amount / 4294967296);
  }
}

function fillTexts(
  chunk: Int32Array,
  word: number,
  stride: number,
  rows: Int32Array,
  column: TextColumn,
  textWords: number,
): void {
  const { starts, words } = column;
  for (let at = 0, into = word; at < rows.length; at += 1, into += stride) {
    const row = rows[at] as number;
    const start = starts[row] as number;
    const length = Math.min(textWords, (starts[row + 1] as number) - start);
    for (let place = 0; place < length; place += 1) chunk[into + place] = words[start + place] as number;
    for (let place = length; place < textWords; place += 1) chunk[into + place] = noWord;
  }
}

/** The amount and day that the pass compares, so that it need not fetch them from the columns row by row. */
function fillValues(chunk: Int32Array, layout: RecordLayout, rows: Int32Array, set: DocumentSet): void {
  const { stride, keyEnd } = layout;
  for (let at = 0, into = keyEnd; at < rows.length; at += 1, into += stride) {
    const row = rows[at] as number;
    const amount = set.amountMinor[row] as number;
    chunk[into] = amount | 0;
    chunk[into + 1] = Math.floor(amount / 4294967296);
    chunk[into + 2] = set.day[row] as number;
  }
}

/** The amount that `fillValues` wrote at `at`. */
export function amountAt(words: Int32Array, at: number): number {
  return (words[at + 1] as number) * 4294967296 + ((words[at] as number) >>> 0);
}

/** Hashes the keys of a chunk and counts them by partition. */
function hashChunk(
  chunk: Int32Array,
  layout: RecordLayout,
  hashes: Int32Array,
  starts: Int32Array,
  bits: number,
): void {
  const { stride, keyEnd } = layout;
  for (let at = 0, record = 0; at < hashes.length; at += 1, record += stride) {
    const end = record + keyEnd;
    let hash = 0;
    for (let word = record + headerWords; word < end; word += 1) {
      hash = Math.imul(hash ^ (chunk[word] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = spread(hash);
    hashes[at] = hash;
    const part = partOf(hash, bits) + 1;
    starts[part] = (starts[part] as number) + 1;
  }
}

function scatter(
  chunk: Int32Array,
  into: Int32Array,
  count: number,
  stride: number,
  next: Int32Array,
  bits: number,
): void {
  let read = 0;
  for (let at = 0; at < count; at += 1) {
    const part = partOf(chunk[read + 1] as number, bits);
    const place = next[part] as number;
    next[part] = place + 1;
    let write = place * stride;
    for (const end = read + stride; read < end; read += 1) into[write++] = chunk[read] as number;
  }
}
