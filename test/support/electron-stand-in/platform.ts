import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BrowserContext, chromium as playwright, type Route } from 'playwright-core';
import { SchemeServer } from './scheme-server.ts';
import { refuse } from './strict.ts';

const profile = mkdtempSync(join(tmpdir(), 'tieout-stand-in-'));
let started: Promise<BrowserContext> | null = null;
let registered: SchemeServer | null = null;
let onForeignRequest: (route: Route) => Promise<void> = (route) => route.abort('aborted');

/** Who hears of a request that belongs to no window yet. */
export function whenForeignRequest(listener: (route: Route) => Promise<void>): void {
  onForeignRequest = listener;
}

export function registerScheme(name: string): void {
  if (registered !== null) refuse('registerSchemesAsPrivileged can only be used once');
  registered = new SchemeServer(name);
}

export function scheme(): SchemeServer {
  return registered ?? refuse('no scheme was registered');
}

/** Debian's Chromium, with a port for the test that looks at the pages. */
export function chromium(): Promise<BrowserContext> {
  started ??= (async () => {
    const context = await playwright.launchPersistentContext(profile, {
      executablePath: '/usr/bin/chromium',
      headless: true,
      chromiumSandbox: false,
      acceptDownloads: false,
      viewport: { width: 1440, height: 900 },
      args: ['--remote-debugging-port=0', '--disable-gpu'],
    });
    await context.route('**/*', (route) => onForeignRequest(route));
    return context;
  })();
  return started;
}

/** Where a test attaches to the same browser. */
export async function debugAddress(): Promise<string> {
  await chromium();
  for (;;) {
    try {
      const [port] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
      if (port !== undefined && port !== '') return `http://127.0.0.1:${port}`;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
    await delay(50);
  }
}

export async function closePlatform(): Promise<void> {
  registered?.close();
  await (await started)?.close();
  rmSync(profile, { recursive: true, force: true });
}
