import { useLayoutEffect, useRef } from 'react';
import type { GridCore } from './grid-core.ts';
import type { GridMeasure } from './grid-measure.ts';

/**
 * The row with the focus stays in view when the view becomes lower (a bar appears below, the window shrinks, the screen is laid
 * out for the first time) or rows become higher. One that was scrolled out of view on purpose stays there.
 */
export function useKeptInView<Row>(core: GridCore<Row>): void {
  const { focus, measure, props, reveal, scale, scroller } = core;
  const { row } = focus.active;
  const isRow = row >= 0 && row < props.rows.total;
  const before = useRef<GridMeasure>(measure);
  useLayoutEffect(() => {
    const was = before.current;
    before.current = measure;
    const element = scroller.current;
    if (was === measure || element === null || !isRow) return;
    const startPx = row * was.rowHeightPx - scale.toContent(element.scrollTop);
    const wasInView = startPx >= 0 && startPx + was.rowHeightPx <= was.viewHeightPx;
    if (wasInView || was.viewHeightPx === 0) reveal({ row, column: -1 });
  }, [measure, reveal, scale, scroller, row, isRow]);
}
