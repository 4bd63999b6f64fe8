import { useMemo, useState } from 'react';
import { useSelectionSummary } from '#renderer/shell/chrome/screen.ts';
import type { GridSummary } from '#renderer/ui/data-grid/grid-props.ts';

/** What a grid counts and sums of its selection or range goes to the status bar: give the result to its `onSummary`. */
export function useGridSummary(): (summary: GridSummary | null) => void {
  const [summary, setSummary] = useState<GridSummary | null>(null);
  const shown = useMemo(
    () =>
      summary && {
        count: summary.count,
        sums: summary.sums.map(({ currency, minor }) => ({ currency, minor: minor.toString() })),
      },
    [summary],
  );
  useSelectionSummary(shown);
  return setSummary;
}
