import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalClient } from '#core/host/local-client.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  tiny = await startTinyWorld();
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 20_000 });
  await tiny.sync();
  cockpit = await openCockpit({ world: tiny.world });
  await cockpit.goTo('connections');
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

describe('connections', () => {
  it('show each system with its health, its budget and whether counts agree', async () => {
    const cards = cockpit.page.getByRole('list', { name: 'Connections' });
    const text = (await cards.textContent()) ?? '';
    expect(text.match(/Healthy/g)).toHaveLength(3);
    expect(text).toContain('a key that does not end');
    expect(text).toMatch(/\d of \d streams/);
  }, 120_000);

  it('show a run with counts that add up to what was read', async () => {
    const runs = await createLocalClient(tiny.core, 'maria').connections.runs.query({ state: 'changed' });
    const [run] = runs.rows;
    await cockpit.goTo(`connections?runs=changed&run=${run?.id ?? 0}`);
    const table = cockpit.page.getByRole('table', { name: 'Records of the run' });
    await table.waitFor();
    const figures = await table.locator('td').allTextContents();
    const [fresh = 0, known = 0, held = 0, read = -1] = figures.map((text) =>
      Number(text.replaceAll(',', '')),
    );
    expect(fresh + known + held).toBe(read);
    expect(read).toBe(run?.records);
  }, 120_000);

  it('run again on one key and show the new runs', async () => {
    await cockpit.goTo('connections');
    const count = async () => (await createLocalClient(tiny.core, 'maria').connections.runs.query({})).count;
    const before = await count();
    await cockpit.page.getByRole('grid', { name: 'Sync runs' }).locator('[tabindex="0"]').first().focus();
    await cockpit.press('r');
    await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(before);
    await expect.poll(() => tiny.core.jobs.running('sync'), { timeout: 30_000 }).toBeNull();
  }, 120_000);

  it('say who may not run them, and why', async () => {
    await cockpit.enter('audrey', '/connections');
    await cockpit.settled();
    const button = cockpit.page.getByRole('button', { name: /Run now/ });
    await button.hover();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await cockpit.enter('maria', '/connections');
  }, 120_000);

  it('show at once that a vendor asks to wait', async () => {
    tiny.faults.netsuite.setMaintenance({ from: tiny.nowMs(), to: tiny.nowMs() + 600_000, form: '503' });
    await tiny.syncInTrouble(0);
    const { connections, trouble } = await createLocalClient(tiny.core, 'maria').connections.list.query();
    expect(connections.map(({ id, health }) => `${id} ${health}`)).toContain('erp limited');
    expect(trouble).toBe(1);
    // On the screen that is open, without anyone asking again.
    const cards = cockpit.page.getByRole('list', { name: 'Connections' });
    await cards.getByText('Waiting').waitFor();
    const problems = await cockpit.axe();
    expect(problems.filter((problem) => problem.includes('main'))).toEqual([]);
    cockpit.expectNoTrouble();
  }, 120_000);
});
