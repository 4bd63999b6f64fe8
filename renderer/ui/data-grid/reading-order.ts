import { type RefObject, useEffect } from 'react';

/** Rows are put into order when nothing was drawn or scrolled for so long. */
const REST_AFTER_MS = 120;

/**
 * Keeps the rows of a layer in the order in which a screen reader is to meet them. React is told nothing of it: elements that are
 * used again for other rows stand in any order while the list moves, and are put right when it has come to rest, moving as few
 * as possible. A row that goes from last to first is one move here and a move of all others there.
 */
export function useReadingOrder(
  layer: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const [rows, scrolled] = [layer.current, scroller.current];
    if (rows === null || scrolled === null) return undefined;
    let timer = setTimeout(done, REST_AFTER_MS);
    const onScroll = (): void => {
      clearTimeout(timer);
      timer = setTimeout(done, REST_AFTER_MS);
    };
    const stop = (): void => {
      clearTimeout(timer);
      scrolled.removeEventListener('scroll', onScroll);
    };
    function done(): void {
      stop();
      if (rows !== null) arrange(rows);
    }
    scrolled.addEventListener('scroll', onScroll, { passive: true });
    return stop;
  });
}

/** The row that an element shows, counted from 0. */
export function rowOfElement(element: Element): number {
  return Number(element.getAttribute('aria-rowindex')) - 2;
}

function arrange(layer: HTMLElement): void {
  const standing = [...layer.children];
  const kept = new Set(longestAscending(layer.moveBefore === undefined ? aroundFocus(standing) : standing));
  let next: Element | null = null;
  for (const element of standing.sort((one, other) => rowOfElement(other) - rowOfElement(one))) {
    if (!kept.has(element)) {
      // Where the browser can move an element and leave the focus in it, it does.
      if (layer.moveBefore === undefined) layer.insertBefore(element, next);
      else layer.moveBefore(element, next);
    }
    next = element;
  }
}

/** Without those that would have to be passed by the element with the focus, which must not be moved where that takes the focus. */
function aroundFocus(elements: readonly Element[]): readonly Element[] {
  const at = elements.findIndex((element) => element.contains(document.activeElement));
  const focused = elements[at];
  if (focused === undefined) return elements;
  return elements.filter(
    (element, index) => index === at || index < at === rowOfElement(element) < rowOfElement(focused),
  );
}

/** Most of the elements that stand in the order of their rows already. */
function longestAscending(elements: readonly Element[]): readonly Element[] {
  const best: { readonly length: number; readonly before: number }[] = [];
  let last = -1;
  for (const [index, element] of elements.entries()) {
    let [length, before] = [1, -1];
    for (const [earlier, found] of best.entries()) {
      const other = elements[earlier];
      if (other === undefined || found.length < length || rowOfElement(other) > rowOfElement(element))
        continue;
      [length, before] = [found.length + 1, earlier];
    }
    best.push({ length, before });
    if (length > (best[last]?.length ?? 0)) last = index;
  }
  const kept: Element[] = [];
  for (let index = last; index >= 0; index = best[index]?.before ?? -1) {
    const element = elements[index];
    if (element !== undefined) kept.push(element);
  }
  return kept;
}
