// The names that main imports from `electron`. What is not here does not exist.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterReady, app as application } from './application.ts';
import { declaredOptions } from './declared-options.ts';
import { BrowserWindow as Window } from './emulated-window.ts';
import { registerScheme, scheme } from './platform.ts';
import { StandInSafeStorage } from './safe-storage.ts';
import type { SchemeHandler } from './scheme-server.ts';
import { settings } from './settings.ts';
import { onlyAfterReady, onlyBeforeReady, onlyKnown, record, refuse } from './strict.ts';

export { ipcMain } from './ipc-main.ts';
export { MessageChannelMain } from './message-ports.ts';
export { utilityProcess } from './utility-process.ts';

export const app = application;
export const BrowserWindow = Window;

const privileges = declaredOptions('Privileges');

export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { scheme: string; privileges: object }[]): void {
    onlyBeforeReady('protocol.registerSchemesAsPrivileged');
    if (schemes.length !== 1) refuse('the stand-in has one scheme');
    for (const one of schemes) {
      onlyKnown('privileges', one.privileges, privileges);
      record('registerSchemesAsPrivileged', one);
      registerScheme(one.scheme);
    }
  },
  handle(name: string, handler: SchemeHandler): void {
    onlyAfterReady('protocol.handle');
    if (name !== scheme().scheme) refuse(`protocol.handle: ${name} was not registered`);
    scheme().handle(handler);
  },
};

export const crashReporter = {
  start(options: { uploadToServer?: boolean }): void {
    onlyKnown('crashReporter.start', options, declaredOptions('CrashReporterStartOptions'));
    record('crashReporter.start', options);
  },
};

/** What main put between a page and the system, for tests that ask it. */
export const sessionHandlers = new Map<string, (...args: never[]) => unknown>();

const setHandler =
  (name: string) =>
  (handler: (...args: never[]) => unknown): void => {
    sessionHandlers.set(name, handler);
  };

const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: setHandler('permissionRequest'),
  setPermissionCheckHandler: setHandler('permissionCheck'),
  setDevicePermissionHandler: setHandler('devicePermission'),
  setDisplayMediaRequestHandler: setHandler('displayMedia'),
  setBluetoothPairingHandler: setHandler('bluetoothPairing'),
  setUSBProtectedClassesHandler: setHandler('usbProtectedClasses'),
});

export const session = afterReady('session', { defaultSession });

export const safeStorage = new StandInSafeStorage({
  backend: settings.backend,
  canEncrypt: settings.canEncrypt,
  isReady: () => application.isReady(),
});

export const nativeTheme = { shouldUseDarkColors: false };
export const powerMonitor = new EventEmitter();

export const shell = {
  openExternal(url: string): Promise<void> {
    record('openExternal', url);
    return Promise.resolve();
  },
  showItemInFolder(path: string): void {
    record('showItemInFolder', path);
  },
  openPath(path: string): Promise<string> {
    record('openPath', path);
    return Promise.resolve('');
  },
};

/** Answers that a test has prepared, in order; a dialog that nobody expects is an error. */
export const dialogAnswers: unknown[] = [];

const ask =
  (what: string) =>
  // Of a window, or of none: the options come last.
  (...given: readonly unknown[]): Promise<unknown> => {
    onlyAfterReady('dialog');
    if (given.length < 1 || given.length > 2) refuse(`${what} takes a window and options, or options alone`);
    record(what, given.at(-1));
    const answer = dialogAnswers.shift();
    return answer === undefined ? refuse(`${what}: no test expects a dialog`) : Promise.resolve(answer);
  };

export const dialog = {
  showMessageBox: ask('showMessageBox'),
  showSaveDialog: ask('showSaveDialog'),
  showOpenDialog: ask('showOpenDialog'),
};

export const nativeImage = {
  createFromPath(path: string): { isEmpty(): boolean } {
    // Electron gives an empty image for a file that it cannot read, and no error.
    let isEmpty = true;
    try {
      isEmpty = readFileSync(path).subarray(1, 4).toString('latin1') !== 'PNG';
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
    return { isEmpty: () => isEmpty };
  },
};

export class Notification extends EventEmitter {
  readonly #options: { readonly title?: string; readonly body?: string };

  constructor(options: { readonly title?: string; readonly body?: string }) {
    super();
    onlyAfterReady('Notification');
    onlyKnown('Notification', options, declaredOptions('NotificationConstructorOptions'));
    this.#options = options;
  }

  static isSupported(): boolean {
    return settings.showsNotifications;
  }

  show(): void {
    record('notification', this.#options);
    shownNotifications.push(this);
    setImmediate(() => this.emit('show'));
  }
}

export const shownNotifications: Notification[] = [];

export interface MenuTemplate {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly submenu?: readonly MenuTemplate[];
  readonly click?: () => void;
}

const menuItemOptions = declaredOptions('MenuItemConstructorOptions');
const keyCode =
  /^(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|Plus|Space|Tab|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc|[,./;'[\]\\=`-])$/;

function checkItem(item: MenuTemplate, accelerators: Set<string>): void {
  onlyKnown('MenuItem', item, menuItemOptions);
  if (item.label === undefined && item.role === undefined && item.type !== 'separator') {
    refuse('a menu item needs a label, a role or a type');
  }
  const { accelerator } = item;
  if (accelerator !== undefined) {
    const parts = accelerator.split('+');
    const isKnown = keyCode.test(parts.at(-1) ?? '');
    const areModifiers = parts.slice(0, -1).every((one) => ['CmdOrCtrl', 'Shift', 'Alt'].includes(one));
    if (!isKnown || !areModifiers) refuse(`no accelerator ${accelerator}`);
    if (accelerators.has(accelerator)) refuse(`two items own ${accelerator}`);
    accelerators.add(accelerator);
  }
  for (const one of item.submenu ?? []) checkItem(one, accelerators);
}

export class Menu {
  static #application: Menu | null = null;
  readonly template: readonly MenuTemplate[];

  constructor(template: readonly MenuTemplate[]) {
    this.template = template;
  }

  static buildFromTemplate(template: readonly MenuTemplate[]): Menu {
    const accelerators = new Set<string>();
    for (const item of template) checkItem(item, accelerators);
    return new Menu(template);
  }

  static setApplicationMenu(menu: Menu): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
}
