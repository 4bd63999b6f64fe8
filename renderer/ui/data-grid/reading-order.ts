import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** A list is at rest when nothing has scrolled for so long. */
const REST_AFTER_MS = 120;

/**
 * Keeps the rows of a layer in the order in which a screen reader is to meet them, moving as few elements as possible. React is told
 * nothing of it: to React a row that goes from last to first is a move of all others. While the list scrolls, elements that are
 * used again stand in any order, and are put right when it has come to rest.
 */
export function useReadingOrder(
  layer: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
): void {
  const scrolledAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const element = scroller.current;
    const onScroll = (): void => {
      scrolledAtMs.current = performance.now();
    };
    // Before those who draw what a scroll brings into view.
    element?.addEventListener('scroll', onScroll, { passive: true, capture: true });
    return () => element?.removeEventListener('scroll', onScroll, { capture: true });
  }, [scroller]);
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const atRest = (): void => {
      const waitMs = scrolledAtMs.current + REST_AFTER_MS - performance.now();
      if (waitMs > 0) timer = setTimeout(atRest, waitMs);
      else if (layer.current !== null) arrange(layer.current);
    };
    atRest();
    return () => clearTimeout(timer);
  });
}

/** The row that an element shows, counted from 0. */
export function rowOfElement(element: Element): number {
  return Number(element.getAttribute('aria-rowindex')) - 2;
}

function arrange(layer: HTMLElement): void {
  const standing = [...layer.children];
  const kept = new Set(longestAscending(standing));
  // Moved, an editor would lose what is typed into it.
  if (kept.size === standing.length || layer.querySelector('.grid-editor') !== null) return;
  const focused = document.activeElement;
  let next: Element | null = null;
  for (const element of standing.sort((one, other) => rowOfElement(other) - rowOfElement(one))) {
    if (!kept.has(element)) layer.insertBefore(element, next);
    next = element;
  }
  // Moving an element takes the focus from it. (`moveBefore` would leave it there, and scroll to it.)
  if (focused !== document.activeElement && focused instanceof HTMLElement && layer.contains(focused))
    focused.focus({ preventScroll: true });
}

/** Most of the elements that stand in the order of their rows already. */
function longestAscending(elements: readonly Element[]): readonly Element[] {
  const rows = elements.map(rowOfElement);
  if (rows.every((row, index) => index === 0 || row > (rows[index - 1] ?? 0))) return elements;
  const lengths: number[] = [];
  const before: number[] = [];
  let last = 0;
  for (const [index, row] of rows.entries()) {
    let [length, previous] = [1, -1];
    for (let earlier = 0; earlier < index; earlier += 1) {
      const found = lengths[earlier] ?? 0;
      if (found >= length && (rows[earlier] ?? 0) < row) [length, previous] = [found + 1, earlier];
    }
    lengths.push(length);
    before.push(previous);
    if (length > (lengths[last] ?? 0)) last = index;
  }
  const kept: Element[] = [];
  for (let index = last; index >= 0; index = before[index] ?? -1) {
    const element = elements[index];
    if (element !== undefined) kept.push(element);
  }
  return kept;
}
