import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CDPSession, Page, Route } from 'playwright-core';
import { decodeText, encodeText } from './clone-text.ts';
import { declaredOptions } from './declared-options.ts';
import { answerInvoke } from './ipc-main.ts';
import { chromium, scheme, whenForeignRequest } from './platform.ts';
import { onlyAfterReady, onlyKnown, record, refuse } from './strict.ts';
import { isolatedScript, isolatedWorld, mainWorldScript, sendBinding } from './world-scripts.ts';

const windowOptions = declaredOptions('BrowserWindowConstructorOptions', 'BaseWindowConstructorOptions');
const webPreferences = declaredOptions('WebPreferences');

interface Options {
  readonly show?: boolean;
  readonly webPreferences?: { readonly preload?: string; readonly additionalArguments?: readonly string[] };
}

class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** The frame that an event comes from, as main reads it. */
export interface SenderFrame {
  readonly origin: string;
  readonly url: string;
  readonly parent: null;
  readonly top: SenderFrame;
  readonly detached: boolean;
  isDestroyed(): boolean;
}

let lastId = 0;

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly #options: Options;
  #page: Page | null = null;
  #devTools: CDPSession | null = null;
  #isolatedContext = 0;
  #isCrashed = false;
  #isDestroyed = false;
  #url = '';
  /** Addresses that main itself asked for: they are not the page's doing. */
  #ownLoads = new Set<string>();
  #openHandler: ((details: { url: string }) => { action: 'deny' | 'allow' }) | null = null;
  readonly #nonce = randomBytes(16).toString('hex');

  constructor(options: Options) {
    super();
    lastId += 1;
    this.id = lastId;
    this.#options = options;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  getURL(): string {
    return this.#url;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' | 'allow' }): void {
    this.#openHandler = handler;
  }

  send(channel: string, ...args: readonly unknown[]): void {
    if (this.#isDestroyed) refuse('the webContents is destroyed');
    record('webContents.send', channel, ...args);
    void this.#tell({ kind: 'push', channel, args: args.map(encodeText) });
  }

  startDrag(item: { file: string; icon: { isEmpty(): boolean } }): void {
    if (item.icon.isEmpty()) refuse('startDrag needs an icon that is not empty');
    record('startDrag', item.file);
  }

  async printToPDF(): Promise<Buffer> {
    if (this.#page === null) return refuse('there is no page');
    return this.#page.pdf({ tagged: true, outline: true, printBackground: true, preferCSSPageSize: true });
  }

  forcefullyCrashRenderer(): void {
    void this.#devTools?.send('Page.crash').catch(() => {});
  }

  async load(url: string): Promise<void> {
    const outside = scheme().outside(url);
    if (this.#page === null || this.#isCrashed) await this.#newPage();
    const page = this.#page ?? refuse('there is no page');
    this.#ownLoads.add(withoutFragment(outside));
    await page.goto(outside);
  }

  async destroy(): Promise<void> {
    this.#isDestroyed = true;
    await this.#page?.close().catch(() => {});
  }

  async #newPage(): Promise<void> {
    const old = this.#page;
    const context = await chromium();
    const page = await context.newPage();
    this.#isCrashed = false;
    this.#page = page;
    if (old !== null) void old.close().catch(() => {});
    const devTools = await context.newCDPSession(page);
    this.#devTools = devTools;
    devTools.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== sendBinding) return;
      this.#isolatedContext = executionContextId;
      void this.#onInvoke(payload, executionContextId);
    });
    devTools.on('Runtime.executionContextCreated', ({ context: made }) => {
      if (made.name === isolatedWorld) this.#isolatedContext = made.id;
    });
    await devTools.send('Page.enable');
    await devTools.send('Runtime.enable');
    await devTools.send('Runtime.addBinding', { name: sendBinding, executionContextName: isolatedWorld });
    await this.#addScripts(devTools);
    this.#attend(page);
    await page.route('**/*', async (route) => {
      // A page that is closed meanwhile has no use for an answer.
      await this.#onRequest(route, page).catch((cause: unknown) => {
        if (!page.isClosed()) throw cause;
      });
    });
  }

  async #addScripts(devTools: CDPSession): Promise<void> {
    const { preload, additionalArguments = [] } = this.#options.webPreferences ?? {};
    if (preload === undefined) return;
    const source = isolatedScript(this.#nonce, readFileSync(preload, 'utf8'), [
      'renderer',
      ...additionalArguments,
    ]);
    await devTools.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: isolatedWorld });
    await devTools.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(this.#nonce) });
  }

  #attend(page: Page): void {
    page.on('domcontentloaded', () => this.emit('dom-ready'));
    page.on('load', () => this.emit('did-finish-load'));
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#url = scheme().inside(frame.url());
    });
    page.on('crash', () => {
      this.#isCrashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    page.on('popup', (popup) => setTimeout(() => void popup.close().catch(() => {}), 500));
    page.on('download', (download) => {
      record('download', download.url());
      void download.cancel();
    });
  }

  /** What the network would see, and navigations before they happen. */
  async #onRequest(route: Route, page: Page): Promise<void> {
    const request = route.request();
    const url = request.url();
    if (!request.isNavigationRequest()) {
      record('request', scheme().inside(url));
      return scheme().isOutside(url) ? route.continue() : route.abort('blockedbyclient');
    }
    const isMainFrame = request.frame() === page.mainFrame();
    if (isMainFrame && this.#ownLoads.delete(withoutFragment(url))) return route.continue();
    const event = Object.assign(new PreventableEvent(), {
      url: scheme().inside(url),
      isSameDocument: false,
      isMainFrame,
    });
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event);
    record('navigation', event.url, event.defaultPrevented ? 'prevented' : 'allowed');
    return event.defaultPrevented ? route.abort('aborted') : route.continue();
  }

  /** What Electron asks before a window is opened; a popup that was denied never loads anything. */
  onPopup(url: string): void {
    const answer = this.#openHandler?.({ url: scheme().inside(url) }) ?? { action: 'allow' };
    record('window-open', scheme().inside(url), answer.action);
  }

  async #onInvoke(payload: string, contextId: number): Promise<void> {
    const { id, channel, args } = JSON.parse(payload) as { id: number; channel: string; args: unknown[] };
    const { origin } = new URL(this.#page?.url() ?? 'about:blank');
    const frame = {
      origin: scheme().inside(origin),
      url: this.#url,
      parent: null,
      detached: false,
      isDestroyed: () => false,
    } as unknown as SenderFrame;
    Object.defineProperty(frame, 'top', { value: frame });
    const answered = await answerInvoke(channel, { sender: this, senderFrame: frame }, args.map(decodeText));
    await this.#tell({ id, ...answered }, contextId);
  }

  async #tell(message: object, contextId = this.#isolatedContext): Promise<void> {
    try {
      await this.#devTools?.send('Runtime.evaluate', {
        expression: `__standInTell(${JSON.stringify(JSON.stringify(message))})`,
        contextId,
      });
    } catch {
      // The page went on to another document: nobody is left to hear it.
    }
  }
}

function withoutFragment(url: string): string {
  return url.split('#')[0] ?? '';
}

const windows = new Set<BrowserWindow>();

/**
 * A request of a page that no window owns: one was about to be opened. Electron asks first, so nothing is ever loaded before the
 * answer; here the request is what tells, before there is a frame.
 */
whenForeignRequest(async (route) => {
  const [owner] = windows;
  owner?.webContents.onPopup(route.request().url());
  await route.abort('aborted').catch(() => {});
});

export function allWindows(): readonly BrowserWindow[] {
  return [...windows];
}

let onWebContents: (contents: WebContents) => void = () => {};

export function whenWebContentsCreated(listener: (contents: WebContents) => void): void {
  onWebContents = listener;
}

let onAllClosed: () => void = () => {};

export function whenAllWindowsClosed(listener: () => void): void {
  onAllClosed = listener;
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  #isDestroyed = false;

  constructor(options: Options & Record<string, unknown> = {}) {
    super();
    onlyAfterReady('BrowserWindow');
    onlyKnown('BrowserWindow', options, windowOptions);
    onlyKnown('webPreferences', options.webPreferences ?? {}, webPreferences);
    if (options['windowStatePersistence'] !== undefined && typeof options['name'] !== 'string') {
      refuse('windowStatePersistence needs a name');
    }
    record('BrowserWindow', options);
    this.webContents = new WebContents(options);
    windows.add(this);
    onWebContents(this.webContents);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
  }

  static getAllWindows(): readonly BrowserWindow[] {
    return allWindows();
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url);
  }

  show(): void {
    record('window.show');
  }

  focus(): void {
    record('window.focus');
    this.emit('focus');
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    record('window.restore');
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  setDocumentEdited(isEdited: boolean): void {
    record('setDocumentEdited', isEdited);
  }

  setProgressBar(progress: number, options: { mode?: string } = {}): void {
    const modes = ['none', 'normal', 'indeterminate', 'error', 'paused'];
    if (options.mode !== undefined && !modes.includes(options.mode))
      refuse(`no progress mode ${options.mode}`);
    record('setProgressBar', progress, options);
  }

  setOverlayIcon(icon: unknown, description: string): void {
    record('setOverlayIcon', icon !== null, description);
  }

  close(): void {
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.delete(this);
    void this.webContents.destroy();
    this.emit('closed');
    if (windows.size === 0) onAllClosed();
  }
}
