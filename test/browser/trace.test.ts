import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;
let number = '';

beforeAll(async () => {
  tiny = await startTinyWorld();
  const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
  tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor: 250_000 });
  await tiny.sync();
  const stored = tiny.core.books.entities.withExternalId(invoice.id).find(({ kind }) => kind === 'invoice');
  number = stored?.kind === 'invoice' ? (stored.entity.number ?? '') : '';
  cockpit = await openCockpit({ world: tiny.world, person: 'maria' });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

describe('the trace', { timeout: 120_000 }, () => {
  it('opens by a pasted id in three keystrokes: palette, paste, Enter', async () => {
    const { page } = cockpit;
    await cockpit.press('Control+k');
    await page.keyboard.insertText(number);
    await page.getByText('Trace', { exact: false }).first().waitFor();
    await cockpit.settled();
    await cockpit.press('Enter');
    await page
      .getByRole('heading', { name: new RegExp(number, 'i') })
      .first()
      .waitFor();
    await cockpit.settled();
    const hops = present(tiny.core.tracer.trace(number, 0), 'trace');
    const count = hops.ok ? hops.value.hops.length : 0;
    expect(count).toBeGreaterThan(2);
    expect(await page.getByRole('treeitem').count()).toBe(count);
    expect(await cockpit.axe()).toEqual([]);
  });

  it('shows the request, the mappings and the entries of a hop, reached by arrows', async () => {
    const { page } = cockpit;
    await page.getByRole('treeitem', { name: /Invoice.post/i }).click();
    await page.getByText('Request, byte for byte').waitFor();
    const region = page.getByRole('region', { name: 'Journal entries' });
    await region.getByText('posting.posted').waitFor();
    await page.getByRole('region', { name: 'Mappings used' }).getByText('subsidiary').waitFor();
    await cockpit.press('Home');
    expect(await page.getByRole('treeitem', { selected: true }).textContent()).toMatch(/invoice/i);
  });

  it('draws what is missing as a ghost, names the system and its last sync, and steps through failures', async () => {
    const { page } = cockpit;
    const [exception] = tiny.exceptions('MAPPING_MISSING');
    await cockpit.goTo(`trace?id=${exception?.id}`);
    const ghost = page.locator('[role=treeitem][data-ghost]');
    expect(await ghost.count()).toBe(1);
    await ghost.click();
    await page.getByText(/Looked in the ERP/).waitFor();
    await page.getByRole('treeitem', { selected: true }).focus();
    await cockpit.press('n');
    await page.getByText('Stuck here.').waitFor();
    await cockpit.press('f');
    await page.getByRole('button', { name: /Failures only/, pressed: true }).waitFor();
    expect(await cockpit.axe()).toEqual([]);
  });

  it('draws the same chain as a graph under the strict policy', async () => {
    const { page } = cockpit;
    await cockpit.goTo(`trace?id=${number}&tab=graph`);
    const chain = tiny.core.tracer.trace(number, 0);
    const count = chain.ok ? chain.value.hops.length : 0;
    await page.locator('.react-flow__node').first().waitFor();
    expect(await page.locator('.react-flow__node').count()).toBe(count);
    expect(await cockpit.axe()).toEqual([]);
  });

  it('says where it looked for an id that nothing goes by, and what looks like it', async () => {
    const { page } = cockpit;
    await cockpit.goTo(`trace?id=${number}X`);
    await page.getByText('Looked in').waitFor();
    await page.getByRole('link', { name: number }).first().click();
    await page
      .getByRole('heading', { name: new RegExp(number, 'i') })
      .first()
      .waitFor();
    cockpit.expectNoTrouble();
  });
});
