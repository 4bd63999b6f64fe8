import { isMoney } from './cell-text.ts';
import type { GridColumn } from './grid-column.ts';
import type { CellBox } from './grid-position.ts';
import type { GridSummary } from './grid-props.ts';
import type { GridRows } from './grid-rows.ts';

/** Sums are taken over at most so many rows of a range on every move; a longer range says how many it left out. */
const SUMMED_ROWS_MAX = 20_000;

class CurrencySums {
  readonly #minorByCurrency = new Map<string, bigint>();

  add(value: unknown): void {
    if (!isMoney(value)) return;
    const before = this.#minorByCurrency.get(value.currency) ?? 0n;
    this.#minorByCurrency.set(value.currency, before + BigInt(value.minor));
  }

  list(): GridSummary['sums'] {
    return [...this.#minorByCurrency]
      .map(([currency, minor]) => ({ currency, minor }))
      .sort((one, other) => (one.currency < other.currency ? -1 : 1));
  }
}

/** Count and exact sums of the cells of a range, per currency. */
export function rangeSummary<Row>(
  box: CellBox,
  columns: readonly (GridColumn<Row> | null)[],
  rows: GridRows<Row>,
): GridSummary {
  const inRange = columns.slice(box.firstColumn, box.lastColumn + 1).filter((column) => column !== null);
  const sums = new CurrencySums();
  const lastRow = Math.min(box.lastRow, box.firstRow + SUMMED_ROWS_MAX - 1);
  let notLoaded = box.lastRow - lastRow;
  for (let index = box.firstRow; index <= lastRow; index += 1) {
    const row = rows.at(index);
    if (row === undefined) notLoaded += 1;
    else for (const column of inRange) sums.add(column.value(row));
  }
  const count = (box.lastRow - box.firstRow + 1) * inRange.length;
  return { what: 'cells', count, sums: sums.list(), notLoaded };
}

/** Count and exact sums of chosen rows: of the first money column, which is the amount the list is about. */
export function rowsSummary<Row>(
  selection: ReadonlySet<string>,
  column: GridColumn<Row> | undefined,
  loaded: Iterable<readonly [id: string, row: Row]>,
): GridSummary {
  const sums = new CurrencySums();
  let found = 0;
  for (const [id, row] of loaded) {
    if (!selection.has(id)) continue;
    found += 1;
    if (column !== undefined) sums.add(column.value(row));
  }
  return { what: 'rows', count: selection.size, sums: sums.list(), notLoaded: selection.size - found };
}
