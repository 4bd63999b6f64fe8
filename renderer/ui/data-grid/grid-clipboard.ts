import type { ClipboardEvent } from 'react';
import { rawText, shownText } from './cell-text.ts';
import { type CellTable, fromTabText, toHtmlTable, toTabText } from './clipboard-table.ts';
import type { GridColumn } from './grid-column.ts';
import type { GridCore } from './grid-core.ts';
import { totalLines } from './grid-totals.tsx';

export interface CopyOptions {
  readonly withHeaders?: boolean;
  /** Plain decimals and ISO days instead of what is shown. */
  readonly raw?: boolean;
}

/** What is to be copied: columns and row numbers. Rows that are not loaded are read before. */
interface CopySource<Row> {
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly (Row | undefined)[];
  readonly firstRow: number;
}

/** Copies of more rows than this go to a file: nobody reads them from a clipboard. */
const COPIED_ROWS_MAX = 100_000;

/** The range, else the chosen rows among the loaded ones, else the focused cell. */
function sourceOf<Row>({ layout, focus, box, props, idAt }: GridCore<Row>): CopySource<Row> | null {
  const { rows, selection } = props;
  const data = layout.columns.flatMap(({ column }) => column ?? []);
  if (box !== null && focus.range !== null) {
    const columns = layout.columns
      .slice(box.firstColumn, box.lastColumn + 1)
      .flatMap(({ column }) => column ?? []);
    const last = Math.min(box.lastRow, rows.total - 1, box.firstRow + COPIED_ROWS_MAX - 1);
    return { columns, rows: slice(rows.at, box.firstRow, last), firstRow: box.firstRow };
  }
  if (selection !== undefined && selection.size > 0) {
    const chosen: Row[] = [];
    for (let index = 0; index < rows.total && chosen.length < selection.size; index += 1) {
      const id = idAt(index);
      const row = rows.at(index);
      if (id !== undefined && row !== undefined && selection.has(id)) chosen.push(row);
    }
    return { columns: data, rows: chosen, firstRow: 0 };
  }
  const column = layout.columns[focus.active.column]?.column ?? null;
  const row = focus.active.row;
  return column === null || row < 0 || row >= rows.total
    ? null
    : { columns: [column], rows: [rows.at(row)], firstRow: row };
}

function slice<Row>(
  at: (index: number) => Row | undefined,
  first: number,
  last: number,
): (Row | undefined)[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => at(first + step));
}

function tableOf<Row>(
  { columns }: CopySource<Row>,
  rows: readonly Row[],
  { format }: GridCore<Row>,
  { withHeaders = false, raw = false }: CopyOptions,
): CellTable {
  const cells = rows.map((row) =>
    columns.map((column) => (raw ? rawText(column.value(row)) : shownText(column, row, format))),
  );
  return withHeaders ? [columns.map(({ header }) => header), ...cells] : cells;
}

/** Ctrl+C: puts the copy into the event where all of it is loaded, and into the clipboard later where it has to be read first. */
export function onCopyEvent<Row>(core: GridCore<Row>, event: ClipboardEvent): void {
  if (isField(event.target)) return;
  const line = totalsCopy(core);
  if (line !== null) {
    event.preventDefault();
    event.clipboardData.setData('text/plain', line);
    return;
  }
  const source = sourceOf(core);
  if (source === null) return;
  event.preventDefault();
  if (source.rows.includes(undefined) && core.props.rows.read !== undefined) {
    void copyRows(core, {});
    return;
  }
  const loaded = source.rows.filter((row) => row !== undefined);
  const table = tableOf(source, loaded, core, {});
  event.clipboardData.setData('text/plain', toTabText(table));
  event.clipboardData.setData('text/html', toHtmlTable(table, 0));
  core.announce(copiedText(core, table, source.rows.length - loaded.length));
}

/** The total under the focus, where the focus is in the row of totals. */
function totalsCopy<Row>({ focus, props, layout, format }: GridCore<Row>): string | null {
  const laid = layout.columns[focus.active.column];
  if (focus.range !== null || focus.active.row !== props.rows.total || laid === undefined) return null;
  return totalLines(laid, props.totals?.[laid.id], format).join('\n');
}

/** Copies through the system's clipboard, reading rows that are not loaded. */
export async function copyRows<Row>(core: GridCore<Row>, options: CopyOptions): Promise<void> {
  const source = sourceOf(core);
  if (source === null) return;
  const { read } = core.props.rows;
  let rows = source.rows;
  if (rows.includes(undefined) && read !== undefined) {
    core.announce('Reading the rows to copy');
    rows = await read({ offset: source.firstRow, limit: rows.length });
  }
  const loaded = rows.filter((row) => row !== undefined);
  const table = tableOf(source, loaded, core, options);
  const text = toTabText(table);
  const html = toHtmlTable(table, options.withHeaders === true ? 1 : 0);
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        'text/plain': new Blob([text], { type: 'text/plain' }),
        'text/html': new Blob([html], { type: 'text/html' }),
      }),
    ]);
    core.announce(copiedText(core, table, source.rows.length - loaded.length));
  } catch (refusal) {
    core.announce(`Not copied: the system refused (${refusal instanceof Error ? refusal.name : 'unknown'})`);
  }
}

function copiedText<Row>({ format }: GridCore<Row>, table: CellTable, notLoaded: number): string {
  const cells = table.reduce((sum, row) => sum + row.length, 0);
  const copied = cells === 1 ? 'Copied 1 cell' : `Copied ${format.count(cells)} cells`;
  return notLoaded === 0
    ? copied
    : `${copied}; ${format.count(notLoaded)} rows are not loaded and were left out`;
}

/** The pasted table, or null where the paste is not the grid's. */
export function pastedTable(event: ClipboardEvent): CellTable | null {
  if (isField(event.target)) return null;
  const text = event.clipboardData.getData('text/plain');
  return text === '' ? null : fromTabText(text);
}

export function isField(target: EventTarget): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable=true]') !== null
  );
}
