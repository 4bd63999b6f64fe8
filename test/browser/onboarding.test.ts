// UX goal 15: from the first start, without credentials, to a cleared exception, and everything of it gone again.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { ensureRenderer } from '#core/host/serve/build-renderer.ts';
import { launchChromium } from './support/chromium.ts';
import { noTrouble, type Trouble, watchTrouble } from './support/trouble.ts';

const tieout = join(process.cwd(), 'core/host/tieout.ts');
/** How long a busy machine may take for what is there at once on a quiet one. */
const soon = { timeout: 15_000 };

interface Ended {
  readonly code: number | null;
  readonly errors: string;
}

/** The only thing that is there before: a folder with nothing in it. */
let folder = '';
let host: ChildProcess;
let ended: Promise<Ended>;
let link = '';
let browser: Browser;
let page: Page;
let trouble: Trouble;
/** What the newcomer does, as they do it. */
const actions: string[] = [];
let keystrokes = 0;

beforeAll(async () => {
  // A fresh clone builds the interface while it starts; that has a test of its own.
  await ensureRenderer(() => {});
  folder = mkdtempSync(join(tmpdir(), 'tieout-newcomer-'));
  browser = await launchChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  host?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the sample as somebody would who has nothing: no workspace, no settings, no credentials. */
async function start(): Promise<void> {
  const args = ['serve', '--sample', '--workspace', join(folder, 'sample'), '--no-open', '--json'];
  host = spawn(process.execPath, [tieout, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  present(host.stderr, 'standard error').on('data', (chunk) => (errors += String(chunk)));
  ended = new Promise((resolve) => host.on('close', (code) => resolve({ code, errors })));
  link = await new Promise<string>((resolve, reject) => {
    createInterface({ input: present(host.stdout, 'standard output') }).once('line', (line) =>
      resolve((JSON.parse(line) as { readonly link: string }).link),
    );
    void ended.then(() => reject(new Error(`it ended before it was there: ${errors}`)));
  });
}

async function act(what: string, doing: () => Promise<unknown>): Promise<void> {
  actions.push(what);
  await doing();
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    keystrokes += 1;
    await page.keyboard.press(key);
  }
}

const count = (text: string): number => Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? Number.NaN);

/** How many rows the open list says it has. */
async function rowsOf(grid: string): Promise<number> {
  const list = page.getByRole('grid', { name: grid });
  await list.getByRole('gridcell').first().waitFor();
  const isCounted = async (): Promise<boolean> => (await list.getAttribute('aria-busy')) === null;
  await expect.poll(isCounted, soon).toBe(true);
  // The header is a row, and so is the total where there is one.
  const footers = await list.locator('.grid-foot-row').count();
  return Number(await list.getAttribute('aria-rowcount')) - 1 - footers;
}

describe('a newcomer', { timeout: 120_000 }, () => {
  it('sees a populated overview with real counts after at most five actions', async () => {
    const startedAtMs = performance.now();
    await act('start it', start);
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 }, locale: 'en-US' });
    trouble = noTrouble();
    await watchTrouble(context, trouble, new URL(link).origin);
    page = await context.newPage();
    await act('open the link', () => page.goto(link));
    await act('choose who works', () => page.getByRole('button', { name: /Maria Keller/ }).click());
    const tiles = page.getByRole('list', { name: 'Counts' });
    await tiles.waitFor();
    console.info(
      `onboarding: ${actions.length} actions (${actions.join(', ')}) and ` +
        `${Math.round(performance.now() - startedAtMs)} ms to a populated overview`,
    );
    expect(actions.length).toBeLessThanOrEqual(5);

    const shown = {
      exceptions: count(await tiles.getByRole('link', { name: /^Exceptions/ }).innerText()),
      held: count(await tiles.getByRole('link', { name: /^Held postings/ }).innerText()),
    };
    expect(shown.exceptions).toBeGreaterThan(0);
    expect(shown.held).toBeGreaterThan(0);
    await page
      .getByRole('link', { name: /^Held postings/ })
      .first()
      .click();
    expect(await rowsOf('Postings')).toBe(shown.held);
    await page.goBack();
    await tiles.getByRole('link', { name: /^Exceptions/ }).click();
    expect(await rowsOf('Exceptions')).toBe(shown.exceptions);
    await page.goBack();
    await tiles.waitFor();
  });

  it('clears the first exception with at most fifteen keystrokes, and it is gone from every count', async () => {
    const tab = page.getByRole('tab', { name: /^Open/ });
    await press('g', 'e');
    await page.getByRole('grid', { name: 'Exceptions' }).getByRole('gridcell').first().waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[role=row]') !== null), soon)
      .toBe(true);
    const before = count(await tab.innerText());
    await press('x');
    await page.getByRole('dialog').getByLabel('Why').waitFor();
    await press('k', 'n', 'o', 'w', 'n', 'Control+Enter');
    await expect.poll(async () => count(await tab.innerText()), soon).toBe(before - 1);
    console.info(`onboarding: the first exception cleared with ${keystrokes} keystrokes`);
    expect(keystrokes).toBeLessThanOrEqual(15);
    const nav = page
      .getByRole('navigation')
      .first()
      .getByRole('link', { name: /^Exceptions/ });
    await expect.poll(async () => count(await nav.innerText()), soon).toBe(before - 1);
  });

  it('removes the sample from the settings, and nothing of it is left on the machine', async () => {
    expect(readdirSync(folder).sort()).toEqual(['sample', 'sample.keys']);
    await page.keyboard.press('g');
    await page.keyboard.press(',');
    await page.getByRole('button', { name: 'Storage and secrets' }).click();
    await page.getByRole('button', { name: 'Remove sample data…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove the sample company' });
    await dialog.waitFor();
    // A slow machine: the page hears late that it is over, and must not find nobody there before.
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: 20 });
    await dialog.getByRole('button', { name: /^Remove/ }).click();
    await page.getByRole('heading', { name: 'The sample company is being removed' }).waitFor();
    const { code, errors } = await ended;
    expect(errors).toContain('the sample company is removed.');
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    expect(trouble).toEqual(noTrouble());
  });
});
