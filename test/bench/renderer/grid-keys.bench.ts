// Key to paint on a grid of 250,000 rows: 500 keys of a working day, by the browser's own Event Timing (UX goal 5).
import { launchChromium } from '#test/browser/support/chromium.ts';
import { serveGridPage } from '#test/browser/support/grid-page/serve-grid-page.ts';
import { keysOf, measureKeys, report, triageKeys } from './key-times.ts';

const ROWS = 250_000;
const KEYS = 500;

const server = await serveGridPage();
const browser = await launchChromium();
const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
await page.goto(`${server.origin}/?rows=${ROWS}`);
await page.waitForSelector('[role=row][aria-rowindex="2"]');
await page.keyboard.press('Tab');
await page.keyboard.press('Tab');

const grid = await measureKeys(page, keysOf(triageKeys, KEYS));
report('grid, 250k rows: key to paint, p95', grid.p95Ms, 'ms', 50);
report('grid, 250k rows: key to paint, longest', grid.longestMs, 'ms', 100);
report('grid, 250k rows: main thread a key', grid.mainPerKeyMs, 'ms', 25);
await browser.close();
await server.close();
