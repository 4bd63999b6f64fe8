import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { AfterCommit, EditorSession } from './cell-editor.tsx';
import { sameValue, shownText } from './cell-text.ts';
import type { CellTable } from './clipboard-table.ts';
import type { CellChange, GridColumn } from './grid-column.ts';
import type { GridCore } from './grid-core.ts';
import { type CellBox, type GridMove, moved } from './grid-position.ts';
import { isEditable } from './grid-row.tsx';
import { previewPaste } from './paste-preview.ts';

export interface GridEditing {
  readonly editor: EditorSession | null;
  /** Opens the editor on the focused cell; `typed` replaces what it holds. Tells whether the cell can be edited. */
  readonly start: (typed: string | null) => boolean;
  readonly clear: () => void;
  readonly fillDown: () => void;
  readonly undo: () => boolean;
  readonly redo: () => boolean;
  readonly paste: (table: CellTable) => void;
}

const moveAfter: Readonly<Record<Exclude<AfterCommit, 'stay'>, GridMove>> = {
  down: 'down',
  up: 'up',
  left: 'left',
  right: 'right',
};

/** Editing as in a spreadsheet: every change goes to the screen through `onEdit`, which can take it back. */
export function useGridEditing<Row>(core: GridCore<Row>): GridEditing {
  const [editor, setEditor] = useState<EditorSession | null>(null);
  const newest = useRef(core);
  useLayoutEffect(() => {
    newest.current = core;
  });

  const apply = (changes: readonly CellChange[], said: string) => {
    if (changes.length === 0) return;
    newest.current.props.onEdit?.(changes);
    newest.current.announce(said);
  };
  const travel = (isDone: boolean | undefined, said: string): boolean => {
    if (isDone === true) core.announce(said);
    return isDone === true;
  };
  return {
    editor,
    start: (typed) => {
      const session = sessionFor(newest, typed, apply, setEditor);
      setEditor(session);
      return session !== null;
    },
    clear: () => applyText(core, targetBox(core), () => '', apply, 'Cleared'),
    fillDown: () => fillDown(core, apply),
    undo: () => travel(core.props.onUndo?.(), 'Undone'),
    redo: () => travel(core.props.onRedo?.(), 'Done again'),
    paste: (table) => {
      const { props, layout } = core;
      const target = {
        rows: props.rows,
        rowId: props.rowId,
        columns: layout.columns.map(({ column }) => column),
        box: targetBox(core),
      };
      const preview = previewPaste(table, target, (changes) =>
        apply(changes, `Pasted ${changes.length} cells`),
      );
      props.onPaste?.(preview);
    },
  };
}

type Apply = (changes: readonly CellChange[], said: string) => void;

function targetBox<Row>({ box, focus: { active } }: GridCore<Row>): CellBox {
  return (
    box ?? {
      firstRow: active.row,
      lastRow: active.row,
      firstColumn: active.column,
      lastColumn: active.column,
    }
  );
}

function sessionFor<Row>(
  newest: RefObject<GridCore<Row>>,
  typed: string | null,
  apply: Apply,
  setEditor: (session: EditorSession | null) => void,
): EditorSession | null {
  const { props, layout, focus, format } = newest.current;
  const { active } = focus;
  const column = layout.columns[active.column]?.column ?? null;
  const row = active.row < 0 ? undefined : props.rows.at(active.row);
  if (props.mode !== 'edit' || column === null || row === undefined || !isEditable(column, row)) return null;
  const write = column.edit?.format;
  const close = () => {
    newest.current.takeFocus();
    setEditor(null);
  };
  return {
    rowIndex: active.row,
    columnId: column.id,
    initialText: typed ?? (write === undefined ? shownText(column, row, format) : write(row)),
    isTyped: typed !== null,
    options: column.edit?.options?.(row) ?? [],
    commit: (text, after) => {
      const reason = take(newest.current, column, active.row, text, apply);
      if (reason !== null) return reason;
      newest.current.complain(null);
      close();
      const core = newest.current;
      if (after !== 'stay') {
        const next = moved(active, moveAfter[after], { ...core.bounds, hasTotals: false });
        core.reveal(next);
        core.focus.setFocus({ row: Math.max(0, next.row), column: next.column });
      }
      return null;
    },
    leave: (text) => {
      const reason = take(newest.current, column, active.row, text, apply);
      setEditor(null);
      newest.current.complain(null);
      if (reason !== null) newest.current.announce(`Not changed: ${reason}`);
    },
    cancel: close,
    complain: (reason) => newest.current.complain(reason),
  };
}

/** Reads the text and hands the change on; gives the reason where it cannot be read. */
function take<Row>(
  { props }: GridCore<Row>,
  column: GridColumn<Row>,
  rowIndex: number,
  text: string,
  apply: Apply,
): string | null {
  const row = props.rows.at(rowIndex);
  if (row === undefined || column.edit === undefined) return null;
  const reading = column.edit.parse(text, row);
  if (!reading.ok) return reading.reason;
  const before = column.value(row);
  if (sameValue(before, reading.value)) return null;
  apply(
    [{ rowId: props.rowId(row), columnId: column.id, before, after: reading.value }],
    `${column.header} changed`,
  );
  return null;
}

/** Writes text into every editable cell of a box; cells that refuse it keep what they have, and are counted. */
function applyText<Row>(
  { props, layout, announce }: GridCore<Row>,
  box: CellBox,
  textFor: (column: GridColumn<Row>, rowIndex: number) => string | null,
  apply: Apply,
  said: string,
): void {
  const changes: CellChange[] = [];
  let refused = 0;
  let reason = '';
  for (
    let index = Math.max(0, box.firstRow);
    index <= Math.min(box.lastRow, props.rows.total - 1);
    index += 1
  ) {
    const row = props.rows.at(index);
    for (const { column } of layout.columns.slice(box.firstColumn, box.lastColumn + 1)) {
      const text = column === null ? null : textFor(column, index);
      if (row === undefined || column === null || text === null || !isEditable(column, row)) continue;
      const reading = column.edit?.parse(text, row);
      if (reading?.ok === true) {
        const before = column.value(row);
        if (!sameValue(before, reading.value))
          changes.push({ rowId: props.rowId(row), columnId: column.id, before, after: reading.value });
      } else if (reading !== undefined) {
        refused += 1;
        reason = reading.reason;
      }
    }
  }
  const rest = refused === 0 ? '' : `; ${refused} kept: ${reason}`;
  if (changes.length === 0 && refused > 0) announce(`Nothing changed: ${reason}`);
  apply(changes, `${said} ${changes.length === 1 ? '1 cell' : `${changes.length} cells`}${rest}`);
}

/** Ctrl+D: the first row of the range into the rows below it; one row alone takes what stands above it. */
function fillDown<Row>(core: GridCore<Row>, apply: Apply): void {
  const box = targetBox(core);
  const isOneRow = box.firstRow === box.lastRow;
  const sourceIndex = isOneRow ? box.firstRow - 1 : box.firstRow;
  const source = sourceIndex < 0 ? undefined : core.props.rows.at(sourceIndex);
  if (source === undefined) return;
  const target = isOneRow ? box : { ...box, firstRow: box.firstRow + 1 };
  const textFor = (column: GridColumn<Row>) =>
    column.edit?.format === undefined ? shownText(column, source, core.format) : column.edit.format(source);
  applyText(core, target, textFor, apply, 'Filled');
}
