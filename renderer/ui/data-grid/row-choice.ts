// Rows chosen by explicit id: the only selection that actions may work on.

export function toggled(selection: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return next;
}

export function withAdded(selection: ReadonlySet<string>, ids: Iterable<string>): ReadonlySet<string> {
  return new Set([...selection, ...ids]);
}

/**
 * The selection while rows are run over with Shift: what was chosen before the run, and the rows from where it began to where
 * it is now. Going back gives rows up again. Rows that are not loaded cannot be named and stay out.
 */
export function runOver(
  before: ReadonlySet<string>,
  firstRow: number,
  lastRow: number,
  idAt: (row: number) => string | undefined,
): ReadonlySet<string> {
  const next = new Set(before);
  for (let row = Math.max(0, firstRow); row <= lastRow; row += 1) {
    const id = idAt(row);
    if (id !== undefined) next.add(id);
  }
  return next;
}
