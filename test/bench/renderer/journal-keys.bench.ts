// The product's own Journal screen over a journal of 250,000 entries: key to paint in its list, and typing in its filters
// without a task that keeps the page from answering (UX goal 5). The baseline are the same keys on a shell with nothing in it.
import type { Page } from 'playwright-core';
import { silentLog } from '#core/base/log.ts';
import { ensureRenderer, rendererFolder } from '#core/host/serve/build-renderer.ts';
import { startCockpit } from '#core/host/serve/cockpit.ts';
import { readRendererFiles } from '#core/host/serve/renderer-files.ts';
import type { EventDraft } from '#core/journal/event.ts';
import { launchChromium } from '#test/browser/support/chromium.ts';
import { worldKeystore } from '#test/browser/support/world-keystore.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { sampleEvents } from '../journal/sample-events.ts';
import { keysOf, measureKeys, report, triageKeys } from './key-times.ts';

const ENTRIES = 250_000;
const KEYS = 500;
const BASE_KEYS = 100;
const LONG_TASK_MS = 50;

/** Invoices and payments, which is what a journal mostly holds; without projections, none of which this screen reads. */
function grow(tiny: TinyWorld): void {
  const events = sampleEvents(4);
  while (tiny.core.journal.head().seq < ENTRIES) {
    const drafts = events
      .next(1_500)
      .map((text) => JSON.parse(text) as EventDraft)
      .filter(({ type }) => !type.startsWith('posting.'));
    tiny.core.store.transact(() => tiny.core.journal.append(drafts));
  }
}

const focusOn = async (page: Page, selector: string): Promise<void> => {
  await page.locator(selector).first().focus();
};

/** What people type into filters: ids and words, some of it taken back. */
const typed = [
  ...Array.from('inv_1a2b3c4d5e6f'),
  ...Array.from({ length: 8 }, () => 'Backspace'),
  ...Array.from('90 payment.received'),
];

await ensureRenderer(() => {});
const tiny = await startTinyWorld();
grow(tiny);
const cockpit = await startCockpit({
  core: tiny.core,
  keystore: worldKeystore(tiny.world),
  files: readRendererFiles(rendererFolder),
  log: silentLog,
  port: 0,
  removeSample: null,
});
const browser = await launchChromium();
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();

async function open(address: string, shown: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${cockpit.newLink()}&to=${encodeURIComponent(address)}`);
  await page.getByRole('button', { name: /Maria Keller/ }).click();
  await page.locator(shown).first().waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1_000);
}

const rows = '[role=grid] .grid-body [role=row]';
await open('/nothing', 'main [role=status]');
const blank = await measureKeys(page, keysOf(triageKeys, BASE_KEYS));
report('blank shell: key to paint, p95', blank.p95Ms, 'ms');
report('blank shell: main thread a key', blank.mainPerKeyMs, 'ms');

await open('/journal', rows);
await focusOn(page, `${rows} [tabindex="0"]`);
const list = await measureKeys(page, keysOf(triageKeys, KEYS));
report('journal of 250k entries: key to paint, p95', list.p95Ms, 'ms', 50);
report('journal of 250k entries: key to paint, longest', list.longestMs, 'ms', 100);
report('journal of 250k entries: main thread a key', list.mainPerKeyMs, 'ms');

await open('/journal', rows);
for (const [name, selector] of [
  ['id', 'input[data-filter]'],
  ['type', 'main input[role=combobox] >> nth=3'],
] as const) {
  await focusOn(page, selector);
  const typing = await measureKeys(page, typed);
  report(`journal of 250k entries: typing in filter by ${name}, p95`, typing.p95Ms, 'ms', 50);
  report(
    `journal of 250k entries: typing in filter by ${name}, tasks above ${LONG_TASK_MS} ms`,
    typing.longTasksMs.length,
    'tasks',
    0,
  );
}
await browser.close();
await cockpit.close();
await tiny.close();
