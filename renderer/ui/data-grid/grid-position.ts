/** A cell by place: row -1 is the header. Columns are counted as they stand on the screen. */
export interface GridPosition {
  readonly row: number;
  readonly column: number;
}

export interface GridBounds {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Whole rows that fit the view. */
  readonly pageRows: number;
  /** A row of totals stands below the last row; one step down from it leads there. */
  readonly hasTotals: boolean;
}

export type GridMove =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'row-start'
  | 'row-end'
  | 'first'
  | 'last'
  | 'top'
  | 'bottom'
  | 'page-up'
  | 'page-down';

export const HEADER_ROW = -1;

/** Where a move leads, kept inside the grid. Pages and jumps stay out of the header; one step up from the first row is it. */
export function moved(from: GridPosition, move: GridMove, bounds: GridBounds): GridPosition {
  const { row, column } = from;
  const lastRow = bounds.rowCount - 1;
  const lastColumn = Math.max(0, bounds.columnCount - 1);
  const firstRow = bounds.rowCount === 0 ? HEADER_ROW : 0;
  switch (move) {
    case 'up':
      return { row: Math.max(HEADER_ROW, row - 1), column };
    case 'down':
      return { row: Math.min(lastRow + (bounds.hasTotals ? 1 : 0), row + 1), column };
    case 'left':
      return { row, column: Math.max(0, column - 1) };
    case 'right':
      return { row, column: Math.min(lastColumn, column + 1) };
    case 'row-start':
      return { row, column: 0 };
    case 'row-end':
      return { row, column: lastColumn };
    case 'first':
      return { row: firstRow, column: 0 };
    case 'last':
      return { row: lastRow, column: lastColumn };
    case 'top':
      return { row: firstRow, column };
    case 'bottom':
      return { row: lastRow, column };
    case 'page-up':
      return { row: Math.max(firstRow, row - bounds.pageRows), column };
    case 'page-down':
      return { row: Math.min(lastRow, row + bounds.pageRows), column };
  }
}

/** A rectangle of cells by two of its corners: where it was begun and where it ends now. */
export interface CellRange {
  readonly from: GridPosition;
  readonly to: GridPosition;
}

export interface CellBox {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

export function boxOf({ from, to }: CellRange): CellBox {
  return {
    firstRow: Math.min(from.row, to.row),
    lastRow: Math.max(from.row, to.row),
    firstColumn: Math.min(from.column, to.column),
    lastColumn: Math.max(from.column, to.column),
  };
}

export function cellCountOf({ firstRow, lastRow, firstColumn, lastColumn }: CellBox): number {
  return (lastRow - firstRow + 1) * (lastColumn - firstColumn + 1);
}

/**
 * The range after a step with Shift. A range over whole columns or whole rows stays whole: only its moving edge goes on.
 */
export function extended(
  range: CellRange | null,
  active: GridPosition,
  next: GridPosition,
  bounds: GridBounds,
): CellRange {
  const from = range?.from ?? active;
  if (range === null) return { from, to: next };
  const box = boxOf(range);
  const isWholeColumns = box.firstRow === 0 && box.lastRow === bounds.rowCount - 1 && bounds.rowCount > 1;
  const isWholeRows = box.firstColumn === 0 && box.lastColumn === bounds.columnCount - 1;
  if (isWholeColumns && next.row === active.row)
    return { from, to: { row: range.to.row, column: next.column } };
  if (isWholeRows && next.column === active.column)
    return { from, to: { row: next.row, column: range.to.column } };
  return { from, to: next };
}
