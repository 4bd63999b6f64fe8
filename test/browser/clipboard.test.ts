import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './support/chromium.ts';
import { type GridPageServer, serveGridPage } from './support/grid-page/serve-grid-page.ts';
import { noTrouble, watchTrouble } from './support/trouble.ts';

/** Two columns of these are 10,000 cells: names and amounts of both signs in USD, EUR and JPY. */
const rowCount = 5_000;

let server: GridPageServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveGridPage(), launchChromium()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** What the page holds, and what a paste into it would do (grid-page.testing.tsx). */
interface Probe {
  readonly rows: readonly {
    readonly customer: string;
    readonly amount: { readonly minor: string; readonly currency: string };
  }[];
  readonly preview: {
    readonly accepted: number;
    readonly unchanged: number;
    readonly cells: readonly { readonly pasted: string; readonly reason: string }[];
    readonly apply: () => void;
  } | null;
}

type Held = Window & { readonly gridPage: Probe };

/** Opens an edit grid and puts the keyboard on the first customer. */
async function open(page: Page, search: string): Promise<void> {
  await page.goto(`${server.origin}/?mode=edit&rows=${rowCount}&${search}`);
  await page.waitForSelector('[role=row][aria-rowindex="2"]');
  await page.getByRole('button', { name: 'Before' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
}

function contentOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    (window as unknown as Held).gridPage.rows.map(
      ({ customer, amount }) => `${customer} ${amount.currency} ${amount.minor}`,
    ),
  );
}

describe('UX goal 12: 10,000 cells copied out and pasted into empty rows are what they were', () => {
  it.each(['en-US', 'en-GB', 'de-DE', 'de-CH', 'fr-FR', 'sv-SE'])('%s', async (locale) => {
    const trouble = noTrouble();
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    await watchTrouble(context, trouble, server.origin);
    const page = await context.newPage();
    await open(page, `locale=${locale}`);
    for (const key of ['Shift+ArrowRight', 'Control+ ', 'Control+c']) await page.keyboard.press(key);
    const original = await contentOf(page);

    await open(page, `locale=${locale}&blank`);
    expect(await contentOf(page)).not.toEqual(original);
    await page.keyboard.press('Control+v');
    const previewed = () =>
      page.evaluate(() => {
        const { preview } = (window as unknown as Held).gridPage;
        const refused = preview?.cells.filter(({ reason }) => reason !== '') ?? [];
        return preview && { cells: preview.cells.length, refused: refused.slice(0, 5) };
      });
    await expect.poll(previewed).toEqual({ cells: 2 * rowCount, refused: [] });
    await page.evaluate(() => (window as unknown as Held).gridPage.preview?.apply());
    await expect.poll(() => contentOf(page)).toEqual(original);

    await context.close();
    expect(trouble).toEqual(noTrouble());
  });
});
