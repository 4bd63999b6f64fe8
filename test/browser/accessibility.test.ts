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

  it('finds what is planted, in the theme that it is wrong in', async () => {
    await cockpit.goTo(workedOn(cockpit.world, 'settings'));
    await cockpit.page.evaluate(() => {
      const planted = document.createElement('div');
      planted.id = 'planted';
      const faintText = document.createElement('p');
      faintText.textContent = 'faint';
      planted.append(document.createElement('button'), faintText);
      document.querySelector('main')?.append(planted);
      const faint = new CSSStyleSheet();
      faint.replaceSync('[data-theme=dark] #planted p { color: #777; background: #888 }');
      document.adoptedStyleSheets.push(faint);
    });
    const found = await axeProblemsInThemes(cockpit.page);
    await cockpit.page.evaluate(() => {
      document.querySelector('#planted')?.remove();
      document.adoptedStyleSheets.pop();
    });
    expect(found.map((problem) => problem.split(':').slice(0, 2).join(':'))).toEqual([
      'light: button-name',
      'dark: color-contrast',
    ]);
  });

  it('without trouble', () => cockpit.expectNoTrouble());
});
