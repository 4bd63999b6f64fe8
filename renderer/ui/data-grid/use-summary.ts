import { useEffect, useLayoutEffect, useRef } from 'react';
import type { GridCore } from './grid-core.ts';
import { cellCountOf } from './grid-position.ts';
import type { GridRows } from './grid-rows.ts';
import { rangeSummary, rowsSummary } from './grid-summary.ts';

/** Tells the screen what is selected, with exact sums per currency: the range of cells, else the chosen rows. */
export function useSummary<Row>(core: GridCore<Row>): void {
  const { props, layout, box } = core;
  const { rows, selection, onSummary } = props;
  const newest = useRef(core);
  useLayoutEffect(() => {
    newest.current = core;
  });
  const hasSummary = onSummary !== undefined;
  useEffect(() => {
    if (!hasSummary) return;
    const { onSummary: report, rowId } = newest.current.props;
    const columns = layout.columns.map(({ column }) => column);
    if (box !== null && cellCountOf(box) > 1) report?.(rangeSummary(box, columns, rows));
    else if (selection !== undefined && selection.size > 0) {
      const amounts = layout.all.find(({ kind }) => kind === 'money');
      report?.(rowsSummary(selection, amounts, chosenRows(rows, rowId, selection)));
    } else report?.(null);
  }, [box, selection, rows, layout, hasSummary]);
}

/** Chosen rows that are loaded; the search ends when all are found. */
function* chosenRows<Row>(
  rows: GridRows<Row>,
  rowId: (row: Row) => string,
  selection: ReadonlySet<string>,
): Generator<readonly [string, Row]> {
  let left = selection.size;
  for (const row of rows.loaded()) {
    if (left === 0) return;
    const id = rowId(row);
    if (!selection.has(id)) continue;
    left -= 1;
    yield [id, row];
  }
}
