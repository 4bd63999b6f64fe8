import { dayNumber } from '#core/domain/day.ts';
import { type ExportCell, type ExportColumn, guardedText, textCell } from './export-cells.ts';
import { totalCells } from './export-csv.ts';
import {
  columnsOf,
  type ExportResult,
  type ExportSource,
  eachRow,
  headLines,
  totalLinesOf,
} from './export-source.ts';
import { workbookParts } from './export-xlsx-parts.ts';
import { xmlText } from './xml-text.ts';
import { ZipEntry, zipBlob } from './zip-file.ts';

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Spreadsheets hold fifteen digits of a number; longer amounts go in as text, whole. */
const EXACT_DIGITS = 15;
/** Spreadsheets count days from 30 December 1899. */
const EPOCH_DAY_SERIAL = 25_569;

/** Cell styles by their place in styles.xml: plain, bold, day, then numbers by their decimals. */
const BOLD = 1;
const DAY = 2;
const FIRST_NUMBER = 3;
const DECIMALS_MAX = 6;

/**
 * The rows of the screen as an Excel workbook: typed numbers, days and texts, no formula anywhere, sums per currency at the
 * end. The sheet is written and compressed slice by slice, so that long lists do not hold up the window.
 */
export async function exportXlsx<Row>(source: ExportSource<Row>): Promise<ExportResult> {
  const columns = columnsOf(source);
  const sheet = new SheetWriter();
  const lines = headLines(source.head, source.rows.total);
  const headerRow = lines.length + 2;
  await sheet.begin(widthsOf(columns), headerRow);
  for (const [word, value] of lines) sheet.row([textCell(word), textCell(value)], [BOLD]);
  sheet.skip();
  sheet.row(
    columns.map(({ header }) => textCell(header)),
    columns.map(() => BOLD),
  );
  const sums = await eachRow(source, (rows) => {
    for (const row of rows) sheet.row(columns.map(({ cell }) => cell(row)));
    sheet.flush();
  });
  for (const line of totalLinesOf(columns, sums)) sheet.row(totalCells(columns, line));
  const files = [];
  for (const [name, text] of workbookParts(source.head.title, DECIMALS_MAX)) {
    const entry = new ZipEntry(name);
    await entry.write(text);
    files.push(await entry.end());
  }
  files.push(await sheet.end());
  return { file: zipBlob(files, XLSX_TYPE), rowCount: source.rows.total, sums };
}

/** Writes one worksheet, row by row. */
class SheetWriter {
  readonly #entry = new ZipEntry('xl/worksheets/sheet1.xml');
  #rowNumber = 0;
  #text = '';
  /** Compression goes on beside us; a failure of it is met at the end. */
  #written: Promise<void> = Promise.resolve();

  begin(widths: readonly number[], headerRow: number): Promise<void> {
    const columns = widths
      .map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`)
      .join('');
    const frozen = `<pane ySplit="${headerRow}" topLeftCell="A${headerRow + 1}" activePane="bottomLeft" state="frozen"/>`;
    return this.#entry.write(
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><cols>${columns}</cols><sheetData>`,
    );
  }

  row(cells: readonly ExportCell[], styles: readonly number[] = []): void {
    this.#rowNumber += 1;
    const number = this.#rowNumber;
    const written = cells
      .map((cell, at) => cellXml(cell, `${columnName(at)}${number}`, styles[at] ?? 0))
      .join('');
    this.#text += `<row r="${number}">${written}</row>`;
  }

  skip(): void {
    this.#rowNumber += 1;
  }

  flush(): void {
    const text = this.#text;
    this.#text = '';
    this.#written = this.#written.then(() => this.#entry.write(text));
  }

  async end(): Promise<Awaited<ReturnType<ZipEntry['end']>>> {
    this.#text += '</sheetData></worksheet>';
    this.flush();
    await this.#written;
    return this.#entry.end();
  }
}

function cellXml(cell: ExportCell, reference: string, style: number): string {
  if (cell.kind === 'number') {
    const digits = cell.decimal.replace(/^-?0*|\./g, '').length;
    if (digits > EXACT_DIGITS) return textXml(cell.decimal, reference, style);
    return `<c r="${reference}" s="${FIRST_NUMBER + Math.min(cell.decimals, DECIMALS_MAX)}"><v>${cell.decimal}</v></c>`;
  }
  if (cell.kind === 'day')
    return `<c r="${reference}" s="${DAY}"><v>${dayNumber(cell.day) + EPOCH_DAY_SERIAL}</v></c>`;
  return cell.text === '' ? '' : textXml(guardedText(cell.text), reference, style);
}

function textXml(text: string, reference: string, style: number): string {
  const look = style === 0 ? '' : ` s="${style}"`;
  return `<c r="${reference}"${look} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** `A`, `Z`, `AA`. */
function columnName(at: number): string {
  const known = columnNames[at];
  if (known !== undefined) return known;
  const name =
    at < 26 ? String.fromCharCode(65 + at) : `${columnName(Math.floor(at / 26) - 1)}${columnName(at % 26)}`;
  columnNames[at] = name;
  return name;
}

const columnNames: string[] = [];

function widthsOf<Row>(columns: readonly ExportColumn<Row>[]): readonly number[] {
  return columns.map(({ header, isNumeric }) => Math.max(isNumeric ? 16 : 20, header.length + 4));
}
