import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';
import { refuseReads } from './support/refuse-reads.ts';
import { screenAddresses } from './support/screens.ts';

const themes = ['light', 'dark', 'contrast'] as const;

/**
 * UX goal 8: every screen, in every theme, normal, empty, after an error, read-only and under a dialog. What a theme changes is
 * contrast alone, so that the whole rule set runs once per state and the contrast rules in each theme.
 */
async function problemsOf(cockpit: TestCockpit): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    await cockpit.page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name;
    }, theme);
    const problems = theme === 'light' ? await cockpit.axe() : await cockpit.axe(['color-contrast']);
    found.push(...problems.map((problem) => `${theme}: ${problem}`));
  }
  return found;
}

describe('with the sample company', () => {
  let cockpit: TestCockpit;

  beforeAll(async () => {
    cockpit = await openCockpit({ person: 'maria' });
  }, 120_000);
  afterAll(() => cockpit.close());

  it.each(screenAddresses)('%s, normal', async (screen) => {
    await cockpit.goTo(screen);
    expect(await problemsOf(cockpit)).toEqual([]);
  });

  it.each(screenAddresses)('%s, under a dialog', async (screen) => {
    await cockpit.goTo(screen);
    await cockpit.page.locator('#main').focus();
    await cockpit.press('Control+k');
    await cockpit.page.getByRole('dialog').waitFor();
    expect(await problemsOf(cockpit)).toEqual([]);
    await cockpit.press('Escape');
    await cockpit.page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it.each(screenAddresses)('%s, read-only in a closed period', async (screen) => {
    await cockpit.goTo(`${screen}?period=2026-08`);
    expect(await problemsOf(cockpit)).toEqual([]);
  });

  it.each(screenAddresses)('%s, after an error', async (screen) => {
    const restore = await refuseReads(cockpit.page);
    await cockpit.enter('maria', `/${screen}`);
    await cockpit.settled();
    expect(await problemsOf(cockpit)).toEqual([]);
    await restore();
  });

  it('without trouble', () => {
    // Refused reads are errors of the network by design of the tests above.
    expect(cockpit.trouble).toMatchObject({ violations: [] });
  });
});

describe('with an empty workspace', () => {
  let cockpit: TestCockpit;

  beforeAll(async () => {
    cockpit = await openCockpit({ person: 'maria', synced: false });
  }, 120_000);
  afterAll(() => cockpit.close());

  it.each(screenAddresses)('%s, empty', async (screen) => {
    await cockpit.goTo(screen);
    expect(await problemsOf(cockpit)).toEqual([]);
    cockpit.expectNoTrouble();
  });
});
