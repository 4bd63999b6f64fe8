// Runs sandboxed in every window before the page: named functions over plain data, and nothing of Electron's own gets through.
import { contextBridge, ipcRenderer } from 'electron';
import { invokeChannel, type InvokeName, pushChannel, type PushName } from '../bridge/channel-names.ts';
import type { DesktopBridge, SavedFile, StopListening } from '../bridge/desktop-bridge.ts';

/** So many messages wait for a page that does not listen yet. */
const keptEarly = 5;

type Asked = InvokeName & keyof DesktopBridge;

function ask<Name extends Asked>(name: Name) {
  return (...args: Parameters<DesktopBridge[Name]>): ReturnType<DesktopBridge[Name]> =>
    ipcRenderer.invoke(invokeChannel(name), ...args) as ReturnType<DesktopBridge[Name]>;
}

/** Bytes of one piece; no message may be longer than 1 MiB. */
const pieceBytes = 512 * 1024;

async function saveFile(name: string, bytes: Uint8Array): Promise<SavedFile | null> {
  const invoke = (channel: InvokeName, ...args: unknown[]): Promise<unknown> =>
    ipcRenderer.invoke(invokeChannel(channel), ...args);
  const token = await invoke('beginFile', name, bytes.length);
  if (token === null) return null;
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    await invoke('appendFile', token, bytes.slice(from, from + pieceBytes));
  }
  return (await invoke('finishFile', token)) as SavedFile | null;
}

/**
 * Hears from the first moment on and keeps what came before the page listened. The event object never reaches the page: it
 * carries the sender.
 */
function listen<Told>(name: PushName): (listener: (told: Told) => void) => StopListening {
  const listeners = new Set<(told: Told) => void>();
  let early: Told[] = [];
  ipcRenderer.on(pushChannel(name), (_event, told: Told) => {
    if (listeners.size === 0) early = [...early, told].slice(-keptEarly);
    for (const listener of listeners) listener(told);
  });
  return (listener) => {
    listeners.add(listener);
    const missed = early;
    early = [];
    for (const told of missed) listener(told);
    return () => {
      listeners.delete(listener);
    };
  };
}

/** A value that main gave this window at its start, as `--tieout-version=1.2.3`. */
function given(name: string): string {
  const prefix = `--tieout-${name}=`;
  return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? '';
}

const desktop: DesktopBridge = {
  platform: given('platform') as DesktopBridge['platform'],
  version: given('version'),
  sessionSecret: ask('sessionSecret'),
  setMenu: ask('setMenu'),
  setBadge: ask('setBadge'),
  setProgress: ask('setProgress'),
  setDocumentEdited: ask('setDocumentEdited'),
  notify: ask('notify'),
  openExternal: ask('openExternal'),
  saveFile,
  showSavedFile: ask('showSavedFile'),
  dragSavedFile: ask('dragSavedFile'),
  savePdf: ask('savePdf'),
  openFile: ask('openFile'),
  secretsState: ask('secretsState'),
  acceptUnprotectedSecrets: ask('acceptUnprotectedSecrets'),
  updateState: ask('updateState'),
  checkForUpdate: ask('checkForUpdate'),
  restartToUpdate: ask('restartToUpdate'),
  coreState: ask('coreState'),
  showLogs: ask('showLogs'),
  onCommand: listen('command'),
  onNavigate: listen('navigate'),
  onCoreState: listen('coreState'),
  onUpdateState: listen('updateState'),
  onOpenedFile: listen('openedFile'),
};

contextBridge.exposeInMainWorld('desktop', desktop);
