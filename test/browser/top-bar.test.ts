import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let world: SampleWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  world = await startSampleWorld();
  cockpit = await openCockpit({ world, viewport: { width: 1_024, height: 700 } });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await world?.close();
});

const controls = () => cockpit.page.locator('.app-top').locator('a, button');

/** Controls of the bar that somebody cannot see whole: outside it, or behind something else. */
const hidden = () =>
  controls().evaluateAll((all) =>
    all
      .filter((one) => {
        const bar = one.closest('header')?.getBoundingClientRect();
        const { left, right, top, bottom } = one.getBoundingClientRect();
        const corners = [
          [left + 3, top + 3],
          [right - 3, bottom - 3],
        ] as const;
        const isCovered = corners.some(([x, y]) => !one.contains(document.elementFromPoint(x, y)));
        return isCovered || bar === undefined || right > bar.right || bottom > bar.bottom;
      })
      .map((one) => one.textContent),
  );

describe('the top bar', { timeout: 60_000 }, () => {
  it('stays one line at the smallest window, with who is signed in', async () => {
    const { page } = cockpit;
    expect(await hidden()).toEqual([]);
    expect((await page.locator('.app-top').boundingBox())?.height).toBeLessThan(48);
    const person = page.getByRole('button', { name: /Switch person/ });
    expect(await person.innerText()).toBe('Maria Keller');
    await page.getByText('Search any id, or a command').waitFor();
  });

  it.each([1_440, 961, 960, 821, 700])('shows everything in it at %i', async (width) => {
    await cockpit.page.setViewportSize({ width, height: 700 });
    expect(await hidden()).toEqual([]);
  });
});
