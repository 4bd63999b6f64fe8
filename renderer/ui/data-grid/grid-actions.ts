import { boxOf, cellCountOf, extended, type GridMove, type GridPosition, moved } from './grid-position.ts';
import { SELECT_COLUMN_ID } from './column-layout.ts';
import { columnsNow, WIDTH_STEP_PX } from './column-menu.tsx';
import { withMove, withWidth } from './column-state.ts';
import type { GridCore } from './grid-core.ts';
import type { GridSort } from './grid-props.ts';
import { runOver, toggled, withAdded } from './row-choice.ts';

/** Where a run of rows with Shift began, and what was chosen before it. */
export interface SelectionRun {
  readonly fromRow: number;
  readonly before: ReadonlySet<string>;
}

export type RunRef = { current: SelectionRun | null };

export function isSelectColumn<Row>({ layout }: GridCore<Row>, { column }: GridPosition): boolean {
  return layout.columns[column]?.id === SELECT_COLUMN_ID;
}

/** Moves the focus; with Shift the range follows, and in a triage grid the rows it runs over are chosen. */
export function moveFocus<Row>(core: GridCore<Row>, move: GridMove, extends_: boolean, run: RunRef): void {
  const { focus, bounds } = core;
  const next = moved(focus.active, move, bounds);
  // A pinned first column is in view anyhow: what stands beside it is to come into view too.
  if ((move === 'row-start' || move === 'first') && core.scroller.current !== null)
    core.scroller.current.scrollLeft = 0;
  if (!extends_ || focus.active.row < 0) goTo(core, next, run);
  else
    extendTo(core, { row: Math.max(0, Math.min(next.row, bounds.rowCount - 1)), column: next.column }, run);
}

export function goTo<Row>(core: GridCore<Row>, next: GridPosition, run: RunRef): void {
  run.current = null;
  core.takeFocus();
  core.reveal(next);
  core.focus.setFocus(next);
}

export function extendTo<Row>(core: GridCore<Row>, next: GridPosition, run: RunRef): void {
  const { focus, bounds } = core;
  const range = extended(focus.range, focus.active, next, bounds);
  core.takeFocus();
  core.reveal(next);
  focus.setFocus(next, range);
  if (core.props.mode === 'triage' && next.row !== focus.active.row)
    chooseRun(core, range.from.row, next.row, run);
}

/** Chooses the rows between two, on top of what was chosen before the run began. */
export function chooseRun<Row>(core: GridCore<Row>, fromRow: number, toRow: number, run: RunRef): void {
  const { selection = new Set<string>(), onSelectionChange } = core.props;
  if (onSelectionChange === undefined) return;
  if (run.current?.fromRow !== fromRow) run.current = { fromRow, before: selection };
  const next = runOver(run.current.before, Math.min(fromRow, toRow), Math.max(fromRow, toRow), core.idAt);
  onSelectionChange(next);
  core.announce(chosenText(next.size));
}

export function toggleRow<Row>(core: GridCore<Row>, row: number): void {
  const { selection = new Set<string>(), onSelectionChange } = core.props;
  const id = core.idAt(row);
  if (onSelectionChange === undefined || id === undefined) return;
  const next = toggled(selection, id);
  onSelectionChange(next);
  core.announce(`${next.has(id) ? 'Chosen' : 'Not chosen'}. ${chosenText(next.size)}`);
}

export function chooseRow<Row>(core: GridCore<Row>, row: number): void {
  const { selection = new Set<string>(), onSelectionChange } = core.props;
  const id = core.idAt(row);
  if (onSelectionChange === undefined || id === undefined) return;
  const next = withAdded(selection, [id]);
  onSelectionChange(next);
  core.announce(chosenText(next.size));
}

/** Everything that fits the filter where the screen knows how, else every loaded row; nothing where all is chosen. */
export function chooseAll<Row>(core: GridCore<Row>): void {
  const { onSelectAll, onSelectionChange, rows } = core.props;
  if (onSelectAll !== undefined) {
    onSelectAll();
    return;
  }
  if (onSelectionChange === undefined) {
    selectCells(core, 0, 0, rows.total - 1, core.layout.columns.length - 1);
    return;
  }
  const ids = loadedIds(core);
  onSelectionChange(ids);
  core.announce(chosenText(ids.size));
}

function loadedIds<Row>({ props: { rows, rowId } }: GridCore<Row>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const row of rows.loaded()) ids.add(rowId(row));
  return ids;
}

export function clearChoice<Row>(core: GridCore<Row>): void {
  core.props.onSelectionChange?.(new Set());
  core.announce('Nothing chosen');
}

/** Selects the focused column, or the columns of the range, over all rows. The focus stays. */
export function selectColumn<Row>(core: GridCore<Row>): void {
  const { active, range } = core.focus;
  const columns = range === null ? { firstColumn: active.column, lastColumn: active.column } : boxOf(range);
  selectCells(core, 0, columns.firstColumn, core.bounds.rowCount - 1, columns.lastColumn);
}

export function selectRow<Row>(core: GridCore<Row>): void {
  const { active, range } = core.focus;
  const rows = range === null ? { firstRow: active.row, lastRow: active.row } : boxOf(range);
  selectCells(core, rows.firstRow, 0, rows.lastRow, core.bounds.columnCount - 1);
}

function selectCells<Row>(
  core: GridCore<Row>,
  fromRow: number,
  fromColumn: number,
  toRow: number,
  toColumn: number,
): void {
  if (toRow < fromRow) return;
  const range = { from: { row: fromRow, column: fromColumn }, to: { row: toRow, column: toColumn } };
  core.focus.setRange(range);
  core.announce(`${core.format.count(cellCountOf(boxOf(range)))} cells selected`);
}

/** Sorts by a column, the other way round the next time, and not at all the time after. */
export function sortBy<Row>(
  { props: { sort, onSort }, layout, announce }: GridCore<Row>,
  columnId: string,
): void {
  const column = layout.columns.find(({ id }) => id === columnId)?.column;
  if (onSort === undefined || column?.isSortable !== true) return;
  // Amounts and dates are asked for from the largest and the newest, words from A.
  const first: GridSort['direction'] =
    column.kind === 'money' || column.kind === 'number' || column.kind === 'instant'
      ? 'descending'
      : 'ascending';
  const second = first === 'ascending' ? 'descending' : 'ascending';
  const now = sort?.columnId === columnId ? sort.direction : null;
  const direction = now === null ? first : now === first ? second : null;
  onSort(direction === null ? null : { columnId, direction });
  announce(direction === null ? `${column.header}: not sorted` : `${column.header}: sorted ${direction}`);
}

export function resizeFocused<Row>(core: GridCore<Row>, step: -1 | 1): void {
  const laid = core.layout.columns[core.focus.active.column];
  if (laid === undefined || laid.column === null) return;
  core.setColumnState(withWidth(core.columnState, laid.id, laid.widthPx + step * WIDTH_STEP_PX));
}

export function moveFocusedColumn<Row>(core: GridCore<Row>, step: -1 | 1): void {
  const laid = core.layout.columns[core.focus.active.column];
  if (laid === undefined || laid.column === null) return;
  core.takeFocus();
  core.setColumnState(withMove(core.columnState, columnsNow(core.layout), laid.id, step));
}

/** As wide as the header and the cells in view need, within reason. */
export function fitColumn<Row>(core: GridCore<Row>, columnId: string): void {
  const index = core.layout.indexOf(columnId);
  const cells = core.scroller.current?.querySelectorAll(`[aria-colindex="${index + 1}"]`) ?? [];
  const probe = document.createRange();
  let widthPx = 0;
  for (const cell of cells) {
    probe.selectNodeContents(cell);
    const style = getComputedStyle(cell);
    const isHeader = cell.getAttribute('role') === 'columnheader';
    const paddingPx = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
    const text = isHeader ? (cell.querySelector('.grid-header-text')?.scrollWidth ?? 0) + FIT_HEADER_PX : 0;
    widthPx = Math.max(widthPx, (isHeader ? text : probe.getBoundingClientRect().width) + paddingPx);
  }
  core.setColumnState(withWidth(core.columnState, columnId, Math.min(FIT_MAX_PX, Math.ceil(widthPx) + 2)));
}

/** Room for the sort mark and the menu button beside the header's words. */
const FIT_HEADER_PX = 32;
const FIT_MAX_PX = 640;

function chosenText(count: number): string {
  return count === 1 ? '1 row chosen' : `${count} rows chosen`;
}
