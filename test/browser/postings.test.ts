import { afterAll, beforeAll, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

const inState = (state: 'HELD' | 'APPROVED' | 'POSTED' | 'REJECTED') =>
  tiny.core.desk.postings.inState(state);

beforeAll(async () => {
  tiny = await startTinyWorld();
  for (let at = 0; at < 12; at += 1) tiny.issueInvoice(tiny.addCustomer(), { netMinor: 1_500_000 + at });
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 30_000_000 });
  await tiny.sync();
  cockpit = await openCockpit({ world: tiny.world });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

async function openHeld(): Promise<void> {
  await cockpit.goTo('postings?sort=amount&direction=ascending');
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.page.getByRole('gridcell').nth(1).click();
  await cockpit.settled();
}

it('approves with two keys, goes on to the next row, and shows nothing as posted before the ERP has it', async () => {
  await openHeld();
  const held = inState('HELD').length;
  await cockpit.press('a', 'Enter');
  await expect.poll(() => inState('HELD').length).toBe(held - 1);
  expect(inState('APPROVED')).toHaveLength(1);
  await cockpit.page.getByRole('timer').waitFor();
  expect(await cockpit.page.getByRole('tab', { name: /^Posted/ }).innerText()).toMatch(/\b0$/);
  expect(tiny.documents('invoice')).toEqual([]);
  await cockpit.settled();
  const isOnRow = await cockpit.page.evaluate(() => document.activeElement?.closest('[role=row]') !== null);
  expect(isOnRow).toBe(true);
}, 120_000);

it('takes it back with Z while it is in grace', async () => {
  await cockpit.press('z');
  await expect.poll(() => inState('APPROVED').length).toBe(0);
  expect(inState('HELD')).toHaveLength(13);
  expect(tiny.documents('invoice')).toEqual([]);
}, 120_000);

it('approves a run of n with n + 3 keys at most, with the totals of exactly these', async () => {
  await openHeld();
  const n = 5;
  const keys = [...Array.from({ length: n - 1 }, () => 'Shift+ArrowDown'), 'a', 'Enter'];
  await cockpit.press(...keys.slice(0, -1));
  await cockpit.page.getByRole('dialog', { name: `Approve ${n} postings` }).waitFor();
  await cockpit.page.getByText(`${n} of ${n} will be decided.`).waitFor();
  await cockpit.press('Enter');
  await expect.poll(() => inState('APPROVED').length).toBe(n);
  console.info(`postings: one approved with 2 keys, a run of ${n} with ${keys.length}`);
  expect(keys.length).toBeLessThanOrEqual(n + 3);
  await cockpit.settled();
  await cockpit.press('z');
  await expect.poll(() => inState('APPROVED').length).toBe(0);
}, 120_000);

it('has the focus in the dialog before the next key of quick hands', async () => {
  await openHeld();
  expect(await cockpit.focusAfter('a')).toBe('dialog');
  await cockpit.dialog.waitFor();
  await cockpit.press('Escape');
  await cockpit.dialog.waitFor({ state: 'detached' });
  expect(inState('APPROVED')).toEqual([]);
}, 120_000);

it('decides on what it shows, whatever is left in the list', async () => {
  const { page } = cockpit;
  await openHeld();
  await cockpit.press('ArrowDown', 'ArrowDown', 'ArrowDown');
  await cockpit.settled();
  const chosen = (await page.getByRole('article').getAttribute('aria-label')) ?? '';
  const others = inState('HELD').filter(({ sourceReference }) => sourceReference !== chosen);
  const large = others.find(({ amount }) => amount.minor > 20_000_000n)?.sourceReference ?? '';
  const dialogOf = async (key: string): Promise<string> => {
    await cockpit.press(key);
    const title = await cockpit.dialog.getByRole('heading').innerText();
    await cockpit.press('Escape');
    await cockpit.dialog.waitFor({ state: 'detached' });
    return title;
  };
  // One that the list does not have, as a link or somebody else's decision leaves it.
  const id = inState('HELD').find(({ sourceReference }) => sourceReference === chosen)?.id ?? '';
  await cockpit.goTo(`postings?text=${large}&id=${id}`);
  await page.getByRole('article', { name: chosen }).waitFor();
  expect(await dialogOf('a')).toBe(`Approve ${chosen}`);
  // Narrowing lets go of what may not fit: the first row is shown, has the focus and is decided on.
  await openHeld();
  await cockpit.press('ArrowDown', 'ArrowDown', 'ArrowDown');
  await page.locator('[data-filter]').fill(large);
  await page.getByRole('article', { name: large }).waitFor();
  await cockpit.settled();
  const active = page.locator('[role=grid] [role=row]:has([tabindex="0"])');
  expect(await active.innerText()).toContain(large);
  await active.locator('[tabindex="0"]').focus();
  expect(await dialogOf('a')).toBe(`Approve ${large}`);
}, 120_000);

it('asks why for a large one, and sends Mod+Enter for it', async () => {
  await cockpit.goTo('postings');
  await cockpit.page.getByRole('gridcell').nth(1).click();
  await cockpit.press('a', 'Enter');
  await cockpit.dialog.waitFor();
  expect(inState('APPROVED')).toEqual([]);
  await cockpit.page.keyboard.type('agreed with the customer');
  await cockpit.press('Control+Enter');
  await expect.poll(() => inState('APPROVED').length).toBe(1);
  await cockpit.settled();
  await cockpit.press('z');
  await expect.poll(() => inState('APPROVED').length).toBe(0);
}, 120_000);

it('refuses what moved since it was shown, says who moved it, and decides nothing', async () => {
  await openHeld();
  await cockpit.press('a');
  await cockpit.dialog.waitFor();
  const name = await cockpit.dialog.getByRole('heading').innerText();
  const reference = name.replace('Approve ', '');
  const [posting] = tiny.core.desk.postings.withReference(reference);
  tiny.core.desk.record(
    present(posting, reference),
    'approved',
    approvalOf(present(posting, reference)),
    'ben',
  );
  tiny.core.desk.recall(
    present(tiny.core.desk.postings.get(present(posting, reference).id), reference),
    'ben',
    'not sure',
  );
  await cockpit.press('Enter');
  await cockpit.page.getByText(/1 not decided.*Ben Okafor changed it/s).waitFor();
  expect(inState('APPROVED')).toEqual([]);
}, 120_000);

function approvalOf(posting: ReturnType<typeof inState>[number]) {
  const { revision, payloadHash, mappingVersion, period } = posting;
  return {
    revision,
    decidedBy: 'ben',
    payloadHash,
    mappingVersion,
    period,
    reason: '',
    decision: null,
    signature: null,
  };
}

it('never lets someone approve what they had a part in, and says which rule', async () => {
  const head = tiny.core.journal.head().seq;
  for (const person of ['rita', 'audrey', 'ada']) {
    await cockpit.enter(person, '/postings');
    await cockpit.page.getByRole('gridcell').nth(1).click();
    await cockpit.settled();
    await cockpit.press('a', 'Enter', 'Enter', 'Control+Enter');
    await cockpit.press('Escape');
    await cockpit.page.getByText('You cannot approve it:').waitFor();
  }
  const decided = tiny.core.journal
    .read(head, 1_000)
    .filter(({ type }) => ['posting.approved', 'posting.declined'].includes(type));
  expect(decided).toEqual([]);
  expect(inState('HELD')).toHaveLength(13);
}, 120_000);

it('has nothing for axe while the decision is asked for', async () => {
  await cockpit.enter('maria', '/postings');
  await cockpit.page.getByRole('gridcell').nth(1).click();
  await cockpit.settled();
  await cockpit.press('a');
  await cockpit.dialog.waitFor();
  await cockpit.settled();
  expect(await cockpit.axe()).toEqual([]);
  await cockpit.press('Escape');
  cockpit.expectNoTrouble();
}, 120_000);
