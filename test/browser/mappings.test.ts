import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  for (const netMinor of [100_000, 250_000])
    tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor });
  await tiny.sync();
  cockpit = await openCockpit({ world: tiny.world, person: 'rita' });
  await cockpit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

const missing = () => tiny.exceptions('MAPPING_MISSING').filter(({ state }) => state === 'open');

describe('the mapping editor', { timeout: 120_000 }, () => {
  it('fixes a mapping by two people and releases what it held up', async () => {
    const { page } = cockpit;
    expect(missing()).toHaveLength(2);
    await cockpit.goTo('mappings?set=item');
    await cockpit.press('Alt+n');
    await page.getByRole('gridcell').first().waitFor();
    await cockpit.settled();
    await page.keyboard.type('NW-TRAIN');
    await cockpit.press('Tab', 'ArrowRight');
    await page.keyboard.type(tiny.mapped('item', 'NW-ONBOARD', 'itemId'));
    await cockpit.press('Tab');
    await page.keyboard.type('point-in-time');
    await cockpit.press('Enter');
    const waiting = page.getByRole('region', { name: 'Exceptions that find their mapping' });
    await waiting.getByText('2', { exact: true }).waitFor();
    expect(tiny.core.mapping.list({ state: 'draft' })).toEqual([]);
    expect(await cockpit.axe()).toEqual([]);
    await cockpit.press('Control+Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('training is sold now');
    await cockpit.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const [draft] = tiny.core.mapping.list({ state: 'draft' });
    expect(draft).toMatchObject({ sourceKey: 'NW-TRAIN', proposedBy: 'rita', validFromOn: '2026-09-01' });

    await cockpit.goTo(`mappings?set=item&id=${draft?.id}&pane=row`);
    const approve = page.getByRole('button', { name: /Approve…/ });
    expect(await approve.getAttribute('aria-disabled')).toBe('true');

    await cockpit.enter('maria', `/mappings?set=item&id=${draft?.id}&pane=row`);
    await cockpit.settled();
    await cockpit.press('Control+Shift+A');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('checked with the product team');
    await cockpit.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(missing()).toEqual([]);
    expect(tiny.core.mapping.history({ type: 'item', sourceKey: 'NW-TRAIN', legalEntity: '' })).toMatchObject(
      [{ state: 'live', decidedBy: 'maria' }],
    );
  });

  it('pastes from a spreadsheet only what can be read, and only on Enter', async () => {
    const { page } = cockpit;
    await cockpit.enter('rita', '/mappings?set=item');
    await cockpit.settled();
    const table =
      'NW-P1\tNW-US\t71\tratable-daily\t2026-10-01\t\nNW-P2\tNW-FR\t72\tratable-daily\t03/04/2026\t';
    await page.evaluate((text) => navigator.clipboard.writeText(text), table);
    await cockpit.press('Alt+n');
    await cockpit.settled();
    await cockpit.press('Control+v');
    const dialog = page.getByRole('dialog', { name: 'Paste from the clipboard' });
    // A row whose entity is not known here is left out whole: it never becomes a mapping for every entity.
    await dialog.getByText('6 rejected').waitFor();
    await dialog.getByText(/1 row left out: row 2 \(NW-P2\) by its Entity/).waitFor();
    await dialog.getByText(/could be read in more than one way/).waitFor();
    expect(await page.getByRole('gridcell', { name: 'NW-P1' }).count()).toBe(0);
    expect(await cockpit.axe()).toEqual([]);
    await cockpit.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[role=gridcell]:focus').waitFor();
    await cockpit.press('Control+v');
    await dialog.getByRole('button', { name: /Apply/ }).and(page.locator(':focus')).waitFor();
    await cockpit.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('gridcell', { name: 'NW-P1' }).first().waitFor();
    expect(await page.getByRole('gridcell', { name: 'NW-P2' }).count()).toBe(0);
    expect(tiny.core.mapping.list({ state: 'draft' })).toEqual([]);
  });

  it('tests on real documents by one key and compares two versions', async () => {
    const { page } = cockpit;
    await cockpit.enter('maria', '/mappings?set=item');
    await cockpit.settled();
    await cockpit.press('Alt+t');
    await page.getByText(/real documents/).waitFor();
    await page
      .getByRole('heading', { name: /invoice/ })
      .first()
      .waitFor();
    await cockpit.press('Alt+d');
    await page.getByRole('grid', { name: 'Differences' }).waitFor();
    await cockpit.settled();
    expect(await cockpit.axe()).toEqual([]);
    cockpit.expectNoTrouble();
  });
});
