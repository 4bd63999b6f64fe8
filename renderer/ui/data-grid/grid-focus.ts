import { useCallback, useEffect, useRef, useState } from 'react';
import type { ColumnLayout } from './column-layout.ts';
import { SELECT_COLUMN_ID } from './column-layout.ts';
import type { CellRange, GridPosition } from './grid-position.ts';
import { HEADER_ROW } from './grid-position.ts';
import type { GridRows } from './grid-rows.ts';

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
  /** Tells the screen the focused row when the keyboard comes in and it has not been told. */
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

/** How far from where it was a row is looked for when rows have moved. */
const SEARCH_ROWS = 2_000;

export function useGridFocus<Row>(input: FocusInput<Row>): GridFocus {
  const { layout, rows, rowId, hasTotals, sortKey, focusedId, onFocusChange } = input;
  const [state, setState] = useState<FocusState>(() => ({
    active: { row: 0, column: layout.columns[0]?.id === SELECT_COLUMN_ID ? 1 : 0 },
    activeId: null,
    range: null,
  }));
  const [seen, setSeen] = useState({ layout, rows, sortKey });
  const told = useRef<string | null>(focusedId ?? null);
  const wanted = useRef<string | null>(focusedId ?? null);

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
  const tell = useCallback(
    (row: number) => {
      if (row < 0 || row >= rows.total) return;
      const id = idAt(row);
      if (id === told.current && id !== null) return;
      told.current = id;
      onFocusChange?.(id, row);
    },
    [idAt, rows.total, onFocusChange],
  );
  const setFocus = useCallback(
    (active: GridPosition, range: CellRange | null = null) => {
      wanted.current = null;
      setState({ active, activeId: idAt(active.row), range });
      tell(active.row);
    },
    [idAt, tell],
  );
  const setRange = useCallback((range: CellRange | null) => setState((before) => ({ ...before, range })), []);

  useWantedRow({ ...input, told, wanted, active: current.active, setState });
  useLateRow(current, idAt, told, tell, setState);

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
    setRange,
    announceRow: () => tell(row),
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
  const row = findRow(now.rows, rowId, state.activeId, active.row);
  if (row !== null) return { ...state, active: { ...active, row }, range };
  if (isSorted) return { active: { ...active, row: 0 }, activeId: null, range };
  return { ...state, active, range };
}

function orderOf<Row>({ columns }: ColumnLayout<Row>): string {
  return columns.map(({ id }) => id).join('\n');
}

/** The index of a loaded row, looked for outwards from where it was. */
function findRow<Row>(
  rows: GridRows<Row>,
  rowId: (row: Row) => string,
  id: string,
  near: number,
): number | null {
  for (let distance = 0; distance <= SEARCH_ROWS; distance += 1) {
    for (const index of distance === 0 ? [near] : [near - distance, near + distance]) {
      if (index < 0 || index >= rows.total) continue;
      const row = rows.at(index);
      if (row !== undefined && rowId(row) === id) return index;
    }
  }
  return null;
}

type SetState = (update: (before: FocusState) => FocusState) => void;

/** A row asked for by id from outside (an address, another pane) is focused as soon as it is among the loaded rows. */
function useWantedRow<Row>({
  focusedId,
  rows,
  rowId,
  told,
  wanted,
  active,
  setState,
  onFound,
}: FocusInput<Row> & {
  readonly told: { current: string | null };
  readonly wanted: { current: string | null };
  readonly active: GridPosition;
  readonly setState: SetState;
}): void {
  useEffect(() => {
    if (focusedId === undefined || focusedId === told.current) return;
    told.current = focusedId;
    wanted.current = focusedId;
  }, [focusedId, told, wanted]);
  useEffect(() => {
    const id = wanted.current;
    if (id === null) return;
    const row = findRow(rows, rowId, id, Math.max(0, active.row)) ?? findRow(rows, rowId, id, 0);
    if (row === null) return;
    wanted.current = null;
    setState((before) => ({ active: { ...before.active, row }, activeId: id, range: null }));
    onFound(row);
  }, [rows, rowId, focusedId, active.row, wanted, setState, onFound]);
}

/** A row that the focus reached before its page was loaded gets its id when it is. */
function useLateRow(
  { active, activeId }: FocusState,
  idAt: (row: number) => string | null,
  told: { current: string | null },
  tell: (row: number) => void,
  setState: SetState,
): void {
  useEffect(() => {
    if (activeId !== null || active.row < 0) return;
    const id = idAt(active.row);
    if (id === null) return;
    setState((before) => (before.activeId === null ? { ...before, activeId: id } : before));
    if (told.current === null && wasMoved(active)) tell(active.row);
  }, [active, activeId, idAt, told, tell, setState]);
}

/** The first row is not told before the person has come to it. */
function wasMoved({ row }: GridPosition): boolean {
  return row > 0;
}
