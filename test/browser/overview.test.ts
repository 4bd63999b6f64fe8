import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  tiny.issueInvoice(customer, { netMinor: 9_000_000 });
  tiny.issueInvoice(customer, { netMinor: 20_000 });
  tiny.issueInvoice(customer, { netMinor: 30_000, product: 'NW-TRAIN' });
  await tiny.sync();
  cockpit = await openCockpit({ world: tiny.world });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

const tile = (name: string) => cockpit.page.getByRole('list', { name: 'Counts' }).getByRole('link', { name });

describe('the overview', () => {
  it('is the first thing anyone sees and says what blocks', async () => {
    const { verdict } = await createLocalClient(tiny.core, 'maria').overview.get.query({ period: '2026-09' });
    expect(await cockpit.page.getByRole('heading', { level: 1 }).textContent()).toBe(verdict);
    expect(verdict).toContain('1 held posting');
  }, 120_000);

  it('shows with each tile, and on the rail, the count of the list behind it', async () => {
    const held = tiny.core.desk.postings.inState('HELD').length;
    const open = tiny.core.exceptions.exceptions.inState('open').length;
    expect(held).toBe(1);
    expect(open).toBe(1);
    expect(await tile('Held postings').textContent()).toContain(String(held));
    expect(await tile('Exceptions').textContent()).toContain(String(open));
    const rail = cockpit.page.getByRole('navigation', { name: 'Screens' });
    expect(await rail.getByRole('link', { name: /Held postings/ }).textContent()).toContain(String(held));
    expect(await rail.getByRole('link', { name: /Exceptions/ }).textContent()).toContain(String(open));
  }, 120_000);

  it('jumps from a blocker to its list in two keys, and Esc or Back comes home', async () => {
    await cockpit.page.getByRole('main').focus();
    await cockpit.press('ArrowDown');
    const focused = cockpit.page.locator('main a:focus');
    const title = (await focused.textContent()) ?? '';
    await cockpit.press('Enter');
    await cockpit.settled();
    const screen = title.includes('held')
      ? 'postings'
      : title.includes('Not reconciled')
        ? 'reconciliation'
        : 'exceptions';
    expect(cockpit.page.url()).toContain(`#/${screen}`);
    await cockpit.press('Alt+ArrowLeft');
    await cockpit.settled();
    expect(cockpit.page.url()).toContain('#/overview');
  }, 120_000);

  it('lists what is expected and not there, as many as the tile says', async () => {
    const { totals } = await createLocalClient(tiny.core, 'maria').overview.expected.query({});
    await tile('Expected, not there').click();
    await cockpit.settled();
    expect(await tile('Expected, not there').textContent()).toContain(String(totals.count));
    const grid = cockpit.page.getByRole('grid', { name: 'Expected, not there' });
    await grid.waitFor();
    await expect
      .poll(() => grid.locator('[role=row][aria-rowindex]').count())
      .toBeGreaterThanOrEqual(totals.count);
    await cockpit.goTo('overview');
  }, 120_000);

  it('reconciles on request and shows the totals of the systems with their difference', async () => {
    await cockpit.page.getByRole('button', { name: /^Reconcile/ }).click();
    const table = cockpit.page.getByRole('table', { name: 'Totals of the systems' });
    await table.waitFor();
    expect(await table.textContent()).toContain('Receivables');
    expect(await table.textContent()).toContain('90,500.00');
  }, 120_000);

  it('has a table for its chart and nothing that axe complains of', async () => {
    await cockpit.page.getByRole('button', { name: 'Show as table' }).click();
    await cockpit.page.getByRole('table', { name: 'Last 30 days' }).waitFor();
    const problems = await cockpit.axe();
    expect(problems.filter((problem) => problem.includes('main'))).toEqual([]);
    cockpit.expectNoTrouble();
  }, 120_000);
});
