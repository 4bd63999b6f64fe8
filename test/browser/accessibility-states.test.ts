import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeProblemsInThemes } from './support/axe.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';
import { refuseReads } from './support/refuse-reads.ts';
import { screenAddresses, workedOn } from './support/screens.ts';

/** UX goal 8, the states that are rarer: read-only, after an error, empty; in every theme. */
describe('with the sample company', () => {
  let cockpit: TestCockpit;

  beforeAll(async () => {
    cockpit = await openCockpit({ person: 'maria' });
  }, 120_000);
  afterAll(() => cockpit.close());

  it.each(screenAddresses)('%s, read-only in a closed period', async (screen) => {
    await cockpit.goTo(`${screen}?entity=NW-DE&period=2026-08`);
    await cockpit.page.getByText('This period is closed').first().waitFor();
    expect(await axeProblemsInThemes(cockpit.page)).toEqual([]);
  });

  it.each(screenAddresses)('%s, after an error', async (screen) => {
    const restore = await refuseReads(cockpit.page);
    const address = screen === 'settings' ? 'settings?section=storage' : workedOn(cockpit.world, screen);
    await cockpit.enter('maria', `/${address}`);
    await cockpit.page.getByText('Something broke inside Tieout').first().waitFor();
    expect(await axeProblemsInThemes(cockpit.page)).toEqual([]);
    await restore();
  });

  it('without a violation of the policy', () => {
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
    expect(await axeProblemsInThemes(cockpit.page)).toEqual([]);
    cockpit.expectNoTrouble();
  });
});
