import {
  type ComponentProps,
  type FocusEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { classes } from '../classes.ts';
import './data-grid.css';
import { gridStyle } from './column-layout.ts';
import { ColumnMenu } from './column-menu.tsx';
import { withWidth } from './column-state.ts';
import { fitColumn, type SelectionRun } from './grid-actions.ts';
import { GridBody } from './grid-body.tsx';
import { onCopyEvent, pastedTable } from './grid-clipboard.ts';
import { cellElement, type GridCore, useGridCore } from './grid-core.ts';
import { useGridEditing } from './grid-editing.ts';
import { useGridHandle } from './grid-handle.ts';
import { GridHeader } from './grid-header.tsx';
import { type GridHands, onGridKey } from './grid-keyboard.ts';
import { onGridContextMenu, onGridDoubleClick, onGridPointerDown } from './grid-pointer.ts';
import { HEADER_ROW } from './grid-position.ts';
import type { DataGridProps } from './grid-props.ts';
import { GridSkeleton } from './grid-skeleton.tsx';
import { GridTotals } from './grid-totals.tsx';
import { useKeptInView } from './kept-in-view.ts';
import { useScrollPlace } from './scroll-places.ts';
import { useSummary } from './use-summary.ts';

const modeWords = {
  triage: 'Triage grid: letters are commands, question mark lists them.',
  edit: 'Edit grid: letters start editing, F2 edits, Escape gives up.',
} as const;

/** The one grid of the cockpit: an ARIA grid over rows that are paged, sorted and filtered by the API. See README.md. */
export function DataGrid<Row>(props: DataGridProps<Row>): ReactNode {
  const core = useGridCore(props);
  const editing = useGridEditing(core);
  const run = useRef<SelectionRun | null>(null);
  const [menu, setMenu] = useState<{ readonly columnId: string; readonly anchor: Element } | null>(null);
  const openMenu = (columnId: string, anchor: Element) => setMenu({ columnId, anchor });
  const hands: GridHands<Row> = { core, editing, run, openMenu };
  const { layout, columnState, setColumnState } = core;
  useGridHandle(hands);
  useDueFocus(core);
  useKeptInView(core);
  useScrollPlace(core);
  useSummary(core);
  return (
    <div
      className={classes('grid-frame', props.className)}
      data-grid-mode={props.mode}
      data-negatives={core.format.preferences.negativeStyle}
    >
      <Surface hands={hands} />
      {props.isRefreshing === true ? <div className="grid-refreshing" aria-hidden /> : null}
      {props.isLoading === true && props.rows.total === 0 ? <GridSkeleton layout={layout} /> : null}
      {props.isLoading !== true && props.rows.total === 0 ? (
        <div className="grid-empty">{props.emptyState}</div>
      ) : null}
      <Messages core={core} />
      <ColumnMenu
        open={menu}
        onClose={() => {
          setMenu(null);
          core.takeFocus();
        }}
        layout={layout}
        state={columnState}
        onState={setColumnState}
        sort={props.sort ?? null}
        onSort={props.onSort}
        onFit={(columnId) => fitColumn(core, columnId)}
      />
    </div>
  );
}

type SurfaceEvents = Pick<
  ComponentProps<'div'>,
  | 'onKeyDown'
  | 'onPointerDown'
  | 'onDoubleClick'
  | 'onContextMenu'
  | 'onCopy'
  | 'onPaste'
  | 'onFocus'
  | 'onScroll'
>;

/** The scrolled part: header, rows and totals in one ARIA grid. */
function Surface<Row>({ hands }: { readonly hands: GridHands<Row> }): ReactNode {
  const { core, editing } = hands;
  const { props, layout, format, focus, scroller, probe, measure } = core;
  const { rows, selection, totals } = props;
  const modeId = useId();
  const { active } = focus;
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={-1}
      aria-label={props.label}
      aria-describedby={modeId}
      aria-rowcount={rows.total + 1 + (totals === undefined ? 0 : 1)}
      aria-colcount={layout.columns.length}
      aria-multiselectable={props.onSelectionChange === undefined ? undefined : true}
      aria-busy={props.isLoading === true || undefined}
      className="grid-scroller"
      style={gridStyle(layout)}
      {...surfaceEvents(hands)}
    >
      <div ref={probe} className="grid-probe" aria-hidden />
      <span id={modeId} hidden>
        {modeWords[props.mode]}
      </span>
      <GridHeader
        layout={layout}
        sort={props.sort ?? null}
        activeColumn={active.row === HEADER_ROW ? active.column : -1}
        chosen={chosenState(selection?.size ?? 0, rows.total)}
        onResize={(columnId, widthPx) => core.setColumnState(withWidth(core.columnState, columnId, widthPx))}
        onFit={(columnId) => fitColumn(core, columnId)}
      />
      <GridBody
        {...props}
        scroller={scroller}
        layout={layout}
        format={format}
        scale={core.scale}
        rowHeightPx={measure.rowHeightPx}
        viewHeightPx={measure.viewHeightPx}
        cellPaddingPx={measure.cellPaddingPx}
        active={active}
        selection={props.onSelectionChange === undefined ? null : (selection ?? noIds)}
        box={core.box}
        editor={editing.editor}
      />
      {totals === undefined ? null : (
        <GridTotals
          layout={layout}
          totals={totals}
          format={format}
          rowIndex={rows.total}
          activeColumn={active.row === rows.total ? active.column : -1}
        />
      )}
    </div>
  );
}

/** What is done inside the grid, heard in one place. */
function surfaceEvents<Row>(hands: GridHands<Row>): SurfaceEvents {
  const { core, editing } = hands;
  return {
    onKeyDown: (event) => onGridKey(hands, event),
    onPointerDown: (event) => onGridPointerDown(hands, event),
    onDoubleClick: (event) => onGridDoubleClick(hands, event),
    onContextMenu: (event) => onGridContextMenu(hands, event),
    onCopy: (event) => onCopyEvent(core, event),
    onPaste: (event) => {
      const isInCell = core.props.mode === 'edit' && core.focus.active.row >= 0;
      const table = isInCell ? pastedTable(event) : null;
      if (table === null) return;
      event.preventDefault();
      editing.paste(table);
    },
    onFocus: (event) => onGridFocus(core, event),
    onScroll: ({ currentTarget }) =>
      currentTarget.toggleAttribute('data-shifted', currentTarget.scrollLeft > 0),
  };
}

const noIds: ReadonlySet<string> = new Set();

function chosenState(count: number, total: number): 'all' | 'some' | 'none' {
  if (count === 0) return 'none';
  return count >= total ? 'all' : 'some';
}

/** The keyboard came into the grid: it goes to the active cell, and the screen learns which row that is. */
function onGridFocus<Row>({ focus, scroller }: GridCore<Row>, event: FocusEvent<HTMLElement>): void {
  if (event.target === event.currentTarget)
    cellElement(scroller.current, focus.active)?.focus({ preventScroll: true });
  if (!event.currentTarget.contains(event.relatedTarget)) focus.announceRow();
}

/** What was done, for screen readers, and what is wrong with the focused cell, for everyone. */
function Messages<Row>({ core }: { readonly core: GridCore<Row> }): ReactNode {
  const { props, focus, layout, message, complaint, idAt } = core;
  const id = idAt(focus.active.row);
  const laid = layout.columns[focus.active.column];
  const fault = id === undefined || laid === undefined ? undefined : props.faultOf?.(id, laid.id);
  const notice = complaint ?? fault;
  return (
    <>
      <div role="status" className="sr-only">
        {message}
      </div>
      <div role="alert" className={notice === undefined ? 'sr-only' : 'grid-notice'}>
        {notice}
      </div>
    </>
  );
}

/** After a move the DOM focus goes to the active cell, which is in the document whatever is scrolled into view. */
function useDueFocus<Row>({ isFocusDue, scroller, focus }: GridCore<Row>): void {
  useLayoutEffect(() => {
    if (!isFocusDue()) return;
    const cell = cellElement(scroller.current, focus.active);
    if (cell !== document.activeElement) cell?.focus({ preventScroll: true });
  });
}
