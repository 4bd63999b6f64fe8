/** Rows by their index in the sorted and filtered result; most of a long result is not loaded. */
export interface GridRows<Row> {
  /** Of the whole result, as SQL counted it. */
  readonly total: number;
  /** The row, or undefined where its page is not loaded. */
  readonly at: (index: number) => Row | undefined;
  /** Every row that is loaded, in no order: a long result is not to be looked through by index. */
  readonly loaded: () => Iterable<Row>;
  /** Reads rows that are not loaded, for copies and exports; without it these use loaded rows and say so. */
  readonly read?: (window: GridWindow) => Promise<readonly Row[]>;
}

export interface GridWindow {
  readonly offset: number;
  readonly limit: number;
}

/** Rows that are all in memory. Keep the result between renders (useMemo). */
export function rowsOf<Row>(rows: readonly Row[]): GridRows<Row> {
  return { total: rows.length, at: (index) => rows[index], loaded: () => rows };
}

/** A result of which some pages of equal size are loaded, by page number. */
export function rowsOfPages<Row>(
  total: number,
  pageSize: number,
  pages: ReadonlyMap<number, readonly Row[]>,
  read?: (window: GridWindow) => Promise<readonly Row[]>,
): GridRows<Row> {
  const at = (index: number) => pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  const loaded = () => [...pages.values()].flat();
  return read === undefined ? { total, at, loaded } : { total, at, loaded, read };
}

/** The numbers of the pages that a window touches. */
export function pagesOf({ offset, limit }: GridWindow, pageSize: number): number[] {
  const first = Math.floor(offset / pageSize);
  const last = Math.floor(Math.max(offset, offset + limit - 1) / pageSize);
  return Array.from({ length: last - first + 1 }, (_, step) => first + step);
}

/** How far from where it was a row is looked for when rows have moved. */
const SEARCH_ROWS = 2_000;

/** The index of a loaded row, looked for outwards from where it was; null where it is not. */
export function indexOfRow<Row>(
  rows: GridRows<Row>,
  rowId: (row: Row) => string,
  id: string,
  near: number,
): number | null {
  for (let distance = 0; distance <= SEARCH_ROWS; distance += 1) {
    for (const index of distance === 0 ? [near] : [near - distance, near + distance]) {
      if (index < 0 || index >= rows.total) continue;
      const row = rows.at(index);
      if (row !== undefined && rowId(row) === id) return index;
    }
  }
  return null;
}
