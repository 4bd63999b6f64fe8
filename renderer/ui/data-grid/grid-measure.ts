import { type RefObject, useLayoutEffect, useState } from 'react';

export interface GridMeasure {
  readonly rowHeightPx: number;
  /** Height of the part between header and totals. */
  readonly viewHeightPx: number;
  /** What the widest cells keep free at their sides, in all. */
  readonly cellPaddingPx: number;
}

const BEFORE_MEASURED: GridMeasure = { rowHeightPx: 28, viewHeightPx: 0, cellPaddingPx: 16 };

/**
 * Row height and padding come from the density (`--row-height`, `--cell-x`, read off a probe), the view from the scroller without header and totals;
 * both are followed as they change.
 */
export function useGridMeasure(
  scroller: RefObject<HTMLElement | null>,
  probe: RefObject<HTMLElement | null>,
  hasTotals: boolean,
): GridMeasure {
  const [measure, setMeasure] = useState(BEFORE_MEASURED);
  useLayoutEffect(() => {
    const element = scroller.current;
    const sample = probe.current;
    if (element === null || sample === null) return undefined;
    const edgeNames = hasTotals ? '.grid-head, .grid-foot' : '.grid-head';
    const edges = [...element.querySelectorAll<HTMLElement>(edgeNames)];
    const read = () => {
      const taken = edges.reduce((sum, edge) => sum + edge.offsetHeight, 0);
      const next = {
        rowHeightPx: sample.offsetHeight || BEFORE_MEASURED.rowHeightPx,
        viewHeightPx: Math.max(0, element.clientHeight - taken),
        cellPaddingPx: sample.offsetWidth,
      };
      setMeasure((before) => (isSame(before, next) ? before : next));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    observer.observe(sample);
    for (const edge of edges) observer.observe(edge);
    return () => observer.disconnect();
  }, [scroller, probe, hasTotals]);
  return measure;
}

function isSame(one: GridMeasure, other: GridMeasure): boolean {
  return (
    one.rowHeightPx === other.rowHeightPx &&
    one.viewHeightPx === other.viewHeightPx &&
    one.cellPaddingPx === other.cellPaddingPx
  );
}
