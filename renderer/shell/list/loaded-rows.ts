import { useMemo } from 'react';
import type { GridRows } from '#renderer/ui/data-grid/grid-rows.ts';

/** Rows that are loaded, by id: a chosen one may be scrolled out of view. Keep `rowId` the same between renders. */
export function useLoadedRows<Row>(
  rows: GridRows<Row>,
  rowId: (row: Row) => string,
): ReadonlyMap<string, Row> {
  return useMemo(() => new Map([...rows.loaded()].map((row) => [rowId(row), row])), [rows, rowId]);
}
