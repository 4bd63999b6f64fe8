import { describe, expect, it } from 'vitest';
import { axeProblems } from './support/axe.ts';
import {
  cell,
  clipboard,
  focused,
  open,
  page,
  press,
  probe,
  server,
  withGridPage,
} from './support/grid-page/grid-page.ts';

withGridPage();

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
