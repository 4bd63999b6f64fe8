// Which row each row element shows. Making an element costs more than filling it, so elements are used again: those of rows that
// went out of view for rows that come into it.

/** Rows drawn beyond the view at least: a step of the wheel must show no gap. */
const NEAR_ROWS = 4;
/**
 * Rows drawn beyond the view when others have to be drawn: many where it goes, some where it comes from. Drawing a dozen rows
 * costs little more than drawing one, so it is done a dozen at a time and then not for a while.
 */
const AHEAD_ROWS = 12;
const BEHIND_ROWS = 6;

/** What is to be seen, in rows. */
export interface RowView {
  readonly first: number;
  /** As many as may be in view at once, whether they exist or not. */
  readonly count: number;
  readonly total: number;
  /** The row with the focus, which stays in the document wherever it is; -1 for none. */
  readonly active: number;
}

/** Rows from one to another; `last` is before `first` when there are none. */
export interface RowSpan {
  readonly first: number;
  readonly last: number;
}

/** The rows in and around the view, and which element shows which. */
export interface RowSlots extends RowSpan {
  /** By element: the row that it shows, or -1 where there is no element now. */
  readonly rows: readonly number[];
  /** False while some rows still wait for their element. */
  readonly isWhole: boolean;
}

export const noSlots: RowSlots = { first: 0, last: -1, rows: [], isWhole: true };

/**
 * The elements with the rows of a view in them; the very same value when nothing has to change. At most so many rows are put into
 * elements, those in view before others: until the rest is, elements keep the rows they had. `order` are the elements as they
 * stand in the document: after a jump rows are put into them in that order, so that none has to be moved when it is over.
 */
export function slotsFor(
  before: RowSlots,
  view: RowView,
  mostRows: number,
  order: readonly number[] = [],
): RowSlots {
  const span = spanFor(before, view);
  const { active, total } = view;
  const isWanted = (row: number) => isIn(span, row) || (row === active && row >= 0 && row < total);
  const held = new Set(before.rows);
  const missing = inOrder(span, view).filter((row) => isWanted(row) && !held.has(row));
  const now = missing.filter((row, at) => row === active || at < mostRows);
  const isWhole = now.length === missing.length;
  const rows = before.rows.map((row) => (row < total ? row : -1));
  const free = new Set([...rows.keys()].filter((slot) => !isWanted(rows[slot] ?? -1)));
  const places = placesOf(span, active, order);
  const misplaced: number[] = [];
  for (const row of now) {
    const slot = places.get(row) ?? -1;
    if (free.delete(slot)) rows[slot] = row;
    else misplaced.push(row);
  }
  // An element that is there is filled before one is made.
  const others = [...free].sort((one, other) => Number(rows[one] === -1) - Number(rows[other] === -1));
  for (const row of misplaced) rows[others.shift() ?? rows.length] = row;
  if (isWhole) for (const slot of others) rows[slot] = -1;
  const isSame =
    isWhole === before.isWhole &&
    span.first === before.first &&
    span.last === before.last &&
    rows.length === before.rows.length &&
    rows.every((row, slot) => row === before.rows[slot]);
  return isSame ? before : { first: span.first, last: span.last, rows, isWhole };
}

/** Where each row would stand if all elements were filled in the order of their rows. */
function placesOf(span: RowSpan, active: number, order: readonly number[]): ReadonlyMap<number, number> {
  const rows = Array.from({ length: span.last - span.first + 1 }, (_, at) => span.first + at);
  if (active >= 0 && active < span.first) rows.unshift(active);
  if (active > span.last) rows.push(active);
  return new Map(order.slice(0, rows.length).map((slot, at) => [rows[at] ?? -1, slot]));
}

/** The rows to have elements for: those of before as long as they reach beyond the view on both sides. */
function spanFor(before: RowSlots, view: RowView): RowSpan {
  const { count, total, active } = view;
  const size = Math.min(total, count + AHEAD_ROWS + BEHIND_ROWS);
  const first = clamped(view.first, total - count);
  const last = first + count - 1;
  const near = { first: Math.max(0, first - NEAR_ROWS), last: Math.min(total - 1, last + NEAR_ROWS) };
  const isApart = (span: RowSpan) => active >= 0 && active < total && !isIn(span, active);
  const length = before.last - before.first + 1;
  const reaches = before.first <= near.first && before.last >= near.last && before.last < total;
  if (reaches && length + (isApart(before) ? 1 : 0) <= size) return before;
  const isUp = length > 0 && near.first < before.first && near.last <= before.last;
  const start = clamped(isUp ? last + BEHIND_ROWS + 1 - size : first - BEHIND_ROWS, total - size);
  const span = { first: start, last: start + size - 1 };
  if (!isApart(span)) return span;
  // The row with the focus has one of the elements.
  return first - span.first > span.last - last
    ? { first: span.first + 1, last: span.last }
    : { first: span.first, last: span.last - 1 };
}

/** Rows as urgent as they are near: those in view, those below it, those above it; the one with the focus with them. */
function inOrder(span: RowSpan, { first, active }: RowView): number[] {
  const rows: number[] = isIn(span, active) ? [] : [active];
  const from = Math.max(span.first, Math.min(first, span.last + 1));
  for (let row = from; row <= span.last; row += 1) rows.push(row);
  for (let row = from - 1; row >= span.first; row -= 1) rows.push(row);
  return rows;
}

function isIn({ first, last }: RowSpan, row: number): boolean {
  return row >= first && row <= last;
}

function clamped(row: number, most: number): number {
  return Math.max(0, Math.min(row, most));
}

/** Whether every row in view has its element. */
export function holdsView({ rows }: RowSlots, { first, count, total }: RowView): boolean {
  const held = new Set(rows);
  for (let row = first; row < Math.min(first + count, total); row += 1) if (!held.has(row)) return false;
  return true;
}
