import papa from 'papaparse';
import { type ExportCell, type ExportColumn, guardedText, moneyCell, textCell } from './export-cells.ts';
import {
  columnsOf,
  type ExportResult,
  type ExportSource,
  eachRow,
  headLines,
  totalLinesOf,
} from './export-source.ts';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * The rows of the screen as CSV for spreadsheets: every field quoted, amounts and numbers plain, text that could be taken for
 * a formula disarmed, sums per currency at the end. Long lists do not hold up the window.
 */
export async function exportCsv<Row>(source: ExportSource<Row>): Promise<ExportResult> {
  const columns = columnsOf(source);
  const parts: string[] = [
    BYTE_ORDER_MARK,
    written(headLines(source.head, source.rows.total).map((line) => line.map((text) => textCell(text)))),
    '\r\n',
    written([columns.map(({ header }) => textCell(header))]),
  ];
  const sums = await eachRow(source, (rows) => {
    parts.push(written(rows.map((row) => columns.map(({ cell }) => cell(row)))));
  });
  parts.push(written(totalLinesOf(columns, sums).map((line) => totalCells(columns, line))));
  return { file: new Blob(parts, { type: 'text/csv;charset=utf-8' }), rowCount: source.rows.total, sums };
}

/** A line of totals: the amounts under their columns, the currency behind them, "Total" where the first column leaves room. */
export function totalCells<Row>(
  columns: readonly ExportColumn<Row>[],
  { currency, minorAt }: { readonly currency: string; readonly minorAt: readonly (bigint | null)[] },
): readonly ExportCell[] {
  const cells = minorAt.map((minor, at) => {
    if (minor !== null) return moneyCell({ minor, currency });
    const before = minorAt[at - 1];
    return textCell(before !== undefined && before !== null && columns[at]?.sums === null ? currency : '');
  });
  const label = minorAt.findIndex((minor, at) => minor === null && (at === 0 || minorAt[at - 1] === null));
  if (label >= 0) cells[label] = textCell(`Total ${currency}`);
  return cells;
}

function written(rows: readonly (readonly ExportCell[])[]): string {
  if (rows.length === 0) return '';
  const data = rows.map((cells) => cells.map(csvText));
  return `${papa.unparse(data, { quotes: true, newline: '\r\n' })}\r\n`;
}

function csvText(cell: ExportCell): string {
  if (cell.kind === 'number') return cell.decimal;
  return cell.kind === 'day' ? cell.day : guardedText(cell.text);
}
