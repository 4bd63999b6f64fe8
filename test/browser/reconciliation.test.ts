import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, playPostings } from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

const period = '2026-09';
let world: SampleWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  world = await startSampleWorld();
  await playPostings(world);
  await clientOf(world, 'maria').reconciliation.run.mutate({ period });
  cockpit = await openCockpit({ world });
}, 180_000);

afterAll(async () => {
  await cockpit?.close();
  await world?.close();
});

const detail = () => clientOf(world, 'maria').reconciliation.get.query({ period });
const countOf = async (name: string): Promise<number> =>
  (await detail()).tabs.find((tab) => tab.name === name)?.totals.count ?? -1;

async function show(address: string): Promise<void> {
  await cockpit.goTo(`reconciliation?period=${period}&${address}`);
  await cockpit.page.locator('[role=grid] [role=row][aria-rowindex="2"]').first().waitFor();
  await cockpit.settled();
}

describe('the workbench by keyboard', () => {
  it('accepts a suggestion in one key and writes a difference off in two', async () => {
    const matched = await countOf('matched');
    await show('tab=suggested&text=RAV00007');
    await cockpit.press('Enter');
    await expect.poll(() => countOf('matched'), { timeout: 30_000 }).toBe(matched + 1);
    await show('tab=suggested&text=SUM0000A');
    await cockpit.press('w');
    await cockpit.page.getByRole('dialog', { name: /Write off/ }).waitFor();
    await cockpit.press('Enter');
    await expect.poll(() => countOf('matched'), { timeout: 30_000 }).toBe(matched + 2);
  }, 120_000);

  it('matches by hand in four keys, with the difference shown before', async () => {
    const matched = await countOf('matched');
    await show('tab=unmatched&around=true&text=NIM00004');
    await cockpit.press('Space', 'Tab', 'Space');
    const difference = cockpit.page.locator('[data-live-difference]');
    await expect.poll(() => difference.textContent(), { timeout: 30_000 }).toContain('0.00');
    await cockpit.settled();
    await cockpit.press('m');
    await expect.poll(() => countOf('matched'), { timeout: 30_000 }).toBe(matched + 1);
  }, 120_000);

  it('does not match what is too far apart, and says how far', async () => {
    const matched = await countOf('matched');
    await show('tab=suggested');
    await show('tab=unmatched&text=DEL0000O');
    await cockpit.press('Space', 'Tab', 'Space');
    const difference = cockpit.page.locator('[data-live-difference]');
    await expect.poll(() => difference.textContent(), { timeout: 30_000 }).toContain('250.00');
    await cockpit.settled();
    await cockpit.press('m');
    await cockpit.settled();
    expect(await countOf('matched')).toBe(matched);
  }, 120_000);

  it('undoes a run from its chip; what people matched stays', async () => {
    await show('tab=matched');
    await cockpit.page.getByRole('button', { name: /Undo this run/ }).click();
    await cockpit.page.getByLabel('Why').fill('wrong cut of the bank file');
    await cockpit.press('Control+Enter');
    await expect.poll(async () => (await detail()).run?.state, { timeout: 30_000 }).toBe('undone');
    expect(await countOf('matched')).toBe(3);
    await cockpit.page.getByText(/undid this run/).waitFor();
  }, 120_000);

  it('explains a break with a reason', async () => {
    await show('tab=breaks');
    const open = await countOf('breaks');
    await cockpit.press('e');
    await cockpit.page.getByRole('dialog', { name: 'Explain break' }).waitFor();
    await cockpit.page.keyboard.type('agreed with the customer');
    await cockpit.press('Control+Enter');
    await expect.poll(() => countOf('breaks'), { timeout: 30_000 }).toBe(open - 1);
  }, 120_000);

  it('goes on with the line that takes the place of the one that was decided', async () => {
    await show('tab=breaks');
    const { page } = cockpit;
    const row = (index: number) => page.locator(`[role=grid] [role=row][aria-rowindex="${index}"]`);
    const idOf = () => page.evaluate(() => window.location.hash.match(/id=([^&]*)/)?.[1] ?? '');
    await cockpit.press('ArrowDown', 'ArrowDown');
    await cockpit.settled();
    const [decided, next] = [await row(4).innerText(), await row(5).innerText()];
    const id = await idOf();
    await cockpit.press('e');
    await page.getByRole('dialog', { name: 'Explain break' }).waitFor();
    await page.keyboard.type('agreed with the customer');
    await cockpit.press('Control+Enter');
    await expect.poll(() => row(4).innerText(), { timeout: 30_000 }).toBe(next);
    await cockpit.settled();
    expect(decided).not.toBe(next);
    expect(await idOf()).not.toBe(id);
    expect(await row(4).locator('[tabindex="0"]').count()).toBe(1);
    await cockpit.press('e');
    await page.getByRole('dialog', { name: 'Explain break' }).waitFor();
    await cockpit.press('Escape');
  }, 120_000);

  it('is in order for assistive technology, and complained of nothing', async () => {
    expect(await cockpit.axe()).toEqual([]);
    cockpit.expectNoTrouble();
  }, 120_000);
});
