import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalClient } from '#core/host/local-client.ts';
import { axeProblemsInThemes } from './support/axe.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';
import { screenAddresses, workedOn } from './support/screens.ts';

/** UX goal 8, screens as they are worked on: in every theme, by themselves and under a dialog. */
describe('with the sample company', () => {
  let cockpit: TestCockpit;

  beforeAll(async () => {
    cockpit = await openCockpit({ person: 'maria' });
    await createLocalClient(cockpit.world.core, 'maria').reconciliation.run.mutate({ period: '2026-09' });
  }, 120_000);
  afterAll(() => cockpit.close());

  it.each(screenAddresses)('%s, normal', async (screen) => {
    await cockpit.goTo(workedOn(cockpit.world, screen));
    expect(await axeProblemsInThemes(cockpit.page)).toEqual([]);
  });

  it.each(screenAddresses)('%s, under a dialog', async (screen) => {
    await cockpit.goTo(workedOn(cockpit.world, screen));
    await cockpit.page.locator('#main').focus();
    await cockpit.press('Control+k');
    await cockpit.dialog.waitFor();
    expect(await axeProblemsInThemes(cockpit.page)).toEqual([]);
    await cockpit.press('Escape');
    await cockpit.dialog.waitFor({ state: 'detached' });
  });

  it('without trouble', () => cockpit.expectNoTrouble());
});
