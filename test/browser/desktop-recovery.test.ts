// The desktop application with its real interface: the core or the page dies, and the person is back at the same row.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { ensureRenderer, rendererFolder } from '#core/host/serve/build-renderer.ts';
import { createFileKeystore } from '#core/policy/file-keystore.ts';
import { buildTestDesktop, type BuiltDesktop } from '#test/support/electron-stand-in/built-desktop.ts';
import { launchDesktop, type RunningDesktop } from '#test/support/electron-stand-in/launch-desktop.ts';
import { startTinyWorld } from '#test/support/tiny-world.ts';

/** How long a busy machine may take for what is there at once on a quiet one. */
const soon = { timeout: 15_000 };

let built: BuiltDesktop;
let userData = '';
let workspace = '';
let desktop: RunningDesktop;
let page: Page;

beforeAll(async () => {
  await ensureRenderer(() => {});
  built = buildTestDesktop('desktop-recovery', { rendererDir: rendererFolder });
  userData = mkdtempSync(join(tmpdir(), 'tieout-desktop-recovery-'));
  workspace = join(userData, 'workspace');
  await makeHeldWorkspace(workspace);
  desktop = launchDesktop({ appPath: built.appPath, userData, args: [`--workspace=${workspace}`] });
  page = await desktop.page();
}, 120_000);

afterAll(async () => {
  await desktop?.quit();
  built?.remove();
  rmSync(userData, { recursive: true, force: true });
}, 30_000);

/** A workspace with forty held postings and its people's keys beside it; what is approved stays in its grace. */
async function makeHeldWorkspace(folder: string): Promise<void> {
  const tiny = await startTinyWorld({
    change: (file) => ({ ...file, policy: { ...file.policy, approvalGraceSeconds: 600 } }),
  });
  try {
    for (let at = 0; at < 40; at += 1) tiny.issueInvoice(tiny.addCustomer(), { netMinor: 1_500_000 + at });
    await tiny.sync();
    cpSync(tiny.world.folder, folder, { recursive: true });
    const keystore = createFileKeystore(`${folder}.keys`, { workspaceFolder: folder, checksModes: true });
    if (!keystore.ok) throw new Error(keystore.error.message);
    for (const [person, pair] of tiny.world.keys) expect(keystore.value.save(person, pair).ok).toBe(true);
  } finally {
    await tiny.close();
  }
}

/** What the journal on disk holds, whoever has it open: the postings with a decision, oldest first. */
function approvedIds(): string[] {
  const database = new Database(join(workspace, 'workspace.db'), { readonly: true });
  try {
    return database
      .prepare<[], string>("SELECT aggregate_id FROM events WHERE type = 'posting.approved' ORDER BY seq")
      .pluck()
      .all();
  } finally {
    database.close();
  }
}

interface Place {
  readonly id: string | null;
  readonly document: string;
}

/** The posting that the address names and the document in the row that has the focus. */
function place(): Promise<Place> {
  return page.evaluate(() => {
    const row = document.activeElement?.closest('[role=row]');
    const id = new URLSearchParams(window.location.hash.split('?')[1]).get('id');
    return {
      id: id?.replaceAll('"', '') ?? null,
      document: /TINY\d+-\d+/.exec(row?.textContent ?? '')?.[0] ?? 'no row has the focus',
    };
  });
}

async function signIn(): Promise<void> {
  await page.getByRole('heading', { name: 'Who is working?' }).waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: /Maria Keller/ }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** Approves the focused row and waits until the journal has it; the focus is on the next one then. */
async function approve(): Promise<{ readonly decided: Place; readonly next: Place }> {
  const decided = await place();
  const before = approvedIds();
  await page.keyboard.press('a');
  await page.getByRole('dialog', { name: `Approve ${decided.document}` }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(approvedIds, soon).toEqual([...before, decided.id]);
  await expect.poll(async () => (await place()).id, soon).not.toBe(decided.id);
  return { decided, next: await place() };
}

async function expectBackAt(next: Place, decided: Place, approved: readonly string[]): Promise<void> {
  await expect.poll(place, { timeout: 20_000 }).toEqual(next);
  expect(await page.getByRole('row').filter({ hasText: decided.document }).count()).toBe(0);
  expect(approvedIds()).toEqual(approved);
}

it('comes back to the same row after the core died, with the decision before it made once', async () => {
  await signIn();
  await page.evaluate(() => {
    window.location.hash = '#/postings?sort=amount&direction=ascending';
  });
  await page.getByRole('gridcell').first().waitFor();
  await page.getByRole('gridcell').nth(1).click();
  for (let step = 0; step < 24; step += 1) await page.keyboard.press('j');
  const { decided, next } = await approve();
  expect(next.document).toMatch(/^TINY/);
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));

  await desktop.ask('crashUtility', 'Tieout core');
  // Keys were open in the process that ended: who works here is asked again, at the same place.
  await signIn();
  await expectBackAt(next, decided, [present(decided.id, 'the decided one')]);
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
  expect(await page.getByText('The core cannot be reached').count()).toBe(0);
}, 120_000);

it('comes back to the same row after the page died, with the decision before it made once', async () => {
  const earlier = approvedIds();
  const { decided, next } = await approve();
  await desktop.ask('crashRenderer');
  await expect.poll(() => page.isClosed(), { timeout: 20_000 }).toBe(true);
  page = await desktop.page();
  await signIn();
  await expectBackAt(next, decided, [...earlier, present(decided.id, 'the decided one')]);
}, 120_000);
