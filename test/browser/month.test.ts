// The whole month in the cockpit, played by two people and a few colleagues, by keyboard; then the ERP's own truth is compared
// document by document.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { clearForClose, clientOf, postLate, reconciled } from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

const period = '2026-09';
const signed = 'NW-UK';
let world: SampleWorld;
let cockpit: TestCockpit;
/** The billing id of the invoice that waited for the mapping. */
let released = '';
/** Documents that the ERP had before. */
let there: ReadonlySet<number> = new Set();

const types = ['invoice', 'creditMemo', 'customerPayment', 'customerRefund'] as const;
const documents = () =>
  types.flatMap((type) => [...world.sandbox.organisations.netsuite.store.documentsOf(type)]);

const held = () => world.core.desk.postings.inState('HELD');
const open = (code: string) =>
  world.core.exceptions.exceptions.inState('open').filter((item) => item.code === code);

async function gridReady(): Promise<void> {
  await cockpit.page.locator('[role=grid] [role=row][aria-rowindex="2"]').first().waitFor();
  await cockpit.settled();
}

/** Asks for a sync as everyone does, and waits until the work is done. */
async function sync(): Promise<void> {
  const running = async (): Promise<number> => {
    const { jobs } = await clientOf(world, 'audrey').jobs.list.query();
    return jobs.filter(({ state }) => state === 'running' || state === 'stopping').length;
  };
  const { seq } = world.core.journal.head();
  await cockpit.press('Control+Shift+S');
  await expect.poll(() => world.core.journal.head().seq, { timeout: 30_000 }).toBeGreaterThanOrEqual(seq);
  await cockpit.page.waitForTimeout(300);
  await expect.poll(running, { timeout: 120_000 }).toBe(0);
  await cockpit.settled();
}

beforeAll(async () => {
  world = await startSampleWorld();
  there = new Set(documents().map(({ id }) => id));
  cockpit = await openCockpit({ world, person: 'maria' });
}, 180_000);

afterAll(async () => {
  await cockpit?.close();
  await world?.close();
});

describe('a month in the cockpit', () => {
  it('starts empty and fills by one sync', async () => {
    expect(world.core.desk.postings.all()).toEqual([]);
    await cockpit.goTo('overview');
    await sync();
    await cockpit.page.getByRole('link', { name: /Held postings, \d+/ }).waitFor();
    expect(held().length).toBeGreaterThan(10);
  }, 120_000);

  it('triages exceptions by keyboard, each count equal to its list', async () => {
    await cockpit.press('g', 'e');
    await gridReady();
    const listed = world.core.exceptions.exceptions.inState('open').length;
    const tab = cockpit.page.getByRole('tab', { name: /^Open/ });
    await expect.poll(() => tab.innerText()).toContain(String(listed));
    await cockpit.goTo('exceptions?code=MANUAL_EDIT_IN_ERP');
    await gridReady();
    await cockpit.page.getByRole('gridcell').nth(1).click();
    await cockpit.press('Shift+A');
    const [edited] = open('MANUAL_EDIT_IN_ERP');
    await expect
      .poll(() => open('MANUAL_EDIT_IN_ERP').filter(({ assignee }) => assignee === 'maria').length)
      .toBe(1);
    expect(edited).toBeDefined();
  }, 60_000);

  it('fixes a missing mapping: written by one person, approved by another, and what waited goes on', async () => {
    const missing = present(
      open('MAPPING_MISSING').find(({ causeKey }) => causeKey.startsWith('mapping:item:')),
      'a missing item',
    );
    released = world.core.books.entities.get(missing.subjectId)?.externalId ?? '';
    await cockpit.enter('rita', '/exceptions?code=MAPPING_MISSING');
    await gridReady();
    await cockpit.page
      .getByRole('row', { name: /LAN0000Z/ })
      .getByRole('gridcell')
      .nth(1)
      .click();
    await cockpit.press('e');
    // The line is begun with what is missing: product, entity, first day. The ERP item and the revenue rule are to be said.
    await cockpit.page.getByRole('row', { name: /NW-TRAIN.*Not proposed/ }).waitFor();
    await cockpit.settled();
    const { itemId = '', revenueRule = '' } = mappedItem();
    await cockpit.press('ArrowRight', 'ArrowRight');
    await cockpit.page.keyboard.type(itemId);
    await cockpit.press('Tab');
    await cockpit.page.keyboard.type(revenueRule);
    await cockpit.press('Enter');
    await cockpit.settled();
    await cockpit.press('Control+Enter');
    await cockpit.dialog.filter({ hasText: /Propose/ }).waitFor();
    await cockpit.page.keyboard.type('new product of this quarter');
    await cockpit.press('Control+Enter');
    await expect
      .poll(() => world.core.mapping.rows().filter(({ state }) => state === 'draft').length)
      .toBe(1);
    await cockpit.enter('maria', '/mappings?set=item&awaits=true');
    await gridReady();
    await cockpit.page
      .getByRole('row', { name: /NW-TRAIN/ })
      .getByRole('gridcell')
      .nth(1)
      .click();
    await cockpit.press('Control+Shift+A');
    await cockpit.dialog.filter({ hasText: /Approve/ }).waitFor();
    await cockpit.page.keyboard.type('agreed with tax and revenue');
    await cockpit.press('Control+Enter');
    await expect
      .poll(() => open('MAPPING_MISSING').some(({ id }) => id === missing.id), { timeout: 20_000 })
      .toBe(false);
  }, 90_000);

  it('approves what is held, in bulk with totals per currency, until nothing is left', async () => {
    await cockpit.enter('maria', '/postings');
    for (let round = 0; round < 4 && held().length > 0; round += 1) {
      await cockpit.goTo('postings');
      await gridReady();
      await cockpit.page.getByRole('gridcell').nth(1).click();
      await cockpit.press('Control+a', 'a');
      const dialog = cockpit.dialog.filter({ hasText: /Approve/ });
      await dialog.waitFor();
      await cockpit.settled();
      if ((await dialog.getByRole('textbox').count()) > 0)
        await cockpit.page.keyboard.type('reviewed with billing');
      await cockpit.press('Control+Enter');
      await expect.poll(() => held().length, { timeout: 20_000 }).toBe(0);
      world.clock.skip(11_000);
      await sync();
    }
    expect(held()).toEqual([]);
  }, 150_000);

  it('traces one invoice by its pasted id, in three keys from anywhere', async () => {
    const number = present(
      world.sandbox.truth.breaks.find(({ billingNumber }) => billingNumber),
      'a number',
    );
    await cockpit.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await cockpit.page.evaluate((text) => navigator.clipboard.writeText(text), number.billingNumber ?? '');
    await cockpit.press('Control+k');
    await cockpit.dialog.waitFor();
    await cockpit.press('Control+v');
    await cockpit.page.getByRole('option', { name: /^Trace/ }).waitFor();
    await cockpit.press('Enter');
    await cockpit.page.getByRole('treeitem').first().waitFor();
    await cockpit.page
      .getByText(number.billingNumber ?? '-')
      .first()
      .waitFor();
  }, 30_000);

  it('reconciles: every planted break and no other', async () => {
    await cockpit.enter('maria', `/reconciliation?period=${period}`);
    await cockpit.settled();
    await cockpit.press('Control+Shift+Enter');
    const found = async () =>
      (await clientOf(world, 'maria').reconciliation.breaks.query({ period, limit: 500 })).rows.length;
    // The mapping was fixed and its invoice posted: that break is none any more.
    const planted = world.sandbox.truth.breaks.filter(
      (one) => one.period === period && one.billingId !== released,
    );
    await expect.poll(found, { timeout: 60_000 }).toBe(planted.length);
  }, 90_000);

  it('signs off with two people, is suspended by a late posting, and is signed again', async () => {
    await clearForClose(world, signed, period);
    await reviewTasks();
    await signAs('rita');
    await signAs('maria');
    await expect.poll(state, { timeout: 10_000 }).toBe('signed');
    postLate(world, signed, '2026-09-29', 12_345);
    await sync();
    expect(await state()).toBe('suspended');
    await cockpit.enter('maria', closeAddress);
    await cockpit.page.getByRole('heading', { name: 'What moved' }).waitFor();
    await reconciled(world, signed, period);
    await clientOf(world, 'maria').close.verifyJournal.mutate();
    await signAs('maria');
    await signAs('rita');
    await expect.poll(state, { timeout: 10_000 }).toBe('signed');
  }, 150_000);

  it('left every ERP document as its posting says, once, and nothing else of ours', () => {
    const { store } = world.sandbox.organisations.netsuite;
    const posted = world.core.desk.postings
      .inState('POSTED')
      .filter(({ connectionId, payload }) => connectionId === 'erp' && payload !== '');
    expect(posted.length).toBeGreaterThan(80);
    for (const posting of posted) {
      const found = types.flatMap((type) => store.findDocuments(type, { externalId: posting.externalId }));
      expect(
        found.map(({ id }) => String(id)),
        posting.externalId,
      ).toEqual([posting.documentId]);
    }
    // What came into the ERP meanwhile: what these postings stand for, each once, and what the ERP's own people did late.
    const meanwhile = documents().filter(({ id }) => !there.has(id));
    expect(meanwhile.length).toBeGreaterThanOrEqual(posted.length);
    const known = new Set(world.core.desk.postings.all().map(({ externalId }) => externalId));
    const ours = meanwhile.flatMap(({ externalId }) => (known.has(externalId ?? '') ? [externalId] : []));
    expect(new Set(ours).size).toBe(ours.length);
    const planted = world.sandbox.truth.breaks
      .filter(({ origin }) => origin === 'after-posting')
      .map(({ billingNumber }) => `Invoice ${billingNumber ?? ''}`);
    const byHand = meanwhile.filter(({ externalId }) => !known.has(externalId ?? '')).map(({ memo }) => memo);
    expect(byHand.filter((memo) => !planted.includes(memo ?? ''))).toEqual(['late']);
    expect(world.core.verify().problems).toEqual([]);
    cockpit.expectNoTrouble();
  }, 60_000);
});

const closeAddress = `/close?entity=${signed}&period=${period}`;
const state = async (): Promise<string> =>
  (await clientOf(world, 'audrey').close.get.query({ legalEntity: signed, period })).signOff?.state ?? 'none';

async function reviewTasks(): Promise<void> {
  const place = { legalEntity: signed, period };
  const { tasks } = await clientOf(world, 'rita').close.get.query(place);
  for (const { id, condition, isDone } of tasks) {
    if (condition !== null || isDone) continue;
    await clientOf(world, 'rita').close.prepareTask.mutate({ ...place, taskId: id });
    await clientOf(world, 'maria').close.reviewTask.mutate({ ...place, taskId: id });
  }
}

async function signAs(person: string): Promise<void> {
  await cockpit.enter(person, closeAddress);
  await cockpit.page.getByRole('grid', { name: 'Checklist' }).waitFor();
  await cockpit.settled();
  await cockpit.press('s');
  const dialog = cockpit.dialog.filter({ hasText: /Prepare the sign-off|Sign off/ });
  await dialog.waitFor();
  await cockpit.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

/** What another product is in the ERP. */
function mappedItem(): Readonly<Record<string, string>> {
  const like = world.core.mapping
    .rows()
    .find(({ type, state: stage }) => type === 'item' && stage === 'live');
  return present(like, 'a mapped item').target;
}
