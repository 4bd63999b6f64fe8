import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { addressOfLink } from '#electron/bridge/deep-link.ts';
import type { UpdateState } from '#electron/bridge/desktop-bridge.ts';
import { policyPath, readPolicy } from '#electron/main/desktop-policy.ts';
import { parseLaunch } from '#electron/main/launch-request.ts';
import { menuTemplate } from '#electron/main/menu.ts';
import { packHeader } from '#core/domain/sealed-pack.ts';
import { inspectPackFile } from '#electron/main/pack-file.ts';
import { SecretStore } from '#electron/main/secret-store.ts';
import { startOptions } from '#electron/main/start-options.ts';
import { type Updater, type UpdatePorts, Updates } from '#electron/main/updates.ts';
import { StandInSafeStorage } from '#test/support/electron-stand-in/safe-storage.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-desktop-main-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('links', () => {
  it('lead to a screen and do nothing else', () => {
    expect(addressOfLink('cockpit://exception/EX-123')).toBe('/exceptions?id=EX-123');
    expect(addressOfLink('cockpit://trace/in_1Pabc:2')).toBe('/trace?id=in_1Pabc%3A2');
    for (const hostile of [
      'cockpit://exception/EX-123?approve=1',
      'cockpit://exception/EX-123#x',
      'cockpit://exception/../postings',
      'cockpit://exception/%2e%2e',
      'cockpit://exception/EX 1',
      'cockpit://exception/',
      'cockpit://exception',
      'cockpit://approve/EX-123',
      'cockpit://constructor/EX-123',
      'cockpit://__proto__/EX-123',
      'cockpit:exception/EX-123',
      'COCKPIT://exception/EX-123',
      'cockpit://user@exception/EX-123',
      'cockpit://exception:80/EX-123',
      'cockpit://exception/EX-123/x',
      'cockpit://exception/EX\u0000',
      'cockpit://exception/\u202eEX',
      `cockpit://exception/${'x'.repeat(400)}`,
      'https://exception/EX-123',
      '',
    ]) {
      expect({ hostile, address: addressOfLink(hostile) }).toEqual({ hostile, address: null });
    }
  });

  it('are found in any order of the arguments, and nothing else is believed', () => {
    const pack = join(folder, 'q3.cockpitsnap');
    const orders = [
      ['app', 'cockpit://exception/EX-1', pack],
      ['app', pack, '--allow-file-access-from-files', 'cockpit://exception/EX-1'],
      [
        'app',
        '--original-process-start-time=1',
        pack,
        'cockpit://exception/EX-1',
        'https://evil.example/x.cockpitsnap',
      ],
    ];
    for (const argv of orders) {
      expect(parseLaunch(argv, folder)).toEqual({ addresses: ['/exceptions?id=EX-1'], files: [pack] });
    }
    expect(parseLaunch(['app', 'q3.cockpitsnap'], folder).files).toEqual([pack]);
    const refused = [
      'app',
      '\\\\server\\share\\x.cockpitsnap',
      '//server/x.cockpitsnap',
      '--x=y.cockpitsnap',
      'a.txt',
      `${'x'.repeat(5_000)}.cockpitsnap`,
      'x\n.cockpitsnap',
    ];
    expect(parseLaunch(refused, folder)).toEqual({ addresses: [], files: [] });
    expect(parseLaunch(['cockpit://exception/EX-1'], folder).addresses).toEqual([]);
  });
});

describe('files that are opened with the application', () => {
  const inspect = (name: string, bytes: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const before = statSync(path).mtimeMs;
    const seen = inspectPackFile(path);
    expect(statSync(path).mtimeMs).toBe(before);
    return seen;
  };

  it('are named plainly for what they are, and are never written', () => {
    expect(inspect('a.cockpitsnap', 'SQLite format 3\u0000')).toMatchObject({
      isSealedPack: false,
      detail: expect.stringContaining('does not begin like one'),
    });
    expect(inspect('b.cockpitsnap', '')).toMatchObject({ isSealedPack: false });
    expect(inspect('c.cockpitsnap', 'TIEOUT-PACK-xx')).toMatchObject({
      isSealedPack: false,
      detail: expect.stringContaining('not whole'),
    });
    const header = packHeader({ manifestBytes: 1_000, publicKey: 'ab'.repeat(32) });
    expect(inspect('e.cockpitsnap', header.slice(0, -1))).toMatchObject({ isSealedPack: false });
    expect(inspect('f.cockpitsnap', header)).toMatchObject({ isSealedPack: true });
    expect(inspect('d.cockpitsnap', 'TIEOUT-PACK-97rest')).toMatchObject({
      isSealedPack: false,
      detail: expect.stringContaining('format 97'),
    });
    expect(inspectPackFile(folder)).toMatchObject({ isSealedPack: false });
    expect(inspectPackFile(join(folder, 'gone.cockpitsnap')).detail).toBe('The file is not there any more.');
    expect(inspect('fdp\u202e.cockpitsnap', 'x').name).toBe('fdp\u{fffd}.cockpitsnap');
  });
});

describe('the menu', () => {
  const entry = (id: string, group: string, accelerator: string | null) => ({
    id,
    title: id,
    group,
    accelerator,
    isEnabled: true,
  });
  const entries = [
    entry('a.one', 'Go', 'CmdOrCtrl+1'),
    entry('a.two', 'View', 'CmdOrCtrl+1'),
    entry('a.copy', 'Edit', 'CmdOrCtrl+C'),
    entry('a.help', 'Help', 'F1'),
    entry('a.odd', 'Other', null),
  ];

  it('has every command once, a key at most once, and never a key of a role', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const menu = menuTemplate(entries, { platform, runCommand: () => {} });
      const items = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
      expect(items.flatMap(({ id }) => id ?? []).sort()).toEqual(entries.map(({ id }) => id).sort());
      const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
      expect(keys.sort()).toEqual(['CmdOrCtrl+1', 'F1']);
      expect(items.find(({ id }) => id === 'a.two')?.accelerator).toBeUndefined();
      const roles = items.map(({ role }) => role);
      expect(roles).toEqual(
        expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll', 'undo', 'redo', 'quit']),
      );
      const labels = menu.map(({ label, role }) => label ?? role);
      expect(labels.filter((label) => label !== 'appMenu')).toEqual(
        platform === 'darwin'
          ? ['Edit', 'View', 'Go', 'Other', 'Window', 'Help']
          : ['File', 'Edit', 'View', 'Go', 'Other', 'Window', 'Help'],
      );
    }
  });
});

describe('secrets', () => {
  let at = 0;
  function store(
    backend: string,
    { platform = 'linux', canEncrypt = true }: { platform?: NodeJS.Platform; canEncrypt?: boolean } = {},
  ) {
    at += 1;
    const path = join(folder, `secrets-${at}.json`);
    const safeStorage = new StandInSafeStorage({ backend, canEncrypt, isReady: () => true });
    const make = () => new SecretStore({ safeStorage: safeStorage as never, platform, path, log: silentLog });
    return { path, safeStorage, make };
  }
  const text = (path: string): string =>
    statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8') : '';
  const secret = 'rk_live_canary-4711';

  it.each(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'])(
    'are kept by %s, across runs, and are not readable in the file',
    async (backend) => {
      const { path, make } = store(backend);
      expect(await make().write('billing', 'secretKey', secret)).toBe(true);
      expect(await make().read('billing', 'secretKey')).toBe(secret);
      expect(await make().read('billing', 'other')).toBeNull();
      expect(statSync(path).mode & 0o777).toBe(0o600);
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('hex'),
        encodeURIComponent(secret),
      ]) {
        expect(text(path)).not.toContain(form);
      }
      expect(await make().state()).toMatchObject({ backend, isProtected: true, needsAcceptance: false });
    },
  );

  it('are kept by the keychain and by DPAPI', async () => {
    for (const [platform, backend] of [
      ['darwin', 'keychain'],
      ['win32', 'dpapi'],
    ] as const) {
      const { make } = store('unknown', { platform });
      expect(await make().write('crm', 'clientSecret', secret)).toBe(true);
      expect(await make().read('crm', 'clientSecret')).toBe(secret);
      expect(await make().state()).toMatchObject({ backend, isProtected: true });
    }
  });

  it('stay in memory where nothing protects them, until a person accepts that', async () => {
    const { path, make } = store('basic_text');
    const first = make();
    expect(await first.state()).toMatchObject({
      backend: 'basic_text',
      isProtected: false,
      needsAcceptance: true,
      description: expect.stringContaining('no keyring'),
    });
    expect(await first.write('erp', 'privateKey', secret)).toBe(false);
    expect(await first.read('erp', 'privateKey')).toBe(secret);
    expect(text(path)).toBe('');
    expect(await make().read('erp', 'privateKey')).toBeNull();
    expect(await first.acceptUnprotected(true)).toMatchObject({
      isProtected: false,
      needsAcceptance: false,
      description: expect.stringContaining('as you accepted'),
    });
    expect(await first.write('erp', 'privateKey', secret)).toBe(true);
    expect(await make().read('erp', 'privateKey')).toBe(secret);
    await first.acceptUnprotected(false);
    expect(text(path)).toBe('{"acceptsUnprotected":false,"secrets":{}}');
    expect(await make().read('erp', 'privateKey')).toBeNull();
  });

  it('lock nobody out where there is no store at all, and acceptance does not help there', async () => {
    for (const facts of [
      store('unknown'),
      store('gnome_libsecret', { canEncrypt: false }),
      store('unknown', { platform: 'win32', canEncrypt: false }),
    ]) {
      const one = facts.make();
      await one.acceptUnprotected(true);
      expect(await one.write('erp', 'privateKey', secret)).toBe(false);
      expect(await one.read('erp', 'privateKey')).toBe(secret);
      expect(text(facts.path)).not.toContain(secret);
      expect(await one.state()).toMatchObject({
        backend: 'unavailable',
        isProtected: false,
        needsAcceptance: false,
      });
    }
  });

  it('are gone, not wrong, when the key of the store changed; and written anew when it was rotated', async () => {
    const { path, safeStorage, make } = store('kwallet6');
    await make().write('crm', 'clientSecret', secret);
    const before = text(path);
    safeStorage.wantsReEncryption = true;
    expect(await make().read('crm', 'clientSecret')).toBe(secret);
    expect(text(path)).not.toBe(before);
    safeStorage.changeKey();
    expect(await make().read('crm', 'clientSecret')).toBeNull();
    writeFileSync(path, '{broken');
    expect(await make().read('crm', 'clientSecret')).toBeNull();
  });

  it('do not overtake one another', async () => {
    const { make } = store('kwallet6');
    const one = make();
    await Promise.all(Array.from({ length: 20 }, (_, index) => one.write('c', `n${index}`, `v${index}`)));
    const again = make();
    const read = await Promise.all(Array.from({ length: 20 }, (_, index) => again.read('c', `n${index}`)));
    expect(read).toEqual(Array.from({ length: 20 }, (_, index) => `v${index}`));
  });
});

describe('updates', () => {
  function world(policyText: string | null, isPackaged = true) {
    const path = join(folder, `policy-${Math.abs(hash(policyText ?? ''))}.json`);
    if (policyText !== null) writeFileSync(path, policyText);
    const did: string[] = [];
    let work = 0;
    const updater = {
      autoDownload: true,
      autoInstallOnAppQuit: true,
      allowDowngrade: true,
      allowPrerelease: true,
      setFeedURL: (options: unknown) => void did.push(`feed ${JSON.stringify(options)}`),
      checkForUpdates: async () => ({ isUpdateAvailable: true, updateInfo: { version: '9.9.9' } }),
      downloadUpdate: async () => void did.push('download'),
      quitAndInstall: () => void did.push('install'),
    };
    const states: UpdateState[] = [];
    const clock = new ManualClock(0);
    const ports: UpdatePorts = {
      policy: readPolicy(policyText === null ? join(folder, 'no-policy.json') : path),
      isPackaged,
      load: async () => {
        did.push('load');
        return updater as unknown as Updater;
      },
      workUnderWay: () => work,
      prepareToQuit: async () => void did.push('close core'),
      onState: (state) => void states.push(state),
      clock,
      log: silentLog,
    };
    return { updates: new Updates(ports), did, states, updater, clock, setWork: (n: number) => (work = n) };
  }
  const hash = (given: string): number =>
    Array.from(given).reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) | 0, 7);

  it('are off by the policy of the machine, by one that is not understood, and where nothing is installed', async () => {
    const offs: readonly (readonly [string | null, boolean, RegExp])[] = [
      ['{"updates":{"enabled":false}}', true, /switched off by the policy/],
      ['{"updates":{"enabled":"yes"}}', true, /not understood/],
      ['{"updates":{"enabled":true,"url":"http://insecure.example"}}', true, /not understood/],
      ['{"updatez":{}}', true, /not understood/],
      ['not json', true, /not understood/],
      [null, false, /not an installed application/],
    ];
    for (const [policy, isPackaged, why] of offs) {
      const { updates, did } = world(policy, isPackaged);
      expect(updates.state).toMatchObject({ state: 'off', detail: expect.stringMatching(why) });
      await updates.check();
      await updates.restart();
      await updates.watch(new AbortController().signal);
      expect(did).toEqual([]);
    }
  });

  it('come from the server of IT, never go back in version, and never install by themselves', async () => {
    const { updates, did, updater } = world(
      '{"updates":{"enabled":true,"url":"https://updates.corp.example/tieout"}}',
    );
    expect(await updates.check()).toMatchObject({ state: 'ready', version: '9.9.9' });
    expect(did).toEqual([
      'load',
      'feed {"provider":"generic","url":"https://updates.corp.example/tieout"}',
      'download',
    ]);
    expect(updater).toMatchObject({
      autoDownload: false,
      autoInstallOnAppQuit: false,
      allowDowngrade: false,
      allowPrerelease: false,
    });
  });

  it('wait for the work that is running, then close the core, then install', async () => {
    const { updates, did, states, clock, setWork } = world(null);
    await updates.check();
    setWork(2);
    const restarting = updates.restart();
    clock.advance(5_000);
    await setImmediate();
    expect(states.at(-1)?.state).toBe('waiting');
    expect(did).not.toContain('install');
    setWork(0);
    clock.advance(1_000);
    await restarting;
    expect(did.slice(-2)).toEqual(['close core', 'install']);
  });

  it('fail in a sentence, and can be tried again', async () => {
    const { updates, updater } = world(null);
    updater.checkForUpdates = async () => {
      throw new Error('ENOTFOUND internal.example /secret/path');
    };
    expect(await updates.check()).toEqual({
      state: 'failed',
      detail: 'The update server did not answer.',
      version: null,
    });
    updater.checkForUpdates = async () => ({ isUpdateAvailable: false, updateInfo: { version: '' } });
    expect(await updates.check()).toMatchObject({ state: 'idle' });
  });

  it('are ruled from a place that only an administrator can write', () => {
    expect(policyPath('linux', {})).toBe('/etc/tieout/policy.json');
    expect(policyPath('darwin', {})).toBe('/Library/Application Support/Tieout/policy.json');
    expect(policyPath('win32', { ProgramData: 'D:\\PD' })).toContain('D:\\PD');
  });
});

describe('the start', () => {
  it('opens the sample company unless a workspace is named', () => {
    expect(startOptions(['app'], '/w', '/u')).toMatchObject({
      isSample: true,
      places: { folder: '/u/sample', keys: '/u/sample.keys' },
    });
    expect(startOptions(['app', '--workspace=books'], '/w', '/u')).toEqual({
      isSample: false,
      places: { folder: '/w/books', keys: '/w/books.keys', secrets: '/w/books.keys/secrets' },
    });
    expect(startOptions(['app', '--workspace=/b', '--keys=/k'], '/w', '/u').places.secrets).toBe(
      '/k/secrets',
    );
  });
});
