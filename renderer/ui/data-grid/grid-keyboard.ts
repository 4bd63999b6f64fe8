import type { KeyboardEvent } from 'react';
import {
  chooseAll,
  chooseRow,
  clearChoice,
  goTo,
  isSelectColumn,
  moveFocus,
  moveFocusedColumn,
  resizeFocused,
  type RunRef,
  selectColumn,
  selectRow,
  sortBy,
  toggleRow,
} from './grid-actions.ts';
import { copyRows, isField } from './grid-clipboard.ts';
import type { GridCore } from './grid-core.ts';
import { cellElement } from './grid-core.ts';
import type { GridEditing } from './grid-editing.ts';
import { type GridIntent, intentOf } from './grid-keys.ts';
import { cellCountOf, HEADER_ROW } from './grid-position.ts';

export interface GridHands<Row> {
  readonly core: GridCore<Row>;
  readonly editing: GridEditing;
  readonly run: RunRef;
  readonly openMenu: (columnId: string, anchor: Element) => void;
}

/** Hears the keys of the grid. What it does not use goes on to the command registry. */
export function onGridKey<Row>(hands: GridHands<Row>, event: KeyboardEvent): void {
  const { core } = hands;
  if (event.defaultPrevented || isField(event.target)) return;
  const intent = intentOf(
    {
      key: event.key,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      shiftKey: event.shiftKey,
      altKey: event.altKey,
      isComposing: event.nativeEvent.isComposing,
    },
    core.props.mode,
    core.focus.active.row === HEADER_ROW,
  );
  if (intent === null) return;
  // A button or link inside a cell keeps the keys that work it.
  const isOnControl = event.target instanceof Element && event.target.closest('button, a[href]') !== null;
  if (isOnControl && (intent.kind === 'activate' || intent.kind === 'toggle-row')) return;
  // A key that is held down opens a row once: what it opened must not be answered by the same press.
  if (event.repeat && intent.kind === 'activate') {
    event.preventDefault();
    return;
  }
  if (perform(hands, intent)) event.preventDefault();
}

/** Does what was asked; false where there was nothing to do, so that the key goes on. */
function perform<Row>(hands: GridHands<Row>, intent: GridIntent): boolean {
  const { core, run } = hands;
  switch (intent.kind) {
    case 'move':
      moveFocus(core, intent.move, intent.extends, run);
      return true;
    case 'select-all':
      chooseAll(core);
      return true;
    case 'select-column':
      selectColumn(core);
      return true;
    case 'select-row':
      return selectFocusedRow(core);
    case 'toggle-row':
      return toggleFocusedRow(core);
    case 'activate':
      return activate(hands);
    case 'escape':
      return escape(core);
    case 'menu':
      return openMenu(hands);
    case 'copy-with-headers':
      void copyRows(core, { withHeaders: true });
      return true;
    case 'resize':
      resizeFocused(core, intent.step);
      return true;
    case 'move-column':
      moveFocusedColumn(core, intent.step);
      return true;
    default:
      return edit(hands, intent);
  }
}

function edit<Row>({ core, editing }: GridHands<Row>, intent: GridIntent): boolean {
  switch (intent.kind) {
    case 'type':
      if (intent.text === ' ' && isSelectColumn(core, core.focus.active)) return toggleFocusedRow(core);
      return editing.start(intent.text);
    case 'edit':
      return editing.start(null);
    case 'clear':
      editing.clear();
      return true;
    case 'fill-down':
      editing.fillDown();
      return true;
    case 'undo':
      return editing.undo();
    case 'redo':
      return editing.redo();
    default:
      return false;
  }
}

function selectFocusedRow<Row>(core: GridCore<Row>): boolean {
  selectRow(core);
  chooseRow(core, core.focus.active.row);
  return true;
}

function toggleFocusedRow<Row>(core: GridCore<Row>): boolean {
  if (core.props.onSelectionChange === undefined) return false;
  toggleRow(core, core.focus.active.row);
  return true;
}

/** Enter: sorts on a header, edits in an edit grid, opens the row elsewhere. */
export function activate<Row>({ core, editing }: GridHands<Row>): boolean {
  const { focus, layout, props } = core;
  const { active } = focus;
  const laid = layout.columns[active.column];
  if (laid === undefined) return false;
  if (active.row === HEADER_ROW) {
    if (laid.column === null) toggleAll(core);
    else sortBy(core, laid.id);
    return true;
  }
  if (props.mode === 'edit' && editing.start(null)) return true;
  const row = props.rows.at(active.row);
  if (row === undefined || props.onActivate === undefined) return false;
  props.onActivate(row, laid.id);
  return true;
}

export function toggleAll<Row>(core: GridCore<Row>): void {
  const { selection, rows } = core.props;
  if (selection !== undefined && selection.size > 0 && selection.size >= rows.total) clearChoice(core);
  else chooseAll(core);
}

/** One step back: the range first, then the chosen rows, then whatever the screen does. */
function escape<Row>(core: GridCore<Row>): boolean {
  if (core.box !== null && cellCountOf(core.box) > 1) {
    core.focus.setRange(null);
    return true;
  }
  if ((core.props.selection?.size ?? 0) === 0) return false;
  clearChoice(core);
  return true;
}

function openMenu<Row>({ core, openMenu: open }: GridHands<Row>): boolean {
  const { active } = core.focus;
  const cell = cellElement(core.scroller.current, active);
  const laid = core.layout.columns[active.column];
  if (cell === null || laid === undefined) return false;
  if (active.row === HEADER_ROW) {
    if (laid.column !== null) open(laid.id, cell);
    return true;
  }
  const row = core.props.rows.at(active.row);
  if (row === undefined || core.props.onRowMenu === undefined) return false;
  const { left, bottom } = cell.getBoundingClientRect();
  core.props.onRowMenu(row, { x: left, y: bottom });
  return true;
}

/** Focus by the row before or after, for screens that deal with one row after the other. */
export function stepRow<Row>(hands: GridHands<Row>, step: -1 | 1): void {
  const { core, run } = hands;
  const { active } = core.focus;
  const last = core.props.rows.total - 1;
  const isAtEnd = active.row + step > last || active.row + step < 0;
  const row = Math.max(0, Math.min(last, isAtEnd ? active.row - step : active.row + step));
  goTo(core, { row, column: active.column }, run);
}
