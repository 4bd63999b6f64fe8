import { isDay } from '#core/domain/day.ts';
import { toDecimal } from '#core/domain/money.ts';
import type { Format } from '#renderer/format/format.ts';
import { visibleText } from '#renderer/format/visible-text.ts';
import type { CellValue, GridColumn, GridMoney } from './grid-column.ts';

export function isMoney(value: unknown): value is GridMoney {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;
}

/** The cell as people read it; characters that would not be seen are written out. */
export function shownText<Row>(column: GridColumn<Row>, row: Row, format: Format): string {
  return column.text === undefined
    ? shownValue(column, column.value(row), format)
    : visibleText(column.text(row));
}

/** A value of a column as people read it: for cells, totals and formatted copies. */
export function shownValue<Row>(
  { kind, currency = 'code' }: Pick<GridColumn<Row>, 'kind' | 'currency'>,
  value: CellValue,
  format: Format,
): string {
  if (value === null || value === undefined || value === '') return '';
  if (isMoney(value)) return format.money(value, { currency });
  if (typeof value === 'number')
    return Number.isInteger(value) ? format.count(value) : format.measure(value, 6);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (kind === 'day' && isDay(value)) return format.day(value);
  if (kind === 'instant' && !Number.isNaN(Date.parse(value))) return format.instant(value);
  return visibleText(value);
}

/** The cell as machines read it: plain decimals, ISO days and instants, text as it is. */
export function rawText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (isMoney(value)) return decimalText(value);
  return String(value);
}

/** An amount in plain decimals of its currency, without the code. */
export function decimalText({ minor, currency }: GridMoney): string {
  return toDecimal({ minor: BigInt(minor), currency });
}

/** Whether two values of a cell are the same. */
export function sameValue(one: CellValue, other: CellValue): boolean {
  if (isMoney(one) && isMoney(other))
    return BigInt(one.minor) === BigInt(other.minor) && one.currency === other.currency;
  return Object.is(one ?? null, other ?? null);
}
