import type { Page } from 'playwright-core';

/** What the tab key stops at, as it is while it has the focus. */
export interface TabStop {
  readonly name: string;
  /** In the window, with some size. */
  readonly isShown: boolean;
  /** Nothing lies over its middle. */
  readonly isUncovered: boolean;
  /** An outline, a ring or a border tells where the focus is. */
  readonly isMarked: boolean;
}

const stopsMax = 60;

/** Presses Tab from the start of the document until it comes round. */
export async function tabStops(page: Page): Promise<readonly TabStop[]> {
  await page.evaluate(() => {
    for (const seen of document.querySelectorAll('[data-seen]')) seen.removeAttribute('data-seen');
    // Where the next Tab starts from.
    const start = document.createElement('span');
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
  });
  const stops: TabStop[] = [];
  while (stops.length < stopsMax) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(describeFocus);
    if (stop === null) break;
    stops.push(stop);
  }
  return stops;
}

/** In the page: the focused element, or null where the round is over. */
function describeFocus(): TabStop | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  if (element.dataset['seen'] !== undefined) return null;
  element.dataset['seen'] = '';
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const isUncovered = top !== null && (element.contains(top) || top.contains(element));
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const ring = element.closest('[data-focus-ring]');
  return {
    name: `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${
      element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''
    }`,
    isShown: box.width > 0 && box.height > 0 && x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight,
    isUncovered,
    isMarked:
      (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) ||
      boxShadow !== 'none' ||
      ring !== null,
  };
}

/** Roles whose members arrow keys reach, so that one of them alone is a stop. */
const composites =
  '[role=grid],[role=treegrid],[role=tree],[role=tablist],[role=toolbar],[role=radiogroup],[role=listbox],[role=menu],[role=menubar],[data-roving]';

const controls =
  'a[href],button,input,select,textarea,[role=button],[role=link],[role=tab],[role=checkbox],[role=switch],[role=option],[role=menuitem],[role=treeitem],[tabindex]';

/** Controls that no key reaches: not stopped at, and in nothing that arrow keys move within. To be called after `tabStops`. */
export function outOfReach(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    ([all, within]) =>
      [...document.querySelectorAll<HTMLElement>(all)]
        .filter((element) => element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }))
        .filter(
          (element) => !element.matches(':disabled, [aria-hidden=true], [aria-hidden=true] *, [inert] *'),
        )
        .filter((element) => element.dataset['seen'] === undefined)
        // Panes that a script may focus are no controls.
        .filter((element) => element.tabIndex >= 0 || element.matches('a[href],button,input,select,textarea'))
        .filter((element) => element.closest(within) === null)
        .filter((element) => !element.matches('input[type=radio]'))
        .map(
          (element) =>
            `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40)}`,
        ),
    [controls, composites] as const,
  );
}
