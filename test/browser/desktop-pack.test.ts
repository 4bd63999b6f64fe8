// A sealed pack in the desktop application: a window and a core process of its own, given the file and nothing else.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Desk } from '#core/host/command-line.testing.ts';
import { buildTestDesktop, type BuiltDesktop } from '#test/support/electron-stand-in/built-desktop.ts';
import { makeExampleWorkspace } from '#test/support/electron-stand-in/example-workspace.ts';
import { launchDesktop, type RunningDesktop } from '#test/support/electron-stand-in/launch-desktop.ts';
import type { DesktopPage } from './desktop-page/page.ts';

vi.setConfig({ testTimeout: 60_000 });

const soon = { timeout: 30_000 };
const desk = new Desk();
const pack = desk.path('september.cockpitsnap');
const temporary = mkdtempSync(join(tmpdir(), 'tieout-desktop-pack-'));
let built: BuiltDesktop;
let desktop: RunningDesktop;
let page: Page;
let before: object;

beforeAll(async () => {
  const workspace = desk.path('workspace');
  await makeExampleWorkspace(workspace);
  const seal = ['seal', '--workspace', workspace, '--period', '2026-09', '--as', 'maria', '--out', pack];
  expect((await desk.run(seal)).code).toBe(0);
  expect((await desk.run([...seal, '--json'])).error.message).toContain('is there already');
  before = standing();
  built = buildTestDesktop('desktop-pack');
  const userData = desk.path('user-data');
  mkdirSync(userData);
  // What a reader leaves behind would lie here.
  vi.stubEnv('TMPDIR', temporary);
  desktop = launchDesktop({ appPath: built.appPath, userData, args: [`--workspace=${workspace}`] });
  page = await desktop.page();
}, 120_000);

afterAll(async () => {
  await desktop?.quit();
  vi.unstubAllEnvs();
  built?.remove();
  desk.remove();
  rmSync(temporary, { recursive: true, force: true });
}, 30_000);

function standing(): object {
  const { mtimeMs, size } = statSync(pack);
  return { mtimeMs, size, sha256: createHash('sha256').update(readFileSync(pack)).digest('hex') };
}

const windows = async () => (await desktop.ask('windows')).length;
const services = async () => (await desktop.ask('utilities')).map(({ serviceName }) => serviceName).sort();
const privateCopies = () => readdirSync(temporary).filter((name) => name.startsWith('tieout-pack-'));

async function sessionOf(one: Page) {
  await one.waitForFunction(() => document.getElementById('state')?.textContent !== 'starting');
  const { session } = await one.evaluate(() => ({ session: (globalThis as unknown as DesktopPage).session }));
  return (session.body as { result: { data: Record<string, unknown> } }).result.data;
}

it('opens in a window of its own, proved, for a reader without keys; the workspace stays what it is', async () => {
  expect(await sessionOf(page)).toMatchObject({ sealed: null, you: null });
  await desktop.ask('openFile', pack);
  const reading = await desktop.page(1);
  expect(await sessionOf(reading)).toMatchObject({
    host: 'desktop',
    sealed: { period: '2026-09', fileName: 'september.cockpitsnap', madeBy: { id: 'maria' } },
    you: { id: 'tieout:reader', roles: ['auditor'] },
    people: [],
  });
  expect(await services()).toEqual(['Tieout core', 'Tieout sealed pack']);
  const asked = await reading.evaluate(async () => {
    const { secret } = globalThis as unknown as DesktopPage;
    const headers = {
      'x-tieout-request': '1',
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
    };
    const response = await fetch('/api/sync.run', { method: 'POST', headers, body: '{}' });
    return { status: response.status, text: await response.text() };
  });
  expect(asked.status).toBe(403);
  expect(asked.text).toContain('SEALED_READ_ONLY');
  expect(await sessionOf(page)).toMatchObject({ sealed: null });
});

it('is opened once, however often it is asked for', async () => {
  await desktop.ask('openFile', pack);
  await desktop.ask('openFile', pack);
  expect(await windows()).toBe(2);
  const recorded = (await desktop.ask('recorded')).filter(({ what }) => what === 'BrowserWindow');
  expect(recorded.map(({ args }) => (args[0] as { name: string }).name)).toEqual(['main', 'pack-1']);
});

it('has the menu while it is in front, and its commands go to its own page', async () => {
  const reading = await desktop.page(1);
  const setMenu = (one: Page, id: string) =>
    one.evaluate((command) => {
      const entry = { id: command, title: 'One', group: 'Go', accelerator: null, isEnabled: true };
      return (globalThis as unknown as DesktopPage).desktop.setMenu([entry]);
    }, id);
  const run = async (id: string) => await desktop.ask('clickMenu', id);
  const heard = (one: Page) =>
    one.evaluate(() => (globalThis as unknown as DesktopPage).heard.commands.at(-1));
  await desktop.ask('openFile', pack);
  await setMenu(reading, 'go.overview');
  await setMenu(page, 'go.exceptions');
  expect([await run('go.exceptions'), await run('go.overview')]).toEqual([false, true]);
  await expect.poll(() => heard(reading)).toBe('go.overview');
  await desktop.ask('openUrl', 'cockpit://exception/EX-1');
  expect([await run('go.overview'), await run('go.exceptions')]).toEqual([false, true]);
  await expect.poll(() => heard(page)).toBe('go.exceptions');
});

it('is left as it was; its process and its private copy go with its window', async () => {
  expect(privateCopies()).toHaveLength(1);
  await desktop.ask('closeWindow', 1);
  await expect.poll(services, soon).toEqual(['Tieout core']);
  expect(privateCopies()).toEqual([]);
  expect(await windows()).toBe(1);
  expect(standing()).toEqual(before);
});

it('is not opened once a byte of it is changed: a dialog says so, and no window is made', async () => {
  const altered = readFileSync(pack);
  altered.writeUInt8(altered.readUInt8(altered.length - 9) ^ 1, altered.length - 9);
  writeFileSync(desk.path('altered.cockpitsnap'), altered);
  await desktop.ask('answerDialogs', [{ response: 0 }]);
  await desktop.ask('openFile', desk.path('altered.cockpitsnap'));
  const said = async () =>
    (await desktop.ask('recorded'))
      .filter(({ what }) => what === 'showMessageBox')
      .map(({ args }) => args[0]);
  await expect.poll(said, soon).toMatchObject([
    {
      message: 'The sealed pack is not opened.',
      detail: expect.stringMatching(/^altered\.cockpitsnap: The content was changed/),
    },
  ]);
  expect(await windows()).toBe(1);
  await expect.poll(services, soon).toEqual(['Tieout core']);
  expect(privateCopies()).toEqual([]);
});
