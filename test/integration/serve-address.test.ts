// S-10, S-11: one address, one name, no way around.
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { change, LoopbackWorld } from '#test/support/loopback-world.ts';

let world: LoopbackWorld;
let secret = '';
beforeAll(async () => {
  world = await new LoopbackWorld().start();
  secret = (await world.redeem(world.door.issueCode())) ?? '';
  expect(secret).toHaveLength(43);
});
afterAll(() => world.close());

describe('the address (S-10)', () => {
  it.runIf(process.platform === 'linux')('listens on the loopback address and nowhere else', () => {
    const wanted = world.port.toString(16).toUpperCase().padStart(4, '0');
    const listening = ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => local?.endsWith(`:${wanted}`) && state === '0A')
        .map(([, local]) => local?.split(':')[0]),
    );
    expect(listening).toEqual(['0100007F']);
  });

  it('cannot be reached by the address of any other interface', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address);
    for (const host of [...others, '127.0.0.2', '127.1.1.1']) {
      await expect(world.raw('GET / HTTP/1.1\r\n\r\n', { host })).rejects.toMatchObject({
        code: expect.stringMatching(/^E(?:CONNREFUSED|HOSTUNREACH|TIMEDOUT)$/),
      });
    }
  });
});

const fetchHeaders = ['Sec-Fetch-Mode: cors', 'Sec-Fetch-Dest: empty'];
const navigation = ['Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'];

/** A question under the right secret, with these headers instead of the right ones: 200 would be data given away. */
function question(headers: readonly string[], target = '/api/sync.status', method = 'GET'): Promise<number> {
  return world.statusOf([
    `${method} ${target} HTTP/1.1`,
    ...headers,
    'X-Tieout-Request: 1',
    `Authorization: Bearer ${secret}`,
    'Connection: close',
  ]);
}

describe('the name (S-11)', () => {
  const hosts: readonly ((port: number) => readonly string[])[] = [
    'localhost',
    'localhost.',
    'LOCALHOST',
    'localhost.localdomain',
    '127.0.0.1.',
    '127.0.0.1.nip.io',
    '127.0.0.1.evil.example',
    'evil.example',
    'rebind.evil.example',
    '127.0.0.2',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.01',
    '127.000.000.001',
    '0',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:0:0:1]',
    '::1',
    '[::]',
    '127.0.0.1%00',
    '127.0.0.1%2e',
    '127。0。0。1',
    '１２７.0.0.1',
    '①②⑦.0.0.1',
    'user@127.0.0.1',
    'user:pass@127.0.0.1',
    'http://127.0.0.1',
    '//127.0.0.1',
    '127.0.0.1/',
    '127.0.0.1,evil.example',
    'evil.example,127.0.0.1',
    'tieout',
    'tieout.local',
    'ip6-localhost',
    '*',
    '',
  ]
    .map((name) => (port: number) => [`Host: ${name}:${port}`])
    .concat([
      () => ['Host: 127.0.0.1'],
      () => ['Host: 127.0.0.1:'],
      () => ['Host: 127.0.0.1:80'],
      () => ['Host: 127.0.0.1:0'],
      () => ['Host:'],
      () => [],
      (port) => [`Host: 127.0.0.1:0${port}`],
      (port) => [`Host: 127.0.0.1:+${port}`],
      (port) => [`Host: 127.0.0.1:${port}0`],
      (port) => [`Host: 127.0.0.1 :${port}`],
      (port) => [`Host: 127.0.0.1: ${port}`],
      (port) => [`Host: 127.0.0.1:${port} evil.example`],
      (port) => [`Host: 127.0.0.1:${port}, evil.example`],
      (port) => [`Host: 127.0.0.1:${port}`, 'Host: evil.example'],
      (port) => ['Host: evil.example', `Host: 127.0.0.1:${port}`],
      (port) => [`Host: 127.0.0.1:${port}`, `Host: 127.0.0.1:${port}`],
      (port) => [`Host : 127.0.0.1:${port}`],
      (port) => [`X-Host: 127.0.0.1:${port}`],
      (port) => [`:authority: 127.0.0.1:${port}`],
    ]);

  it('answers to exactly one form', async () => {
    expect(await question([`Host: ${world.authority}`, 'Sec-Fetch-Site: same-origin', ...fetchHeaders])).toBe(
      200,
    );
    expect(
      await question([`host:  ${world.authority} `, 'sec-fetch-site: same-origin', ...fetchHeaders]),
    ).toBe(200);
  });

  it.each(hosts.map((make, at) => [at, make] as const))('refuses host %i', async (_, make) => {
    const before = world.asked.length;
    const status = await question([...make(world.port), 'Sec-Fetch-Site: same-origin', ...fetchHeaders]);
    expect([400, 403]).toContain(status);
    expect(world.asked).toHaveLength(before);
  });

  const origins = [
    'null',
    'http://localhost',
    'https://127.0.0.1',
    'http://127.0.0.1.',
    'http://127.0.0.1.evil.example',
    'http://evil.example',
    'file://',
    'chrome-extension://abcdefghijklmnop',
    'tieout://app',
    'http://[::1]',
    'http://127.0.0.2',
    '',
  ];
  it.each(origins)('refuses the origin "%s"', async (origin) => {
    const own = [`Host: ${world.authority}`, 'Sec-Fetch-Site: same-origin', ...fetchHeaders];
    expect(await question([...own, `Origin: ${origin}`])).toBe(403);
    expect(await question([...own, `Origin: ${origin}:${world.port}`])).toBe(403);
  });

  it('takes its own origin, once', async () => {
    const own = [`Host: ${world.authority}`, 'Sec-Fetch-Site: same-origin', ...fetchHeaders];
    expect(await question([...own, `Origin: ${world.origin}`])).toBe(200);
    expect(await question([...own, `Origin: ${world.origin}`, `Origin: ${world.origin}`])).toBe(403);
    expect(await question([...own, `Origin: ${world.origin}/`])).toBe(403);
    expect(await question([...own, `Origin: ${world.origin.toUpperCase()}`])).toBe(403);
  });

  const sites = [
    ['cross-site'],
    ['same-site'],
    ['none'],
    ['Same-Origin'],
    ['same-origin', 'cross-site'],
    ['cross-site', 'same-origin'],
    ['same-origin, cross-site'],
    [''],
    [],
  ];
  it.each(sites.map((site) => [site]))('refuses data to the site %j', async (site) => {
    const own = [`Host: ${world.authority}`, ...site.map((one) => `Sec-Fetch-Site: ${one}`)];
    expect(await question([...own, ...fetchHeaders])).toBe(403);
    expect(await question([...own, ...navigation])).toBe(403);
  });

  it('gives the first document to who typed its address, and to another page only while a link is out', async () => {
    const get = (site: string, target = '/'): Promise<number> =>
      world.statusOf([
        `GET ${target} HTTP/1.1`,
        `Host: ${world.authority}`,
        `Sec-Fetch-Site: ${site}`,
        ...navigation,
        'Connection: close',
      ]);
    expect(await get('none')).toBe(200);
    expect(await get('none', '/index.html')).toBe(403);
    expect(await get('none', '/assets/app.js')).toBe(403);
    expect(await get('cross-site')).toBe(403);
    const code = world.door.issueCode();
    expect(await get('cross-site')).toBe(200);
    expect(await get('cross-site', '/assets/app.js')).toBe(403);
    world.clock.advance(60_000);
    expect(await get('cross-site')).toBe(403);
    expect(await world.redeem(code)).toBeNull();
  });

  const forwarded = [
    'Forwarded: for=192.0.2.1;host=evil.example',
    'Via: 1.1 proxy',
    'X-Forwarded-For: 192.0.2.1',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
    'X-Forwarded-Port: 443',
    'X-Forwarded-Server: evil',
    'X-Real-IP: 192.0.2.1',
    'X-Original-URL: /api/journal.head',
    'X-Rewrite-URL: /api/journal.head',
    'X-Original-Host: evil.example',
    'X-Host: evil.example',
    'X-HTTP-Method-Override: POST',
    'X-HTTP-Method: POST',
  ];
  it.each(forwarded)('refuses what came through something else: %s', async (header) => {
    const own = [`Host: ${world.authority}`, 'Sec-Fetch-Site: same-origin', ...fetchHeaders];
    expect(await question([...own, header])).toBe(403);
  });

  it.each([
    ['absolute form', 'http://127.0.0.1/api/sync.status', 'GET'],
    ['absolute form of us', 'self', 'GET'],
    ['authority form', '127.0.0.1:80', 'GET'],
    ['asterisk form', '*', 'OPTIONS'],
    ['a double slash', '//evil.example/api/sync.status', 'GET'],
    ['TRACE', '/api/sync.status', 'TRACE'],
    ['CONNECT', '127.0.0.1:80', 'CONNECT'],
    ['OPTIONS', '/api/sync.status', 'OPTIONS'],
    ['PUT', '/api/sync.status', 'PUT'],
    ['DELETE', '/api/sync.status', 'DELETE'],
    ['PATCH', '/api/sync.status', 'PATCH'],
    ['an own method', '/api/sync.status', 'PURGE'],
  ])('refuses %s', async (_, target, method) => {
    const before = world.asked.length;
    const own = [`Host: ${world.authority}`, 'Sec-Fetch-Site: same-origin', ...fetchHeaders];
    const wanted = target === 'self' ? `${world.origin}/api/sync.status` : target;
    expect([0, 400, 403, 405]).toContain(await question(own, wanted, method));
    expect(world.asked).toHaveLength(before);
  });

  it('upgrades no connection', async () => {
    const answered = await world.raw(
      `${world
        .own('GET', '/api/ws', [
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        ])
        .map((line) => (line === 'Connection: close' ? 'Connection: Upgrade' : line))
        .join('\r\n')}\r\n\r\n`,
    );
    expect(answered).not.toContain('101');
  });

  it('tried at least 120 ways', () => {
    expect(
      hosts.length + origins.length * 2 + sites.length * 2 + forwarded.length + 12 + 9,
    ).toBeGreaterThanOrEqual(120);
  });

  it('says no word of cross-origin sharing, whatever is asked', async () => {
    const body = '{}';
    const answers = await Promise.all([
      world.raw(`${world.own('GET', '/').join('\r\n')}\r\n\r\n`),
      world.raw(
        `${world.own('OPTIONS', '/api/sync.run', ['Origin: http://evil.example', 'Access-Control-Request-Method: POST']).join('\r\n')}\r\n\r\n`,
      ),
      world.raw(`${world.own('POST', '/session', change(body)).join('\r\n')}\r\n\r\n${body}`),
    ]);
    for (const answered of answers) {
      expect(answered).toMatch(/^HTTP\/1\.1 \d{3}/);
      expect(answered.toLowerCase()).not.toContain('access-control');
      expect(answered.toLowerCase()).not.toContain('set-cookie');
      expect(answered).toContain("content-security-policy: default-src 'none'; script-src 'self';");
    }
  });
});
