// S-15: what is no HTTP, too much or too slow. S-04 for the headless host: nothing outside the list of files.
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathVectors } from '#test/support/path-vectors.ts';
import { change, LoopbackWorld, statusOf } from '#test/support/loopback-world.ts';

let world: LoopbackWorld;
let secret = '';
beforeAll(async () => {
  world = await new LoopbackWorld().start();
  secret = (await world.redeem(world.door.issueCode())) ?? '';
});
afterAll(() => world.close());

/** A change with these headers of length, by hand. */
function post(headers: readonly string[], body: string): string {
  return `${world
    .own('POST', '/api/sync.run', [
      'Content-Type: application/json',
      'X-Tieout-Request: 1',
      `Authorization: Bearer ${secret}`,
      ...headers,
    ])
    .join('\r\n')}\r\n\r\n${body}`;
}

const smuggled = 'GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n';

/** Requests that two readers could read differently, or none should: by name, headers of length and body. */
const ambiguous: readonly (readonly [string, readonly string[], string])[] = [
  ['both lengths', ['Content-Length: 6', 'Transfer-Encoding: chunked'], `0\r\n\r\n${smuggled}`],
  ['both lengths, turned', ['Transfer-Encoding: chunked', 'Content-Length: 4'], `5c\r\n${smuggled}0\r\n\r\n`],
  ['two lengths', ['Content-Length: 0', 'Content-Length: 40'], smuggled],
  ['the same length twice', ['Content-Length: 2', 'Content-Length: 2'], '{}'],
  ['a list of lengths', ['Content-Length: 2, 40'], smuggled],
  ['a negative length', ['Content-Length: -1'], smuggled],
  ['a length with a sign', ['Content-Length: +2'], '{}'],
  ['a hexadecimal length', ['Content-Length: 0x2'], '{}'],
  ['a broken length', ['Content-Length: 2a'], '{}'],
  ['a length that is too large to count', ['Content-Length: 99999999999999999999999'], '{}'],
  ['an unknown coding', ['Transfer-Encoding: gzip'], smuggled],
  ['chunked, then another', ['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${smuggled}`],
  ['chunked twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], `0\r\n\r\n${smuggled}`],
  ['a coding with a trick', ['Transfer-Encoding: xchunked'], `0\r\n\r\n${smuggled}`],
  ['a coding in quotes', ['Transfer-Encoding: "chunked"'], `0\r\n\r\n${smuggled}`],
  ['a space before the colon', ['Transfer-Encoding : chunked', 'Content-Length: 2'], '{}'],
  ['a folded header', ['Transfer-Encoding:\r\n chunked', 'Content-Length: 2'], '{}'],
  ['a vertical tab', ['Transfer-Encoding:\u000bchunked', 'Content-Length: 2'], '{}'],
  ['a NUL in a header', ['X-Odd: a\u0000b', 'Content-Length: 2'], '{}'],
  ['a bare line feed', ['X-Odd: a\nTransfer-Encoding: chunked', 'Content-Length: 2'], '{}'],
  ['a bare carriage return', ['X-Odd: a\rTransfer-Encoding: chunked', 'Content-Length: 2'], '{}'],
  ['a chunk size with a sign', ['Transfer-Encoding: chunked'], '+2\r\n{}\r\n0\r\n\r\n'],
  ['a negative chunk size', ['Transfer-Encoding: chunked'], '-1\r\n{}\r\n0\r\n\r\n'],
  ['a huge chunk size', ['Transfer-Encoding: chunked'], `${'f'.repeat(17)}\r\n{}\r\n0\r\n\r\n`],
  ['no chunk size', ['Transfer-Encoding: chunked'], '\r\n{}\r\n0\r\n\r\n'],
  ['a chunk that is longer than it says', ['Transfer-Encoding: chunked'], '1\r\n{}}}\r\n0\r\n\r\n'],
  ['a chunk size in hexadecimal dress', ['Transfer-Encoding: chunked'], '0x2\r\n{}\r\n0\r\n\r\n'],
  ['a long chunk extension', ['Transfer-Encoding: chunked'], `2;${'x'.repeat(40_000)}\r\n{}\r\n0\r\n\r\n`],
  ['expectations', ['Expect: 100-continue', 'Content-Length: 2'], '{}'],
  ['odd expectations', ['Expect: the-unexpected', 'Content-Length: 2'], '{}'],
];

/** Bytes that are no request of HTTP/1.1. */
const broken: readonly (readonly [string, string])[] = [
  ['nothing but lines', '\r\n\r\n\r\n\r\n'],
  ['noise', '\u0000\u0001\u0002\u0003\u00ff\u00fe\r\n\r\n'],
  ['a TLS hello', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', 'GET /\r\n'],
  ['HTTP/3', 'GET / HTTP/3.0\r\n\r\n'],
  ['no version', 'GET / \r\n\r\n'],
  ['a version that is none', 'GET / HTTP/x.y\r\n\r\n'],
  ['no path', 'GET  HTTP/1.1\r\n\r\n'],
  ['two paths', 'GET / / HTTP/1.1\r\n\r\n'],
  ['a method of spaces', '   / HTTP/1.1\r\n\r\n'],
  ['a tab for a space', 'GET\t/\tHTTP/1.1\r\n\r\n'],
  ['a method in lower case', 'get / HTTP/1.1\r\n\r\n'],
  ['an unknown method', 'FROB / HTTP/1.1\r\n\r\n'],
  ['a header without a name', 'GET / HTTP/1.1\r\n: value\r\n\r\n'],
  ['a header without a colon', 'GET / HTTP/1.1\r\nHost\r\n\r\n'],
  ['a header with a space in its name', 'GET / HTTP/1.1\r\nHo st: x\r\n\r\n'],
  ['a header that is too long', `GET / HTTP/1.1\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`],
  ['too many headers', `GET / HTTP/1.1\r\n${'X-Many: 1\r\n'.repeat(3_000)}\r\n`],
  ['an address that is too long', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`],
  ['a response', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ['an SSH banner', 'SSH-2.0-OpenSSH_9.9\r\n'],
  ['a mail', 'EHLO evil.example\r\nMAIL FROM:<a@b>\r\n'],
  ['redis', '*1\r\n$8\r\nFLUSHALL\r\n'],
  ['half a request', 'GET / HTTP/1.1\r\nHost: 127.0.0.1'],
  ['a NUL in the path', 'GET /\u0000 HTTP/1.1\r\n\r\n'],
  ['a line feed in the path', 'GET /\n HTTP/1.1\r\n\r\n'],
  ['bytes above ASCII in the path', 'GET /\u00e9\u00ff HTTP/1.1\r\n\r\n'],
  ['a fragment in the path', 'GET /#code=x HTTP/1.1\r\n\r\n'],
  ['a request in a request', 'GET GET / HTTP/1.1 HTTP/1.1\r\n\r\n'],
];

describe('requests that are none (S-15)', () => {
  it('tries 60 of them', () => {
    expect(ambiguous.length + broken.length).toBeGreaterThanOrEqual(60);
  });

  it.each(ambiguous)('reads one way or not at all: %s', async (_, headers, body) => {
    const before = world.asked.length;
    const answered = await world.raw(post(headers, body), { idleMs: 400 });
    expect([0, 400, 413, 415, 417, 431, 200]).toContain(statusOf(answered));
    expect(answered.match(/HTTP\/1\.1 \d{3}/g)?.length ?? 0).toBeLessThanOrEqual(1);
    const asked = world.asked.slice(before);
    expect(asked.map(({ path }) => path)).not.toContain('/api/smuggled');
    // Read at all, it was read as the one request that it is, with the body that its length says.
    for (const { body: read } of asked) expect(['', '{}']).toContain(read);
  });

  it.each(broken)('answers shortly or not at all: %s', async (_, bytes) => {
    const before = world.asked.length;
    const answered = await world.raw(Buffer.from(bytes, 'latin1'), { idleMs: 300 });
    expect([0, 400, 403, 405, 431]).toContain(statusOf(answered));
    expect(world.asked).toHaveLength(before);
  });

  it('is still there, and not larger by 64 MiB', async () => {
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 3; round += 1) {
      for (const [, headers, body] of ambiguous) await world.raw(post(headers, body), { idleMs: 20 });
      for (const [, bytes] of broken) await world.raw(Buffer.from(bytes, 'latin1'), { idleMs: 20 });
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    expect(await world.ask(secret)).toBe(200);
  }, 60_000);
});

describe('limits (S-15)', () => {
  it('takes a body of 10 MiB and none beyond', async () => {
    const most = 10 * 1024 * 1024;
    const body = 'x'.repeat(most);
    expect(statusOf(await world.raw(post([`Content-Length: ${most}`], body)))).toBe(200);
    expect(statusOf(await world.raw(post([`Content-Length: ${most + 1}`], '')))).toBe(413);
    const chunked = `${(most + 1).toString(16)}\r\n${body}x\r\n0\r\n\r\n`;
    expect([0, 413]).toContain(statusOf(await world.raw(post(['Transfer-Encoding: chunked'], chunked))));
  });

  it('takes no large body for a code', async () => {
    world.door.issueCode();
    const body = JSON.stringify({ code: 'x'.repeat(2_000) });
    const answered = await world.raw(
      `${world.own('POST', '/session', change(body)).join('\r\n')}\r\n\r\n${body}`,
    );
    expect(statusOf(answered)).toBe(413);
  });

  it('holds 100 connections and no more', async () => {
    const open: Socket[] = [];
    const dropped: Socket[] = [];
    for (let at = 0; at < 110; at += 1) {
      const socket = connect({ port: world.port, host: '127.0.0.1' });
      socket.on('close', () => dropped.push(socket));
      socket.on('error', () => {});
      open.push(socket);
    }
    await new Promise((done) => setTimeout(done, 300));
    expect(dropped.length).toBe(10);
    for (const socket of open) socket.destroy();
    await new Promise((done) => setTimeout(done, 100));
    expect(await world.ask(secret)).toBe(200);
  });

  it('does not wait for who sends a byte now and then', async () => {
    const socket = connect({ port: world.port, host: '127.0.0.1' });
    const startedAtMs = performance.now();
    const trickle = setInterval(() => socket.write('X'), 500);
    socket.write('GET / HTTP/1.1\r\nX-Slow: ');
    socket.on('error', () => {});
    socket.resume();
    await new Promise((done) => socket.on('close', done));
    clearInterval(trickle);
    expect(performance.now() - startedAtMs).toBeLessThan(13_000);
  }, 20_000);
});

describe('the list of files (S-04 in the headless host)', () => {
  const vectors = pathVectors();

  it('gives the files of the list, whole, to GET and HEAD', async () => {
    const got = await world.raw(`${world.own('GET', '/assets/app.js').join('\r\n')}\r\n\r\n`);
    expect(got).toContain('content-type: text/javascript; charset=utf-8');
    expect(got.split('\r\n\r\n')[1]).toBe('export {};');
    const head = await world.raw(`${world.own('HEAD', '/assets/app.js').join('\r\n')}\r\n\r\n`);
    expect(head).toContain('content-length: 10');
    expect(head.split('\r\n\r\n')[1]).toBe('');
    expect(await world.statusOf(world.own('POST', '/index.html', change('')))).toBe(405);
  });

  it('gives nothing else, by 400 ways to ask', async () => {
    expect(new Set(vectors).size).toBeGreaterThanOrEqual(400);
    for (const vector of vectors) {
      const request = `${world.own('GET', vector).join('\r\n')}\r\n\r\n`;
      const answered = await world.raw(Buffer.from(request, 'utf8'));
      expect([400, 403, 404], vector).toContain(statusOf(answered));
      expect(answered, vector).not.toMatch(/export \{\}|doctype|root:|"name"/);
    }
  }, 60_000);
});
