import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Controls } from './control.ts';
import type { StandInSettings } from './settings.ts';

const boot = fileURLToPath(new URL('./boot.ts', import.meta.url));
const node = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));

export interface DesktopOptions extends Partial<StandInSettings> {
  readonly appPath: string;
  readonly userData: string;
  readonly args?: readonly string[];
}

/** A desktop application that runs on the stand-in. */
export class RunningDesktop {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #browser: Browser | null = null;
  /** What it wrote to its standard error. */
  errors = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message) => {
      const { id, value, thrown } = message as { id: number; value?: unknown; thrown?: string };
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (thrown === undefined) waiting?.resolve(value);
      else waiting?.reject(new Error(thrown));
    });
    child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the desktop ended: ${this.errors}`));
    });
    this.#ended = once(child, 'exit').then(([code]) => (code as number | null) ?? -1);
    child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString('utf8')));
  }

  /** Asks the stand-in. */
  ask<Name extends keyof Controls>(
    name: Name,
    ...args: Parameters<Controls[Name]>
  ): Promise<Awaited<ReturnType<Controls[Name]>>> {
    this.#lastId += 1;
    const answer = Promise.withResolvers<unknown>();
    if (this.#child.connected) {
      this.#waiting.set(this.#lastId, answer);
      this.#child.send({ id: this.#lastId, name, args });
    } else answer.reject(new Error(`the desktop ended: ${this.errors}`));
    return answer.promise as Promise<Awaited<ReturnType<Controls[Name]>>>;
  }

  /** The page of the first window, or of the one that was opened so many later, once it shows a document of the application. */
  async page(at = 0): Promise<Page> {
    this.#browser ??= await chromium.connectOverCDP(await this.ask('debugAddress'));
    const origin = new URL(await this.ask('outside', 'tieout://app/')).origin;
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const pages = this.#browser.contexts().flatMap((context) => context.pages());
      const page = pages.filter((one) => one.url().startsWith(origin))[at];
      if (page !== undefined) return page;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no window opened: ${this.errors}`);
  }

  get ended(): Promise<number> {
    return this.#ended;
  }

  async quit(): Promise<number> {
    await this.#browser?.close();
    if (this.#child.exitCode === null) {
      await this.ask('quit').catch(() => {});
    }
    return this.#ended;
  }
}

/** Starts the built application in `appPath` on the stand-in. */
export function launchDesktop(options: DesktopOptions): RunningDesktop {
  const { args = [], ...given } = options;
  const settings: StandInSettings = {
    version: '0.1.0',
    isPackaged: false,
    backend: 'gnome_libsecret',
    canEncrypt: true,
    showsNotifications: true,
    ...given,
  };
  const child = fork(boot, [...args], {
    execPath: node,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, TIEOUT_STAND_IN: JSON.stringify(settings) },
  });
  return new RunningDesktop(child);
}
