import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { noTrouble, type Trouble, watchTrouble } from '../trouble.ts';
import { type GridPageServer, serveGridPage } from './serve-grid-page.ts';

/*
 * One grid on a page of its own, in a fresh context for each test, after which nothing may have been complained of.
 */

/** What the page under test shows of itself (grid-page.testing.tsx). */
interface Probe {
  readonly selection: readonly string[];
  readonly focused: readonly (string | null)[];
  readonly activated: readonly string[];
  readonly windows: readonly { readonly offset: number; readonly limit: number }[];
  readonly sort: { readonly columnId: string; readonly direction: string } | null;
  readonly summary: {
    readonly what: string;
    readonly count: number;
    readonly sums: readonly unknown[];
  } | null;
  readonly edits: readonly (readonly { readonly columnId: string; readonly after: unknown }[])[];
  readonly preview: {
    readonly accepted: number;
    readonly rejected: number;
    readonly reasons: readonly string[];
  } | null;
  readonly rows: readonly {
    readonly id: string;
    readonly customer: string;
    readonly amount: { readonly minor: string };
  }[];
}

export let server: GridPageServer;
let browser: Browser;
let context: BrowserContext;
export let page: Page;
let trouble: Trouble;

/** To be called by each file of tests: serves the page, and opens it anew for every test. */
export function withGridPage(): void {
  // On a busy machine axe alone takes a quarter of a minute for the grid.
  vi.setConfig({ testTimeout: 120_000 });

  beforeAll(async () => {
    [server, browser] = await Promise.all([serveGridPage(), launchChromium()]);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  beforeEach(async () => {
    trouble = noTrouble();
    context = await browser.newContext({
      viewport: { width: 1100, height: 640 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await watchTrouble(context, trouble, server.origin);
    page = await context.newPage();
  });

  afterEach(async () => {
    await context.close();
    expect(trouble).toEqual(noTrouble());
  });
}

/** Opens the page and puts the keyboard into the grid, as a person would with Tab. */
export async function open(search = ''): Promise<void> {
  await page.goto(`${server.origin}/?${search}`);
  await page.waitForSelector('[role=row][aria-rowindex="2"]');
  await page.getByRole('button', { name: 'Before' }).focus();
  await page.keyboard.press('Tab');
}

export async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** The focused cell: its row (header 0, first row 1), its column from 1, and its text. */
export function focused(): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    const row = active?.closest('[role=row]')?.getAttribute('aria-rowindex') ?? '?';
    return `${Number(row) - 1}:${active?.getAttribute('aria-colindex') ?? '?'} ${active?.textContent ?? ''}`;
  });
}

export function probe(): Promise<Probe> {
  return page.evaluate(() => {
    const { gridPage } = window as unknown as { gridPage: Record<string, unknown> };
    const { handle: _handle, summary, preview, ...rest } = gridPage;
    const shown = summary as { sums: { currency: string; minor: bigint }[] } | null;
    const paste = preview as { cells: { reason: string }[]; accepted: number; rejected: number } | null;
    return {
      ...rest,
      summary: shown && {
        ...shown,
        sums: shown.sums.map(({ currency, minor }) => `${currency} ${String(minor)}`),
      },
      preview: paste && {
        accepted: paste.accepted,
        rejected: paste.rejected,
        reasons: [...new Set(paste.cells.map(({ reason }) => reason).filter((reason) => reason !== ''))],
      },
    } as unknown as Probe;
  });
}

export function clipboard(): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

export function cell(row: number, column: number) {
  return page.locator(`[role=row][aria-rowindex="${row + 1}"] > [aria-colindex="${column}"]`);
}
