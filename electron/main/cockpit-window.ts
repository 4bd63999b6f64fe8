import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  RenderProcessGoneDetails,
} from 'electron';
import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import { isAppDocument, screenUrl } from '../bridge/app-address.ts';
import { pushChannel, type PushName } from '../bridge/channel-names.ts';
import { type WindowFacts, windowOptions } from './window-options.ts';

const crashesMax = 3;
const crashesWithinMs = 60_000;
const home = '/overview';

export interface WindowPorts {
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly facts: () => WindowFacts;
  /** The page is gone or starts anew: what its session held ends. */
  readonly onPageGone: () => void;
  readonly onClosed: () => void;
  /** The person turned to it. */
  readonly onFocus?: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** A window of the cockpit, and the only place where a window is made. */
export class CockpitWindow {
  readonly #ports: WindowPorts;
  #window: BrowserWindow | null = null;
  #isEdited = false;
  #isQuitting = false;
  #crashedAtMs: number[] = [];
  /** The page's preload has run. */
  #hears = false;
  #untold: [PushName, unknown][] = [];

  constructor(ports: WindowPorts) {
    this.#ports = ports;
  }

  get window(): BrowserWindow | null {
    return this.#window;
  }

  /** Shows the window, at an address if one is given; makes it if there is none. */
  show(address: string | null): void {
    const window = this.#window;
    if (window === null) {
      this.#open(screenUrl(address ?? home));
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    if (address !== null) this.tell('navigate', address);
  }

  /** Tells the page something, as soon as there is one that hears it; nothing happens where there is no window. */
  tell(name: PushName, message: unknown): void {
    if (this.#window === null) return;
    if (!this.#hears) {
      this.#untold.push([name, message]);
      return;
    }
    const { webContents: contents } = this.#window;
    if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(pushChannel(name), message);
  }

  /** Unsaved work: closing asks first. */
  setEdited(isEdited: boolean): void {
    this.#isEdited = isEdited;
    this.#window?.setDocumentEdited(isEdited);
  }

  /** From here on the window closes, and does not come back, without asking. */
  letGo(): void {
    this.#isQuitting = true;
  }

  #open(url: string): void {
    const { BrowserWindow: Window, facts, clock } = this.#ports;
    const window = new Window(windowOptions(facts()));
    this.#window = window;
    window.once('ready-to-show', () => window.show());
    window.on('focus', () => this.#ports.onFocus?.());
    window.on('close', (event) => {
      if (this.#isQuitting || !this.#isEdited) return;
      event.preventDefault();
      void this.#askToClose(window);
    });
    window.once('closed', () => {
      this.#window = null;
      this.#hears = false;
      this.#untold = [];
      this.#ports.onPageGone();
      this.#ports.onClosed();
    });
    const contents = window.webContents;
    contents.on('render-process-gone', (_event, details) =>
      this.#onGone(window, details, clock.monotonicMs()),
    );
    contents.on('dom-ready', () => {
      this.#hears = true;
      for (const [name, message] of this.#untold.splice(0)) this.tell(name, message);
    });
    contents.on('unresponsive', () => void this.#askToWait(window));
    void this.#load(window, url);
  }

  async #load(window: BrowserWindow, url: string): Promise<void> {
    try {
      await window.loadURL(url);
    } catch {
      // The page says itself what it cannot reach; a navigation that another one overtook is no failure.
      this.#ports.log.write('warn', 'window.load-broken-off');
    }
  }

  /** The page's process ended: the same place is opened again, unless it keeps ending. */
  #onGone(window: BrowserWindow, { reason }: RenderProcessGoneDetails, atMs: number): void {
    this.#ports.log.write('error', 'window.crashed', { reason });
    this.#hears = false;
    this.#ports.onPageGone();
    if (this.#isQuitting || window.isDestroyed()) return;
    this.#crashedAtMs = [...this.#crashedAtMs.filter((one) => atMs - one < crashesWithinMs), atMs];
    if (this.#crashedAtMs.length > crashesMax) {
      void this.#askAfterCrashes(window);
      return;
    }
    this.#reload(window);
  }

  #reload(window: BrowserWindow): void {
    const url = window.webContents.getURL();
    void this.#load(window, isAppDocument(url) ? url : screenUrl(home));
  }

  async #askToClose(window: BrowserWindow): Promise<void> {
    const { response } = await this.#ports.dialog.showMessageBox(window, {
      type: 'warning',
      message: 'Close without saving?',
      detail: 'There is a draft that has not been saved. Closing discards it.',
      buttons: ['Keep open', 'Discard and close'],
      defaultId: 0,
      cancelId: 0,
    });
    if (response !== 1) return;
    this.#isEdited = false;
    window.close();
  }

  async #askToWait(window: BrowserWindow): Promise<void> {
    this.#ports.log.write('warn', 'window.unresponsive');
    const { response } = await this.#ports.dialog.showMessageBox(window, {
      type: 'warning',
      message: 'The window does not respond.',
      detail: 'Decisions that were confirmed are safe. Reloading comes back to the same place.',
      buttons: ['Wait', 'Reload'],
      defaultId: 0,
      cancelId: 0,
    });
    if (response === 1) window.webContents.forcefullyCrashRenderer();
  }

  async #askAfterCrashes(window: BrowserWindow): Promise<void> {
    const { response } = await this.#ports.dialog.showMessageBox(window, {
      type: 'error',
      message: 'The window keeps ending.',
      detail:
        'Decisions that were confirmed are safe. Reports of the crashes are kept on this machine and sent nowhere.',
      buttons: ['Close', 'Reload'],
      defaultId: 1,
      cancelId: 0,
    });
    if (response === 1) {
      this.#crashedAtMs = [];
      this.#reload(window);
    } else window.destroy();
  }
}
