// `npm start` as a desktop: the sample company in a window, from nothing.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildTestDesktop, type BuiltDesktop } from '#test/support/electron-stand-in/built-desktop.ts';
import { launchDesktop, type RunningDesktop } from '#test/support/electron-stand-in/launch-desktop.ts';

let built: BuiltDesktop;
let userData = '';
let desktop: RunningDesktop | null = null;

beforeAll(() => {
  built = buildTestDesktop('desktop-sample');
  userData = mkdtempSync(join(tmpdir(), 'tieout-desktop-sample-'));
}, 60_000);

afterAll(async () => {
  await desktop?.quit();
  built?.remove();
  rmSync(userData, { recursive: true, force: true });
}, 30_000);

it('opens on the populated sample company; its vendors outlive a crash of the core, and it is not made twice', async () => {
  desktop = launchDesktop({ appPath: built.appPath, userData });
  const page = await desktop.page();
  await page.waitForFunction(() => document.getElementById('state')?.textContent === 'open', undefined, {
    timeout: 150_000,
  });
  const session = await page.evaluate('session.body.result.data');
  expect(session).toMatchObject({
    host: 'desktop',
    workspace: { name: 'Northwind Metrics', isSample: true },
  });
  const pids = async () =>
    new Map((await desktop?.ask('utilities'))?.map(({ serviceName, pid }) => [serviceName, pid]));
  const before = await pids();
  expect([...before.keys()].sort()).toEqual(['Tieout core', 'Tieout sample company']);
  await desktop.ask('crashUtility', 'Tieout core');
  const isBack = () =>
    page.evaluate('heard.coreStates.at(-1) === "ready" && heard.coreStates.includes("restarting")');
  await expect.poll(isBack, { timeout: 60_000 }).toBe(true);
  const after = await pids();
  expect(after.get('Tieout sample company')).toBe(before.get('Tieout sample company'));
  expect(after.get('Tieout core')).not.toBe(before.get('Tieout core'));
  const again = await page.evaluate(`(async () => {
    window.secret = await desktop.sessionSecret();
    return (await ask('/api/session.get')).body.result.data.workspace.id;
  })()`);
  expect(again).toBe((session as { workspace: { id: string } }).workspace.id);
  expect(existsSync(join(userData, 'sample', 'workspace.db'))).toBe(true);
}, 240_000);
