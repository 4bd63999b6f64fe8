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
    for (const seen of document.querySelectorAll<HTMLElement>('[data-seen], [data-walked]')) {
      delete seen.dataset['seen'];
      delete seen.dataset['walked'];
    }
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
    // What comes into view with the focus takes a frame to be there.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
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
  return {
    name: `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${
      element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''
    }`,
    isShown: box.width > 0 && box.height > 0 && x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight,
    isUncovered,
    isMarked: (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none',
  };
}

/** Goes through every group of controls that is one stop, by its own keys, so that `outOfReach` knows what they reach. */
export async function walkArrowGroups(page: Page): Promise<void> {
  const groups = page.locator('[data-arrow-group]');
  for (let at = 0; at < (await groups.count()); at += 1) {
    const hasStop = await groups.nth(at).evaluate((root, within) => {
      const stop = [...root.querySelectorAll<HTMLElement>('[tabindex="0"]:not(input, [role=combobox])')].find(
        (element) => element.parentElement?.closest(within) === root,
      );
      stop?.focus();
      return stop !== undefined;
    }, composites);
    if (!hasStop) continue;
    await page.keyboard.press('Home');
    // Not downwards: that opens a menu.
    while (await page.evaluate(markFocus)) await page.keyboard.press('ArrowRight');
  }
}

/** In the page: notes the focused element; false where it was noted before in this walk, which is at its end. */
function markFocus(): boolean {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element.dataset['walked'] !== undefined) return false;
  element.dataset['walked'] = '';
  element.dataset['seen'] = '';
  return true;
}

/** Roles whose members arrow keys reach, so that one of them alone is a stop. */
const composites =
  '[role=grid],[role=treegrid],[role=tree],[role=tablist],[role=toolbar],[role=radiogroup],[role=listbox],[role=menu],[role=menubar],[data-pane=rail],[data-arrow-group]';

const controls =
  'a[href],button,input,select,textarea,[role=button],[role=link],[role=tab],[role=checkbox],[role=switch],[role=option],[role=menuitem],[role=treeitem],[tabindex]';

/** Controls that no key reaches: not stopped at, and in nothing that arrow keys move within. To be called after `tabStops` and `walkArrowGroups`. */
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
        // What the walk through arrow groups did not come to is not excused by being in one.
        .filter((element) => element.closest(within)?.matches('[data-arrow-group]') ?? true)
        // Members of a radio group, and the arrow of a list that its field opens by key.
        .filter(
          (element) => !element.matches('input[type=radio], button[aria-haspopup=listbox][tabindex="-1"]'),
        )
        .map(
          (element) =>
            `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40)}`,
        ),
    [controls, composites] as const,
  );
}
