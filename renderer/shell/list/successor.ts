import { useEffect, useRef } from 'react';
import type { SetSearch } from '#renderer/shell/scope/screen-search.ts';
import { type GridRows, indexOfRow } from '#renderer/ui/data-grid/grid-rows.ts';

interface Place {
  readonly search: { readonly id?: string | undefined };
  readonly setSearch: SetSearch<{ id?: string | undefined }>;
}

/**
 * Opens the row that took the place of the open one when that leaves the list, because it was decided: for lists that are worked
 * off from where one is. Keep `rowId` the same between renders.
 */
export function useSuccessor<Row>(
  rows: GridRows<Row>,
  rowId: (row: Row) => string,
  { search: { id }, setSearch }: Place,
): void {
  const seen = useRef<{ readonly id: string; readonly index: number } | null>(null);
  useEffect(() => {
    if (id === undefined || rows.total === 0) return;
    const index = indexOfRow(rows, rowId, id, seen.current?.index ?? 0);
    if (index !== null) seen.current = { id, index };
    else if (seen.current?.id === id) {
      const successor = rows.at(Math.min(seen.current.index, rows.total - 1));
      if (successor !== undefined) setSearch({ id: rowId(successor) }, { replace: true });
    }
  }, [rows, rowId, id, setSearch]);
}
