import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MenuEntry } from '#electron/bridge/desktop-bridge.ts';
import { buildTestDesktop, type BuiltDesktop } from '#test/support/electron-stand-in/built-desktop.ts';
import { declaredPermissions } from '#test/support/electron-stand-in/declared-options.ts';
import { makeExampleWorkspace } from '#test/support/electron-stand-in/example-workspace.ts';
import { launchDesktop, type RunningDesktop } from '#test/support/electron-stand-in/launch-desktop.ts';
import type { DesktopPage } from './desktop-page/page.ts';

vi.setConfig({ testTimeout: 120_000 });

let built: BuiltDesktop;
let userData = '';
let desktop: RunningDesktop;
let page: Page;

beforeAll(async () => {
  built = buildTestDesktop('desktop');
  userData = mkdtempSync(join(tmpdir(), 'tieout-desktop-'));
  const workspace = join(userData, 'workspace');
  await makeExampleWorkspace(workspace);
  desktop = launchDesktop({ appPath: built.appPath, userData, args: [`--workspace=${workspace}`] });
  page = await opened(desktop);
}, 120_000);

afterAll(async () => {
  await desktop?.quit();
  built?.remove();
  rmSync(userData, { recursive: true, force: true });
}, 30_000);

async function opened(one: RunningDesktop): Promise<Page> {
  const shown = await one.page();
  await shown.waitForFunction(() => document.getElementById('state')?.textContent !== 'starting', undefined, {
    timeout: 60_000,
  });
  return shown;
}

const inPage = <T>(look: (fixture: DesktopPage) => T | Promise<T>): Promise<T> =>
  page.evaluate(`(${look.toString()})(globalThis)`) as Promise<T>;

async function recorded(what: string): Promise<readonly (readonly unknown[])[]> {
  return (await desktop.ask('recorded')).filter((one) => one.what === what).map(({ args }) => args);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('it did not come to be in 15 s');
}

const entries: readonly MenuEntry[] = [
  { id: 'go.overview', title: 'Go to Overview', group: 'Go', accelerator: 'CmdOrCtrl+1', isEnabled: true },
  { id: 'shell.refresh', title: 'Refresh data', group: 'View', accelerator: 'F5', isEnabled: true },
  { id: 'postings.approve', title: 'Approve & next', group: 'Item', accelerator: null, isEnabled: false },
];

describe('the window', () => {
  it('is asked for with exactly these options, after the application was locked down', async () => {
    const order = (await desktop.ask('recorded')).map(({ what }) => what);
    expect(order.slice(0, 4)).toEqual([
      'app.enableSandbox',
      'registerSchemesAsPrivileged',
      'crashReporter.start',
      'app.requestSingleInstanceLock',
    ]);
    expect(await recorded('registerSchemesAsPrivileged')).toEqual([
      [
        {
          scheme: 'tieout',
          privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
        },
      ],
    ]);
    expect(await recorded('crashReporter.start')).toEqual([[{ uploadToServer: false }]]);
    expect(await recorded('BrowserWindow')).toEqual([
      [
        {
          name: 'main',
          windowStatePersistence: true,
          width: 1440,
          height: 900,
          minWidth: 1024,
          minHeight: 640,
          show: false,
          title: 'Tieout',
          backgroundColor: '#ffffff',
          webPreferences: {
            preload: join(built.appPath, 'electron', 'preload', 'preload.cjs'),
            sandbox: true,
            contextIsolation: true,
            nodeIntegration: false,
            nodeIntegrationInSubFrames: false,
            nodeIntegrationInWorker: false,
            webSecurity: true,
            allowRunningInsecureContent: false,
            webviewTag: false,
            spellcheck: false,
            navigateOnDragDrop: false,
            safeDialogs: true,
            devTools: true,
            additionalArguments: ['--tieout-version=0.1.0', '--tieout-platform=linux'],
          },
        },
      ],
    ]);
  });

  it('shows a page that has the bridge, and nothing of Node or Electron', async () => {
    const seen = await page.evaluate(() => ({
      names: [
        'require',
        'process',
        'module',
        'exports',
        'Buffer',
        'global',
        'ipcRenderer',
        'electron',
        '__standInSend',
      ].filter((name) => name in globalThis),
      bridge: Object.entries((globalThis as unknown as DesktopPage).desktop).map(
        ([name, one]) => `${name} ${typeof one}`,
      ),
      isFrozen: Object.isFrozen((globalThis as unknown as DesktopPage).desktop),
    }));
    expect(seen.names).toEqual([]);
    expect(seen.isFrozen).toBe(true);
    expect(seen.bridge.filter((one) => !one.endsWith(' function'))).toEqual([
      'platform string',
      'version string',
    ]);
  });

  it('is answered by a core in a process of its own', async () => {
    expect(await inPage((fixture) => fixture.session.status)).toBe(200);
    expect(await inPage((fixture) => fixture.session.body)).toMatchObject({
      result: { data: { host: 'desktop' } },
    });
    expect((await desktop.ask('utilities')).map(({ serviceName }) => serviceName)).toEqual(['Tieout core']);
  });

  it('carries the policy on every answer and runs nothing that is not its own', async () => {
    const outside = await desktop.ask('outside', 'tieout://app/');
    for (const path of ['', 'index.html', 'page.js', 'nothing', 'api/session.get']) {
      const { headers } = await page.evaluate(async (url) => {
        const response = await fetch(url, { headers: { 'x-tieout-request': '1' } });
        return { headers: Object.fromEntries(response.headers) };
      }, `${outside}${path}`);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    }
    const { worked, threw } = await inPage((fixture) => fixture.tryToBreakOut());
    expect(worked).toEqual([]);
    // What makes code of text or of an address is refused at the first touch; the rest is when it would load.
    expect(threw).toEqual([
      'inlineScript',
      'remoteScript',
      'remoteModule',
      'dataScript',
      'frameWithText',
      'handler',
      'evaluated',
      'worker',
      'remoteFetch',
    ]);
    expect((await recorded('request')).flat().filter((url) => String(url).includes('evil'))).toEqual([]);
  });
});

describe('what the page asks of main', () => {
  it('makes the menu of the command list, with edit roles and one owner per key, and hears its commands', async () => {
    await page.evaluate((given) => (globalThis as unknown as DesktopPage).desktop.setMenu(given), entries);
    const menu = (await desktop.ask('menu')) ?? [];
    const items = menu.flatMap(({ submenu = [] }) => submenu);
    expect(
      items
        .filter(({ id }) => id !== undefined)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(entries.map(({ id }) => id).sort());
    expect(items.find(({ id }) => id === 'postings.approve')).toMatchObject({
      label: 'Approve && next',
      enabled: false,
    });
    expect(items.find(({ id }) => id === 'shell.refresh')).toMatchObject({ accelerator: 'F5' });
    const roles = items.map(({ role }) => role).filter((role) => role !== undefined);
    expect(roles).toEqual(expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll', 'quit']));
    for (const harmful of [
      'reload',
      'forceReload',
      'toggleDevTools',
      'zoomIn',
      'zoomOut',
      'resetZoom',
      'close',
    ]) {
      expect(roles).not.toContain(harmful);
    }
    expect(await desktop.ask('clickMenu', 'postings.approve')).toBe(false);
    await desktop.ask('clickMenu', 'go.overview');
    await until(async () => (await inPage((fixture) => fixture.heard.commands.length)) === 1);
    expect(await inPage((fixture) => fixture.heard.commands)).toEqual(['go.overview']);
  });

  it('shows badge, progress and edited state, and refuses what is out of shape', async () => {
    await inPage(async ({ desktop: bridge }) => {
      await bridge.setBadge(7);
      await bridge.setProgress({ state: 'running', fraction: 0.25 });
      await bridge.setProgress({ state: 'failed', fraction: null });
      await bridge.setProgress({ state: 'none', fraction: null });
    });
    expect(await recorded('setBadgeCount')).toEqual([[7]]);
    expect(await recorded('setProgressBar')).toEqual([
      [0.25, { mode: 'normal' }],
      [1, { mode: 'error' }],
      [-1, {}],
    ]);
    const refused = await inPage(({ desktop: bridge }) =>
      bridge.setBadge(-1).then(
        () => 'taken',
        (cause: unknown) => String(cause),
      ),
    );
    expect(refused).toMatch(/refused$/);
    expect(refused).not.toMatch(/electron\/main|\.ts|\n\s+at /);
  });

  it('notifies, and a click leads to the item', async () => {
    const notice = {
      title: 'Approval',
      body: 'One posting awaits you',
      link: 'cockpit://posting/pst_1',
      group: 'x',
    };
    const isShown = await page.evaluate(
      (given) => (globalThis as unknown as DesktopPage).desktop.notify(given),
      notice,
    );
    expect(isShown).toBe(true);
    await desktop.ask('clickNotification');
    await until(async () =>
      (await inPage((fixture) => fixture.heard.addresses)).includes('/postings?id=pst_1'),
    );
  });

  it('saves a file where the person says, in pieces, and shows it without telling the page where', async () => {
    const path = join(userData, 'export.csv');
    await desktop.ask('answerDialogs', [{ canceled: false, filePath: path }]);
    const saved = await inPage(async ({ desktop: bridge }) => {
      const bytes = new Uint8Array(1_200_000).fill(65);
      return bridge.saveFile('export.csv', bytes);
    });
    expect(saved?.name).toBe('export.csv');
    expect(JSON.stringify(saved)).not.toContain(userData);
    expect(readFileSync(path).length).toBe(1_200_000);
    await page.evaluate(
      (token) => (globalThis as unknown as DesktopPage).desktop.showSavedFile(token),
      saved?.token ?? '',
    );
    expect(await recorded('showItemInFolder')).toEqual([[path]]);
    await page.evaluate(
      (token) => (globalThis as unknown as DesktopPage).desktop.dragSavedFile(token),
      saved?.token ?? '',
    );
    expect(await recorded('startDrag')).toEqual([[path]]);
  });

  it('opens links to the vendors alone', async () => {
    const opens = await inPage(async ({ desktop: bridge }) => [
      await bridge.openExternal('https://dashboard.stripe.com/invoices/in_1'),
      await bridge.openExternal('https://dashboard.stripe.com.evil.example/'),
    ]);
    expect(opens).toEqual([true, false]);
    expect(await recorded('openExternal')).toEqual([['https://dashboard.stripe.com/invoices/in_1']]);
  });

  it('says in plain words where secrets are kept, and that updates are off here', async () => {
    expect(await inPage(({ desktop: bridge }) => bridge.secretsState())).toMatchObject({
      backend: 'gnome_libsecret',
      isProtected: true,
      needsAcceptance: false,
    });
    expect(await inPage(({ desktop: bridge }) => bridge.updateState())).toMatchObject({ state: 'off' });
  });
});

describe('S-06 and S-07 in Chromium', () => {
  it('leaves its document for nothing', async () => {
    const before = page.url();
    for (const target of ['https://evil.example/', 'http://127.0.0.1:9/', 'https://dashboard.stripe.com/']) {
      await page.evaluate((url) => {
        location.assign(url);
      }, target);
      await page.evaluate((url) => {
        const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' });
        document.body.append(link);
        link.click();
        link.remove();
        window.open(url);
      }, target);
    }
    await new Promise((done) => setTimeout(done, 800));
    expect(page.url()).toBe(before);
    expect(await desktop.ask('windows')).toHaveLength(1);
    expect((await recorded('navigation')).filter(([, verdict]) => verdict !== 'prevented')).toEqual([]);
    const windows = await recorded('window-open');
    expect(windows.length).toBeGreaterThan(0);
    expect(windows.filter(([, verdict]) => verdict !== 'deny')).toEqual([]);
    expect(
      (await recorded('openExternal'))
        .flat()
        .filter((url) => !String(url).includes('//dashboard.stripe.com/')),
    ).toEqual([]);
    expect(await desktop.ask('download')).toBe(true);
  });

  it('has every declared permission and device refused by the handlers that main set', async () => {
    const names = declaredPermissions('setPermissionRequestHandler');
    const answers = await desktop.ask('permissions', names);
    expect(answers.filter(({ requested, checked }) => requested !== false || checked !== false)).toEqual([]);
    expect(answers).toHaveLength(names.length);
    expect(await desktop.ask('devices', ['hid', 'serial', 'usb'])).toEqual([false, false, false]);
  });
});

describe('links and files from outside', () => {
  it('hands over from a second start: the first one shows what it carried, the second ends', async () => {
    const pack = join(userData, 'period.cockpitsnap');
    writeFileSync(pack, 'not a pack at all');
    const second = launchDesktop({
      appPath: built.appPath,
      userData,
      args: [
        'cockpit://exception/EX-123',
        '--flag',
        pack,
        'cockpit://exception/../../evil',
        'https://evil.example/',
      ],
    });
    expect(await second.ended).toBe(0);
    await until(async () => (await inPage((fixture) => fixture.heard.files.length)) === 1);
    expect(await inPage((fixture) => fixture.heard.addresses.at(-1))).toBe('/exceptions?id=EX-123');
    expect(await inPage((fixture) => fixture.heard.files)).toEqual([
      {
        name: 'period.cockpitsnap',
        isSealedPack: false,
        detail: 'The file is not a sealed pack: it does not begin like one.',
      },
    ]);
    expect(readFileSync(pack, 'utf8')).toBe('not a pack at all');
  });

  it('opens links and files as macOS hands them over', async () => {
    expect(await desktop.ask('openUrl', 'cockpit://trace/in_42')).toBe(true);
    await until(
      async () => (await inPage((fixture) => fixture.heard.addresses.at(-1))) === '/trace?id=in_42',
    );
    await desktop.ask('openUrl', 'cockpit://trace/in_42?approve=1');
    await desktop.ask('openFile', join(userData, 'gone.cockpitsnap'));
    await until(async () => (await inPage((fixture) => fixture.heard.files.length)) === 2);
    expect(await inPage((fixture) => fixture.heard.files.at(-1)?.detail)).toBe(
      'The file is not there any more.',
    );
    expect(await inPage((fixture) => fixture.heard.addresses.at(-1))).toBe('/trace?id=in_42');
  });
});

describe('crashes', () => {
  it('starts the core again when it dies; the session comes back and nothing is lost', async () => {
    const before = await desktop.ask('utilities');
    const head = await inPage((fixture) => fixture.ask('/api/session.get'));
    expect(head.status).toBe(200);
    await desktop.ask('crashUtility', 'Tieout core');
    await page.waitForFunction(() =>
      (globalThis as unknown as DesktopPage).heard.coreStates.includes('restarting'),
    );
    // Asked while it is away: the answer waits for it, and the window is known to it.
    const answered = await inPage((fixture) => fixture.ask('/api/session.get'));
    expect(answered).toMatchObject({ status: 200, body: { result: { data: { you: null } } } });
    const states = await inPage((fixture) => fixture.heard.coreStates.slice(-3));
    expect(states).toContain('restarting');
    expect(states.at(-1)).toBe('ready');
    const after = await desktop.ask('utilities');
    expect(after.find(({ serviceName }) => serviceName === 'Tieout core')?.pid).not.toBe(
      before.find(({ serviceName }) => serviceName === 'Tieout core')?.pid,
    );
    const again = await inPage(async ({ desktop: bridge }) => {
      const secret = await bridge.sessionSecret();
      const headers = { 'x-tieout-request': '1', authorization: `Bearer ${secret}` };
      return (await fetch('/api/session.get', { headers })).status;
    });
    expect(again).toBe(200);
  });

  it('opens the same place again when the page dies, with a session of its own', async () => {
    const [before, secret] = await inPage((fixture) => {
      location.hash = '#/exceptions?id=EX-7';
      return [location.href.replace(/#.*/, '#/exceptions?id=EX-7'), fixture.secret] as const;
    });
    await page.waitForFunction(() => location.hash === '#/exceptions?id=EX-7');
    await desktop.ask('crashRenderer');
    await until(async () => (await recorded('BrowserWindow')).length === 1 && page.isClosed());
    page = await opened(desktop);
    expect(page.url()).toBe(before);
    expect(await inPage((fixture) => fixture.session.status)).toBe(200);
    expect(await inPage((fixture) => fixture.secret)).not.toBe(secret);
  });

  it('asks before a draft is lost, and quits with the core closed', async () => {
    await inPage(({ desktop: bridge }) => bridge.setDocumentEdited(true));
    await desktop.ask('answerDialogs', [{ response: 0 }]);
    await desktop.ask('closeWindow');
    await until(async () => (await recorded('showMessageBox')).length === 1);
    expect(await desktop.ask('windows')).toHaveLength(1);
    await desktop.ask('answerDialogs', [{ response: 1 }]);
    await desktop.ask('closeWindow');
    expect(await desktop.ended).toBe(0);
    expect(desktop.errors).not.toContain('StandInRefusal');
  });
});
