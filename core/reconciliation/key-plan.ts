import type { CodeField, DocumentSet, TextField } from './document-set.ts';
import { noCode, spread } from './dictionary.ts';
import { type Side, rowState } from './match-run.ts';
import { type MatchKey, codeFields } from './rules.ts';
import { type TextColumn, foldText, isBlank, sameText } from './text-column.ts';

/** The columns of one side that a pass compares, in the same order on both sides. */
export interface KeyColumns {
  readonly texts: readonly TextColumn[];
  readonly codes: readonly Int32Array[];
  /** Compared too, though a row is never left out for their value: currency, and the day where it must be equal. */
  readonly plain: readonly Int32Array[];
  readonly amountMinor: Float64Array | null;
}

export interface KeySettings {
  readonly keys: readonly MatchKey[];
  readonly isExactAmount: boolean;
  readonly isExactDay: boolean;
  /** Only the search for what became of a break looks across currencies; no pass may. */
  readonly acrossCurrencies?: boolean;
}

/** The key columns of one side, or null where a key's column is empty on that side and nothing can match. */
export function keyColumns(
  set: DocumentSet,
  side: 'left' | 'right',
  settings: KeySettings,
): KeyColumns | null {
  const texts: TextColumn[] = [];
  const codes: Int32Array[] = [];
  for (const key of settings.keys) {
    const field = typeof key === 'string' ? key : key[side];
    if (isCodeField(field)) {
      const column = set[field];
      if (column === null) return null;
      codes.push(column);
    } else {
      const column = set[field];
      if (column === null) return null;
      texts.push(column);
    }
  }
  const plain = settings.acrossCurrencies === true ? [] : [set.currency];
  if (settings.isExactDay) plain.push(set.day);
  return { texts, codes, plain, amountMinor: settings.isExactAmount ? set.amountMinor : null };
}

function isCodeField(field: TextField | CodeField): field is CodeField {
  return (codeFields as readonly string[]).includes(field);
}

/** Open rows that have every key, with the hash of the key. */
export interface HashedRows {
  readonly rows: Int32Array;
  readonly hashes: Int32Array;
  readonly count: number;
}

export function hashOpenRows(side: Side, columns: KeyColumns): HashedRows {
  const rows = openRows(side, columns);
  const hashes = new Int32Array(rows.length);
  for (const column of columns.codes) foldIntegers(hashes, rows, column);
  for (const column of columns.plain) foldIntegers(hashes, rows, column);
  if (columns.amountMinor !== null) foldAmounts(hashes, rows, columns.amountMinor);
  for (const column of columns.texts) foldTexts(hashes, rows, column);
  for (let at = 0; at < hashes.length; at += 1) hashes[at] = spread(hashes[at] as number);
  return { rows, hashes, count: rows.length };
}

function openRows(side: Side, columns: KeyColumns): Int32Array {
  const { state, set } = side;
  const rows = new Int32Array(set.count);
  let count = 0;
  for (let row = 0; row < set.count; row += 1) {
    if (state[row] === rowState.open) rows[count++] = row;
  }
  for (const column of columns.codes) {
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      if (column[row] !== noCode) rows[kept++] = row;
    }
    count = kept;
  }
  for (const column of columns.texts) {
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      if (!isBlank(column, row)) rows[kept++] = row;
    }
    count = kept;
  }
  return count * 2 < set.count ? rows.slice(0, count) : rows.subarray(0, count);
}

function foldIntegers(hashes: Int32Array, rows: Int32Array, column: Int32Array): void {
  for (let at = 0; at < rows.length; at += 1) {
    const mixed = Math.imul((hashes[at] as number) ^ (column[rows[at] as number] as number), 0x9e3779b1);
    hashes[at] = mixed ^ (mixed >>> 15);
  }
}

function foldAmounts(hashes: Int32Array, rows: Int32Array, column: Float64Array): void {
  for (let at = 0; at < rows.length; at += 1) {
    const amount = column[rows[at] as number] as number;
    const high = Math.floor(amount / 4294967296);
    let mixed = Math.imul((hashes[at] as number) ^ (amount | 0), 0x9e3779b1);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed ^ high, 0x9e3779b1);
    hashes[at] = mixed ^ (mixed >>> 15);
  }
}

function foldTexts(hashes: Int32Array, rows: Int32Array, column: TextColumn): void {
  for (let at = 0; at < rows.length; at += 1) {
    hashes[at] = foldText(hashes[at] as number, column, rows[at] as number);
  }
}

/** Whether two rows have the same key: every value and every byte, whatever their hashes say. */
export function sameKey(a: KeyColumns, aRow: number, b: KeyColumns, bRow: number): boolean {
  if (a.amountMinor !== null && b.amountMinor !== null && a.amountMinor[aRow] !== b.amountMinor[bRow])
    return false;
  for (let at = 0; at < a.plain.length; at += 1) {
    if ((a.plain[at] as Int32Array)[aRow] !== (b.plain[at] as Int32Array)[bRow]) return false;
  }
  for (let at = 0; at < a.codes.length; at += 1) {
    if ((a.codes[at] as Int32Array)[aRow] !== (b.codes[at] as Int32Array)[bRow]) return false;
  }
  for (let at = 0; at < a.texts.length; at += 1) {
    if (!sameText(a.texts[at] as TextColumn, aRow, b.texts[at] as TextColumn, bRow)) return false;
  }
  return true;
}
