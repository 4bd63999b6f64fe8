import { join } from 'node:path';
import type { App, Dialog, NativeImage, Notification, NotificationConstructorOptions, Shell } from 'electron';
import type { Handlers } from '../bridge/channels.ts';
import type { MenuEntry, OpenedFile, SavedFile } from '../bridge/desktop-bridge.ts';
import { addressOfLink } from '../bridge/deep-link.ts';
import type { CockpitWindow } from './cockpit-window.ts';
import type { CoreSupervisor } from './core-supervisor.ts';
import { allowedExternalUrl } from './external-links.ts';
import type { SavedFiles } from './saved-files.ts';
import type { SecretStore } from './secret-store.ts';
import type { Updates } from './updates.ts';

interface NotificationMaker {
  new (options: NotificationConstructorOptions): Notification;
  isSupported(): boolean;
}

export interface HandlerPorts {
  readonly app: Pick<App, 'setBadgeCount' | 'getPath' | 'addRecentDocument'>;
  readonly dialog: Pick<Dialog, 'showSaveDialog' | 'showOpenDialog'>;
  readonly shell: Pick<Shell, 'openExternal' | 'showItemInFolder' | 'openPath'>;
  readonly Notification: NotificationMaker;
  readonly platform: NodeJS.Platform;
  readonly cockpit: CockpitWindow;
  readonly supervisor: CoreSupervisor;
  readonly secrets: SecretStore;
  readonly updates: Updates;
  readonly saved: SavedFiles;
  readonly dragIcon: () => NativeImage;
  readonly badgeIcon: () => NativeImage;
  readonly setMenu: (entries: readonly MenuEntry[]) => void;
  readonly newSession: () => Promise<string>;
  /** Opens a file that a person chose; tells what it is. */
  readonly openFile: (path: string) => OpenedFile;
}

/** What main does for the page, function by function; the gate has checked who asks and what. */
export function bridgeHandlers(ports: HandlerPorts): Handlers {
  const { cockpit, supervisor, secrets, updates, saved, shell } = ports;
  return {
    sessionSecret: () => ports.newSession(),
    setMenu: (entries) => done(() => ports.setMenu(entries)),
    setBadge: (count) => done(() => setBadge(count, ports)),
    setProgress: ({ state, fraction }) => done(() => setProgress(state, fraction, ports)),
    setDocumentEdited: (isEdited) => done(() => cockpit.setEdited(isEdited)),
    notify: async (notice) => notify(notice, ports),
    openExternal: async (url) => {
      const allowed = allowedExternalUrl(url);
      if (allowed !== null) await shell.openExternal(allowed);
      return allowed !== null;
    },
    beginFile: (name, length) => beginFile(name, length, ports),
    appendFile: async (token, bytes) => saved.append(token, bytes),
    finishFile: async (token) => saved.finish(token),
    showSavedFile: async (token) => {
      const path = saved.pathOf(token);
      if (path !== null) shell.showItemInFolder(path);
      return path !== null;
    },
    dragSavedFile: async (token) => {
      const path = saved.pathOf(token);
      if (path !== null) cockpit.window?.webContents.startDrag({ file: path, icon: ports.dragIcon() });
      return path !== null;
    },
    savePdf: (name) => savePdf(name, ports),
    openFile: () => openFile(ports),
    secretsState: () => secrets.state(),
    acceptUnprotectedSecrets: (isAccepted) => secrets.acceptUnprotected(isAccepted),
    updateState: async () => updates.state,
    checkForUpdate: () => updates.check(),
    restartToUpdate: () => updates.restart(),
    coreState: async () => supervisor.state,
    showLogs: async () => (await shell.openPath(ports.app.getPath('logs'))) === '',
  };
}

async function done(work: () => void): Promise<void> {
  work();
}

function setBadge(count: number, { app, platform, cockpit, badgeIcon }: HandlerPorts): void {
  if (platform !== 'win32') {
    app.setBadgeCount(count);
    return;
  }
  const words = count === 0 ? '' : `${count} awaiting you`;
  cockpit.window?.setOverlayIcon(count === 0 ? null : badgeIcon(), words);
}

function setProgress(
  state: 'none' | 'running' | 'failed',
  fraction: number | null,
  { cockpit }: HandlerPorts,
): void {
  const { window } = cockpit;
  if (window === null) return;
  if (state === 'none') window.setProgressBar(-1);
  else if (state === 'failed') window.setProgressBar(fraction ?? 1, { mode: 'error' });
  else if (fraction === null) window.setProgressBar(2, { mode: 'indeterminate' });
  else window.setProgressBar(fraction, { mode: 'normal' });
}

/** False where the system shows none: the page then says it itself. */
function notify(
  { title, body, link }: { readonly title: string; readonly body: string; readonly link: string },
  { Notification: Notice, cockpit }: HandlerPorts,
): Promise<boolean> {
  const address = addressOfLink(link);
  if (address === null || !Notice.isSupported()) return Promise.resolve(false);
  const notice = new Notice({ title, body });
  const shown = new Promise<boolean>((resolve) => {
    notice.once('show', () => resolve(true));
    notice.once('failed', () => resolve(false));
  });
  notice.once('click', () => cockpit.show(address));
  notice.show();
  return shown;
}

async function chosenPath(name: string, { cockpit, dialog, app }: HandlerPorts): Promise<string | null> {
  const { window } = cockpit;
  if (window === null) return null;
  const chosen = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('documents'), name) });
  return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
}

async function beginFile(name: string, length: number, ports: HandlerPorts): Promise<string | null> {
  const path = await chosenPath(name, ports);
  return path === null ? null : ports.saved.begin(path, length);
}

async function savePdf(name: string, ports: HandlerPorts): Promise<SavedFile | null> {
  const path = await chosenPath(name, ports);
  const contents = ports.cockpit.window?.webContents;
  if (path === null || contents === undefined) return null;
  const bytes = await contents.printToPDF({
    generateTaggedPDF: true,
    generateDocumentOutline: true,
    printBackground: true,
    preferCSSPageSize: true,
  });
  const token = ports.saved.begin(path, bytes.length);
  ports.saved.append(token, bytes);
  return ports.saved.finish(token);
}

async function openFile({ cockpit, dialog, app, openFile: open }: HandlerPorts): Promise<OpenedFile | null> {
  const { window } = cockpit;
  if (window === null) return null;
  const chosen = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: 'Sealed pack', extensions: ['cockpitsnap'] }],
  });
  const [path] = chosen.filePaths;
  if (chosen.canceled || path === undefined) return null;
  const opened = open(path);
  if (opened.isSealedPack) app.addRecentDocument(path);
  return opened;
}
