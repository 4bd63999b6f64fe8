import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screens } from '#renderer/shell/scope/screens.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let cockpit: TestCockpit;

beforeAll(async () => {
  // Low enough that every list has more rows than fit.
  cockpit = await openCockpit({ person: 'maria', viewport: { width: 1_280, height: 460 } });
}, 120_000);

afterAll(() => cockpit?.close());

const address = (): Promise<string> => cockpit.page.evaluate(() => window.location.hash);

interface Place {
  readonly row: string;
  readonly topPx: number;
}

/** The focused row, by its first cells, and how far its grid is scrolled. */
function place(): Promise<Place> {
  return cockpit.page.evaluate(() => {
    const row = document.activeElement?.closest('[role=row]');
    return {
      row: row?.textContent ?? 'no row has the focus',
      topPx: row?.closest('[role=grid]')?.scrollTop ?? -1,
    };
  });
}

describe('UX goal 3: reach', () => {
  it.each(screens)(
    '$title in two keys from anywhere',
    async ({ id, letter }) => {
      await cockpit.goTo(id === 'overview' ? 'journal' : 'overview');
      await cockpit.press('g', letter);
      await expect.poll(address).toMatch(new RegExp(`^#/${id}(\\?|$)`));
    },
    60_000,
  );

  it('hears a command right after a screen was gone to', async () => {
    await cockpit.goTo('overview');
    await cockpit.press('g', 'p');
    await cockpit.page.getByRole('gridcell').first().waitFor();
    await cockpit.settled();
    await cockpit.press('t');
    await expect.poll(address).toMatch(/^#\/trace\?.*id=/);
  }, 60_000);

  it.each([
    ['postings', 'postings?state=POSTED', 't'],
    ['exceptions', 'exceptions', 't'],
    ['journal', 'journal', 't'],
  ])(
    'comes back to the same row and scroll offset of %s, every time',
    async (_name, list, key) => {
      await cockpit.goTo(list);
      await cockpit.page.getByRole('gridcell').first().waitFor();
      await cockpit.page.getByRole('gridcell').nth(1).click();
      for (const pages of [3, 2, 1]) {
        for (let page = 0; page < pages; page += 1) await cockpit.press('PageDown');
        await cockpit.press('ArrowUp');
        await cockpit.settled();
        const left = await place();
        expect(left.topPx).toBeGreaterThan(0);
        await cockpit.press(key);
        await expect.poll(address).toMatch(/^#\/trace/);
        await cockpit.settled();
        await cockpit.press('Alt+ArrowLeft');
        await expect.poll(place, { timeout: 15_000 }).toEqual(left);
      }
    },
    120_000,
  );

  it('complained of nothing', () => cockpit.expectNoTrouble());
});
