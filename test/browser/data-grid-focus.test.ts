import { describe, expect, it } from 'vitest';
import { cell, focused, open, page, press, probe, withGridPage } from './support/grid-page/grid-page.ts';

withGridPage();

const rows = () => page.locator('.grid-body [role=row]');

async function isInOrder(): Promise<boolean> {
  const indexes = await rows().evaluateAll((all) =>
    all.map((row) => Number(row.getAttribute('aria-rowindex'))),
  );
  return indexes.every((index, at) => at === 0 || index > (indexes[at - 1] ?? 0));
}

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
    await expect.poll(isInOrder).toBe(true);
    expect(await rows().count()).toBeGreaterThan(10);
  });

  it('comes to rest after jumps in reading order, with the focus where it was', async () => {
    await open('rows=100000');
    for (const [key, at] of [
      ['Control+End', '100000:13 '],
      ['Control+Home', '1:1'],
      ['PageDown', ''],
      ['PageUp', '1:1'],
    ] as const) {
      await press(key);
      await expect.poll(isInOrder).toBe(true);
      await page.waitForTimeout(300);
      expect(await isInOrder()).toBe(true);
      expect(await focused()).toContain(at);
      if (key === 'Control+Home')
        expect(await page.locator('[role=grid]').evaluate((grid) => grid.scrollLeft)).toBe(0);
    }
  });

  it('stays where it was scrolled to when rows are put into order around the focused one', async () => {
    await open('rows=1000');
    const scrollTo = (top: number) =>
      page.locator('[role=grid]').evaluate((grid, to) => grid.scrollTo({ top: to }), top);
    await scrollTo(8_000);
    await cell(290, 2).click();
    for (const top of [20_000, 0, 26_000]) {
      await scrollTo(top);
      await page.waitForTimeout(400);
      expect(await isInOrder()).toBe(true);
      expect(await page.locator('[role=grid]').evaluate((grid) => grid.scrollTop)).toBe(top);
      expect(await focused()).toContain('290:2 ');
    }
  });

  it('moves one element for a jump from the last row to the first', async () => {
    await open('rows=100000');
    await press('Control+End');
    await expect.poll(isInOrder).toBe(true);
    await page.evaluate(() => {
      const layer = document.querySelector('.grid-layer');
      const put = { count: 0 };
      Object.assign(window, { put });
      new MutationObserver((changes) => {
        for (const { addedNodes } of changes) put.count += addedNodes.length;
      }).observe(layer ?? document.body, { childList: true });
    });
    await press('Control+Home');
    await page.waitForSelector('[role=row][aria-rowindex="2"]');
    await expect.poll(isInOrder).toBe(true);
    const put = await page.evaluate(() => (window as unknown as { put: { count: number } }).put.count);
    // The row that had the focus has another element now, and the focused one goes to the front.
    expect(put).toBeLessThanOrEqual(4);
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

  it('stays on the row that the person went to when others leave before the screen has followed', async () => {
    await open('rows=60&lag=1500');
    const count = Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await page.evaluate(() => {
      const { gridPage } = window as unknown as { gridPage: { removeRow: (id: string) => void } };
      gridPage.removeRow('row-50');
    });
    await page.waitForSelector(`[role=grid][aria-rowcount="${count - 1}"]`);
    await press('ArrowDown');
    expect(await focused()).toBe('5:2 INV-100004');
    await page.waitForTimeout(2_000);
    expect(await focused()).toBe('5:2 INV-100004');
    expect((await probe()).focused.at(-1)).toBe('row-4');
  });

  it('loads pages as they come into view, a million rows long', async () => {
    await open('rows=1000000&paged=1&density=roomy');
    await expect.poll(() => cell(1, 2).textContent()).toBe('INV-100000');
    await press('Control+End');
    await expect.poll(() => cell(1_000_000, 2).textContent()).toBe('INV-1099999');
    expect((await probe()).windows.length).toBeLessThan(12);
  });
});
