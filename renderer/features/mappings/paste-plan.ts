import type { CellChange, EditReading, GridColumn } from '#renderer/ui/data-grid/grid-column.ts';
import type { PasteCell, PastePreview } from '#renderer/ui/data-grid/paste-preview.ts';
import { blankCells, type LineCells, type MappingLine, withCell } from './mapping-line.ts';
import type { MappingType } from './target-members.ts';

/** A paste with the rows that it makes anew where the grid ends. */
export interface PastePlan {
  readonly cells: readonly PasteCell[];
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly newLines: readonly LineCells[];
  readonly changes: readonly CellChange[];
  /** Changes what is there; the new lines are the screen's to add. */
  readonly applyChanges: () => void;
}

/** What a spreadsheet's block would do here: cells below the last row become new mappings. */
export function planPaste(
  preview: PastePreview,
  columns: readonly GridColumn<MappingLine>[],
  type: MappingType,
  fromOn: string,
): PastePlan {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const lines = new Map<number, LineCells>();
  const cells = preview.cells.map((cell): PasteCell => {
    const column = cell.columnId === null ? undefined : byId.get(cell.columnId);
    if (cell.rowId !== null || !column?.edit) return cell;
    const before = lines.get(cell.rowIndex) ?? blankCells(fromOn);
    const reading: EditReading = column.edit.parse(cell.pasted, {
      id: '',
      type,
      stored: null,
      draft: before,
    });
    if (!reading.ok) return { ...cell, reason: reading.reason };
    const value = typeof reading.value === 'string' ? reading.value : null;
    lines.set(cell.rowIndex, withCell(before, column.id, value));
    return { ...cell, verdict: 'accepted', reason: '' };
  });
  const count = (verdict: PasteCell['verdict']) => cells.filter((cell) => cell.verdict === verdict).length;
  return {
    cells,
    accepted: count('accepted'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    newLines: [...lines.values()],
    changes: preview.changes,
    applyChanges: preview.apply,
  };
}
