import type { CellChange, EditReading, GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import type { PasteCell, PastePreview } from '#renderer/ui/data-grid/paste-preview.ts';
import { blankCells, type LineCells, type MappingLine, withCell } from './mapping-line.ts';
import type { MappingType } from './target-members.ts';

type Columns = ReadonlyMap<string, GridColumn<MappingLine>>;

/** The sheet that is pasted into. */
interface PasteSheet {
  readonly columns: readonly GridColumn<MappingLine>[];
  readonly lines: readonly MappingLine[];
  readonly type: MappingType;
  /** The first day of a new mapping that gives none. */
  readonly fromOn: string;
}

/** A paste with the rows that it makes anew: below the last row, and for keys that are not those of the row they fall on. */
export interface PastePlan {
  readonly cells: readonly PasteCell[];
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly newLines: readonly LineCells[];
  /** What changes in rows that are there. */
  readonly changes: readonly CellChange[];
  /** Applies them as one step of undo, or null where part of what the grid would change is left alone. */
  readonly apply: (() => void) | null;
}

/**
 * What a spreadsheet's block would do here. A kept mapping stays what it is a mapping of: a pasted row with another key or
 * entity is a new mapping, and never writes its target over the one that happens to stand there.
 */
export function planPaste(preview: PastePreview, { columns, lines, type, fromOn }: PasteSheet): PastePlan {
  const byId: Columns = new Map(columns.map((column) => [column.id, column]));
  const keptById = new Map(lines.map((line) => [line.id, line]));
  const elsewhere = new Set(
    preview.cells.filter((cell) => isOtherSlot(cell, byId, keptById)).map(({ rowIndex }) => rowIndex),
  );
  const made = new Map<number, LineCells>();
  const cells = preview.cells.map((cell): PasteCell => {
    const column = cell.columnId === null ? undefined : byId.get(cell.columnId);
    if (!column?.edit) return cell;
    if (cell.rowId !== null && !elsewhere.has(cell.rowIndex)) return asKept(cell, byId, keptById);
    const before = made.get(cell.rowIndex) ?? blankCells(fromOn);
    const blank: MappingLine = { id: '', type, stored: null, draft: before };
    if (column.edit.isEditable?.(blank) === false) return cell;
    const reading: EditReading = column.edit.parse(cell.pasted, blank);
    if (!reading.ok) return { ...cell, rowId: null, verdict: 'rejected', reason: reading.reason };
    const value = typeof reading.value === 'string' ? reading.value : null;
    made.set(cell.rowIndex, withCell(before, column.id, value));
    return { ...cell, rowId: null, verdict: 'accepted', reason: '' };
  });
  const count = (verdict: PasteCell['verdict']) => cells.filter((cell) => cell.verdict === verdict).length;
  const spared = new Set(
    preview.cells.flatMap(({ rowId, rowIndex }) =>
      elsewhere.has(rowIndex) && rowId !== null ? [rowId] : [],
    ),
  );
  const changes = preview.changes.filter(({ rowId }) => !spared.has(rowId));
  return {
    cells,
    accepted: count('accepted'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    newLines: [...made.values()],
    changes,
    apply: changes.length === preview.changes.length ? preview.apply : null,
  };
}

/** Whether a cell names another key or entity than the row that it falls on, where that cannot be changed any more. */
function isOtherSlot(cell: PasteCell, columns: Columns, kept: ReadonlyMap<string, MappingLine>): boolean {
  return fixedValue(cell, columns, kept) === 'other';
}

/** A cell that says of a kept row what it says already is no fault, though it could not be changed. */
function asKept(cell: PasteCell, columns: Columns, kept: ReadonlyMap<string, MappingLine>): PasteCell {
  return fixedValue(cell, columns, kept) === 'same' ? { ...cell, verdict: 'unchanged', reason: '' } : cell;
}

function fixedValue(
  { columnId, rowId, pasted }: PasteCell,
  columns: Columns,
  kept: ReadonlyMap<string, MappingLine>,
): 'same' | 'other' | null {
  const isSlot = columnId === 'sourceKey' || columnId === 'legalEntity';
  const column = columnId === null ? undefined : columns.get(columnId);
  const line = rowId === null ? undefined : kept.get(rowId);
  if (!isSlot || !line?.stored || !column?.edit || column.edit.isEditable?.(line) !== false) return null;
  const reading = column.edit.parse(pasted, line);
  return reading.ok && reading.value === column.value(line) ? 'same' : 'other';
}
