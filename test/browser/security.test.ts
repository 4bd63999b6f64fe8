// S-05, and what of S-11 to S-13 only a browser can show.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityHeaders } from '#core/base/web-security.ts';
import { injections } from './support/injections.ts';
import { openCockpit, type TestCockpit } from './support/cockpit.ts';
import { screenAddresses } from './support/screens.ts';

let cockpit: TestCockpit;
let hostile: HostilePage;
/** Requests that the host did not look at. */
const refused: string[] = [];

beforeAll(async () => {
  cockpit = await openCockpit({
    log: {
      write: (_level, event) => {
        if (event === 'serve.refused') refused.push(event);
      },
    },
  });
  hostile = await startHostilePage();
}, 120_000);

afterAll(async () => {
  hostile.server.close();
  await cockpit?.close();
});

interface HostilePage {
  readonly server: Server;
  readonly port: number;
  /** What reached it: a secret here would be one that got out. */
  readonly received: string[];
}

/** Another local web application in the same browser. */
async function startHostilePage(): Promise<HostilePage> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('content-type', request.url?.endsWith('.js') ? 'text/javascript' : 'text/html');
    response.end(request.url?.endsWith('.js') ? 'window.ranCode = true' : '<!doctype html><p>elsewhere</p>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, port: (server.address() as AddressInfo).port, received };
}

const headerNames = Object.keys(securityHeaders);

describe('in normal use', () => {
  it('every answer carries the policy and its companions, on every screen', async () => {
    const answers: { url: string; missing: string[] }[] = [];
    cockpit.page.on('response', (response) => {
      const headers = response.headers();
      const missing = headerNames.filter(
        (name) => headers[name] !== securityHeaders[name as keyof typeof securityHeaders],
      );
      answers.push({ url: response.url(), missing });
    });
    await cockpit.enter('maria');
    for (const address of screenAddresses) await cockpit.goTo(address);
    await cockpit.enter('audrey', '/journal');
    await cockpit.settled();
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.filter(({ missing }) => missing.length > 0)).toEqual([]);
    cockpit.expectNoTrouble();
  }, 120_000);

  it('the code leaves the address, the history and every header', async () => {
    const seen: string[] = [];
    cockpit.page.on('request', (request) => {
      seen.push(`${request.url()} ${JSON.stringify(request.headers())}`);
    });
    const link = cockpit.cockpit.newLink();
    const code = link.split('#code=')[1] ?? '';
    await cockpit.page.goto('about:blank');
    await cockpit.page.goto(link);
    await cockpit.page.getByRole('heading', { name: 'Who is working?' }).waitFor();
    expect(cockpit.page.url()).not.toContain(code);
    const { referrer, storage } = await cockpit.page.evaluate(() => ({
      referrer: document.referrer,
      storage: [localStorage.length, sessionStorage.length, document.cookie],
    }));
    expect(referrer).toBe('');
    expect(storage).toEqual([0, 0, '']);
    // Only the swap itself carried it, in its body; the address bar's fragment is not sent.
    expect(seen.filter((one) => one.replace(link, '').includes(code))).toEqual([]);
    await cockpit.choose('maria');
    await cockpit.page.goBack();
    expect(cockpit.page.url()).not.toContain(code);
    await cockpit.enter('maria');
  });
});

/** The page with an empty place in it; opened anew only where the last attempt left none. */
async function preparedPage(page: Page): Promise<void> {
  const isThere = await page.evaluate(() => document.getElementById('root') !== null).catch(() => false);
  if (!isThere || !page.url().startsWith(`${cockpit.origin}/`)) {
    await page.goto('about:blank');
    await page.goto(`${cockpit.origin}/`);
  }
  await page.evaluate(() => {
    document.getElementById('victim')?.remove();
    const victim = document.createElement('div');
    victim.id = 'victim';
    document.body.append(victim);
  });
}

/** Puts the injection into the page by the debugger, past the policy: as if our own code had let it in. */
async function inject(page: Page, what: string): Promise<void> {
  const client = await page.context().newCDPSession(page);
  try {
    if (what.startsWith('html:')) {
      // Parsed by the browser's own parser into nodes, which are put into the page alive.
      const { root } = await client.send('DOM.getDocument', { depth: 2 });
      const { nodeId } = await client.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#victim' });
      const outerHTML = `<div id="victim">${what.slice('html:'.length)}</div>`;
      await client.send('DOM.setOuterHTML', { nodeId, outerHTML });
      await page.evaluate(() => {
        document.getElementById('press')?.click();
      });
    } else {
      await client.send('Runtime.evaluate', {
        expression: `try { Promise.resolve(${what.slice('js:'.length)}).catch(() => {}) } catch {}`,
        userGesture: true,
        allowUnsafeEvalBlockedByCSP: false,
      });
    }
  } finally {
    await client.detach();
  }
}

describe('what is injected', () => {
  const count = injections('http://x').length;

  it(`does not run and asks nobody: ${count} ways`, async () => {
    expect(count).toBeGreaterThanOrEqual(60);
    const context = await cockpit.browser.newContext();
    const page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.dismiss());
    const elsewhere = `http://127.0.0.1:${hostile.port}`;
    const before = hostile.received.length;
    for (const [name, what] of injections(elsewhere)) {
      await preparedPage(page);
      await inject(page, what);
      await page.waitForTimeout(60);
      const ran = await page.evaluate(() => (window as { ranCode?: boolean }).ranCode ?? false);
      expect(ran, name).toBe(false);
      expect(
        page.url().startsWith(cockpit.origin) || page.url() === 'about:blank',
        `${name}: ${page.url()}`,
      ).toBe(true);
      expect(hostile.received.slice(before), name).toEqual([]);
    }
    await context.close();
  }, 120_000);
});

describe('a hostile page on another port (S-13)', () => {
  it('changes nothing and reads nothing', async () => {
    await cockpit.enter('maria');
    const before = cockpit.world.core.journal.head().seq;
    refused.length = 0;
    // In the same browser with the same session, as any other tab would be.
    const page = await cockpit.context.newPage();
    await page.goto(`http://127.0.0.1:${hostile.port}/`);
    const read = await page.evaluate(attack, cockpit.origin);
    await page.waitForTimeout(500);
    expect(read).toEqual([]);
    // Every one of them arrived, and none got past the first look.
    expect(refused.length).toBeGreaterThan(12);
    expect(cockpit.world.core.journal.head().seq).toBe(before);
    expect(cockpit.world.core.jobs.all()).toEqual([]);
    await page.close();
    // That page complains of what it was refused, and is not ours.
    cockpit.trouble.consoleErrors.length = 0;
    cockpit.trouble.foreignRequests.length = 0;
  }, 60_000);

  it('cannot frame it, nor hold on to its window', async () => {
    const page = await cockpit.context.newPage();
    await page.goto(`http://127.0.0.1:${hostile.port}/`);
    const held = await page.evaluate(async (origin) => {
      const frame = document.createElement('iframe');
      frame.src = `${origin}/`;
      document.body.append(frame);
      const opened = window.open(`${origin}/`);
      await new Promise((done) => setTimeout(done, 700));
      let text = '';
      try {
        text = frame.contentDocument?.body.textContent ?? '';
      } catch {
        text = '';
      }
      return { text, isClosed: opened?.closed ?? true };
    }, cockpit.origin);
    expect(held.text).not.toContain('Tieout');
    expect(held.isClosed).toBe(true);
    await page.close();
    cockpit.trouble.consoleErrors.length = 0;
    cockpit.trouble.foreignRequests.length = 0;
  });
});

/** Everything a page may try without being asked; gives back whatever it could read. */
async function attack(origin: string): Promise<string[]> {
  const read: string[] = [];
  const change = `${origin}/api/jobs.start`;
  const body = JSON.stringify({ kind: 'sync' });
  const attempts: (() => Promise<Response>)[] = [
    () => fetch(`${origin}/`),
    () => fetch(`${origin}/api/session.get`),
    () => fetch(`${origin}/api/session.get`, { mode: 'no-cors' }),
    () => fetch(`${origin}/api/session.get`, { credentials: 'include' }),
    () => fetch(`${origin}/files.json`),
    () => fetch(change, { method: 'POST', mode: 'no-cors', body }),
    () => fetch(change, { method: 'POST', mode: 'no-cors', body, headers: { 'content-type': 'text/plain' } }),
    () => fetch(change, { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
    () => fetch(change, { method: 'POST', body, headers: { 'x-tieout-request': '1' } }),
    () => fetch(change, { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ kind: 'sync' }) }),
    () => fetch(`${origin}/session`, { method: 'POST', mode: 'no-cors', body: '{"code":"x"}' }),
  ];
  for (const attempt of attempts) {
    try {
      const text = await (await attempt()).text();
      if (text !== '') read.push(text);
    } catch {
      // Refused before it could be read, as it should be.
    }
  }
  navigator.sendBeacon(change, new Blob([body], { type: 'text/plain' }));
  for (const [tag, name] of [
    ['img', 'src'],
    ['script', 'src'],
    ['link', 'href'],
    ['object', 'data'],
  ] as const) {
    const element = document.createElement(tag);
    element.setAttribute(name, `${origin}/api/session.get`);
    if (tag === 'link') element.setAttribute('rel', 'stylesheet');
    document.body.append(element);
  }
  const form = document.createElement('form');
  const frame = document.createElement('iframe');
  frame.name = 'sink';
  Object.assign(form, { action: change, method: 'post', enctype: 'text/plain', target: 'sink' });
  const input = document.createElement('input');
  Object.assign(input, { name: '{"kind":"sync","x":"', value: '"}' });
  form.append(input);
  document.body.append(frame, form);
  form.submit();
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/ws`);
  socket.addEventListener('message', ({ data }) => void read.push(String(data)));
  const events = new EventSource(`${origin}/api/changes.since`);
  events.addEventListener('message', ({ data }) => void read.push(String(data)));
  await new Promise((done) => setTimeout(done, 500));
  return read;
}

describe('a name that resolves to this machine (S-11)', () => {
  it('is refused by the host, whatever the browser believes', async () => {
    const { launchChromium } = await import('./support/chromium.ts');
    const browser = await launchChromium(['--host-resolver-rules=MAP rebind.example 127.0.0.1']);
    try {
      const page = await browser.newPage();
      const { port } = new URL(cockpit.origin);
      const answer = await page.goto(`http://rebind.example:${port}/`);
      expect(answer?.status()).toBe(403);
      expect(await page.content()).not.toContain('id="root"');
      const statuses = await page.evaluate(async () => {
        const headers = { 'x-tieout-request': '1', 'content-type': 'application/json' };
        const asked = await Promise.all([
          fetch('/api/session.get', { headers }),
          fetch('/session', { method: 'POST', headers, body: '{"code":"x"}' }),
          fetch('/index.html'),
        ]);
        return asked.map(({ status }) => status);
      });
      expect(statuses).toEqual([403, 403, 403]);
      for (const name of ['localhost', '127.0.0.1.nip.io']) {
        const other = await page.goto(`http://${name}:${port}/`).catch(() => null);
        expect(other?.status() ?? 403).toBe(403);
      }
    } finally {
      await browser.close();
    }
  });
});
