import type { CodeField, DocumentSet, TextField } from './document-set.ts';
import { noCode } from './dictionary.ts';
import { type Side, rowState } from './match-run.ts';
import { type MatchKey, codeFields } from './rules.ts';
import { type TextColumn, sameText } from './text-column.ts';

/** The columns of one side that a pass compares, in the same order on both sides. */
export interface KeyColumns {
  readonly texts: readonly TextColumn[];
  readonly codes: readonly Int32Array[];
  /** Compared too, though a row is never left out for their value: currency, and the day where it must be equal. */
  readonly plain: readonly Int32Array[];
  readonly amountMinor: Float64Array | null;
  /** Some amount does not fit into 32 bits. */
  readonly hasWideAmounts: boolean;
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
  const amountMinor = settings.isExactAmount ? set.amountMinor : null;
  return { texts, codes, plain, amountMinor, hasWideAmounts: set.hasWideAmounts };
}

function isCodeField(field: TextField | CodeField): field is CodeField {
  return (codeFields as readonly string[]).includes(field);
}

/** Open rows that have every key, in row order. */
export function openRows(side: Side, columns: KeyColumns): Int32Array {
  const { state, set } = side;
  const rows = new Int32Array(set.count);
  let count = 0;
  for (let row = 0; row < set.count; row += 1) {
    rows[count] = row;
    count += state[row] === rowState.open ? 1 : 0;
  }
  for (const column of columns.codes) count = keepCoded(rows, count, column);
  for (const column of columns.texts) count = keepTexts(rows, count, column);
  return count * 2 < set.count ? rows.slice(0, count) : rows.subarray(0, count);
}

/** Moves the rows with a code to the front; their number. */
function keepCoded(rows: Int32Array, count: number, column: Int32Array): number {
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as number;
    rows[kept] = row;
    kept += column[row] === noCode ? 0 : 1;
  }
  return kept;
}

function keepTexts(rows: Int32Array, count: number, column: TextColumn): number {
  const { starts } = column;
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const row = rows[at] as number;
    rows[kept] = row;
    kept += starts[row] === starts[row + 1] ? 0 : 1;
  }
  return kept;
}

/** Whether two rows have the same texts, byte by byte. */
export function sameTexts(a: KeyColumns, aRow: number, b: KeyColumns, bRow: number): boolean {
  for (let at = 0; at < a.texts.length; at += 1) {
    if (!sameText(a.texts[at] as TextColumn, aRow, b.texts[at] as TextColumn, bRow)) return false;
  }
  return true;
}
