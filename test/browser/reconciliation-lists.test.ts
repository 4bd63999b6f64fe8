import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, playPostings, postLate } from '#test/support/ready-to-close.ts';
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

const api = () => clientOf(world, 'maria').reconciliation;
const runId = async (): Promise<string> => (await api().get.query({ period })).run?.id ?? '';
const groups = async (status: 'matched' | 'suggested') =>
  (await api().groups.query({ runId: await runId(), status, limit: 500 })).rows;
const rowOf = (reference: string) => cockpit.page.getByRole('row').filter({ hasText: reference }).first();
const firstRow = () => cockpit.page.locator('[role=grid] [role=row][aria-rowindex="2"]').first();

async function show(address: string): Promise<void> {
  await cockpit.goTo(`reconciliation?period=${period}&${address}`);
  await firstRow().waitFor();
  await cockpit.settled();
}

describe('what is listed', () => {
  it('by the link of a scope is what the scope counts', async () => {
    const { page } = cockpit;
    const links = page.getByRole('region', { name: 'Scopes' }).locator('tbody button');
    const showScopes = async (): Promise<void> => {
      await cockpit.goTo(`reconciliation?period=${period}&tab=scopes`);
      await links.first().waitFor();
    };
    await showScopes();
    await page.getByText('by Maria Keller').waitFor();
    const { scopes } = await api().get.query({ period });
    const counted = scopes.filter(({ breaks }) => breaks > 0);
    expect(await links.count()).toBe(counted.length);
    const listed: number[] = [];
    for (let at = 0; at < counted.length; at += 1) {
      await showScopes();
      await links.nth(at).click();
      await page.getByRole('grid', { name: 'Breaks' }).waitFor();
      await cockpit.settled();
      // Without the row of the headings and that of the sums.
      listed.push(Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 2);
    }
    expect(listed).toEqual(counted.map(({ breaks }) => breaks));
  }, 120_000);

  it('is said to be nothing of so many where the filter fits nothing', async () => {
    const { page } = cockpit;
    await cockpit.goTo(`reconciliation?period=${period}&tab=breaks&text=nothinglikethis`);
    await page.getByText(/^0 of \d+ match$/).waitFor();
    await cockpit.goTo(`reconciliation?period=${period}&tab=unmatched&text=nothinglikethis`);
    await page
      .getByText(/^0 of \d+ match$/)
      .first()
      .waitFor();
    expect(await page.getByText('is matched or suggested').count()).toBe(0);
    await page.getByRole('button', { name: 'Clear filter' }).first().click();
    await firstRow().waitFor();
  }, 60_000);

  it('comes in its own order on another tab', async () => {
    await show('tab=matched');
    const first = await firstRow().innerText();
    await show('tab=suggested&sort=amount&direction=desc');
    await cockpit.page.getByRole('tab', { name: /Matched/ }).click();
    await cockpit.settled();
    expect(await firstRow().innerText()).toBe(first);
  }, 60_000);
});

describe('a decision', () => {
  it('is about the line that is shown, not about one that the filter took away', async () => {
    await show('tab=suggested');
    const whole = (await groups('suggested')).filter(({ difference }) => difference.minor === '0');
    const gone = whole[0]?.reference ?? '';
    const shown = whole.find(({ reference }) => reference !== gone)?.reference ?? '';
    await rowOf(gone).locator('[aria-label="Not chosen"]').click();
    await cockpit.page.getByRole('textbox', { name: 'Filter' }).fill(shown);
    await expect.poll(() => rowOf(gone).count()).toBe(0);
    await cockpit.settled();
    await rowOf(shown).getByRole('gridcell').nth(1).click();
    await cockpit.settled();
    await cockpit.press('Enter');
    const left = async () => (await groups('suggested')).map(({ reference }) => reference);
    await expect.poll(left).not.toContain(shown);
    expect(await left()).toContain(gone);
  }, 60_000);

  it('to write a difference off is asked for, and not made by the same press', async () => {
    const { page } = cockpit;
    await show('tab=suggested');
    const before = await groups('suggested');
    const apart = before.find(({ difference }) => difference.minor !== '0')?.reference ?? '';
    await rowOf(apart).getByRole('gridcell').nth(1).click();
    await cockpit.settled();
    await page.keyboard.down('Enter');
    await page.getByRole('dialog', { name: new RegExp(`Write off .* of ${apart}`) }).waitFor();
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await cockpit.settled();
    const after = await groups('suggested');
    await cockpit.press('Escape');
    await cockpit.dialog.waitFor({ state: 'detached' });
    expect(after.length).toBe(before.length);
  }, 60_000);

  it('that was asked about one run is not sent to the next, which numbers its matches anew', async () => {
    const before = await groups('matched');
    const chosen = before[Math.floor(before.length / 2)]?.reference ?? '';
    await show(`tab=matched&text=${chosen}`);
    await rowOf(chosen).getByRole('gridcell').nth(1).click();
    await cockpit.settled();
    await cockpit.press('u');
    await cockpit.page.getByRole('dialog', { name: `Take the match of ${chosen} back` }).waitFor();
    await cockpit.page.keyboard.type('wrong customer');
    const asked = await runId();
    postLate(world, 'NW-US', '2026-09-20', 12_300);
    await api().unmatch.mutate({ runId: asked, number: before[0]?.number ?? 0, reason: 'not this one' });
    await world.core.synchronise({ untilIdle: true });
    await api().run.mutate({ period });
    await cockpit.settled();
    const matched = (await groups('matched')).map(({ reference }) => reference);
    await cockpit.press('Control+Enter');
    await cockpit.page
      .getByText(/only the newest run of a period/)
      .first()
      .waitFor();
    expect((await groups('matched')).map(({ reference }) => reference)).toEqual(matched);
  }, 120_000);
});
