import { join } from 'node:path';
import process from 'node:process';
import type * as ElectronModule from 'electron';
import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import { appScheme } from '../bridge/app-address.ts';
import type { MenuEntry } from '../bridge/desktop-bridge.ts';
import { linkScheme } from '../bridge/deep-link.ts';
import { createSchemeHandler } from './app-scheme.ts';
import { bridgeHandlers } from './bridge-handlers.ts';
import { CockpitWindow } from './cockpit-window.ts';
import { CoreSupervisor } from './core-supervisor.ts';
import { policyPath, readPolicy } from './desktop-policy.ts';
import { openGate } from './ipc-gate.ts';
import type { LaunchRequest } from './launch-request.ts';
import { createLocalLog } from './local-log.ts';
import { createMainClock } from './main-clock.ts';
import { showMenu } from './menu.ts';
import { guardNavigation, refuseDownloads } from './navigation-guard.ts';
import { inspectPackFile } from './pack-file.ts';
import { refusePermissions } from './permissions.ts';
import { openRendererFiles } from './renderer-files.ts';
import { SampleCompany } from './sample-company.ts';
import { SavedFiles } from './saved-files.ts';
import { SecretStore } from './secret-store.ts';
import { type StartOptions, startOptions } from './start-options.ts';
import { Updates } from './updates.ts';

type Electron = typeof ElectronModule;

interface Base {
  readonly electron: Electron;
  readonly clock: Clock;
  readonly log: Log;
  readonly platform: NodeJS.Platform;
  /** A file of the application. */
  readonly at: (...parts: string[]) => string;
}

/** The parts that live as long as the application. */
interface Parts {
  readonly cockpit: CockpitWindow;
  readonly supervisor: CoreSupervisor;
  readonly sample: SampleCompany;
  readonly secrets: SecretStore;
  readonly updates: Updates;
  readonly saved: SavedFiles;
}

/** Starts everything once Electron is ready; gives what opens links and files from then on. */
export function startDesktop(
  electron: Electron,
  early: readonly LaunchRequest[],
): (request: LaunchRequest) => void {
  const { app } = electron;
  const clock = createMainClock();
  const base: Base = {
    electron,
    clock,
    log: createLocalLog(app.getPath('logs'), () => clock.now()),
    platform: process.platform,
    at: (...parts) => join(app.getAppPath(), ...parts),
  };
  const options = startOptions(process.argv, process.cwd(), app.getPath('userData'));
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  const parts = composeParts(base, options);
  lockDown(base);
  serve(base, parts);
  handleBridge(base, parts);
  attendApp(base, parts);
  parts.supervisor.start();
  const open = (request: LaunchRequest): void => openRequest(request, parts);
  open({
    addresses: early.flatMap(({ addresses }) => addresses),
    files: early.flatMap(({ files }) => files),
  });
  return open;
}

function composeParts(base: Base, options: StartOptions): Parts {
  const { electron, clock, log, platform, at } = base;
  const { app } = electron;
  const fork = (name: string, serviceName: string) =>
    electron.utilityProcess.fork(at('electron', 'core-process', name), [], { serviceName });
  const sample = new SampleCompany(() => fork('sample-company.js', 'Tieout sample company'));
  const secrets = new SecretStore({
    safeStorage: electron.safeStorage,
    platform,
    path: join(app.getPath('userData'), 'secrets.json'),
    log,
  });
  const saved = new SavedFiles();
  const cockpit = new CockpitWindow({
    BrowserWindow: electron.BrowserWindow,
    dialog: electron.dialog,
    facts: () => ({
      name: 'main',
      preload: at('electron', 'preload', 'preload.cjs'),
      platform,
      version: app.getVersion(),
      isDark: electron.nativeTheme.shouldUseDarkColors,
      hasDevTools: !app.isPackaged,
    }),
    onPageGone: () => saved.dropUnfinished(),
    onClosed: () => {},
    clock,
    log,
  });
  const supervisor = new CoreSupervisor({
    fork: () => fork('core-process.js', 'Tieout core'),
    createChannel: () => new electron.MessageChannelMain(),
    openOrder: async () => ({
      kind: 'open',
      places: options.places,
      version: app.getVersion(),
      sample: options.isSample ? await sample.sample() : null,
    }),
    secret: (connectionId, name) => secrets.read(connectionId, name),
    onReady: () => sample.made(),
    onSampleRemoved: () => app.quit(),
    onState: (state) => cockpit.tell('coreState', state),
    clock,
    log,
  });
  const updates = new Updates({
    policy: readPolicy(policyPath(platform, process.env)),
    isPackaged: app.isPackaged,
    load: async () => (await import('electron-updater')).default.autoUpdater,
    workUnderWay: () => supervisor.workUnderWay,
    prepareToQuit: async () => {
      cockpit.letGo();
      await supervisor.stop();
    },
    onState: (state) => cockpit.tell('updateState', state),
    clock,
    log,
  });
  return { cockpit, supervisor, sample, secrets, updates, saved };
}

/** Nothing leaves the document, nothing is permitted, nothing is downloaded: for every page that ever comes to be. */
function lockDown({ electron, log }: Base): void {
  const { app, session, shell } = electron;
  refusePermissions(session.defaultSession);
  refuseDownloads(session.defaultSession, log);
  app.on('web-contents-created', (_event, contents) =>
    guardNavigation(contents, { openExternal: (url) => shell.openExternal(url), log }),
  );
}

function serve({ electron, at, log }: Base, { supervisor }: Parts): void {
  const handle = createSchemeHandler({
    files: openRendererFiles(at('renderer')),
    askCore: (request, path) => supervisor.ask(request, path),
    log,
  });
  electron.protocol.handle(appScheme, (request) => handle(request));
}

function handleBridge({ electron, at, clock, log, platform }: Base, parts: Parts): void {
  const { app, dialog, shell, Notification, nativeImage, Menu, ipcMain } = electron;
  const { cockpit, supervisor } = parts;
  const setMenu = (entries: readonly MenuEntry[]): void =>
    showMenu(entries, Menu, { platform, runCommand: (id) => cockpit.tell('command', id) });
  setMenu([]);
  const handlers = bridgeHandlers({
    ...parts,
    app,
    dialog,
    shell,
    Notification,
    platform,
    setMenu,
    dragIcon: () => nativeImage.createFromPath(at('resources', 'icons', 'document.png')),
    badgeIcon: () => nativeImage.createFromPath(at('resources', 'icons', 'badge.png')),
    newSession: () => supervisor.openSession(),
  });
  openGate(handlers, {
    ipcMain,
    isOurs: (contents) => contents === cockpit.window?.webContents,
    clock,
    log,
  });
}

function attendApp({ electron, log }: Base, parts: Parts): void {
  const { app, powerMonitor } = electron;
  const { cockpit, supervisor, sample, updates } = parts;
  const quitting = new AbortController();
  let isStopped = false;
  powerMonitor.on('resume', () => supervisor.resumed());
  app.on('child-process-gone', (_event, { type, reason, serviceName }) =>
    log.write('error', 'app.process-gone', { type, reason, service: serviceName ?? null }),
  );
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => cockpit.show(null));
  app.on('will-quit', (event) => {
    if (isStopped) return;
    // The core closes its database first; then the application goes.
    event.preventDefault();
    quitting.abort();
    cockpit.letGo();
    void supervisor.stop().finally(() => {
      sample.stop();
      isStopped = true;
      app.quit();
    });
  });
  updates.watch(quitting.signal).catch((cause: unknown) => {
    if (!quitting.signal.aborted) throw cause;
  });
}

function openRequest({ addresses, files }: LaunchRequest, { cockpit }: Parts): void {
  cockpit.show(addresses.at(-1) ?? null);
  for (const path of files) cockpit.tell('openedFile', inspectPackFile(path));
}
