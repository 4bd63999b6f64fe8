import { EventEmitter } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { allWindows, whenAllWindowsClosed, whenWebContentsCreated } from './emulated-window.ts';
import { closePlatform } from './platform.ts';
import { onlyAfterReady, onlyBeforeReady, record, refuse, setReady } from './strict.ts';
import { settings } from './settings.ts';
import { runningUtilities } from './utility-process.ts';

class QuitEvent {
  isPrevented = false;
  preventDefault(): void {
    this.isPrevented = true;
  }
}

/** The single instance: whoever holds a socket in the user's folder; a second start hands over what it was started with. */
class InstanceLock {
  readonly #path = join(settings.userData, 'instance.sock');
  #server: Server | null = null;

  async take(onSecond: (argv: string[], workingFolder: string) => void): Promise<boolean> {
    mkdirSync(settings.userData, { recursive: true });
    const told = await this.#tellFirst();
    if (told) return false;
    rmSync(this.#path, { force: true });
    this.#server = createServer((socket) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString('utf8')));
      socket.on('end', () => {
        const { argv, cwd } = JSON.parse(text) as { argv: string[]; cwd: string };
        onSecond(argv, cwd);
      });
    });
    const server = this.#server;
    await new Promise<void>((done) => server.listen(this.#path, done));
    return true;
  }

  release(): void {
    this.#server?.close();
  }

  #tellFirst(): Promise<boolean> {
    return new Promise((done) => {
      const socket = connect(this.#path);
      socket.once('error', () => done(false));
      socket.once('connect', () => {
        socket.end(JSON.stringify({ argv: process.argv, cwd: process.cwd() }), () => done(true));
      });
    });
  }
}

const lock = new InstanceLock();
/** Taken before the code of main runs, since the real question is answered at once. */
let holdsLock = false;
let hasAsked = false;
const ready = Promise.withResolvers<void>();
const secondInstances: [string[], string][] = [];

class Application extends EventEmitter {
  readonly isPackaged = settings.isPackaged;
  #isReady = false;
  #isQuitting = false;

  enableSandbox(): void {
    onlyBeforeReady('app.enableSandbox');
    record('app.enableSandbox');
  }

  requestSingleInstanceLock(): boolean {
    if (hasAsked) refuse('requestSingleInstanceLock is asked once');
    hasAsked = true;
    record('app.requestSingleInstanceLock', holdsLock);
    return holdsLock;
  }

  whenReady(): Promise<void> {
    return ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getAppPath(): string {
    return settings.appPath;
  }

  getPath(name: string): string {
    const places: Readonly<Record<string, string>> = {
      userData: settings.userData,
      logs: join(settings.userData, 'logs'),
      documents: join(settings.userData, 'documents'),
    };
    const place = places[name] ?? refuse(`the stand-in has no place "${name}"`);
    mkdirSync(place, { recursive: true });
    return place;
  }

  getVersion(): string {
    return settings.version;
  }

  setBadgeCount(count: number): boolean {
    record('setBadgeCount', count);
    return true;
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    record('setAsDefaultProtocolClient', scheme);
    return true;
  }

  addRecentDocument(path: string): void {
    record('addRecentDocument', path);
  }

  setAppUserModelId(): void {
    refuse('setAppUserModelId is for Windows');
  }

  quit(): void {
    if (!this.#isReady) {
      // Before it is ready nothing has been opened that would have to be asked.
      void finish();
      return;
    }
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    for (const window of allWindows()) window.close();
    if (allWindows().length > 0) {
      this.#isQuitting = false;
      return;
    }
    const event = new QuitEvent();
    this.emit('will-quit', event);
    this.#isQuitting = false;
    if (!event.isPrevented) void finish();
  }

  /** The code of main has been evaluated; from here on it is ready. */
  becomeReady(): void {
    this.#isReady = true;
    setReady();
    this.emit('ready');
    ready.resolve();
    setImmediate(() => {
      for (const [argv, cwd] of secondInstances.splice(0)) this.emit('second-instance', {}, argv, cwd);
    });
  }

  onSecond(argv: string[], workingFolder: string): void {
    // Electron adds what Chromium needs and may reorder: nothing may depend on the order.
    const shuffled = [argv[0] ?? '', '--allow-file-access-from-files', ...argv.slice(1).reverse()];
    if (this.#isReady) this.emit('second-instance', {}, shuffled, workingFolder);
    else secondInstances.push([shuffled, workingFolder]);
  }
}

async function finish(): Promise<void> {
  for (const utility of runningUtilities()) utility.kill();
  lock.release();
  await closePlatform();
  process.exit(0);
}

export const app = new Application();

export async function prepareApplication(): Promise<void> {
  holdsLock = await lock.take((argv, cwd) => app.onSecond(argv, cwd));
  whenWebContentsCreated((contents) => app.emit('web-contents-created', {}, contents));
  whenAllWindowsClosed(() => setImmediate(() => app.emit('window-all-closed')));
}

export function afterReady<T extends object>(what: string, value: T): T {
  return new Proxy(value, {
    get(target, name) {
      onlyAfterReady(what);
      return Reflect.get(target, name) as unknown;
    },
  });
}
