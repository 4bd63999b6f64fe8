import type { MouseEvent, PointerEvent } from 'react';
import { chooseRun, extendTo, goTo, isSelectColumn, sortBy, toggleRow } from './grid-actions.ts';
import { isField } from './grid-clipboard.ts';
import { positionOf } from './grid-core.ts';
import { activate, type GridHands, toggleAll } from './grid-keyboard.ts';
import { type GridPosition, HEADER_ROW } from './grid-position.ts';

/** Things inside a cell that a click is meant for. */
const CONTROLS = 'a[href], button, input, select, textarea, label';

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest(CONTROLS) !== null;
}

/** A press on a cell: focus, a range with Shift, a row with Mod, and the start of a range by dragging. */
export function onGridPointerDown<Row>(hands: GridHands<Row>, event: PointerEvent): void {
  const at = positionOf(event.target);
  if (at === null || event.button !== 0 || isField(event.target)) return;
  if (at.row === HEADER_ROW) {
    onHeaderDown(hands, event, at);
    return;
  }
  const { core, run } = hands;
  if (isControl(event.target)) {
    core.focus.setFocus(at);
    return;
  }
  // The grid moves the focus itself, and text is not to be selected across cells.
  event.preventDefault();
  const isModified = event.ctrlKey || event.metaKey;
  if (isSelectColumn(core, at) && at.row < core.props.rows.total) {
    const fromRow = run.current?.fromRow;
    goTo(core, at, { current: null });
    if (event.shiftKey && fromRow !== undefined) chooseRun(core, fromRow, at.row, run);
    else {
      toggleRow(core, at.row);
      run.current = { fromRow: at.row, before: core.props.selection ?? new Set() };
    }
  } else if (event.shiftKey) extendTo(core, clampRow(hands, at), run);
  else {
    goTo(core, at, run);
    if (isModified) toggleRow(core, at.row);
    else if (event.pointerType !== 'touch') drag(hands, at);
  }
}

function onHeaderDown<Row>(
  { core, run, openMenu }: GridHands<Row>,
  event: PointerEvent,
  at: GridPosition,
): void {
  const target = event.target instanceof Element ? event.target : null;
  const laid = core.layout.columns[at.column];
  if (laid === undefined || target?.closest('[data-grid-resizer]') !== null) return;
  event.preventDefault();
  goTo(core, at, run);
  const cell = target?.closest('[role=columnheader]') ?? null;
  if (target?.closest('[data-grid-menu]') !== null) {
    if (cell !== null) openMenu(laid.id, cell);
  } else if (laid.column === null) toggleAll(core);
  else sortBy(core, laid.id);
}

/** Follows the pointer over cells until it is let go; near the edges the grid scrolls on. */
function drag<Row>({ core }: GridHands<Row>, from: GridPosition): void {
  const scroller = core.scroller.current;
  if (scroller === null) return;
  let last = from;
  let pointer: { x: number; y: number } | null = null;
  let frame = 0;
  const follow = () => {
    if (pointer === null) return;
    const box = scroller.getBoundingClientRect();
    const outside = pointer.y < box.top + 28 ? -1 : pointer.y > box.bottom - 28 ? 1 : 0;
    if (outside !== 0) scroller.scrollTop += outside * core.measure.rowHeightPx;
    const to = positionOf(document.elementFromPoint(pointer.x, pointer.y));
    if (to !== null && to.row >= 0 && (to.row !== last.row || to.column !== last.column)) {
      last = clampRow({ core }, to);
      core.focus.setRange({ from, to: last });
    }
    frame = outside === 0 ? 0 : requestAnimationFrame(follow);
  };
  const onMove = (move: globalThis.PointerEvent) => {
    pointer = { x: move.clientX, y: move.clientY };
    if (frame === 0) follow();
  };
  const end = () => {
    cancelAnimationFrame(frame);
    pointer = null;
    document.removeEventListener('pointermove', onMove);
    document.removeEventListener('pointerup', end);
    document.removeEventListener('pointercancel', end);
  };
  document.addEventListener('pointermove', onMove);
  document.addEventListener('pointerup', end);
  document.addEventListener('pointercancel', end);
}

function clampRow<Row>({ core }: Pick<GridHands<Row>, 'core'>, { row, column }: GridPosition): GridPosition {
  return { row: Math.max(0, Math.min(row, core.props.rows.total - 1)), column };
}

export function onGridDoubleClick<Row>(hands: GridHands<Row>, event: MouseEvent): void {
  const at = positionOf(event.target);
  if (at === null || at.row < 0 || isControl(event.target) || isSelectColumn(hands.core, at)) return;
  activate(hands);
}

export function onGridContextMenu<Row>({ core, openMenu }: GridHands<Row>, event: MouseEvent): void {
  const at = positionOf(event.target);
  if (at === null || isField(event.target)) return;
  const laid = core.layout.columns[at.column];
  if (at.row === HEADER_ROW) {
    const cell = event.target instanceof Element ? event.target.closest('[role=columnheader]') : null;
    if (laid === undefined || laid.column === null || cell === null) return;
    event.preventDefault();
    openMenu(laid.id, cell);
    return;
  }
  const row = core.props.rows.at(at.row);
  if (row === undefined || core.props.onRowMenu === undefined) return;
  event.preventDefault();
  core.focus.setFocus(at);
  core.props.onRowMenu(row, { x: event.clientX, y: event.clientY });
}
