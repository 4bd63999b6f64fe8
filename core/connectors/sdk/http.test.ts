import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { createRateGovernor } from './create-rate-governor.ts';
import { createHttp, type Http, type HttpOutcome } from './http.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that answers each request (or connection) with raw bytes; null says nothing. */
async function serve(replyTo: (request: string, socket: Socket) => string | Buffer | null) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server: TcpServer = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      requests.push(bytes.toString('latin1'));
      const reply = replyTo(bytes.toString('latin1'), socket);
      if (reply !== null) socket.write(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { origin: `http://127.0.0.1:${port}`, requests };
}

function client(origin: string, options: { bodyBytesMax?: number; concurrencyMax?: number } = {}) {
  const clock = new ManualClock(Date.UTC(2026, 8, 1));
  const governor = createRateGovernor({ clock, concurrencyMax: options.concurrencyMax ?? 4 });
  const http: Http = createHttp({ origin, clock, log: silentLog, governor, ...options });
  closers.push(() => http.close());
  const send = (signal?: AbortSignal, method: 'GET' | 'PUT' = 'PUT'): Promise<HttpOutcome> =>
    http.send({ method, path: '/x?y=1', body: '{"a":1}', lane: 'critical', ...(signal ? { signal } : {}) });
  return { clock, governor, http, send };
}

function answer(body: string | Buffer, head: readonly string[] = [], status = '200 OK'): Buffer {
  const bytes = Buffer.from(body as string);
  const lines = [`HTTP/1.1 ${status}`, `content-length: ${bytes.length}`, ...head, '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n')), bytes]);
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

describe('HTTP', () => {
  it('returns status, lower-case headers and text', async () => {
    const { origin } = await serve(() => answer('{"ü":1}', ['X-Thing: a', 'Set-Cookie: b', 'Set-Cookie: c']));
    const outcome = await client(origin).send();
    expect(outcome).toMatchObject({ kind: 'response', status: 200, text: '{"ü":1}' });
    expect(outcome).toMatchObject({ headers: { 'x-thing': 'a', 'set-cookie': ['b', 'c'] } });
  });

  it('never follows a redirect', async () => {
    const { origin, requests } = await serve(() => answer('', ['location: /other'], '302 Found'));
    expect(await client(origin).send()).toMatchObject({ status: 302, headers: { location: '/other' } });
    expect(requests).toHaveLength(1);
  });

  it('a refused connection is not sent', async () => {
    const { origin } = await serve(() => null);
    await closers.pop()?.();
    expect(await client(origin).send()).toMatchObject({ phase: 'not-sent', reason: 'UNREACHABLE' });
  });

  it('a reset after the request has left may have been sent, and is not sent again', async () => {
    const { origin, requests } = await serve((_request, socket) => {
      socket.resetAndDestroy();
      return null;
    });
    const { send, governor } = client(origin);
    expect(await send()).toMatchObject({ phase: 'maybe-sent', reason: 'RESET' });
    expect(requests).toHaveLength(1);
    expect(governor.budget().inFlight).toBe(0);
  });

  it('an answer cut short may have been sent', async () => {
    const { origin } = await serve((_request, socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a"');
      return null;
    });
    expect(await client(origin).send()).toMatchObject({ phase: 'maybe-sent', reason: 'RESET' });
  });

  it('silence ends at the time limit', async () => {
    const { origin, requests } = await serve(() => null);
    const { send, clock } = client(origin);
    const outcome = send();
    await until(() => requests.length === 1);
    clock.advance(30_000);
    expect(await outcome).toMatchObject({ phase: 'maybe-sent', reason: 'TIMED_OUT' });
  });

  it('a drip of bytes does not extend the time limit', async () => {
    const { origin, requests } = await serve(() => 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{');
    const { send, clock } = client(origin);
    const outcome = send();
    await until(() => requests.length === 1);
    for (let second = 0; second < 30; second += 1) clock.advance(1_000);
    expect(await outcome).toMatchObject({ phase: 'maybe-sent', reason: 'TIMED_OUT' });
  });

  it.each([
    ['plain', answer('x'.repeat(1_001)), 'TOO_LARGE'],
    ['a gzip bomb', answer(gzipSync('x'.repeat(100_000)), ['content-encoding: gzip']), 'TOO_LARGE'],
    ['broken gzip', answer('not gzip', ['content-encoding: gzip']), 'BAD_ENCODING'],
    ['an unknown coding', answer('x', ['content-encoding: zip']), 'BAD_ENCODING'],
    ['bytes that are not UTF-8', answer(Buffer.from([0x22, 0xc3, 0x28, 0x22])), 'BAD_ENCODING'],
  ])('refuses %s', async (_name, reply, reason) => {
    const { origin } = await serve(() => reply);
    const outcome = await client(origin, { bodyBytesMax: 1_000 }).send();
    expect(outcome).toMatchObject({ kind: 'no-response', phase: 'maybe-sent', reason });
  });

  it('unpacks gzip', async () => {
    const { origin } = await serve(() => answer(gzipSync('{"a":1}'), ['content-encoding: gzip']));
    expect(await client(origin).send()).toMatchObject({ text: '{"a":1}' });
  });

  it('cancelling before the turn sends nothing; after it, the outcome is open', async () => {
    const { origin, requests } = await serve(() => null);
    const { send } = client(origin, { concurrencyMax: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = send(first.signal);
    await until(() => requests.length === 1);
    const waiting = send(second.signal);
    second.abort();
    expect(await waiting).toMatchObject({ phase: 'not-sent', reason: 'CANCELLED' });
    first.abort();
    expect(await running).toMatchObject({ phase: 'maybe-sent', reason: 'CANCELLED' });
    expect(requests).toHaveLength(1);
  });

  it('a request given up while connecting never leaves later', async () => {
    const { origin, requests } = await serve(() => answer('{}'));
    const { send, clock } = client(origin);
    const outcome = send();
    await Promise.resolve();
    await Promise.resolve();
    clock.advance(30_000);
    expect(await outcome).toMatchObject({ phase: 'not-sent', reason: 'TIMED_OUT' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(requests).toEqual([]);
  });

  it('without a usable Retry-After the wait doubles from refusal to refusal, once for those sent together', async () => {
    let status = '429 Too Many Requests';
    const { origin } = await serve(() => answer('{}', [], status));
    const { send, clock, governor } = client(origin);
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      await Promise.all([send(), send(), send()]);
      const waitMs = (governor.budget().blockedUntilMs ?? clock.now()) - clock.now();
      waits.push(waitMs);
      clock.advance(waitMs);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    status = '200 OK';
    await send();
    status = '429 Too Many Requests';
    expect(await send()).toMatchObject({ status: 429, notBeforeMs: clock.now() + 1_000 });
  });

  it('a deadline ends the wait, and nothing is sent after it', async () => {
    const { origin, requests } = await serve(() => null);
    const { http, clock } = client(origin);
    const deadlineMs = clock.monotonicMs() + 5_000;
    const send = () => http.send({ method: 'GET', path: '/', lane: 'critical', deadlineMs });
    const outcome = send();
    await until(() => requests.length === 1);
    clock.advance(5_000);
    expect(await outcome).toMatchObject({ phase: 'maybe-sent', reason: 'TIMED_OUT' });
    expect(await send()).toMatchObject({ phase: 'not-sent', reason: 'TIMED_OUT' });
    expect(requests).toHaveLength(1);
  });

  it('after a 429 nothing is sent before the allowed instant', async () => {
    let status = '429 Too Many Requests';
    const { origin, requests } = await serve(() =>
      answer('{}', ['Retry-After: 1', 'Retry-After: 120'], status),
    );
    const { send, clock } = client(origin);
    expect(await send()).toMatchObject({ status: 429 });
    status = '200 OK';
    clock.advance(119_999);
    const blocked = await send();
    expect(blocked).toMatchObject({ phase: 'not-sent', reason: 'BLOCKED', retryAtMs: clock.now() + 1 });
    expect(requests).toHaveLength(1);
    clock.advance(1);
    expect(await send()).toMatchObject({ status: 200 });
  });
});
