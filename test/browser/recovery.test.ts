// A lost connection and a page that dies: the same row again, and no decision lost or made twice.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

const list = 'postings?sort=amount&direction=ascending';
const invoices = 60;
const api = '**/api/**';
/** How long a busy machine may take for what is there at once on a quiet one. */
const soon = { timeout: 15_000 };

let tiny: TinyWorld;
let cockpit: TestCockpit;

beforeAll(async () => {
  // Long enough that nothing leaves while the tests look.
  tiny = await startTinyWorld({
    change: (file) => ({ ...file, policy: { ...file.policy, approvalGraceSeconds: 600 } }),
  });
  for (let at = 0; at < invoices; at += 1)
    tiny.issueInvoice(tiny.addCustomer(), { netMinor: 1_500_000 + at });
  await tiny.sync();
  // Low enough that what is well down is out of sight at first.
  cockpit = await openCockpit({ world: tiny.world, viewport: { width: 1_280, height: 560 } });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

const held = () => tiny.postings('HELD');
const approvals = () => tiny.core.journal.read(0, 10_000).filter(({ type }) => type === 'posting.approved');

interface Place {
  /** The posting that the address names. */
  readonly id: string | null;
  /** The document in the row that has the focus. */
  readonly document: string;
  readonly isInView: boolean;
}

function place(): Promise<Place> {
  return cockpit.page.evaluate(() => {
    const row = document.activeElement?.closest('[role=row]');
    const grid = row?.closest('[role=grid]')?.getBoundingClientRect();
    const box = row?.getBoundingClientRect();
    const id = new URLSearchParams(window.location.hash.split('?')[1]).get('id');
    return {
      id: id?.replaceAll('"', '') ?? null,
      document: /TINY\d+-\d+/.exec(row?.textContent ?? '')?.[0] ?? 'no row has the focus',
      isInView: grid && box ? box.top >= grid.top && box.bottom <= grid.bottom : false,
    };
  });
}

/** Goes well down the list by keys and says where that is. */
async function goDown(): Promise<Place> {
  await cockpit.goTo(list);
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.page.getByRole('gridcell').nth(1).click();
  await cockpit.press('PageDown', 'PageDown', 'ArrowUp');
  await cockpit.settled();
  const there = await place();
  const [row] = held().filter(({ id }) => id === there.id);
  expect(there).toEqual({ id: row?.id, document: row?.sourceReference, isInView: true });
  return there;
}

const isConnected = async (): Promise<boolean> =>
  (await cockpit.page.getByText('The core cannot be reached. What you see').count()) === 0;

/** What is complained of must be the cut itself and nothing else; it is forgotten. */
function expectOnlyTheCut(): void {
  const { consoleErrors, ...rest } = cockpit.trouble;
  expect(consoleErrors.filter((text) => !/net::ERR_(?:FAILED|CONNECTION_RESET)/.test(text))).toEqual([]);
  consoleErrors.length = 0;
  expect(Object.values(rest).flat()).toEqual([]);
}

/** While this is set, whatever the page asks finds nobody. */
let isCut = false;
/** Decisions that went out into nowhere. */
let lost = 0;

describe('a lost connection', () => {
  let here: Place;
  // Stands all the time: putting it there and taking it away would race with what is under way.
  beforeAll(() =>
    cockpit.page.route(api, (route) => {
      if (!isCut) return route.continue();
      if (route.request().method() === 'POST') lost += 1;
      return route.abort('failed');
    }),
  );
  afterAll(() => cockpit.page.unrouteAll());
  beforeEach(async () => {
    isCut = false;
    here = await goDown();
    await cockpit.page.evaluate(() => Object.assign(window, { isSamePage: true }));
  });

  it('is said in words, refuses what is decided meanwhile in words, and comes back to the same row with fresh data', async () => {
    const { page } = cockpit;
    const before = approvals().length;
    lost = 0;
    isCut = true;
    // Nobody knows yet that the core is gone: the decision goes out, is not answered, and says so by its name.
    await cockpit.press('a');
    await cockpit.dialog.getByRole('heading', { name: `Approve ${here.document}` }).waitFor();
    await cockpit.press('Enter');
    await page.getByText(`Not confirmed: ${here.document}`).first().waitFor();
    await page.getByText('The core cannot be reached. What you see').waitFor();
    await page.getByText(/Not connected, last heard .*Trying again/).waitFor();
    await page.getByText('Core not reachable').waitFor();
    expect(lost).toBe(1);
    // From then on the question itself says that nothing can be decided, and Enter does nothing.
    await cockpit.press('k', 'a');
    await cockpit.dialog.getByRole('heading', { name: `Approve ${here.document}` }).waitFor();
    await cockpit.dialog.getByText('nothing can be decided until it answers').waitFor();
    await cockpit.press('Enter', 'Control+Enter');
    expect(await cockpit.dialog.isVisible()).toBe(true);
    await cockpit.press('Escape');
    await expect.poll(place, soon).toEqual(here);
    expect(lost).toBe(1);
    expect(approvals()).toHaveLength(before);

    const other = present(
      held().find(({ id }) => id !== here.id),
      'another one',
    );
    tiny.world.decide(other, 'ben', 'reject');
    const startedAtMs = performance.now();
    isCut = false;
    await expect.poll(isConnected, { timeout: 20_000 }).toBe(true);
    await expect
      .poll(() => page.getByRole('tab', { name: /^Held/ }).innerText(), soon)
      .toMatch(new RegExp(`\\b${held().length}$`));
    console.info(`recovery: back ${Math.round(performance.now() - startedAtMs)} ms after the connection`);
    await cockpit.settled();
    expect(await place()).toEqual(here);
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
    // Also when nothing has changed meanwhile that anyone could be told of.
    isCut = true;
    await cockpit.press('F5');
    await expect.poll(isConnected, soon).toBe(false);
    isCut = false;
    await expect.poll(isConnected, { timeout: 10_000 }).toBe(true);
    await cockpit.settled();
    expect(await place()).toEqual(here);
    // And goes on as if nothing had been.
    await cockpit.press('a', 'Enter');
    await expect
      .poll(() => approvals().filter(({ aggregateId }) => aggregateId === here.id), soon)
      .toHaveLength(1);
    await cockpit.settled();
    expectOnlyTheCut();
  }, 120_000);

  it('shows a decision as made whose answer was lost on the way, and it counts once', async () => {
    const { page } = cockpit;
    const count = held().length;
    await loseAnswerOf('postings.decideHere');
    await cockpit.press('a', 'Enter');
    await page.getByText(`Not confirmed: ${here.document}`).first().waitFor();
    await expect.poll(isConnected, soon).toBe(false);
    expect(held()).toHaveLength(count - 1);
    const after = await place();
    isCut = false;
    await expect.poll(isConnected, { timeout: 20_000 }).toBe(true);
    await expect
      .poll(() => page.getByRole('tab', { name: /^Held/ }).innerText(), soon)
      .toMatch(new RegExp(`\\b${count - 1}$`));
    await cockpit.settled();
    expect(await place()).toEqual(after);
    expect(after.id).not.toBe(here.id);
    expect(approvals().filter(({ aggregateId }) => aggregateId === here.id)).toHaveLength(1);
    await page.getByRole('tab', { name: /^In grace/ }).click();
    await page.getByRole('row').filter({ hasText: here.document }).waitFor();
    expect(tiny.postings('APPROVED').map(({ id }) => id)).toContain(here.id);
    expectOnlyTheCut();
  }, 120_000);
});

/** The host takes the next such request; the wire breaks before its answer is through, and stays broken. */
async function loseAnswerOf(procedure: string): Promise<void> {
  const wire = await cockpit.context.newCDPSession(cockpit.page);
  wire.on('Fetch.requestPaused', ({ requestId }) => {
    isCut = true;
    void wire
      .send('Fetch.failRequest', { requestId, errorReason: 'ConnectionReset' })
      .then(() => wire.detach());
  });
  await wire.send('Fetch.enable', {
    patterns: [{ urlPattern: `*/api/${procedure}*`, requestStage: 'Response' }],
  });
}

describe('a page whose process dies', () => {
  it('has no session when it is loaded again, says so plainly, and a new link leads back to the same row', async () => {
    const here = await goDown();
    const decided = present(
      held().find(({ id }) => id === here.id),
      'the focused one',
    );
    const count = held().length;
    await cockpit.press('a', 'Enter');
    await expect.poll(() => held().length, soon).toBe(count - 1);
    await cockpit.settled();
    const left = await place();
    const address = cockpit.page.url();
    await crash();

    // The same address again, as reloading does: the secret was in the memory that is gone.
    const reloaded = await cockpit.context.newPage();
    await reloaded.goto(address);
    await reloaded.getByRole('heading', { name: 'This window has no session' }).waitFor();
    await reloaded.getByText('Press Enter in the terminal where Tieout runs').waitFor();
    expect(await reloaded.getByText(left.document).count()).toBe(0);
    // What Enter in the terminal opens.
    cockpit.page = await cockpit.context.newPage();
    await cockpit.page.goto(cockpit.cockpit.newLink());
    await cockpit.choose('maria');
    await expect.poll(place, { timeout: 15_000 }).toEqual(left);
    expect(cockpit.page.url()).toBe(address);
    await reloaded.close();

    expect(held()).toHaveLength(count - 1);
    expect(approvals().filter(({ aggregateId }) => aggregateId === decided.id)).toHaveLength(1);
    expect(await cockpit.page.getByRole('row').filter({ hasText: decided.sourceReference }).count()).toBe(0);
    expect(tiny.documents('invoice')).toEqual([]);
    expect(tiny.core.verify().problems).toEqual([]);
    cockpit.expectNoTrouble();
  }, 120_000);

  it('leads back by a link that names the place, too', async () => {
    const here = await goDown();
    const address = cockpit.page.url().split('#')[1] ?? '';
    await crash();
    cockpit.page = await cockpit.context.newPage();
    await cockpit.enter('maria', address);
    await expect.poll(place, { timeout: 15_000 }).toEqual(here);
    cockpit.expectNoTrouble();
  }, 120_000);
});

/** Ends the page's process as a crash does. */
async function crash(): Promise<void> {
  const { page, context } = cockpit;
  const crashed = page.waitForEvent('crash');
  const debugging = await context.newCDPSession(page);
  // It cannot answer any more.
  debugging.send('Page.crash').catch(() => {});
  await crashed;
  await page.close();
}
