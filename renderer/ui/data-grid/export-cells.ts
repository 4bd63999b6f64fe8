import { currencyExponent } from '#core/domain/currency.ts';
import { isDay } from '#core/domain/day.ts';
import { decimalText, isMoney, rawText } from './cell-text.ts';
import type { GridColumn, GridMoney } from './grid-column.ts';

/** A cell of a file: text that nothing may take for a formula, a number in plain decimals, or a day. */
export type ExportCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly decimal: string; readonly decimals: number }
  | { readonly kind: 'day'; readonly day: string };

/** A column of a file. An amount with its currency takes two: numbers stay numbers, and currencies stay apart. */
export interface ExportColumn<Row> {
  readonly header: string;
  readonly isNumeric: boolean;
  readonly cell: (row: Row) => ExportCell;
  /** The grid's column whose amounts this one holds. */
  readonly sums: GridColumn<Row> | null;
}

/** The columns of the screen, in its order, as columns of a file. */
export function exportColumns<Row>(columns: readonly GridColumn<Row>[]): readonly ExportColumn<Row>[] {
  return columns.flatMap((column) => {
    if (column.kind !== 'money') return [plainColumn(column)];
    const amount: ExportColumn<Row> = {
      header: column.header,
      isNumeric: true,
      cell: (row) => amountCell(column.value(row)),
      sums: column,
    };
    if (column.currency === 'none') return [amount];
    const currency: ExportColumn<Row> = {
      header: `${column.header}: currency`,
      isNumeric: false,
      cell: (row) => {
        const value = column.value(row);
        return textCell(isMoney(value) ? value.currency : '');
      },
      sums: null,
    };
    return [amount, currency];
  });
}

function plainColumn<Row>(column: GridColumn<Row>): ExportColumn<Row> {
  const { header, kind, value, text } = column;
  const cell = (row: Row): ExportCell => {
    const held = value(row);
    if (kind === 'number' && typeof held === 'number' && Number.isFinite(held)) return numberCell(held);
    if (kind === 'day' && typeof held === 'string' && isDay(held)) return { kind: 'day', day: held };
    const isWritten = kind !== 'day' && kind !== 'instant' && text !== undefined;
    return textCell(
      isWritten ? text(row) : isMoney(held) ? `${held.currency} ${decimalText(held)}` : rawText(held),
    );
  };
  return { header, isNumeric: kind === 'number', cell, sums: null };
}

export function textCell(text: string): ExportCell {
  return { kind: 'text', text };
}

export function moneyCell(value: GridMoney): ExportCell {
  return { kind: 'number', decimal: decimalText(value), decimals: currencyExponent(value.currency) ?? 2 };
}

function amountCell(value: unknown): ExportCell {
  return isMoney(value) ? moneyCell(value) : textCell('');
}

function numberCell(value: number): ExportCell {
  const decimal = String(value);
  // What a number writes as 1e21 or 1e-7 is no plain decimal; no column of ours holds such, but a file must not break on it.
  if (!/^-?\d+(?:\.\d+)?$/.test(decimal)) return textCell(decimal);
  return { kind: 'number', decimal, decimals: decimal.split('.')[1]?.length ?? 0 };
}

/**
 * Text as a spreadsheet shows it and never runs it: an apostrophe goes before what would start a formula once blanks that
 * programs skip (spaces of any width, byte-order mark, zero-width characters) are gone (RELIABILITY S-20).
 */
export function guardedText(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

const formulaStart =
  /^[\p{Zs}\ufeff\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u00ad]*[=+\-@\t\r\n\0＝＋－＠]/u;
