import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '#core/base/log.ts';
import { securityHeaders } from '#core/base/web-security.ts';
import { createSchemeHandler } from '#electron/main/app-scheme.ts';
import { openRendererFiles } from '#electron/main/renderer-files.ts';

const secret = 'a file beside the interface that nobody may read';
const listed = { '/index.html': '<!doctype html>', '/assets/app-1a2b.js': 'export {};' } as const;
let folder = '';
let handle: (request: Request) => Promise<Response>;

/** A request with its address exactly as it was written: the standard's Request would tidy it up. */
function request(url: string, method = 'GET', headers: Readonly<Record<string, string>> = {}): Request {
  const made = new Request('tieout://app/', { method, headers });
  Object.defineProperty(made, 'url', { value: url });
  return made;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-scheme-'));
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), secret);
  writeFileSync(join(renderer, 'unlisted.txt'), secret);
  const files = Object.entries(listed).map(([path, text]) => {
    writeFileSync(join(renderer, path), text);
    return [path, { sha256: createHash('sha256').update(text).digest('hex'), type: 'text/plain' }];
  });
  writeFileSync(join(renderer, 'files.json'), JSON.stringify({ files: Object.fromEntries(files) }));
  handle = createSchemeHandler({
    files: openRendererFiles(renderer),
    askCore: () => Promise.reject(new Error('no test asks the core')),
    log: silentLog,
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dots = ['..', '%2e%2e', '%2E%2E', '%252e%252e', '..%00', '․․', '．．', '%c0%ae%c0%ae', '.%2e', '%2e.'];
const slashes = ['/', '\\', '%2f', '%5c', '%252f', '%255c', '//', '/./', '∕', '／'];
const targets = ['secret.txt', 'unlisted.txt', 'etc/passwd', 'index.html'];
const odd = [
  'file:///etc/passwd',
  'tieout://evil/index.html',
  'tieout://app.evil/index.html',
  'tieout://app:80/index.html',
  'tieout://user@app/index.html',
  'tieout://app@evil/index.html',
  'tieout://APP/index.html',
  'tieout:/index.html',
  'tieout:///etc/passwd',
  'https://app/index.html',
  'tieout://app/index.html%00.js',
  'tieout://app/index.html::$DATA',
  'tieout://app/index.html:stream',
  'tieout://app/INDEX.HTML',
  'tieout://app/index.html/',
  'tieout://app/index.html.',
  'tieout://app/index.html%20',
  'tieout://app/ index.html',
  'tieout://app//index.html',
  'tieout://app/./index.html',
  'tieout://app/files.json',
  'tieout://app/C:/Windows/win.ini',
  'tieout://app/C:%5CWindows%5Cwin.ini',
  'tieout://app/\\\\server\\share\\x',
  'tieout://app/%5c%5cserver%5cshare',
  'tieout://app/~/.ssh/id_rsa',
  'tieout://app/proc/self/environ',
  'tieout://app/__proto__',
  'tieout://app/constructor',
  'tieout://app/toString',
  'tieout://app/assets',
  'tieout://app/assets/',
  'tieout://app/assets/app-1a2b.js/..',
  'tieout://app/aux',
  'tieout://app/NUL',
  'tieout://app/%',
  'tieout://app/%zz',
  'tieout://app/;index.html',
  'tieout://app/index.html;x',
  'tieout://app/\u0000',
];

function vectors(): string[] {
  const made = new Set(odd);
  for (const target of targets) {
    for (const up of dots) {
      for (const slash of slashes) {
        made.add(`tieout://app/${up}${slash}${target}`);
        made.add(`tieout://app/assets/${up}${slash}${up}${slash}${target}`);
      }
    }
  }
  for (const target of targets.slice(0, 3)) made.add(`tieout://app/${target}`);
  return [...made];
}

describe('S-04: the application scheme', () => {
  it('serves the listed files, with every header', async () => {
    for (const [path, text] of Object.entries(listed)) {
      const response = await handle(request(`tieout://app${path}`));
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(text);
      expect(Object.fromEntries(response.headers)).toMatchObject(securityHeaders);
    }
    expect((await handle(request('tieout://app/'))).status).toBe(200);
    expect((await handle(request('tieout://app/index.html?x=1#/overview'))).status).toBe(200);
    const head = await handle(request('tieout://app/index.html', 'HEAD'));
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('gives nothing for 400 other addresses, and the headers even then', async () => {
    const all = vectors();
    expect(all.length).toBeGreaterThanOrEqual(400);
    for (const url of all) {
      const response = await handle(request(url));
      const body = await response.text();
      expect({ url, status: response.status, body }).toEqual({
        url,
        status: 404,
        body: 'There is nothing here.',
      });
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it('reads only: other methods are refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      expect((await handle(request('tieout://app/index.html', method))).status).toBe(405);
    }
    expect((await handle(request('tieout://app/api/session.get', 'DELETE'))).status).toBe(405);
  });

  it('answers nothing to another origin, and the API only to its own script', async () => {
    const foreign = request('tieout://app/index.html');
    Object.defineProperty(foreign, 'initiatorOrigin', { value: 'https://evil.example' });
    expect((await handle(foreign)).status).toBe(403);
    expect((await handle(request('tieout://app/api/session.get'))).status).toBe(403);
    const withOrigin = { origin: 'https://evil.example', 'x-tieout-request': '1' };
    expect((await handle(request('tieout://app/api/session.get', 'GET', withOrigin))).status).toBe(403);
  });

  it('says no more than that the core is away', async () => {
    const response = await handle(
      request('tieout://app/api/session.get', 'GET', { 'x-tieout-request': '1' }),
    );
    expect([response.status, await response.text()]).toEqual([503, 'The core is restarting.']);
  });

  it('refuses a file whose bytes are not those of the build', async () => {
    const path = join(folder, 'renderer', 'assets', 'app-1a2b.js');
    const before = readFileSync(path);
    writeFileSync(path, 'export {}; ');
    const response = await handle(request('tieout://app/assets/app-1a2b.js'));
    writeFileSync(path, before);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('export');
  });
});
