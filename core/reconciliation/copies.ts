import { type MatchRun, type RowSlice, type Side } from './match-run.ts';
import { compareText, isBlank, sameText } from './text-column.ts';

/**
 * Whether the rows record one document several times: the same reference, customer, currency, amount and day. Copies are
 * interchangeable in everything that is compared, so which one is paired changes no figure; the lowest id stands first
 * and the surplus is reported as duplicate. Rows without a reference are never copies: nothing says they are the same.
 */
export function areCopies(side: Side, slice: RowSlice): boolean {
  const { set } = side;
  const first = slice.rows[0] as number;
  if (slice.count === 1) return true;
  if (isBlank(set.reference, first)) return false;
  for (let at = 1; at < slice.count; at += 1) {
    const row = slice.rows[at] as number;
    if (
      set.amountMinor[row] !== set.amountMinor[first] ||
      set.day[row] !== set.day[first] ||
      set.customer[row] !== set.customer[first] ||
      set.currency[row] !== set.currency[first] ||
      !sameText(set.reference, row, set.reference, first)
    ) {
      return false;
    }
  }
  return true;
}

/** Pairs copies with copies in the order of their ids; what one side has too many of is marked as copy. */
export function pairCopies(run: MatchRun, left: RowSlice, right: RowSlice): void {
  if (left.count === 1 && right.count === 1) {
    run.pair(left.rows[0] as number, right.rows[0] as number);
    return;
  }
  const leftRows = byId(run.left, left);
  const rightRows = byId(run.right, right);
  const paired = Math.min(left.count, right.count);
  for (let at = 0; at < paired; at += 1) run.pair(leftRows[at] as number, rightRows[at] as number);
  for (let at = paired; at < left.count; at += 1)
    run.copy(run.left, leftRows[at] as number, leftRows[0] as number);
  for (let at = paired; at < right.count; at += 1)
    run.copy(run.right, rightRows[at] as number, rightRows[0] as number);
}

function byId(side: Side, slice: RowSlice): Int32Array {
  const { id } = side.set;
  return slice.rows.slice(0, slice.count).sort((a, b) => compareText(id, a, id, b));
}
