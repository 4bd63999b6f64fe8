import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { ColumnState } from './column-state.ts';
import type { ColumnKind, GridColumn } from './grid-column.ts';

/** The column of check boxes; it is no data and stays out of copies and exports. */
export const SELECT_COLUMN_ID = '$select';
const SELECT_WIDTH_PX = 32;
/** Wide enough for what a kind usually holds: an amount must not be cut off. */
const WIDTH_PX: Readonly<Record<ColumnKind, number>> = {
  text: 160,
  money: 144,
  number: 96,
  day: 112,
  instant: 136,
  id: 136,
  status: 120,
  custom: 120,
};
const MIN_WIDTH_PX = 48;

/** A column where it stands on the screen. */
export interface LaidColumn<Row> {
  readonly id: string;
  /** Null for the check boxes. */
  readonly column: GridColumn<Row> | null;
  readonly index: number;
  readonly widthPx: number;
  /** Distance from the left edge for a pinned column. */
  readonly pinLeftPx: number | null;
  readonly isLastPinned: boolean;
  /** Of the cells of rows; one object, so that cells drawn again are not given it again. */
  readonly style: { readonly width: number; readonly left?: number };
  /** Class names of its cells. */
  readonly className: string;
}

export interface ColumnLayout<Row> {
  readonly columns: readonly LaidColumn<Row>[];
  /** Data columns that can be shown, hidden ones too, in their order. */
  readonly all: readonly GridColumn<Row>[];
  readonly hiddenIds: ReadonlySet<string>;
  readonly pinnedIds: readonly string[];
  readonly totalWidthPx: number;
  readonly pinnedWidthPx: number;
  /** For `grid-template-columns` of every row. */
  readonly template: string;
  readonly indexOf: (id: string) => number;
}

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
});

const noRows: never[] = [];

/** Where each column stands, by what was designed and what the person changed. The rows are none of the table's business. */
export function useColumnLayout<Row>(
  columns: readonly GridColumn<Row>[],
  state: ColumnState,
  hasSelection: boolean,
): ColumnLayout<Row> {
  // The table is a new one exactly when these options are.
  const options = useMemo(
    () => ({
      features,
      columns: definitionsOf(columns, hasSelection),
      data: noRows,
      state: tableStateOf(columns, state, hasSelection),
    }),
    [columns, state, hasSelection],
  );
  const table = useTable(options);
  return useMemo(() => {
    const byId = new Map(columns.map((column) => [column.id, column]));
    const start = table.getStartVisibleLeafColumns();
    const shown = [...start, ...table.getCenterVisibleLeafColumns()];
    const laid = shown.map((one, index): LaidColumn<Row> => {
      const column = byId.get(one.id) ?? null;
      const isPinned = index < start.length;
      const widthPx = one.getSize();
      const pinLeftPx = isPinned ? one.getStart('start') : null;
      return {
        id: one.id,
        column,
        index,
        widthPx,
        pinLeftPx,
        style: pinLeftPx === null ? { width: widthPx } : { width: widthPx, left: pinLeftPx },
        isLastPinned: index === start.length - 1,
        className: cellClass(column, isPinned, index === start.length - 1),
      };
    });
    const indexes = new Map(laid.map(({ id, index }) => [id, index]));
    const all = table.getAllLeafColumns().flatMap((one) => byId.get(one.id) ?? []);
    return {
      columns: laid,
      all,
      hiddenIds: new Set(all.filter(({ id }) => !indexes.has(id)).map(({ id }) => id)),
      pinnedIds: start.map(({ id }) => id).filter((id) => id !== SELECT_COLUMN_ID),
      totalWidthPx: laid.reduce((sum, { widthPx }) => sum + widthPx, 0),
      pinnedWidthPx: table.getStartTotalSize(),
      template: laid.map(({ widthPx }) => `${widthPx}px`).join(' '),
      indexOf: (id) => indexes.get(id) ?? -1,
    };
  }, [table, columns]);
}

function definitionsOf<Row>(columns: readonly GridColumn<Row>[], hasSelection: boolean) {
  const data = columns.map(({ id, kind, width = WIDTH_PX[kind], minWidth = MIN_WIDTH_PX }) => ({
    id,
    size: Math.max(width, minWidth),
    minSize: minWidth,
  }));
  const select = { id: SELECT_COLUMN_ID, size: SELECT_WIDTH_PX, minSize: SELECT_WIDTH_PX };
  return hasSelection ? [select, ...data] : data;
}

function tableStateOf<Row>(columns: readonly GridColumn<Row>[], state: ColumnState, hasSelection: boolean) {
  const designedPins = columns.filter(({ isPinned }) => isPinned === true).map(({ id }) => id);
  const known = new Set(columns.map(({ id }) => id));
  const pins = (state.pinned ?? designedPins).filter((id) => known.has(id));
  const designedHidden = Object.fromEntries(columns.map(({ id, isHidden }) => [id, isHidden !== true]));
  const changed = Object.entries(state.hidden ?? {}).map(([id, isHidden]) => [id, !isHidden]);
  return {
    columnOrder: [...(state.order ?? [])],
    columnPinning: { start: hasSelection ? [SELECT_COLUMN_ID, ...pins] : pins, end: [] },
    columnVisibility: { ...designedHidden, ...(Object.fromEntries(changed) as Record<string, boolean>) },
    columnSizing: { ...state.widths },
  };
}

function cellClass<Row>(column: GridColumn<Row> | null, isPinned: boolean, isLastPinned: boolean): string {
  const names = ['grid-cell'];
  if (column === null) names.push('grid-cell-select');
  else if (column.kind === 'custom') names.push('grid-cell-custom');
  else names.push(`grid-cell-${column.kind}`);
  if (column?.align !== undefined) names.push(`grid-align-${column.align}`);
  if (isPinned) names.push('grid-pinned');
  if (isLastPinned) names.push('grid-pinned-last');
  return names.join(' ');
}

/** The widths of all rows as one declaration: a change of width touches one element. */
export function gridStyle<Row>({ template, totalWidthPx }: ColumnLayout<Row>): Record<string, string> {
  return { '--grid-columns': template, '--grid-width': `${totalWidthPx}px` };
}
