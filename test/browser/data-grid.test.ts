import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { axeProblems } from './support/axe.ts';
import { launchChromium } from './support/chromium.ts';
import { type GridPageServer, serveGridPage } from './support/grid-page/serve-grid-page.ts';
import { noTrouble, type Trouble, watchTrouble } from './support/trouble.ts';

/** What the page under test shows of itself (grid-page.testing.tsx). */
interface Probe {
  readonly selection: readonly string[];
  readonly focused: readonly (string | null)[];
  readonly activated: readonly string[];
  readonly windows: readonly { readonly offset: number; readonly limit: number }[];
  readonly sort: { readonly columnId: string; readonly direction: string } | null;
  readonly summary: {
    readonly what: string;
    readonly count: number;
    readonly sums: readonly unknown[];
  } | null;
  readonly edits: readonly (readonly { readonly columnId: string; readonly after: unknown }[])[];
  readonly preview: {
    readonly accepted: number;
    readonly rejected: number;
    readonly reasons: readonly string[];
  } | null;
  readonly rows: readonly {
    readonly id: string;
    readonly customer: string;
    readonly amount: { readonly minor: string };
  }[];
}

// On a busy machine axe alone takes a quarter of a minute for the grid.
vi.setConfig({ testTimeout: 120_000 });

let server: GridPageServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let trouble: Trouble;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveGridPage(), launchChromium()]);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await server.close();
});

beforeEach(async () => {
  trouble = noTrouble();
  context = await browser.newContext({
    viewport: { width: 1100, height: 640 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await watchTrouble(context, trouble, server.origin);
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
  expect(trouble).toEqual(noTrouble());
});

/** Opens the page and puts the keyboard into the grid, as a person would with Tab. */
async function open(search = ''): Promise<void> {
  await page.goto(`${server.origin}/?${search}`);
  await page.waitForSelector('[role=row][aria-rowindex="2"]');
  await page.getByRole('button', { name: 'Before' }).focus();
  await page.keyboard.press('Tab');
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** The focused cell: its row (header 0, first row 1), its column from 1, and its text. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    const row = active?.closest('[role=row]')?.getAttribute('aria-rowindex') ?? '?';
    return `${Number(row) - 1}:${active?.getAttribute('aria-colindex') ?? '?'} ${active?.textContent ?? ''}`;
  });
}

function probe(): Promise<Probe> {
  return page.evaluate(() => {
    const { gridPage } = window as unknown as { gridPage: Record<string, unknown> };
    const { handle: _handle, summary, preview, ...rest } = gridPage;
    const shown = summary as { sums: { currency: string; minor: bigint }[] } | null;
    const paste = preview as { cells: { reason: string }[]; accepted: number; rejected: number } | null;
    return {
      ...rest,
      summary: shown && {
        ...shown,
        sums: shown.sums.map(({ currency, minor }) => `${currency} ${String(minor)}`),
      },
      preview: paste && {
        accepted: paste.accepted,
        rejected: paste.rejected,
        reasons: [...new Set(paste.cells.map(({ reason }) => reason).filter((reason) => reason !== ''))],
      },
    } as unknown as Probe;
  });
}

function clipboard(): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

function cell(row: number, column: number) {
  return page.locator(`[role=row][aria-rowindex="${row + 1}"] > [aria-colindex="${column}"]`);
}

describe('the keyboard in a grid', () => {
  it('has one tab stop and goes everywhere with arrows, Home, End and pages', async () => {
    await open();
    expect(await focused()).toBe('1:2 INV-100000');
    await press('ArrowDown', 'ArrowRight');
    expect(await focused()).toBe('2:3 Customer 919');
    await press('End');
    expect(await focused()).toBe('2:13 row-1');
    await press('Control+End');
    expect(await focused()).toBe('100:13 row-99');
    await press('ArrowDown');
    expect(await focused()).toMatch(/^101:13/);
    await press('Control+Home');
    expect(await focused()).toMatch(/^1:1 /);
    await press('PageDown', 'PageDown', 'PageUp');
    expect(Number((await focused()).split(':')[0])).toBeGreaterThan(10);
    await press('Control+ArrowUp', 'ArrowUp', 'ArrowRight');
    expect(await focused()).toBe('0:2 Document');
    expect(await page.locator('[role=grid] [tabindex="0"]').count()).toBe(1);
    await press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('After');
  });

  it('tells how long the list is and where each row stands', async () => {
    await open('rows=100000');
    const grid = page.getByRole('grid', { name: 'Documents' });
    expect(await grid.getAttribute('aria-rowcount')).toBe('100002');
    expect(await grid.getAttribute('aria-colcount')).toBe('13');
    expect(await page.locator('.grid-frame').getAttribute('data-grid-mode')).toBe('triage');
    await press('Control+End');
    expect(await focused()).toBe('100000:13 row-99999');
    expect(await page.locator('[role=row]').count()).toBeLessThanOrEqual(60);
  });

  it('leaves letters to the commands and opens a row with Enter', async () => {
    await open();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      window.addEventListener('keydown', (event) => {
        if (!event.defaultPrevented) heard.push(event.key);
      });
    });
    await press('e', 'F2', 'r', 'ArrowDown', 'Enter', '/');
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(heard).toEqual(['e', 'F2', 'r', '/']);
    expect((await probe()).activated).toEqual(['row-1']);
  });

  it('has every header above its column, scrolled sideways or not', async () => {
    await open();
    const apart = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('[role=columnheader]')].flatMap((header) => {
          const at = header.getAttribute('aria-colindex');
          const below = document.querySelector(`[aria-rowindex="2"] > [aria-colindex="${at}"]`);
          const offPx =
            header.getBoundingClientRect().left - (below?.getBoundingClientRect().left ?? Number.NaN);
          return offPx === 0 ? [] : [`${header.textContent} ${offPx}`];
        }),
      );
    expect(await page.locator('.grid-pinned').count()).toBeGreaterThan(2);
    expect(await apart()).toEqual([]);
    await press('End');
    await page.waitForSelector('[role=grid][data-shifted]');
    expect(await apart()).toEqual([]);
  });

  it('sorts, sizes, moves, hides and pins columns from the header', async () => {
    await open();
    await press('ArrowRight', 'ArrowUp', 'Enter');
    expect((await probe()).sort).toEqual({ columnId: 'customer', direction: 'ascending' });
    expect(await cell(0, 3).getAttribute('aria-sort')).toBe('ascending');
    const width = (await cell(0, 3).boundingBox())?.width ?? 0;
    await press('Shift+ArrowRight');
    expect((await cell(0, 3).boundingBox())?.width).toBe(width + 16);
    await press('Control+Shift+ArrowRight');
    expect(await focused()).toBe('0:4 Customer');
    await press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Hide' }).click();
    expect(await page.getByRole('columnheader', { name: 'Customer' }).count()).toBe(0);
    await press('Alt+ArrowDown');
    await page.getByRole('menuitem', { name: 'Pin to the left' }).click();
    await press('Alt+ArrowDown');
    await page.getByRole('menuitemcheckbox', { name: 'Customer' }).click();
    await press('Escape');
    expect(await page.getByRole('columnheader', { name: 'Customer' }).count()).toBe(1);
  });
});

describe('focus', () => {
  it('survives scrolling away: the focused row stays in the document', async () => {
    await open('rows=100000');
    await press('ArrowDown', 'ArrowDown');
    await page.locator('[role=grid]').evaluate((grid) => grid.scrollTo({ top: 1_000_000 }));
    await page.waitForSelector('[role=row][aria-rowindex="35730"]');
    expect(await focused()).toBe('3:2 INV-100002');
    await press('ArrowDown');
    expect(await focused()).toBe('4:2 INV-100003');
    await expect.poll(() => page.locator('[role=grid]').evaluate((grid) => grid.scrollTop)).toBeLessThan(100);
  });

  it('keeps rows in reading order once scrolling has come to rest', async () => {
    await open('rows=1000');
    for (const top of [300, 900, 2_000]) {
      await page.locator('[role=grid]').evaluate((grid, to) => grid.scrollTo({ top: to }), top);
      await page.waitForTimeout(30);
    }
    const isInOrder = async () => {
      const indexes = await page
        .locator('.grid-body [role=row]')
        .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
      return indexes.join() === [...indexes].sort((a, b) => a - b).join();
    };
    await expect.poll(isInOrder).toBe(true);
    expect((await page.locator('.grid-body [role=row]').allInnerTexts()).length).toBeGreaterThan(10);
  });

  it('stays on its row when another one leaves, and goes to the next when asked', async () => {
    await open();
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await page.evaluate(() => {
      const { gridPage } = window as unknown as {
        gridPage: { removeRow: (id: string) => void; handle: { focusNext: () => void } };
      };
      gridPage.handle.focusNext();
      gridPage.removeRow('row-3');
      gridPage.removeRow('row-0');
    });
    await expect.poll(focused).toBe('3:2 INV-100004');
    expect((await probe()).focused.at(-1)).toBe('row-4');
  });

  it('goes to a row asked for by its id from outside', async () => {
    await open();
    await page.evaluate(() => {
      (window as unknown as { gridPage: { setFocusedId: (id: string) => void } }).gridPage.setFocusedId(
        'row-70',
      );
    });
    await page.waitForSelector('.grid-row-active[aria-rowindex="72"]');
    expect(await cell(71, 2).isVisible()).toBe(true);
  });

  it('goes to the first row when the screen lets go of its own, and leaves one alone that it does not list', async () => {
    await open();
    const setFocusedId = (id: string | null) =>
      page.evaluate((asked) => {
        const { gridPage } = window as unknown as { gridPage: { setFocusedId: (id: string | null) => void } };
        gridPage.setFocusedId(asked);
      }, id);
    await setFocusedId('row-70');
    await page.waitForSelector('.grid-row-active[aria-rowindex="72"]');
    await setFocusedId(null);
    await page.waitForSelector('.grid-row-active[aria-rowindex="2"]');
    expect(await cell(1, 2).isVisible()).toBe(true);
    await setFocusedId('not-listed');
    const before = (await probe()).focused.length;
    await cell(1, 2).focus();
    expect((await probe()).focused.slice(before)).toEqual([]);
    await press('ArrowDown');
    await expect.poll(async () => (await probe()).focused.at(-1)).toBe('row-1');
  });

  it('loads pages as they come into view, a million rows long', async () => {
    await open('rows=1000000&paged=1&density=roomy');
    await expect.poll(() => cell(1, 2).textContent()).toBe('INV-100000');
    await press('Control+End');
    await expect.poll(() => cell(1_000_000, 2).textContent()).toBe('INV-1099999');
    expect((await probe()).windows.length).toBeLessThan(12);
  });
});

describe('selection', () => {
  it('chooses rows by id with Space and Shift, and says how many and how much per currency', async () => {
    await open();
    await press(' ', 'ArrowDown', 'ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
    expect((await probe()).selection).toEqual(['row-0', 'row-2', 'row-3', 'row-4']);
    await press('Shift+ArrowUp');
    expect((await probe()).selection).toEqual(['row-0', 'row-2', 'row-3']);
    await press('Escape');
    await expect
      .poll(async () => (await probe()).summary)
      .toEqual({ what: 'rows', count: 3, sums: ['JPY 279', 'USD -411'], notLoaded: 0 });
    await press('Control+a');
    expect((await probe()).selection).toHaveLength(100);
    expect(await page.locator('[role=row][aria-selected=true]').count()).toBeGreaterThan(10);
    await press('Escape');
    expect((await probe()).selection).toEqual([]);
  });

  it('sums a range of cells per currency and forgets it when the order changes', async () => {
    await open();
    await press('ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown');
    const { summary } = await probe();
    expect(summary).toMatchObject({ what: 'cells', count: 6, sums: ['EUR -131', 'JPY 301', 'USD 5'] });
    expect(await page.locator('.grid-in-range').count()).toBe(6);
    await cell(0, 3).click();
    await expect.poll(() => page.locator('.grid-in-range').count()).toBe(0);
  });

  it('selects whole columns and rows, and by dragging', async () => {
    await open();
    await press('ArrowRight', 'Control+ ');
    expect((await probe()).summary).toMatchObject({ what: 'cells', count: 100 });
    await cell(2, 3).hover();
    await page.mouse.down();
    await cell(4, 4).hover();
    await page.mouse.up();
    await expect.poll(() => page.locator('.grid-in-range').count()).toBe(6);
    expect((await probe()).selection).toEqual([]);
  });
});

describe('copying', () => {
  it('writes what is shown as tab-separated text, quoted where needed, and as a table', async () => {
    await open();
    await press('ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Control+c');
    expect(await clipboard()).toBe('Customer 0\tUSD\u00a00.05\r\nCustomer 919\tEUR\u00a0-1.42');
    const html = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return (await item?.getType('text/html'))?.text();
    });
    expect(html).toContain('<td>Customer 919</td>');
    await press('Control+Shift+C');
    await expect
      .poll(clipboard)
      .toBe('Customer\tAmount\r\nCustomer 0\tUSD\u00a00.05\r\nCustomer 919\tEUR\u00a0-1.42');
    await page.evaluate(() =>
      (
        window as unknown as { gridPage: { handle: { copy: (options: object) => Promise<void> } } }
      ).gridPage.handle.copy({ raw: true }),
    );
    expect(await clipboard()).toBe('Customer 0\t0.05\r\nCustomer 919\t-1.42');
  });

  it('shows characters that would not be seen, in the cell and in the copy', async () => {
    await open();
    for (let step = 0; step < 9; step += 1) await press('ArrowRight');
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Control+c');
    expect(await clipboard()).toBe('right⟨U+202E⟩left');
  });
});

describe('an edit grid', () => {
  it('edits as a spreadsheet does: typing, F2, Enter, Tab, Escape, fill, clear, undo and redo', async () => {
    await open('mode=edit');
    await press('ArrowRight');
    await page.keyboard.type('North');
    await press('Enter');
    expect(await focused()).toBe('2:2 Customer 919');
    await press('F2');
    await page.keyboard.type('South');
    await press('Tab');
    expect(await focused()).toMatch(/^2:3/);
    await press('ArrowLeft');
    await page.keyboard.type('never');
    await press('Escape');
    expect((await probe()).rows.slice(0, 3).map(({ customer }) => customer)).toEqual([
      'North',
      'South',
      'Customer 838',
    ]);
    await press('Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d');
    expect((await probe()).rows.slice(1, 4).map(({ customer }) => customer)).toEqual([
      'South',
      'South',
      'South',
    ]);
    await press('Control+z', 'Control+z', 'Control+z');
    expect((await probe()).rows.slice(0, 4).map(({ customer }) => customer)).toEqual([
      'Customer 0',
      'Customer 919',
      'Customer 838',
      'Customer 757',
    ]);
    await press('Control+y');
    expect((await probe()).rows[0]?.customer).toBe('North');
    await press('Delete');
    expect((await probe()).rows[3]?.customer).toBe('');
  });

  it('says what is wrong with an amount and keeps it open', async () => {
    await open('mode=edit');
    await press('ArrowRight', 'ArrowRight');
    await page.keyboard.type('1.234,56');
    await press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('"1.234,56"');
    expect(await page.locator('.grid-editor').getAttribute('aria-invalid')).toBe('true');
    await page.locator('.grid-editor').fill('1,234.56');
    await press('Enter');
    expect((await probe()).rows[0]?.amount.minor).toBe('123456');
    expect(await page.getByRole('alert').textContent()).toBe('');
  });

  it('shows what a paste would do, and applies nothing before that is confirmed', async () => {
    await open('mode=edit');
    await press('ArrowRight');
    await page.evaluate(() =>
      navigator.clipboard.writeText('"two\nlines"\t12.50\t1\r\nwrong!\t1.234,5\t2\r\n'),
    );
    await press('Control+v');
    await expect.poll(async () => (await probe()).preview?.accepted).toBe(2);
    const { preview, edits } = await probe();
    expect(preview?.rejected).toBe(4);
    expect(preview?.reasons).toEqual([
      'Tax cannot be edited in this row.',
      'No exclamation marks. Leave "!" out.',
      expect.stringContaining('"1.234,5"'),
    ]);
    expect(edits).toEqual([]);
    await page.evaluate(() =>
      (window as unknown as { gridPage: { preview: { apply: () => void } } }).gridPage.preview.apply(),
    );
    const first = async () => (await probe()).rows[0];
    await expect.poll(async () => (await first())?.customer).toBe('two\nlines');
    expect((await first())?.amount.minor).toBe('1250');
    await press('Control+z');
    await expect.poll(async () => (await first())?.customer).toBe('Customer 0');
  });
});

describe('text in cells', () => {
  it.each(['normal', 'roomy'])('is cut off where it is too long for its cell, %s', async (density) => {
    await open(`density=${density}`);
    const cells = () =>
      page.evaluate(() => {
        const all = [...document.querySelectorAll('.grid-body [role=gridcell]')];
        const isCut = (one: Element) => getComputedStyle(one).overflowX !== 'visible';
        const spilt = all.filter((one) => !isCut(one) && one.scrollWidth > one.clientWidth);
        return { spilt: spilt.map((one) => one.textContent), cut: all.filter(isCut).length / all.length };
      });
    const wide = await cells();
    expect(wide.spilt).toEqual([]);
    // A cell that is cut off costs more to draw, so those that have room are not.
    expect(wide.cut).toBeLessThan(density === 'normal' ? 0.2 : 0.4);
    await press('ArrowUp', 'ArrowRight');
    for (let step = 0; step < 6; step += 1) await press('Shift+ArrowLeft');
    const narrow = await cells();
    expect(narrow.spilt).toEqual([]);
    expect(narrow.cut).toBeGreaterThan(wide.cut);
  });
});

describe('for everyone', () => {
  it.each(['light', 'dark', 'contrast'])('has no fault that axe finds, %s', async (theme) => {
    // A few rows are as good as many to axe, and it takes its time over each cell.
    await page.setViewportSize({ width: 900, height: 320 });
    await open(`rows=1000&theme=${theme}`);
    await press('ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowRight');
    expect(await axeProblems(page)).toEqual([]);
    await press('Control+ArrowUp', 'ArrowUp', 'Alt+ArrowDown');
    await page.waitForSelector('[role=menu]');
    expect(await axeProblems(page)).toEqual([]);
  });

  it('has none while editing or empty, and targets of 24 px in the closest density', async () => {
    await page.setViewportSize({ width: 900, height: 320 });
    await open('mode=edit&density=compact');
    await press('ArrowRight', 'F2');
    expect(await axeProblems(page)).toEqual([]);
    await page.goto(`${server.origin}/?rows=0&density=compact`);
    await page.getByText('No documents in September.').waitFor();
    expect(await axeProblems(page)).toEqual([]);
    const heights = await page
      .locator('[role=columnheader]')
      .evaluateAll((headers) => headers.map((header) => header.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
  });
});
