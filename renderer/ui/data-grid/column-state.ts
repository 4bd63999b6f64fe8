/** What a person did to the columns of a grid; plain data for saved views. Columns it does not name stand as designed. */
export interface ColumnState {
  /** Ids in their order; columns that are missing here follow in the designed order. */
  readonly order?: readonly string[];
  /** True hides a column, false shows one that is designed hidden. */
  readonly hidden?: Readonly<Record<string, boolean>>;
  /** Ids at the left edge; replaces the designed pins. */
  readonly pinned?: readonly string[];
  /** In px, by id. */
  readonly widths?: Readonly<Record<string, number>>;
}

/** The columns as they stand on the screen; what changes are reckoned from. */
export interface ColumnsNow {
  /** Every column, hidden ones too, in its order. */
  readonly order: readonly string[];
  readonly visible: readonly string[];
  readonly pinned: readonly string[];
}

export function withWidth(state: ColumnState, id: string, widthPx: number): ColumnState {
  return { ...state, widths: { ...state.widths, [id]: Math.round(widthPx) } };
}

export function withHidden(state: ColumnState, id: string, isHidden: boolean): ColumnState {
  return { ...state, hidden: { ...state.hidden, [id]: isHidden } };
}

export function withPin(state: ColumnState, now: ColumnsNow, id: string, isPinned: boolean): ColumnState {
  const others = now.pinned.filter((one) => one !== id);
  return { ...state, pinned: isPinned ? [...others, id] : others };
}

/** Moves a column past its visible neighbour: pinned ones among the pinned, the rest among the rest. */
export function withMove(state: ColumnState, now: ColumnsNow, id: string, step: -1 | 1): ColumnState {
  const isPinned = now.pinned.includes(id);
  const peers = isPinned ? now.pinned : now.visible.filter((one) => !now.pinned.includes(one));
  const neighbour = peers[peers.indexOf(id) + step];
  if (neighbour === undefined) return state;
  if (isPinned) return { ...state, pinned: past(now.pinned, id, neighbour, step) };
  return { ...state, order: past(now.order, id, neighbour, step) };
}

function past(ids: readonly string[], id: string, neighbour: string, step: -1 | 1): string[] {
  const others = ids.filter((one) => one !== id);
  const at = others.indexOf(neighbour) + (step === 1 ? 1 : 0);
  return [...others.slice(0, at), id, ...others.slice(at)];
}
