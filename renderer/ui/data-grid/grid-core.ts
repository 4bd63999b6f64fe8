import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { Format } from '#renderer/format/format.ts';
import { useFormat } from '../format-context.tsx';
import { type ColumnLayout, useColumnLayout } from './column-layout.ts';
import type { ColumnState } from './column-state.ts';
import { type GridFocus, useGridFocus } from './grid-focus.ts';
import { type GridMeasure, useGridMeasure } from './grid-measure.ts';
import { boxOf, type CellBox, type GridBounds, type GridPosition } from './grid-position.ts';
import type { DataGridProps } from './grid-props.ts';
import { type ScrollScale, scrollScale } from './scroll-scale.ts';

/** Everything that the parts of a grid share: what is shown, where the focus is, how to move. */
export interface GridCore<Row> {
  readonly props: DataGridProps<Row>;
  readonly format: Format;
  readonly layout: ColumnLayout<Row>;
  readonly columnState: ColumnState;
  readonly setColumnState: (state: ColumnState) => void;
  readonly measure: GridMeasure;
  readonly scale: ScrollScale;
  readonly focus: GridFocus;
  /** The selected cells, or null. */
  readonly box: CellBox | null;
  readonly bounds: GridBounds;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly probe: RefObject<HTMLDivElement | null>;
  /** Puts the DOM focus on the active cell after the next render. */
  readonly takeFocus: () => void;
  /** Whether it is to be put there now; asked once. */
  readonly isFocusDue: () => boolean;
  readonly reveal: (position: GridPosition) => void;
  /** What was done last, read out to screen readers. */
  readonly message: string;
  readonly announce: (message: string) => void;
  /** Why typed text is refused, shown and read out until it is mended. */
  readonly complaint: string | null;
  readonly complain: (reason: string | null) => void;
  readonly idAt: (row: number) => string | undefined;
}

export function useGridCore<Row>(props: DataGridProps<Row>): GridCore<Row> {
  const { columns, rows, rowId, onSelectionChange, totals, sort } = props;
  const format = useFormat();
  const scroller = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const isDue = useRef(false);
  const [message, announce] = useState('');
  const [complaint, complain] = useState<string | null>(null);
  const [ownState, setOwnState] = useState<ColumnState>(props.columnState ?? {});
  const columnState = props.onColumnStateChange === undefined ? ownState : (props.columnState ?? ownState);
  const layout = useColumnLayout(columns, columnState, onSelectionChange !== undefined);
  const measure = useGridMeasure(scroller, probe, totals !== undefined);
  const { rowHeightPx, viewHeightPx } = measure;
  const scale = useMemo(
    () => scrollScale(rows.total, rowHeightPx, viewHeightPx),
    [rows.total, rowHeightPx, viewHeightPx],
  );
  const reveal = useReveal(scroller, layout, measure, scale);
  const { focusedId, onFocusChange } = props;
  const focus = useGridFocus({
    layout,
    rows,
    rowId,
    hasTotals: totals !== undefined,
    sortKey: sort ? `${sort.columnId} ${sort.direction}` : '',
    focusedId,
    onFocusChange,
    onFound: useCallback((row: number) => reveal({ row, column: -1 }), [reveal]),
  });
  const setColumnState = (state: ColumnState) => {
    setOwnState(state);
    props.onColumnStateChange?.(state);
  };
  return {
    props,
    format,
    layout,
    columnState,
    setColumnState,
    measure,
    scale,
    focus,
    box: useMemo(() => (focus.range === null ? null : boxOf(focus.range)), [focus.range]),
    bounds: {
      rowCount: rows.total,
      columnCount: layout.columns.length,
      pageRows: Math.max(1, Math.floor(viewHeightPx / rowHeightPx) - 1),
      hasTotals: totals !== undefined,
    },
    scroller,
    probe,
    takeFocus: () => {
      isDue.current = true;
    },
    isFocusDue: () => {
      const wasDue = isDue.current;
      isDue.current = false;
      return wasDue;
    },
    reveal,
    message,
    announce,
    complaint,
    complain,
    idAt: (row) => {
      const found = row < 0 ? undefined : rows.at(row);
      return found === undefined ? undefined : rowId(found);
    },
  };
}

/** Scrolls a cell into view, clear of header, totals and pinned columns. A column of -1 stays where it is. */
function useReveal<Row>(
  scroller: RefObject<HTMLDivElement | null>,
  layout: ColumnLayout<Row>,
  measure: GridMeasure,
  scale: ScrollScale,
): (position: GridPosition) => void {
  return useCallback(
    ({ row, column }) => {
      const element = scroller.current;
      if (element === null) return;
      if (row >= 0) revealRow(element, row, measure, scale);
      revealColumn(element, layout, column);
    },
    [scroller, layout, measure, scale],
  );
}

function revealRow(
  element: HTMLElement,
  row: number,
  { rowHeightPx, viewHeightPx }: GridMeasure,
  scale: ScrollScale,
): void {
  const rowTop = row * rowHeightPx;
  const top = scale.toContent(element.scrollTop);
  if (rowTop < top) element.scrollTop = scale.toScroll(rowTop);
  else if (rowTop + rowHeightPx > top + viewHeightPx)
    element.scrollTop = Math.ceil(scale.toScroll(rowTop + rowHeightPx - viewHeightPx));
}

function revealColumn<Row>(element: HTMLElement, layout: ColumnLayout<Row>, column: number): void {
  const laid = layout.columns[column];
  if (laid === undefined || laid.pinLeftPx !== null) return;
  const left = layout.columns.slice(0, column).reduce((sum, { widthPx }) => sum + widthPx, 0);
  const first = element.scrollLeft + layout.pinnedWidthPx;
  const last = element.scrollLeft + element.clientWidth;
  if (left < first) element.scrollLeft = left - layout.pinnedWidthPx;
  else if (left + laid.widthPx > last)
    element.scrollLeft = Math.min(left - layout.pinnedWidthPx, left + laid.widthPx - element.clientWidth);
}

/** The element of a cell that is in the document. */
export function cellElement(scroller: HTMLElement | null, { row, column }: GridPosition): HTMLElement | null {
  const path = `[role=row][aria-rowindex="${row + 2}"] > [aria-colindex="${column + 1}"]`;
  return scroller?.querySelector<HTMLElement>(path) ?? null;
}

/** The cell that an element is in. */
export function positionOf(target: EventTarget | null): GridPosition | null {
  const cell = target instanceof Element ? target.closest('[aria-colindex]') : null;
  const row = cell?.closest('[aria-rowindex]') ?? null;
  if (cell === null || row === null) return null;
  return {
    row: Number(row.getAttribute('aria-rowindex')) - 2,
    column: Number(cell.getAttribute('aria-colindex')) - 1,
  };
}
