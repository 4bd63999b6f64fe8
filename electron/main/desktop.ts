import { join } from 'node:path';
import process from 'node:process';
import type * as ElectronModule from 'electron';
import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import { appScheme } from '../bridge/app-address.ts';
import type { OpenedFile } from '../bridge/desktop-bridge.ts';
import { linkScheme } from '../bridge/deep-link.ts';
import { createSchemeHandler } from './app-scheme.ts';
import { bridgeHandlers } from './bridge-handlers.ts';
import { CockpitWindow, type WindowPorts } from './cockpit-window.ts';
import { CoreSupervisor } from './core-supervisor.ts';
import { policyPath, readPolicy } from './desktop-policy.ts';
import { openGate } from './ipc-gate.ts';
import type { LaunchRequest } from './launch-request.ts';
import { createLocalLog } from './local-log.ts';
import { createMainClock } from './main-clock.ts';
import { showMenu } from './menu.ts';
import { guardNavigation, refuseDownloads } from './navigation-guard.ts';
import { inspectPackFile } from './pack-file.ts';
import { PackWindows } from './pack-windows.ts';
import { refusePermissions } from './permissions.ts';
import { openRendererFiles } from './renderer-files.ts';
import { SampleCompany } from './sample-company.ts';
import { SavedFiles } from './saved-files.ts';
import { type Seat, Seats } from './seat.ts';
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
  readonly seats: Seats;
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
  const openFile = packOpener(base, parts);
  handleBridge(base, parts, openFile);
  attendApp(base, parts);
  parts.supervisor.start();
  const open = (request: LaunchRequest): void => openRequest(request, parts, openFile);
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
  const seats = new Seats();
  const cockpit: CockpitWindow = windowOf(base, 'main', {
    onPageGone: () => saved.dropUnfinished(),
    onClosed: () => {},
    onFocus: () => turnTo(base, seats, cockpit),
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
  return { seats, cockpit, supervisor, sample, secrets, updates, saved };
}

type WindowEvents = Pick<WindowPorts, 'onPageGone' | 'onClosed' | 'onFocus'>;

function windowOf({ electron, at, platform, clock, log }: Base, name: string, events: WindowEvents) {
  const { app, nativeTheme, BrowserWindow, dialog } = electron;
  const facts = () => ({
    name,
    preload: at('electron', 'preload', 'preload.cjs'),
    platform,
    version: app.getVersion(),
    isDark: nativeTheme.shouldUseDarkColors,
    hasDevTools: !app.isPackaged,
  });
  return new CockpitWindow({ BrowserWindow, dialog, facts, clock, log, ...events });
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

function serve({ electron, at, log }: Base, { seats, supervisor }: Parts): void {
  const handle = createSchemeHandler({
    files: openRendererFiles(at('renderer')),
    askCore: (request, path) => (seats.coreOf(request) ?? supervisor).ask(request, path),
    log,
  });
  electron.protocol.handle(appScheme, (request) => handle(request));
}

/** Lets the pages of our windows ask main, each for itself. */
function handleBridge(base: Base, parts: Parts, openFile: (path: string) => OpenedFile): void {
  const { electron, clock, log } = base;
  const { seats, cockpit, supervisor } = parts;
  seats.add(seatOf(base, parts, { cockpit, supervisor }, openFile));
  showMenuOf(base, seats, cockpit);
  openGate({
    ipcMain: electron.ipcMain,
    handlersOf: (contents) => seats.handlersOf(contents),
    clock,
    log,
  });
}

/** What main does for one window: everything about it, and the same machine for all of them. */
function seatOf(
  base: Base,
  parts: Parts,
  own: Pick<Seat, 'cockpit' | 'supervisor'>,
  openFile: (path: string) => OpenedFile,
): Seat {
  const { electron, at, platform } = base;
  const { app, dialog, shell, Notification, nativeImage } = electron;
  const handlers = bridgeHandlers({
    ...parts,
    ...own,
    app,
    dialog,
    shell,
    Notification,
    platform,
    setMenu: (entries) => {
      seat.menu = entries;
      if (parts.seats.isInFront(own.cockpit)) showMenuOf(base, parts.seats, own.cockpit);
    },
    dragIcon: () => nativeImage.createFromPath(at('resources', 'icons', 'document.png')),
    badgeIcon: () => nativeImage.createFromPath(at('resources', 'icons', 'badge.png')),
    newSession: () => own.supervisor.openSession(),
    openFile,
  });
  const seat: Seat = { ...own, handlers, menu: [] };
  return seat;
}

function turnTo(base: Base, seats: Seats, cockpit: CockpitWindow): void {
  seats.turnTo(cockpit);
  showMenuOf(base, seats, cockpit);
}

/** The menu is that of the window in front: its commands, run there. */
function showMenuOf({ electron, platform }: Base, seats: Seats, cockpit: CockpitWindow): void {
  const seat = seats.all().find((one) => one.cockpit === cockpit);
  const runCommand = (id: string): void => cockpit.tell('command', id);
  showMenu(seat?.menu ?? [], electron.Menu, { platform, runCommand });
}

/** Opens sealed packs in windows of their own; what is none is named to the window that is there. */
function packOpener(base: Base, parts: Parts): (path: string) => OpenedFile {
  const { electron, at, clock, log } = base;
  const { seats } = parts;
  const openFile = (path: string): OpenedFile => {
    const file = inspectPackFile(path);
    if (file.isSealedPack) packs.open(path);
    return file;
  };
  const packs = new PackWindows({
    seats,
    fork: () =>
      electron.utilityProcess.fork(at('electron', 'core-process', 'core-process.js'), [], {
        serviceName: 'Tieout sealed pack',
      }),
    createChannel: () => new electron.MessageChannelMain(),
    window: (name, onClosed) => {
      const onFocus = (): void => turnTo(base, seats, window);
      const window: CockpitWindow = windowOf(base, name, { onPageGone: () => {}, onClosed, onFocus });
      return window;
    },
    seat: (cockpit, supervisor) => seatOf(base, parts, { cockpit, supervisor }, openFile),
    dialog: electron.dialog,
    version: electron.app.getVersion(),
    clock,
    log,
  });
  return openFile;
}

function attendApp({ electron, log }: Base, parts: Parts): void {
  const { app, powerMonitor } = electron;
  const { seats, cockpit, sample, updates } = parts;
  const quitting = new AbortController();
  let isStopped = false;
  powerMonitor.on('resume', () => {
    for (const { supervisor } of seats.all()) supervisor.resumed();
  });
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
    const open = seats.all();
    for (const one of open) one.cockpit.letGo();
    void Promise.all(open.map((one) => one.supervisor.stop())).finally(() => {
      sample.stop();
      isStopped = true;
      app.quit();
    });
  });
  updates.watch(quitting.signal).catch((cause: unknown) => {
    if (!quitting.signal.aborted) throw cause;
  });
}

function openRequest(
  { addresses, files }: LaunchRequest,
  { cockpit }: Parts,
  openFile: (path: string) => OpenedFile,
): void {
  cockpit.show(addresses.at(-1) ?? null);
  for (const path of files) cockpit.tell('openedFile', openFile(path));
}
