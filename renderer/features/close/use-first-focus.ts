import { type RefObject, useEffect, useRef } from 'react';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';

/** Puts the keyboard into the grid when its screen opens with rows, unless it is somewhere on purpose already. */
export function useFirstFocus(grid: RefObject<GridHandle | null>, hasRows: boolean): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (!hasRows || isDone.current) return;
    isDone.current = true;
    const isFree = document.activeElement === null || document.activeElement === document.body;
    const isOnTab = document.activeElement?.getAttribute('role') === 'tab';
    if (isFree && !isOnTab) requestAnimationFrame(() => grid.current?.focus());
  }, [grid, hasRows]);
}
