import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  cockpit = await openCockpit({ world: tiny.world, person: 'rita' });
  await cockpit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

// Opened anew each time: drafts are kept by the window.
beforeEach(async () => {
  await cockpit.enter('rita', '/mappings?set=item');
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.settled();
});

const keys = () =>
  tiny.core.mapping
    .list({ state: 'live' })
    .filter(({ type }) => type === 'item')
    .map(({ sourceKey }) => sourceKey);

const cell = (text: string) => cockpit.page.getByRole('gridcell', { name: text, exact: true });

/** Writes the ERP item of the first kept mapping. */
async function writeItem(text: string): Promise<void> {
  const row = cockpit.page.getByRole('row').filter({ hasText: keys()[0] ?? '' });
  await row.getByRole('gridcell').nth(3).click();
  await cockpit.page.keyboard.type(text);
  await cockpit.press('Enter');
  await cockpit.page.getByRole('button', { name: /Propose 1…/ }).waitFor();
  await cockpit.settled();
}

async function openSet(title: RegExp): Promise<void> {
  await cockpit.page.getByRole('button', { name: title }).click();
  await cockpit.settled();
  await cockpit.page.getByRole('gridcell').nth(3).click();
}

async function handTo(name: RegExp): Promise<void> {
  await cockpit.press('Control+Shift+U');
  await cockpit.dialog.getByRole('button', { name }).click();
  await cockpit.dialog.waitFor({ state: 'detached' });
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.settled();
}

describe('what is typed and not proposed', { timeout: 60_000 }, () => {
  it('goes back one paste at a time, with the rows that the paste made', async () => {
    const { page } = cockpit;
    await writeItem('7777');
    const table = ['NW-P1', 'NW-P2'].map((key) => `${key}\tNW-US\t71\tratable-daily\t2026-10-01\t`);
    await page.evaluate((text) => navigator.clipboard.writeText(text), table.join('\n'));
    await cell(keys().at(-1) ?? '').click();
    await cockpit.press('Control+v');
    await cockpit.dialog.getByText(/in 2 new rows/).waitFor();
    await cockpit.press('Enter');
    await cell('NW-P2').waitFor();
    await cell('NW-P1').click();
    await cockpit.press('Control+z');
    await cell('NW-P1').waitFor({ state: 'detached' });
    expect([await cell('NW-P2').count(), await cell('7777').count()]).toEqual([0, 1]);
    await page.getByRole('gridcell').nth(3).click();
    await cockpit.press('Control+y');
    await cell('NW-P1').waitFor();
    await cell('NW-P2').waitFor();
    await cockpit.press('Control+z', 'Control+z');
    await cell('7777').waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: /Propose/ }).count()).toBe(0);
  });

  it('is not undone from another set', async () => {
    await writeItem('8888');
    await openSet(/^Tax codes/);
    await cockpit.press('Control+z');
    await cockpit.settled();
    await openSet(/^Items/);
    await cell('8888').waitFor();
    await cockpit.press('Control+z');
    await cell('8888').waitFor({ state: 'detached' });
  });

  it('is of the person who typed it: the next one neither sees nor proposes it, who comes back finds it', async () => {
    await writeItem('9999');
    await handTo(/Maria Keller/);
    expect(await cell('9999').count()).toBe(0);
    expect(await cockpit.page.getByRole('button', { name: /Propose 1…/ }).count()).toBe(0);
    await cockpit.press('Control+Enter');
    await cockpit.settled();
    expect(await cockpit.dialog.count()).toBe(0);
    await handTo(/Rita/);
    await cell('9999').click();
    await cockpit.press('Control+z');
    await cell('9999').waitFor({ state: 'detached' });
  });

  it('is asked about before the window goes, as long as there is any', async () => {
    const { page } = cockpit;
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked += 1;
      void dialog.accept();
    });
    await writeItem('9999');
    await cockpit.goTo('overview');
    await page.reload();
    expect(asked).toBe(1);
    await cockpit.enter('rita', '/mappings?set=item');
    await writeItem('9999');
    await cockpit.press('Control+Shift+Backspace');
    await cockpit.dialog.waitFor();
    await cockpit.press('Enter');
    await cell('9999').waitFor({ state: 'detached' });
    await page.reload();
    expect(asked).toBe(1);
    cockpit.expectNoTrouble();
  });
});
