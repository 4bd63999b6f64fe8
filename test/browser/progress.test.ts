// UX goal 10: long work shows that it runs within 200 ms, can be stopped, stops within half a second, and leaves the journal valid.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import type { JobKind } from '#core/contract/jobs.ts';
import { createLocalClient } from '#core/host/local-client.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';

let cockpit: TestCockpit;
/** From a click to what the page shows of a change that takes no time: the same way there and back. */
let baselineMs = 0;

const shownWithinMs = 200;
/** How long a busy machine may take for what is there at once on a quiet one. */
const soon = { timeout: 15_000 };
const stoppedWithinMs = 500;
/** Work that is over sooner need not show anything. */
const longMs = 400;
const roundsMax = 4;

beforeAll(async () => {
  cockpit = await openCockpit({ person: 'maria' });
  await cockpit.page.evaluate(watchTray);
}, 120_000);

afterAll(() => cockpit?.close());

/** What the page notes for `seen`: when the last key or click was, and when words came to be in the status bar or the tray. */
interface Watched {
  words: string;
  fromMs: number;
  atMs: number | null;
  /** Clicks Cancel as soon as the tray has it, and counts from there: quicker hands than any that come from outside. */
  cancels: boolean;
}

function watchTray(): void {
  const watched: Watched = { words: '', fromMs: 0, atMs: null, cancels: false };
  Object.assign(window, { watched });
  const stamp = (): void => {
    if (watched.words !== '' && watched.fromMs === 0 && !watched.cancels) watched.fromMs = performance.now();
  };
  window.addEventListener('keydown', stamp, true);
  window.addEventListener('pointerdown', stamp, true);
  const cancel = (): void => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')];
    const button = buttons.find((one) => one.textContent === 'Cancel' && one.ariaDisabled === null);
    if (button === undefined) return;
    Object.assign(watched, { cancels: false, fromMs: performance.now() });
    button.click();
  };
  const look = (): void => {
    if (watched.cancels) cancel();
    if (watched.fromMs === 0 || watched.atMs !== null) return;
    const bar = document.querySelector('[data-pane=status]')?.textContent ?? '';
    const tray = document.querySelector('[role=dialog]')?.textContent ?? '';
    if (new RegExp(watched.words).test(`${bar} ${tray}`)) watched.atMs = performance.now();
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  });
}

/** How many ms after the first key or click of `doing` (or after the page clicked Cancel itself) the page showed the words. */
async function seenAfter(words: string, doing: () => Promise<unknown>, cancels = false): Promise<number> {
  await cockpit.page.evaluate(
    (wanted) => {
      Object.assign((window as unknown as { watched: Watched }).watched, wanted);
    },
    { words, fromMs: 0, atMs: null, cancels },
  );
  await doing();
  await cockpit.page.waitForFunction(() => (window as unknown as { watched: Watched }).watched.atMs !== null);
  return cockpit.page.evaluate(() => {
    const { fromMs, atMs } = (window as unknown as { watched: Watched }).watched;
    return (atMs ?? Number.NaN) - fromMs;
  });
}

const newest = (kind: JobKind) => cockpit.world.core.jobs.all().find((job) => job.kind === kind);
const hasEnded = (kind: JobKind) => (): boolean => newest(kind)?.endedAt !== null;
const tray = () => cockpit.page.getByRole('dialog', { name: 'Work' });

async function openTray(): Promise<void> {
  if (!(await tray().isVisible())) await cockpit.press('Control+j');
  await tray().waitFor();
}

async function closeTray(): Promise<void> {
  if (await tray().isVisible()) await cockpit.press('Escape');
  await tray().waitFor({ state: 'detached' });
}

/** Takes what ended off the list; gives how long the page took to show the last of it, in ms. */
async function dismiss(): Promise<number> {
  await openTray();
  const buttons = tray().getByRole('button', { name: 'Dismiss' });
  await buttons.first().waitFor();
  for (let left = await buttons.count(); left > 1; left -= 1) {
    await buttons.first().click();
    await expect.poll(() => buttons.count(), soon).toBe(left - 1);
  }
  const tookMs = await seenAfter('Nothing is running', () => buttons.first().click());
  await closeTray();
  return tookMs;
}

/** Starts it with the tray open already: that of the sample takes a third of a second, too short to open anything meanwhile. */
async function reconcileBehind(): Promise<void> {
  await openTray();
  const client = createLocalClient(cockpit.world.core, 'maria');
  await client.jobs.start.mutate({ kind: 'reconcile', period: '2026-09' });
}

function setLatency(ms: number): void {
  for (const faults of Object.values(cockpit.world.sandbox.faults))
    faults.setLatency(ms === 0 ? null : { minMs: ms, maxMs: ms });
}

const works = [
  { kind: 'sync', screen: 'connections', keys: 'Control+Shift+S', label: 'Sync until nothing changes:' },
  { kind: 'reconcile', screen: 'reconciliation', keys: 'Control+Shift+Enter', label: 'Reconcile 2026-09:' },
  { kind: 'verify', screen: 'journal', keys: 'Control+Shift+V', label: 'Verify the journal:' },
] as const;

describe('long work', { timeout: 120_000 }, () => {
  it.each(works)(
    'shows that a $kind runs within 200 ms of the key that started it',
    async ({ kind, screen, keys, label }) => {
      await cockpit.goTo(screen);
      const rounds: { shownMs: number; limitMs: number }[] = [];
      const isShownInTime = (): boolean => rounds.some(({ shownMs, limitMs }) => shownMs <= limitMs);
      // A machine that is busy with something else may be late now and then; what is slow by itself is late every time.
      while (rounds.length < roundsMax && !isShownInTime()) {
        const shownMs = await seenAfter(label, () => cockpit.press(keys));
        const job = present(newest(kind), 'the work');
        await expect.poll(hasEnded(kind), { timeout: 60_000, interval: 20 }).toBe(true);
        const ended = present(newest(kind), 'the work that ended');
        expect(ended).toMatchObject({ id: job.id, state: 'done', failure: null });
        const tookMs = Date.parse(ended.endedAt ?? '') - Date.parse(ended.startedAt);
        // The way there and back again for a change that takes no time.
        baselineMs = await dismiss();
        rounds.push({
          shownMs,
          limitMs: tookMs > longMs ? Math.max(shownWithinMs, 2 * baselineMs) : Number.POSITIVE_INFINITY,
        });
        console.info(
          `progress: ${kind} shown after ${shownMs.toFixed(0)} ms of ${tookMs} ms (baseline ${baselineMs.toFixed(0)} ms)`,
        );
      }
      expect(isShownInTime(), JSON.stringify(rounds)).toBe(true);
    },
  );

  it.each(works)('stops a $kind within half a second of asking', async ({ kind, screen, keys }) => {
    await cockpit.goTo(screen);
    // Vendors that take their time, as over a wide network: without it the sync may be over before anyone could stop it.
    setLatency(kind === 'sync' ? 60 : 0);
    const begin = (): Promise<void> =>
      kind === 'reconcile' ? reconcileBehind() : cockpit.press(keys, 'Control+j');
    const rounds: number[] = [];
    const limitMs = Math.max(stoppedWithinMs, 2 * baselineMs);
    while (rounds.length < roundsMax && !rounds.some((ms) => ms <= limitMs)) {
      rounds.push(await seenAfter('Stopped', begin, true));
      expect(newest(kind)).toMatchObject({ state: 'cancelled', failure: null });
      expect(cockpit.world.core.verify().problems).toEqual([]);
      await dismiss();
    }
    setLatency(0);
    console.info(`progress: ${kind} shown as stopped ${rounds.at(-1)?.toFixed(0)} ms after Cancel`);
    expect(Math.min(...rounds)).toBeLessThanOrEqual(limitMs);
  });

  it('complained of nothing', () => cockpit.expectNoTrouble());
});
