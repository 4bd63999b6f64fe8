import { isMoney } from './cell-text.ts';
import { type ExportColumn, exportColumns } from './export-cells.ts';
import type { GridColumn } from './grid-column.ts';
import type { GridRows } from './grid-rows.ts';

/** What a file says about itself, above the rows. */
export interface ExportHead {
  readonly title: string;
  /** The filter in words; "all" where there is none. */
  readonly filter: string;
  readonly period: string;
  /** Instant of the figures, ISO 8601. */
  readonly asOf: string;
  readonly journalSeq: number;
  readonly journalHash: string;
}

export interface ExportSource<Row> {
  readonly head: ExportHead;
  /** All columns of the grid; `visibleIds` picks and orders them as the screen does (`GridHandle.visibleColumnIds`). */
  readonly columns: readonly GridColumn<Row>[];
  readonly visibleIds: readonly string[];
  readonly rows: GridRows<Row>;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface ExportResult {
  readonly file: Blob;
  readonly rowCount: number;
  /** Exact sums of what is in the file, by column id and currency, to be compared with the totals of the screen. */
  readonly sums: ExportSums;
}

export type ExportSums = Readonly<Record<string, Readonly<Record<string, bigint>>>>;

/** Between two slices the window gets its turn: no task may hold it for more than 50 ms. */
const SLICE_MS = 12;
const READ_ROWS = 500;

export function columnsOf<Row>({ columns, visibleIds }: ExportSource<Row>): readonly ExportColumn<Row>[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  return exportColumns(visibleIds.flatMap((id) => byId.get(id) ?? []));
}

/** The lines above the rows: words and values. */
export function headLines(head: ExportHead, rowCount: number): readonly (readonly [string, string])[] {
  return [
    ['Title', head.title],
    ['Period', head.period],
    ['Filter', head.filter],
    ['As of', head.asOf],
    ['Journal position', String(head.journalSeq)],
    ['Journal hash', head.journalHash],
    ['Rows', String(rowCount)],
  ];
}

/**
 * Hands out every row in the order of the screen, in slices short enough for the window to stay alive, and adds up what it
 * handed out. Rows that are not loaded are read.
 */
export async function eachRow<Row>(
  source: ExportSource<Row>,
  take: (rows: readonly Row[]) => void,
): Promise<ExportSums> {
  const { rows, signal, onProgress } = source;
  const money = source.columns.filter(({ kind, id }) => kind === 'money' && source.visibleIds.includes(id));
  const sums: Record<string, Record<string, bigint>> = {};
  let startedAt = performance.now();
  for (let offset = 0; offset < rows.total; ) {
    signal?.throwIfAborted();
    const slice = await rowsFrom(rows, offset);
    if (slice.length === 0)
      throw new Error(`rows ${offset} to ${rows.total} are not loaded and cannot be read`);
    take(slice);
    for (const column of money) addAll(column, slice, sums);
    offset += slice.length;
    if (performance.now() - startedAt < SLICE_MS) continue;
    onProgress?.(offset, rows.total);
    await turn();
    startedAt = performance.now();
  }
  onProgress?.(rows.total, rows.total);
  return sums;
}

/** Loaded rows from an offset on, or a page of rows that are read for it. */
async function rowsFrom<Row>({ total, at, read }: GridRows<Row>, offset: number): Promise<readonly Row[]> {
  const end = Math.min(total, offset + SLICE_ROWS);
  const loaded: Row[] = [];
  for (let index = offset; index < end; index += 1) {
    const row = at(index);
    if (row === undefined) break;
    loaded.push(row);
  }
  if (loaded.length > 0 || read === undefined) return loaded;
  return read({ offset, limit: Math.min(READ_ROWS, total - offset) });
}

/** A slice of loaded rows; small, so that a look at the clock comes often enough. */
const SLICE_ROWS = 100;

function addAll<Row>(
  column: GridColumn<Row>,
  rows: readonly Row[],
  sums: Record<string, Record<string, bigint>>,
): void {
  const own = (sums[column.id] ??= {});
  for (const row of rows) {
    const value = column.value(row);
    if (isMoney(value)) own[value.currency] = (own[value.currency] ?? 0n) + BigInt(value.minor);
  }
}

/** Lets everything else have its turn. */
function turn(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, 0);
  });
}

/** Lines of totals below the rows: one per currency, each amount under its column. */
export function totalLinesOf<Row>(
  columns: readonly ExportColumn<Row>[],
  sums: ExportSums,
): readonly { readonly currency: string; readonly minorAt: readonly (bigint | null)[] }[] {
  const currencies = [...new Set(Object.values(sums).flatMap((own) => Object.keys(own)))].sort();
  return currencies.map((currency) => ({
    currency,
    minorAt: columns.map((column) =>
      column.sums === null ? null : (sums[column.sums.id]?.[currency] ?? null),
    ),
  }));
}
