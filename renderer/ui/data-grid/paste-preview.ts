import { sameValue } from './cell-text.ts';
import type { CellTable } from './clipboard-table.ts';
import type { CellChange, GridColumn } from './grid-column.ts';
import type { CellBox } from './grid-position.ts';
import type { GridRows } from './grid-rows.ts';

/** One pasted cell and what would become of it. */
export interface PasteCell {
  readonly rowIndex: number;
  readonly rowId: string | null;
  readonly columnId: string | null;
  /** The column's header; empty where the paste is wider than the grid. */
  readonly header: string;
  /** As it came from the clipboard. */
  readonly pasted: string;
  readonly verdict: 'accepted' | 'unchanged' | 'rejected';
  /** Why it is rejected and how to write it; empty otherwise. */
  readonly reason: string;
}

/** What a paste would do, cell by cell. Nothing has been applied. */
export interface PastePreview {
  readonly cells: readonly PasteCell[];
  readonly rowCount: number;
  readonly columnCount: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly changes: readonly CellChange[];
  /** Applies the accepted cells through `onEdit`, as one step of undo. */
  readonly apply: () => void;
}

export interface PasteTarget<Row> {
  readonly rows: GridRows<Row>;
  readonly rowId: (row: Row) => string;
  /** Data columns as they stand on the screen; null for check boxes. */
  readonly columns: readonly (GridColumn<Row> | null)[];
  /** Where it goes: one cell, or a range that a single copied cell fills and a smaller block repeats in. */
  readonly box: CellBox;
}

/** Judges every pasted cell by its column's own reading, without changing anything. */
export function previewPaste<Row>(
  table: CellTable,
  target: PasteTarget<Row>,
  apply: (changes: readonly CellChange[]) => void,
): PastePreview {
  const { box } = target;
  const width = Math.max(0, ...table.map((row) => row.length));
  const rowCount = repeats(box.lastRow - box.firstRow + 1, table.length);
  const columnCount = repeats(box.lastColumn - box.firstColumn + 1, width);
  const changes: CellChange[] = [];
  const cells: PasteCell[] = [];
  for (let down = 0; down < rowCount; down += 1) {
    const source = table[down % table.length] ?? [];
    for (let right = 0; right < columnCount; right += 1) {
      const pasted = source[right % width];
      if (pasted === undefined) continue;
      cells.push(judge(pasted, box.firstRow + down, box.firstColumn + right, target, changes));
    }
  }
  const count = (verdict: PasteCell['verdict']) => cells.filter((cell) => cell.verdict === verdict).length;
  return {
    cells,
    rowCount,
    columnCount,
    accepted: count('accepted'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    changes,
    apply: () => apply(changes),
  };
}

/** A target that the source fits into without rest is filled by repeating it, as in a spreadsheet. */
function repeats(target: number, source: number): number {
  return source > 0 && target > source && target % source === 0 ? target : source;
}

function judge<Row>(
  pasted: string,
  rowIndex: number,
  columnIndex: number,
  { rows, rowId, columns }: PasteTarget<Row>,
  changes: CellChange[],
): PasteCell {
  const column = columns[columnIndex] ?? null;
  const row = rows.at(rowIndex);
  const place = {
    rowIndex,
    rowId: row === undefined ? null : rowId(row),
    columnId: column?.id ?? null,
    header: column?.header ?? '',
    pasted,
  };
  const rejected = (reason: string): PasteCell => ({ ...place, verdict: 'rejected', reason });
  if (column === null) return rejected('There is no column here. Paste further left, or copy fewer columns.');
  if (row === undefined)
    return rejected(
      rowIndex >= rows.total
        ? 'There is no row here. Add rows first, or copy fewer rows.'
        : 'This row is not loaded. Scroll it into view and paste again.',
    );
  const { edit } = column;
  if (edit === undefined || edit.isEditable?.(row) === false) {
    return rejected(`${column.header} cannot be edited in this row.`);
  }
  const reading = edit.parse(pasted, row);
  if (!reading.ok) return rejected(reading.reason);
  const before = column.value(row);
  if (sameValue(before, reading.value)) return { ...place, verdict: 'unchanged', reason: '' };
  changes.push({ rowId: rowId(row), columnId: column.id, before, after: reading.value });
  return { ...place, verdict: 'accepted', reason: '' };
}
