import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#core/base/manual-clock.ts';
import { CommitLog } from './commit-log.ts';
import { startControl } from './control.ts';
import { FaultPorts } from './faults.ts';
import type { FaultPort, RetryAfterForm } from './fault-rules.ts';
import type { Organisation, SandboxRequest } from './organisation.ts';
import { LaggedIndex } from './search-index.ts';
import { startServer } from './server.ts';

const START_MS = Date.UTC(2026, 8, 1);
const closers: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start() {
  const clock = new ManualClock(START_MS);
  const faults = new FaultPorts();
  const commits = new CommitLog(clock);
  const replaced: number[] = [];
  const organisation: Organisation = {
    vendor: 'netsuite',
    commits,
    handle: (request: SandboxRequest) => {
      if (request.method === 'POST') {
        const id = String(commits.count + 1);
        commits.append({ kind: 'invoice', id, action: 'create', by: 'api', body: request.body.toString() });
        return { status: 201, body: { id, filler: 'x'.repeat(1000) } };
      }
      return { status: 200, body: { path: request.path, q: request.query.get('q') } };
    },
    handEdit: (edit) => ({ edited: edit }),
    answerReplaced: (_request, response) => void replaced.push(response.status),
  };
  const server = await startServer(organisation, { clock, faults });
  closers.push(server.close);
  return { clock, faults, commits, organisation, server, replaced };
}

describe('server', () => {
  it('hands over method, path, query and body, and answers with JSON', async () => {
    const { server, commits } = await start();
    const read = await fetch(`${server.baseUrl}/record/1?q=a%20b`);
    expect(await read.json()).toEqual({ path: '/record/1', q: 'a b' });
    await fetch(`${server.baseUrl}/record`, { method: 'POST', body: 'bytes' });
    expect(commits.of('invoice')).toMatchObject([{ sequence: 1, atMs: START_MS, body: 'bytes' }]);
    expect(server.requests.entries().map((entry) => entry.status)).toEqual([200, 201]);
    expect(server.requests.count('POST')).toBe(1);
  });

  const cases: Array<[FaultPort, number]> = [
    ['before-receive', 0],
    ['after-receive', 0],
    ['after-commit', 1],
    ['during-response', 1],
  ];
  it.each(cases)('cuts the connection at %s after %i commits', async (port, committed) => {
    const { server, faults, commits } = await start();
    faults.add({ id: 'cut', match: { kind: 'write' }, port, action: 'reset', times: 1 });
    const post = () => fetch(`${server.baseUrl}/record`, { method: 'POST', body: 'x' });
    await expect(post().then((response) => response.json())).rejects.toThrow(TypeError);
    expect(commits.count).toBe(committed);
    expect(server.requests.entries()[0]).toMatchObject({ status: null, faultId: 'cut' });
    expect((await post()).status).toBe(201);
    expect(faults.hits('cut')).toBe(1);
  });

  it('sends the head and half the body before it cuts a response', async () => {
    const { server, faults } = await start();
    faults.add({ id: 'cut', match: {}, port: 'during-response', action: 'reset' });
    const response = await fetch(`${server.baseUrl}/record`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toThrow(TypeError);
  });

  it('closes while a call hangs', async () => {
    const { server, faults, commits } = await start();
    faults.add({ id: 'hang', match: {}, port: 'after-commit', action: 'hang' });
    const call = fetch(`${server.baseUrl}/record`, { method: 'POST', body: 'x' });
    while (commits.count === 0) await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    await expect(call).rejects.toThrow(TypeError);
  });

  it('answers with a status of its own after the commit and tells the organisation', async () => {
    const { server, faults, commits, replaced } = await start();
    faults.add({
      id: 'e',
      match: {},
      port: 'after-commit',
      action: { status: 500, body: { oops: 1 } },
      times: 1,
    });
    const response = await fetch(`${server.baseUrl}/record`, { method: 'POST', body: 'x' });
    expect([response.status, commits.count, replaced]).toEqual([500, 1, [500]]);
  });

  it('reports its own bugs as such', async () => {
    const { server, organisation } = await start();
    organisation.handle = () => {
      throw new Error('planted');
    };
    expect((await fetch(server.baseUrl)).status).toBe(500);
    expect(server.requests.entries()[0]?.bug).toContain('planted');
  });
});

describe('fault rules', () => {
  it('lets calls pass, strikes, and stops, and respects method, path and chance', () => {
    const faults = new FaultPorts();
    const rule = { port: 'after-receive', action: 'reset' } as const;
    faults.add({
      ...rule,
      id: 'a',
      match: { methods: ['POST'], pathPattern: '/inv' },
      afterCalls: 1,
      times: 2,
    });
    const post = { method: 'POST', path: '/inv/1', isWrite: true };
    expect(faults.decide({ ...post, path: '/other' })).toBeNull();
    expect(faults.decide({ ...post, method: 'GET' })).toBeNull();
    expect([1, 2, 3, 4].map(() => faults.decide(post)?.id ?? null)).toEqual([null, 'a', 'a', null]);
    faults.clear();
    faults.add({ ...rule, id: 'b', match: {}, probability: 0.25 });
    for (let call = 0; call < 400; call += 1) faults.decide(post);
    expect(faults.hits('b')).toBeGreaterThan(60);
    expect(faults.hits('b')).toBeLessThan(140);
  });
});

describe('outages', () => {
  it('is down for maintenance in three forms on the sandbox clock', async () => {
    const { server, faults, clock, commits } = await start();
    const window = { from: START_MS, to: START_MS + 7_200_000 };
    const post = () => fetch(`${server.baseUrl}/record`, { method: 'POST', body: 'x', redirect: 'manual' });
    faults.setMaintenance({ ...window, form: '503' });
    expect((await post()).status).toBe(503);
    faults.setMaintenance({ ...window, form: '302-login' });
    const redirect = await post();
    expect([redirect.status, redirect.headers.get('location')]).toEqual([302, '/sandbox-login']);
    faults.setMaintenance({ ...window, form: '200-html', writesOnly: true });
    const page = await post();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await (await fetch(server.baseUrl)).json()) as object).toMatchObject({ path: '/' });
    expect(commits.count).toBe(0);
    clock.advance(7_200_000);
    expect((await post()).status).toBe(201);
  });

  const forms: Array<[RetryAfterForm, string | null]> = [
    ['seconds', '90'],
    ['http-date', 'Tue, 01 Sep 2026 00:01:30 GMT'],
    ['zero', '0'],
    ['negative', '-5'],
    ['ten-years', '315360000'],
    ['malformed', 'in a while'],
    ['absent', null],
    ['two-headers', '1, 90'],
  ];
  it.each(forms)('refuses with 429 and Retry-After as %s', async (form, expected) => {
    const { server, faults, clock } = await start();
    faults.setRateLimit({ form, until: START_MS + 90_000 });
    const response = await fetch(server.baseUrl);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, expected]);
    clock.advance(90_000);
    expect((await fetch(server.baseUrl)).status).toBe(200);
  });

  it('answers late by the latency on the sandbox clock', async () => {
    const { server, faults, clock } = await start();
    faults.setLatency({ minMs: 500, maxMs: 500 });
    let answered = false;
    const call = fetch(server.baseUrl).then(() => {
      answered = true;
    });
    while (clock.nextWakeInMs() === null) await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    clock.advance(500);
    await call;
  });
});

describe('lagged index', () => {
  it('sees a commit only after the lag', () => {
    const clock = new ManualClock(START_MS);
    const index = new LaggedIndex<string>(clock, 60_000);
    index.put('a', 'first');
    clock.advance(59_999);
    expect(index.get('a')).toBeUndefined();
    clock.advance(1);
    expect(index.get('a')).toBe('first');
    index.put('a', 'second');
    index.remove('b');
    expect([...index.values()]).toEqual(['first']);
    clock.advance(60_000);
    index.remove('a');
    expect(index.get('a')).toBe('second');
    index.setLagMs(0);
    expect(index.size).toBe(0);
  });
});

describe('control', () => {
  it('shows truth and commits, and sets faults and the clock, to the bearer of the token only', async () => {
    const { clock, faults, organisation, server } = await start();
    const control = await startControl({
      organisations: [organisation],
      faults: { netsuite: faults },
      requests: { netsuite: server.requests },
      clock,
      truth: () => ({ breaks: [], total: 12n }),
      token: 'secret',
    });
    closers.push(control.close);
    const call = async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${control.baseUrl}/control/${path}`, {
        method,
        headers: { authorization: 'Bearer secret' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    expect((await fetch(`${control.baseUrl}/control/truth`)).status).toBe(401);
    expect((await call('GET', 'truth')).body).toEqual({ breaks: [], total: '12' });
    await call('POST', 'faults/netsuite', {
      id: 'x',
      match: {},
      port: 'after-commit',
      action: { status: 500 },
    });
    expect((await fetch(`${server.baseUrl}/r`, { method: 'POST', body: 'b' })).status).toBe(500);
    expect((await call('GET', 'faults/netsuite')).body).toMatchObject({ hits: { x: 1 } });
    await call('DELETE', 'faults/netsuite');
    expect((await call('GET', 'commits/netsuite?kind=invoice')).body).toMatchObject({
      commits: [{ id: '1' }],
    });
    expect((await call('GET', 'requests/netsuite')).body).toMatchObject({ total: 1 });
    expect((await call('POST', 'clock/advance', { ms: 1000 })).body).toEqual({ nowMs: START_MS + 1000 });
    expect((await call('POST', 'clock/advance', { ms: -1 })).status).toBe(400);
    expect((await call('POST', 'hand-edit/netsuite', { id: 1 })).body).toEqual({
      result: { edited: { id: 1 } },
    });
    const window = { from: START_MS, to: START_MS + 9_000_000, form: '503' };
    await call('POST', 'maintenance/netsuite', window);
    expect((await fetch(server.baseUrl)).status).toBe(503);
    await call('POST', 'maintenance/netsuite', null);
    expect((await fetch(server.baseUrl)).status).toBe(200);
    expect((await call('GET', 'commits/stripe')).status).toBe(404);
    expect((await call('GET', 'nothing')).status).toBe(404);
  });
});
