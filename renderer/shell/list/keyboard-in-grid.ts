import { type RefObject, useEffect } from 'react';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';

/**
 * Puts the keyboard into a screen's grid, unless it is somewhere on purpose: when rows are first there, and when they come back
 * after there were none, because a cell that goes with its row takes the focus along.
 */
export function useKeyboardInGrid(grid: RefObject<GridHandle | null>, hasRows: boolean): void {
  useEffect(() => {
    if (!hasRows || !isFree()) return undefined;
    const frame = requestAnimationFrame(() => {
      if (isFree()) grid.current?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [grid, hasRows]);
}

function isFree(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || activeElement.id === 'main';
}
