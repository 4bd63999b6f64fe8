import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExceptionCode } from '#core/exceptions/catalogue.ts';
import { money } from '#core/domain/money.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let tiny: TinyWorld;
let cockpit: TestCockpit;

/** Codes whose suggested fix acts at once, and some that open another screen or wait for someone. */
const mix: readonly ExceptionCode[] = [
  'MANUAL_EDIT_IN_ERP',
  'CUSTOMER_UNKNOWN',
  'ERP_REJECTED',
  'PERIOD_CLOSED',
  'MAPPING_MISSING',
];

function raise(count: number, name: string): void {
  tiny.core.store.transact(() => {
    for (let at = 0; at < count; at += 1) {
      const code = mix[at % mix.length] ?? 'EVALUATION_FAILED';
      tiny.core.exceptions.settle(
        `${name}_${at}`,
        [
          {
            code,
            causeKey: `${name}:${code}`,
            legalEntity: 'NW-US',
            period: '2026-09',
            amount: money(100_000n * BigInt(count - at), 'USD'),
            message: `Document ${name} ${at} <b>&\u200b\u202e is not posted.`,
          },
        ],
        () => true,
      );
    }
  });
}

const openNow = () => tiny.core.exceptions.exceptions.inState('open');
const focusedId = async (): Promise<string> => {
  const id = await cockpit.page.evaluate(
    () => new URLSearchParams(window.location.hash.split('?')[1]).get('id') ?? '',
  );
  return id.replaceAll('"', '');
};

beforeAll(async () => {
  tiny = await startTinyWorld();
  // What the set-up left to decide is decided before, or it would settle ours as well.
  tiny.core.workflow.run();
  raise(50, 'mixed');
  cockpit = await openCockpit({ world: tiny.world });
  await cockpit.page.evaluate(() => {
    const stamps = { keyAt: 0, waitsMs: [] as number[] };
    Object.assign(window, { stamps });
    window.addEventListener('keydown', () => (stamps.keyAt = performance.now()), true);
    window.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof Element) || target.closest('[role=gridcell]') === null) return;
      if (stamps.keyAt > 0) stamps.waitsMs.push(performance.now() - stamps.keyAt);
      stamps.keyAt = 0;
    });
  });
}, 120_000);

afterAll(async () => {
  await cockpit?.close();
  await tiny?.close();
});

it('clears fifty mixed exceptions with at most 120 keys, two as a rule and never more than three', async () => {
  await cockpit.goTo('exceptions');
  await cockpit.page.getByRole('gridcell').first().waitFor();
  // The baseline of the same run: the same dialog opened and left.
  await cockpit.settled();
  await takeWaits();
  for (let round = 0; round < 5; round += 1) {
    await cockpit.press('e');
    await cockpit.dialog.waitFor();
    await cockpit.press('Escape');
    await cockpit.dialog.waitFor({ state: 'detached' });
    await cockpit.settled();
  }
  const baseline = median(await takeWaits());
  const used: number[] = [];
  while (openQueue().length > 0 && used.length < 60) {
    const before = openQueue().length;
    const id = (await focusedId()) || (openQueue()[0]?.id ?? '');
    const code = tiny.core.exceptions.exceptions.get(id)?.code ?? '';
    const keys = keysFor(code);
    await cockpit.press(...keys);
    await expect.poll(() => openQueue().length, { timeout: 20_000 }).toBeLessThan(before);
    used.push(keys.length);
    await cockpit.settled();
  }
  expect(openQueue()).toEqual([]);
  const total = used.reduce((sum, count) => sum + count, 0);
  const sorted = [...used].sort((one, other) => one - other);
  const waits = await takeWaits();
  console.info(
    `exceptions: ${used.length} cleared with ${total} keys, median ${sorted[Math.floor(sorted.length / 2)]}, ` +
      `most ${sorted.at(-1)}; key to next row ${median(waits).toFixed(1)} ms (the dialog left: ${baseline.toFixed(1)} ms)`,
  );
  expect(used).toHaveLength(50);
  expect(total).toBeLessThanOrEqual(120);
  expect(sorted[25]).toBe(2);
  expect(sorted.at(-1)).toBeLessThanOrEqual(3);
  // 50 ms on a quiet machine; on a busy one hardly more than leaving the dialog alone costs there.
  expect(median(waits)).toBeLessThanOrEqual(Math.max(50, 2 * baseline));
  await cockpit.page.getByText('Queue clear').waitFor();
}, 300_000);

/** From the last key to the focus on a row, in ms, since they were last taken. */
function takeWaits(): Promise<number[]> {
  return cockpit.page.evaluate(() => {
    const { stamps } = window as unknown as { stamps: { waitsMs: number[] } };
    return stamps.waitsMs.splice(0);
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** What the open queue of the screen holds. */
function openQueue() {
  const now = new Date(tiny.core.clock.now()).toISOString();
  return openNow().filter(({ snoozedUntil }) => snoozedUntil === null || snoozedUntil <= now);
}

function keysFor(code: string): string[] {
  if (code === 'MAPPING_MISSING') return ['h', '3'];
  if (code === 'PERIOD_CLOSED') return ['r'];
  return ['e', 'Enter'];
}

it('acts on what it shows, whatever is left in the list', async () => {
  raise(3, 'shown');
  const [first, second] = openQueue().filter(({ message }) => message.includes('Document shown'));
  await cockpit.goTo(`exceptions?text=shown%201&id=${first?.id}`);
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.settled();
  expect(await cockpit.page.getByRole('article').innerText()).toContain(first?.message.slice(0, 16));
  await cockpit.press('h', '1');
  await expect.poll(() => openQueue().some(({ id }) => id === first?.id)).toBe(false);
  expect(openQueue().some(({ id }) => id === second?.id)).toBe(true);
  // The page can take back what it has been told of.
  await cockpit.settled();
  await cockpit.press('z');
  await expect.poll(() => openQueue().some(({ id }) => id === first?.id)).toBe(true);
}, 120_000);

it('counts, sums and deals with everything that was chosen, also what has been scrolled far away', async () => {
  raise(650, 'far');
  await cockpit.goTo('exceptions?text=Document%20far');
  const { page } = cockpit;
  const row = (index: number) => page.locator(`[role=grid] [role=row][aria-rowindex="${index + 1}"]`);
  const choose = async (index: number) => {
    await page.locator('[role=grid]').evaluate((grid, at) => grid.scrollTo({ top: at * 28 }), index - 3);
    await row(index).locator('[aria-label="Not chosen"]').click();
    await row(index).locator('[aria-label="Chosen"]').waitFor();
    return row(index).innerText();
  };
  await page.getByText('650', { exact: true }).first().waitFor();
  await page.getByRole('gridcell').first().waitFor();
  const texts = [await choose(2), await choose(300), await choose(645)];
  await cockpit.settled();
  await page.getByText('3 selected').first().waitFor();
  const wanted = texts
    .map((text) => 100_000 * (650 - Number(/far_(\d+)/.exec(text)?.[1])))
    .reduce((sum, minor) => sum + minor, 0);
  const bar = page.getByRole('toolbar', { name: 'Selected exceptions' }).locator('..');
  expect(await bar.innerText()).toContain((wanted / 100).toLocaleString('en', { minimumFractionDigits: 2 }));
  await cockpit.press('a');
  await page.getByRole('combobox', { name: 'Initials or name' }).waitFor();
  await cockpit.press('b', 'Enter');
  const assigned = () => openQueue().filter(({ assignee }) => assignee === 'ben').length;
  await expect.poll(assigned).toBe(3);
  // The page can take back what it has been told of.
  await cockpit.settled();
  await cockpit.press('z');
  await expect.poll(assigned).toBe(0);
  tiny.core.store.transact(() => {
    for (let at = 0; at < 650; at += 1) tiny.core.exceptions.settle(`far_${at}`, [], () => true);
  });
}, 120_000);

it('assigns by initials, selects all of a cause, and undoes each with Z', async () => {
  raise(10, 'undo');
  await cockpit.goTo('exceptions?code=MAPPING_MISSING');
  await cockpit.page.getByRole('gridcell').first().waitFor();
  await cockpit.page.getByRole('gridcell').nth(1).click();
  const [first, second] = openQueue().filter(({ code }) => code === 'MAPPING_MISSING');
  await cockpit.press('Shift+S');
  await cockpit.page.getByText('2 selected').first().waitFor();
  await cockpit.press('a');
  await cockpit.page.getByRole('combobox', { name: 'Initials or name' }).waitFor();
  await cockpit.press('b', 'Enter');
  const assignees = () =>
    [first, second].map((item) => tiny.core.exceptions.exceptions.get(item?.id ?? '')?.assignee);
  await expect.poll(assignees).toEqual(['ben', 'ben']);
  await cockpit.settled();
  await cockpit.press('h', '7');
  await expect.poll(() => openQueue().filter(({ code }) => code === 'MAPPING_MISSING').length).toBe(1);
  await cockpit.settled();
  await cockpit.press('z');
  await expect.poll(() => openQueue().filter(({ code }) => code === 'MAPPING_MISSING').length).toBe(2);
  await cockpit.press('z');
  await expect.poll(assignees).toEqual([null, null]);
  expect(tiny.core.verify().problems).toEqual([]);
}, 120_000);

it('shows vendor text as text, counts like its lists, and axe finds nothing while a dialog is open', async () => {
  await cockpit.goTo('exceptions');
  await cockpit.page.getByRole('gridcell').first().waitFor();
  const tab = cockpit.page.getByRole('tab', { name: /^Open/ });
  expect(await tab.innerText()).toContain(String(openQueue().length));
  await cockpit.page.getByText('<b>&').first().waitFor();
  await cockpit.page.getByRole('gridcell').nth(1).click();
  await cockpit.press('x');
  await cockpit.dialog.waitFor();
  await cockpit.settled();
  expect(await cockpit.axe()).toEqual([]);
  await cockpit.press('Escape');
  cockpit.expectNoTrouble();
}, 120_000);
