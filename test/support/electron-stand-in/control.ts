import process from 'node:process';
import { app } from './application.ts';
import { allWindows } from './emulated-window.ts';
import {
  dialogAnswers,
  Menu,
  type MenuTemplate,
  powerMonitor,
  session,
  sessionHandlers,
  shownNotifications,
} from './electron.ts';
import { debugAddress, scheme } from './platform.ts';
import { allRecorded } from './strict.ts';
import { runningUtilities } from './utility-process.ts';

/** A menu as plain data. */
export type MenuFacts = Omit<MenuTemplate, 'click' | 'submenu'> & { readonly submenu?: readonly MenuFacts[] };

function factsOf({ click: _click, submenu, ...facts }: MenuTemplate): MenuFacts {
  return submenu === undefined ? facts : { ...facts, submenu: submenu.map(factsOf) };
}

function findItem(items: readonly MenuTemplate[], id: string): MenuTemplate | undefined {
  return items.flatMap((item) => [item, ...(item.submenu ?? [])]).find((item) => item.id === id);
}

/** What a test may ask of the process that stands for the desktop. */
export const controls = {
  debugAddress,
  recorded: () => allRecorded(),
  outside: (url: string) => scheme().outside(url),
  menu: () => Menu.getApplicationMenu()?.template.map(factsOf) ?? null,
  clickMenu: (id: string) => {
    const item = findItem(Menu.getApplicationMenu()?.template ?? [], id);
    if (item === undefined || item.enabled === false) return false;
    item.click?.();
    return true;
  },
  openUrl: (url: string) => {
    const event = { isPrevented: false, preventDefault: () => (event.isPrevented = true) };
    app.emit('open-url', event, url);
    return event.isPrevented;
  },
  openFile: (path: string) => app.emit('open-file', { preventDefault: () => {} }, path),
  answerDialogs: (answers: readonly unknown[]) => dialogAnswers.push(...answers),
  crashRenderer: () => allWindows()[0]?.webContents.forcefullyCrashRenderer(),
  unresponsive: () => allWindows()[0]?.webContents.emit('unresponsive'),
  closeWindow: (at = 0) => allWindows()[at]?.close(),
  windows: () => allWindows().map(({ webContents }) => webContents.getURL()),
  utilities: () => runningUtilities().map(({ serviceName, pid }) => ({ serviceName, pid })),
  crashUtility: (serviceName: string) =>
    runningUtilities()
      .find((one) => one.serviceName === serviceName)
      ?.crash(),
  wakeUp: () => powerMonitor.emit('resume'),
  clickNotification: () => shownNotifications.at(-1)?.emit('click'),
  quit: () => app.quit(),
  permissions: (names: readonly string[]) =>
    names.map((name) => {
      let requested: unknown = 'unanswered';
      const request = sessionHandlers.get('permissionRequest') as unknown as (...args: unknown[]) => void;
      request(null, name, (isGranted: boolean) => (requested = isGranted), {});
      const check = sessionHandlers.get('permissionCheck') as unknown as (...args: unknown[]) => unknown;
      return { name, requested, checked: check(null, name, 'https://example.com', {}) };
    }),
  devices: (types: readonly string[]) => {
    const decide = sessionHandlers.get('devicePermission') as unknown as (details: object) => unknown;
    return types.map((deviceType) => decide({ deviceType, origin: 'tieout://app', device: {} }));
  },
  download: () => {
    const event = { isPrevented: false, preventDefault: () => (event.isPrevented = true) };
    session.defaultSession.emit('will-download', event, {}, {});
    return event.isPrevented;
  },
} as const;

export type Controls = typeof controls;

/** Answers the test that started this process. */
export function serveControl(): void {
  process.on('message', (message) => {
    const { id, name, args } = message as { id: number; name: keyof Controls; args: unknown[] };
    void (async () => {
      try {
        const value = await (controls[name] as (...given: unknown[]) => unknown)(...args);
        process.send?.({ id, value: value ?? null });
      } catch (cause) {
        process.send?.({ id, thrown: String(cause) });
      }
    })();
  });
  process.on('disconnect', () => process.exit(1));
}
