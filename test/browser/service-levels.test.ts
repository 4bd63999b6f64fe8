import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  tiny.issueInvoice(customer, { netMinor: 20_000 });
  tiny.issueInvoice(customer, { netMinor: 9_000_000 });
  await tiny.sync();
  // The held one waits for more than a day.
  tiny.world.clock.skip(30 * 3_600_000);
  await tiny.syncInTrouble();
  cockpit = await openCockpit({ world: tiny.world });
  await cockpit.goTo('service-levels');
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

describe('service levels', () => {
  it('show the business and the machinery side by side, as measured', async () => {
    const { levels, operations } = await createLocalClient(tiny.core, 'maria').serviceLevels.get.query({});
    const table = cockpit.page.getByRole('table', { name: 'Service levels' });
    for (const { title } of levels) expect(await table.textContent()).toContain(title);
    const latency = cockpit.page.getByRole('table', { name: 'API latency' });
    await expect.poll(() => latency.locator('tbody tr').count()).toBe(Math.min(60, operations.length));
    expect(operations.length).toBeGreaterThan(5);
  }, 120_000);

  it('list as many breaches as they count, and open the item', async () => {
    const { levels } = await createLocalClient(tiny.core, 'maria').serviceLevels.get.query({});
    const breaches = levels.find(({ id }) => id === 'hold-decision')?.breaches;
    expect(breaches).toBe(1);
    await cockpit.goTo('service-levels?level=hold-decision');
    const grid = cockpit.page.getByRole('grid', { name: 'Breaches' });
    const [posting] = tiny.core.desk.postings.inState('HELD');
    await grid
      .getByText(posting?.sourceReference ?? '')
      .first()
      .waitFor();
    await grid
      .getByText(posting?.sourceReference ?? '')
      .first()
      .click();
    await cockpit.press('Enter');
    await cockpit.settled();
    expect(cockpit.page.url()).toContain('#/postings');
    expect(cockpit.page.url()).toContain(posting?.id ?? '-');
  }, 120_000);

  it('have a table for the chart, nothing that axe complains of, and gave no trouble', async () => {
    await cockpit.goTo('service-levels');
    await cockpit.page.getByRole('button', { name: 'Show as table' }).click();
    await cockpit.page.getByRole('table', { name: 'Throughput by day' }).waitFor();
    const problems = await cockpit.axe();
    expect(problems.filter((problem) => problem.includes('main'))).toEqual([]);
    cockpit.expectNoTrouble();
  }, 120_000);
});
