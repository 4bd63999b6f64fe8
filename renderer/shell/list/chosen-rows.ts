import { useCallback, useMemo, useState } from 'react';

export interface ChosenRows<Row> {
  /** Every chosen row as it was shown last: what is counted, summed and acted on is these, loaded now or not. */
  readonly chosen: readonly Row[];
  /** Tells of rows that are chosen without having been in the list. */
  readonly remember: (rows: readonly Row[]) => void;
}

/**
 * The rows behind a selection of ids. Pages of a list come and go with what is in view; a row that was chosen stays chosen when its
 * page has gone. Keep `rowId` the same between renders.
 */
export function useChosenRows<Row>(
  selection: ReadonlySet<string>,
  loaded: ReadonlyMap<string, Row>,
  rowId: (row: Row) => string,
): ChosenRows<Row> {
  const [known, setKnown] = useState<ReadonlyMap<string, Row>>(new Map());
  const now = useMemo(() => {
    const rows = new Map<string, Row>();
    for (const id of selection) {
      const row = loaded.get(id) ?? known.get(id);
      if (row !== undefined) rows.set(id, row);
    }
    return isSame(rows, known) ? known : rows;
  }, [selection, loaded, known]);
  if (now !== known) setKnown(now);
  const chosen = useMemo(() => [...now.values()], [now]);
  const remember = useCallback(
    (rows: readonly Row[]) =>
      setKnown((before) => new Map([...before, ...rows.map((row) => [rowId(row), row] as const)])),
    [rowId],
  );
  return { chosen, remember };
}

function isSame<Row>(one: ReadonlyMap<string, Row>, other: ReadonlyMap<string, Row>): boolean {
  return one.size === other.size && [...one].every(([id, row]) => other.get(id) === row);
}
