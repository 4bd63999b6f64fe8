import { useCallback, useEffect, useRef, useState } from 'react';
import type { ColumnLayout } from './column-layout.ts';
import { SELECT_COLUMN_ID } from './column-layout.ts';
import type { CellRange, GridPosition } from './grid-position.ts';
import { HEADER_ROW } from './grid-position.ts';
import { type GridRows, indexOfRow } from './grid-rows.ts';

/** Where the focus is and which cells are selected; `activeId` lets the focus follow its row when rows move. */
interface FocusState {
  readonly active: GridPosition;
  readonly activeId: string | null;
  readonly range: CellRange | null;
}

export interface GridFocus extends FocusState {
  /** Moves the focus; the range goes unless one is given. Tells the screen where the focus is. */
  readonly setFocus: (active: GridPosition, range?: CellRange | null) => void;
  readonly setRange: (range: CellRange | null) => void;
  /** Tells the screen the focused row when the keyboard comes in and the screen shows none. */
  readonly announceRow: () => void;
}

interface FocusInput<Row> {
  readonly layout: ColumnLayout<Row>;
  readonly rows: GridRows<Row>;
  readonly rowId: (row: Row) => string;
  readonly hasTotals: boolean;
  readonly sortKey: string;
  readonly focusedId: string | null | undefined;
  readonly onFocusChange: ((id: string | null, index: number) => void) | undefined;
  /** Called when the grid itself moves the focus to a row that was asked for by id. */
  readonly onFound: (row: number) => void;
}

export function useGridFocus<Row>(input: FocusInput<Row>): GridFocus {
  const { layout, rows, rowId, hasTotals, sortKey } = input;
  const [state, setState] = useState<FocusState>(() => ({
    active: { row: 0, column: layout.columns[0]?.id === SELECT_COLUMN_ID ? 1 : 0 },
    activeId: null,
    range: null,
  }));
  const [seen, setSeen] = useState({ layout, rows, sortKey });
  let current = state;
  if (seen.layout !== layout || seen.rows !== rows || seen.sortKey !== sortKey) {
    current = followed(state, seen, { layout, rows, sortKey }, rowId);
    setSeen({ layout, rows, sortKey });
    setState(current);
  }
  const idAt = useCallback(
    (row: number) => {
      const found = row < 0 ? undefined : rows.at(row);
      return found === undefined ? null : rowId(found);
    },
    [rows, rowId],
  );
  const { tell, announce } = useTelling(input, current, idAt, setState);
  const setFocus = (active: GridPosition, range: CellRange | null = null) => {
    setState({ active, activeId: idAt(active.row), range });
    tell(active.row);
  };
  const last = rows.total - 1 + (hasTotals ? 1 : 0);
  const row = rows.total === 0 ? HEADER_ROW : Math.min(current.active.row, last);
  const column = Math.max(0, Math.min(current.active.column, layout.columns.length - 1));
  const active =
    row === current.active.row && column === current.active.column ? current.active : { row, column };
  return {
    active,
    activeId: current.activeId,
    range: current.range,
    setFocus,
    setRange: (range) => setState((before) => ({ ...before, range })),
    announceRow: () => announce(row),
  };
}

interface Seen<Row> {
  readonly layout: ColumnLayout<Row>;
  readonly rows: GridRows<Row>;
  readonly sortKey: string;
}

/** The focus after columns or rows changed: on the same column, and on the same row as far as it can be found. */
function followed<Row>(
  state: FocusState,
  before: Seen<Row>,
  now: Seen<Row>,
  rowId: (row: Row) => string,
): FocusState {
  let { active, range } = state;
  if (before.layout !== now.layout) {
    const id = before.layout.columns[active.column]?.id ?? '';
    const column = now.layout.indexOf(id);
    active = { row: active.row, column: column < 0 ? active.column : column };
    if (orderOf(before.layout) !== orderOf(now.layout)) range = null;
  }
  const isSorted = before.sortKey !== now.sortKey;
  if (isSorted || before.rows.total !== now.rows.total) range = null;
  if (state.activeId === null || active.row < 0) return { ...state, active, range };
  const row = indexOfRow(now.rows, rowId, state.activeId, active.row);
  if (row !== null) return { ...state, active: { ...active, row }, range };
  if (isSorted) return { active: { ...active, row: 0 }, activeId: null, range };
  return { ...state, active, range };
}

function orderOf<Row>({ columns }: ColumnLayout<Row>): string {
  return columns.map(({ id }) => id).join('\n');
}

type SetState = (update: (before: FocusState) => FocusState) => void;

/**
 * Tells the screen which row has the focus, and follows it when it asks for another one by id (an address, another pane). What
 * it was told itself comes back to us late, so ids that it was told are not taken for wishes.
 */
function useTelling<Row>(
  { rows, rowId, focusedId, onFocusChange, onFound }: FocusInput<Row>,
  { active, activeId }: FocusState,
  idAt: (row: number) => string | null,
  setState: SetState,
): { readonly tell: (row: number) => void; readonly announce: (row: number) => void } {
  const last = useRef<string | null>(focusedId ?? null);
  const echoes = useRef(new Set<string | null>());
  const wanted = useRef<string | null>(focusedId ?? null);
  const heard = useRef(focusedId);
  const { total } = rows;
  const tell = useCallback(
    (row: number) => {
      wanted.current = null;
      if (row < 0 || row >= total) return;
      const id = idAt(row);
      if (id === last.current && id !== null) return;
      last.current = id;
      echoes.current.add(id);
      onFocusChange?.(id, row);
    },
    [idAt, total, onFocusChange],
  );
  useEffect(() => {
    // Said once: until the screen says another, it may only not have followed yet.
    if (focusedId === undefined || focusedId === heard.current) return;
    heard.current = focusedId;
    const isEcho = focusedId === last.current || echoes.current.has(focusedId);
    if (focusedId === last.current) echoes.current.clear();
    if (isEcho) return;
    echoes.current.clear();
    last.current = focusedId;
    wanted.current = focusedId;
    if (focusedId !== null) return;
    // The screen has let go of its row: the first is the one that it shows.
    setState((before) => ({
      active: { ...before.active, row: Math.min(before.active.row, 0) },
      activeId: null,
      range: null,
    }));
    onFound(0);
  }, [focusedId, setState, onFound]);
  useEffect(() => {
    const id = wanted.current;
    const row =
      id === null ? null : (indexOfRow(rows, rowId, id, active.row) ?? indexOfRow(rows, rowId, id, 0));
    if (row === null) return;
    wanted.current = null;
    setState((before) => ({ active: { ...before.active, row }, activeId: id, range: null }));
    onFound(row);
  });
  useEffect(() => {
    // A row that the focus reached before its page was loaded gets its id when it is.
    if (activeId !== null || active.row < 0) return;
    const id = idAt(active.row);
    if (id === null) return;
    setState((before) => (before.activeId === null ? { ...before, activeId: id } : before));
    // The first row is not told before the person has come to it.
    if (last.current === null && active.row > 0) tell(active.row);
  }, [active, activeId, idAt, tell, setState]);
  const announce = useCallback(
    (row: number) => {
      // The screen stays on the row that it shows, in the list or not, until the person goes to another.
      if (last.current === null) tell(row);
    },
    [tell],
  );
  return { tell, announce };
}
