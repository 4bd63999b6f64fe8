// Scrolling 100,000 rows of twelve columns against an empty scroller of the same height, in the same Chromium (UX goal 6).
import { launchChromium } from '#test/browser/support/chromium.ts';
import { measureScroll, type ScrollFigures } from '#test/browser/support/grid-page/scroll-frames.ts';
import { serveGridPage } from '#test/browser/support/grid-page/serve-grid-page.ts';

const FRAMES = 300;
const WHEEL_PX = 120;
const THUMB_PX = 20_000;
const ROUNDS = 3;

const server = await serveGridPage();
const browser = await launchChromium();
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();

/** The middle one of a few rounds: a machine that does other things must not decide. */
async function measured(address: string, selector: string, jumpPx: number): Promise<ScrollFigures> {
  const rounds: ScrollFigures[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`${server.origin}/?rows=100000${address}`);
    await page.waitForSelector(selector);
    rounds.push(await measureScroll(page, selector, WHEEL_PX, jumpPx, FRAMES));
  }
  const [, middle] = rounds.sort((one, other) => one.frameP95Ms - other.frameP95Ms);
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

function report(name: string, value: number, unit: string, max?: number): void {
  const target = max === undefined ? {} : { target: { max } };
  process.stdout.write(`${JSON.stringify({ name, measured: value, unit, ...target })}\n`);
}

const empty = await measured('&page=empty-scroller', '.empty-scroller', 0);
const emptyThumb = await measured('&page=empty-scroller', '.empty-scroller', THUMB_PX);
const steady = await measured('', '[role=grid]', 0);
const thumb = await measured('', '[role=grid]', THUMB_PX);
report('grid, 100k rows: empty scroller, p95 frame', empty.frameP95Ms, 'ms');
report('grid, 100k rows: steady scroll, p95 frame', steady.frameP95Ms / empty.frameP95Ms, '× empty', 1.25);
report('grid, 100k rows: main thread a frame', steady.mainPerFrameMs, 'ms', 8);
report('grid, 100k rows: rows in the document', steady.rowsMax, 'rows', 60);
report('grid, 100k rows: thumb drag, p95 frame', thumb.frameP95Ms / emptyThumb.frameP95Ms, '× empty', 1.5);
report('grid, 100k rows: thumb drag, main thread a frame', thumb.mainPerFrameMs, 'ms');
await browser.close();
await server.close();
