import type { GridRows } from '#renderer/ui/data-grid/grid-rows.ts';

/**
 * The row that a screen shows in full and acts on: the one that the address names, and the first where it names none. Never
 * another one than is shown: undefined when the named one is not in the list, which then has to be read by its id or is not there.
 */
export function focusedRow<Row>(
  rows: GridRows<Row>,
  loaded: ReadonlyMap<string, Row>,
  id: string | undefined,
): Row | undefined {
  return id === undefined ? rows.at(0) : loaded.get(id);
}
