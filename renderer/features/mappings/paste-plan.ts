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

/** A pasted row of which nothing is taken, because one of its cells decides what the others would say. */
export interface BlockedRow {
  readonly rowIndex: number;
  /** Its key as it was pasted; empty where the paste holds none. */
  readonly key: string;
  /** The cell that cannot be read. */
  readonly header: string;
  readonly reason: string;
}

/** A paste with the rows that it makes anew: below the last row, and for keys that are not those of the row they fall on. */
export interface PastePlan {
  readonly cells: readonly PasteCell[];
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly blockedRows: readonly BlockedRow[];
  readonly newLines: readonly LineCells[];
  /** What changes in rows that are there. */
  readonly changes: readonly CellChange[];
}

/** Of what a mapping is, for whom and when: left as it was, or at its default, it would be another mapping. */
const decidingColumns: ReadonlySet<string> = new Set([
  'sourceKey',
  'legalEntity',
  'validFromOn',
  'validToOn',
]);

/**
 * What a spreadsheet's block would do here. A kept mapping stays what it is a mapping of: a pasted row with another key or
 * entity is a new mapping, and never writes its target over the one that happens to stand there. A row whose key, entity or
 * days cannot be read is left out whole: an entity that is not known here never becomes "every entity".
 */
export function planPaste(preview: PastePreview, { columns, lines, type, fromOn }: PasteSheet): PastePlan {
  const byId: Columns = new Map(columns.map((column) => [column.id, column]));
  const keptById = new Map(lines.map((line) => [line.id, line]));
  const elsewhere = new Set(
    preview.cells.filter((cell) => isOtherSlot(cell, byId, keptById)).map(({ rowIndex }) => rowIndex),
  );
  const made = new Map<number, LineCells>();
  const judged = preview.cells.map((cell): PasteCell => {
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
  const blocked = new Map(blockedRowsOf(judged).map((row) => [row.rowIndex, row]));
  const cells = judged.map((cell) => withoutRow(cell, blocked.get(cell.rowIndex)));
  const count = (verdict: PasteCell['verdict']) => cells.filter((cell) => cell.verdict === verdict).length;
  const isSpared = (rowIndex: number) => elsewhere.has(rowIndex) || blocked.has(rowIndex);
  const spared = new Set(
    preview.cells.flatMap(({ rowId, rowIndex }) => (isSpared(rowIndex) && rowId !== null ? [rowId] : [])),
  );
  return {
    cells,
    accepted: count('accepted'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    blockedRows: [...blocked.values()],
    newLines: [...made].filter(([rowIndex]) => !blocked.has(rowIndex)).map(([, line]) => line),
    changes: preview.changes.filter(({ rowId }) => !spared.has(rowId)),
  };
}

/** The rows of which a deciding cell is rejected, each with the first such cell. */
function blockedRowsOf(cells: readonly PasteCell[]): readonly BlockedRow[] {
  const keys = new Map(
    cells.flatMap(({ columnId, rowIndex, pasted }) =>
      columnId === 'sourceKey' ? [[rowIndex, pasted.trim()] as const] : [],
    ),
  );
  const rows = new Map<number, BlockedRow>();
  for (const { columnId, rowIndex, header, verdict, reason } of cells) {
    if (verdict !== 'rejected' || columnId === null || !decidingColumns.has(columnId)) continue;
    if (!rows.has(rowIndex)) rows.set(rowIndex, { rowIndex, key: keys.get(rowIndex) ?? '', header, reason });
  }
  return [...rows.values()];
}

function withoutRow(cell: PasteCell, blocked: BlockedRow | undefined): PasteCell {
  if (blocked === undefined || cell.verdict !== 'accepted') return cell;
  return {
    ...cell,
    verdict: 'rejected',
    reason: `Left out with its row: its ${blocked.header} is rejected.`,
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
