import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandCatalogue } from '#renderer/app/command-catalogue.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { screens } from '#renderer/shell/scope/screens.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';
import { workedOn } from './support/screens.ts';
import { outOfReach, tabStops, walkArrowGroups } from './support/tab-stops.ts';

let cockpit: TestCockpit;

beforeAll(async () => {
  cockpit = await openCockpit({ person: 'maria' });
  await createLocalClient(cockpit.world.core, 'maria').reconciliation.run.mutate({ period: '2026-09' });
}, 120_000);

afterAll(() => cockpit?.close());

const stopsMax = 12;

/** Parts of a screen that have commands of their own. */
const parts: Readonly<Record<string, readonly string[]>> = {
  reconciliation: ['reconciliation?tab=unmatched', 'reconciliation?tab=breaks'],
  settings: ['settings?section=file'],
};

/** Commands that are of one screen, by the first part of their id. */
function commandsOf(screen: string): readonly string[] {
  return commandCatalogue.filter(({ id }) => id.startsWith(`${screen}.`)).map(({ id }) => id);
}

/** What the palette offers now: id → why it cannot be run, or null. */
async function offered(): Promise<ReadonlyMap<string, string | null>> {
  await cockpit.press('Control+k');
  const dialog = cockpit.dialog;
  await dialog.getByRole('option').first().waitFor();
  const options = await dialog.getByRole('option').evaluateAll((items) =>
    items.map((item) => ({
      id: item.getAttribute('data-value') ?? '',
      refusal:
        item.getAttribute('aria-disabled') === 'true'
          ? (item.querySelector('.text-muted')?.textContent ?? '')
          : null,
    })),
  );
  await cockpit.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  return new Map(options.map(({ id, refusal }) => [id, refusal]));
}

describe('UX goal 9: keyboard', () => {
  it.each(screens)(
    '$title: few stops, each to be seen, and every control within reach',
    async ({ id }) => {
      await cockpit.goTo(workedOn(cockpit.world, id));
      const stops = await tabStops(cockpit.page);
      expect(stops[0]?.name).toBe('a Skip to the screen');
      expect(
        stops.filter(({ isShown, isUncovered, isMarked }) => !isShown || !isUncovered || !isMarked),
      ).toEqual([]);
      await walkArrowGroups(cockpit.page);
      expect(await outOfReach(cockpit.page)).toEqual([]);
      expect(stops.length, stops.map(({ name }) => name).join('\n')).toBeLessThanOrEqual(stopsMax);
    },
    60_000,
  );

  it.each(screens)(
    '$title: every command is in the palette, to be run or with the reason why not',
    async ({ id }) => {
      const known = new Map<string, string | null>();
      for (const address of [workedOn(cockpit.world, id), ...(parts[id] ?? [])]) {
        await cockpit.goTo(address);
        for (const [command, refusal] of await offered()) known.set(command, refusal);
      }
      const missing = commandsOf(id).filter((command) => !known.has(command));
      expect(missing).toEqual([]);
      const mute = [...known].filter(([, refusal]) => refusal === '');
      expect(mute).toEqual([]);
    },
    60_000,
  );

  it('steps through the parts of the window by F6, the divider of list and detail among them', async () => {
    await cockpit.goTo('exceptions');
    await cockpit.page.getByRole('gridcell').first().waitFor();
    const reached: string[] = [];
    for (let press = 0; press < 12 && !reached.includes('separator'); press += 1) {
      await cockpit.press('F6');
      reached.push(await cockpit.page.evaluate(() => document.activeElement?.getAttribute('role') ?? ''));
    }
    expect(reached).toContain('separator');
    const width = () => cockpit.page.getByRole('separator').first().getAttribute('aria-valuenow');
    const before = await width();
    await cockpit.press('ArrowLeft');
    expect(await width()).not.toBe(before);
  }, 60_000);

  it('works without single letters: the same by the palette', async () => {
    await cockpit.goTo('exceptions');
    await cockpit.page.getByRole('gridcell').first().waitFor();
    await cockpit.page.getByRole('gridcell').nth(1).click();
    await cockpit.page.evaluate(() => Promise.resolve());
    await setLetters(false);
    await cockpit.press('a', 'g', 'p');
    expect(await cockpit.dialog.count()).toBe(0);
    expect(await cockpit.page.evaluate(() => window.location.hash)).toMatch(/^#\/exceptions/);
    await byPalette('Assign…');
    await cockpit.page.getByRole('combobox', { name: 'Initials or name' }).waitFor();
    await cockpit.press('Escape');
    await byPalette('Go to Held postings');
    await expect.poll(() => cockpit.page.evaluate(() => window.location.hash)).toMatch(/^#\/postings/);
    await setLetters(true);
  }, 60_000);

  it('complained of nothing', () => cockpit.expectNoTrouble());
});

async function byPalette(title: string): Promise<void> {
  await cockpit.press('Control+k');
  await cockpit.dialog.waitFor();
  await cockpit.page.keyboard.type(title.replace('…', ''));
  await cockpit.page.getByRole('option', { name: title }).first().waitFor();
  await cockpit.press('Enter');
}

/** As a person says it in the settings. */
async function setLetters(isOn: boolean): Promise<void> {
  const back = await cockpit.page.evaluate(() => window.location.hash.slice(2));
  await cockpit.goTo('settings?section=keys');
  const field = cockpit.page
    .getByRole('switch', { name: /letter/i })
    .or(cockpit.page.getByRole('checkbox', { name: /letter/i }));
  if ((await field.isChecked()) !== isOn) await field.click();
  await cockpit.settled();
  await cockpit.goTo(back);
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.page.getByRole('gridcell').nth(1).click();
}
