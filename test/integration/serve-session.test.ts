// S-12, S-13, S-14: how someone comes in, what changes something, and when it is over.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '#core/host/serve/open-browser.ts';
import { change, LoopbackWorld, statusOf } from '#test/support/loopback-world.ts';

let world: LoopbackWorld;
beforeEach(async () => {
  world = await new LoopbackWorld().start();
});
afterEach(() => world.close());

const minuteMs = 60_000;

async function comeIn(): Promise<string> {
  const secret = await world.redeem(world.door.issueCode());
  if (secret === null) throw new Error('the right code was refused');
  return secret;
}

describe('the code of a link (S-12)', () => {
  it('has 256 bits, and so has the secret', async () => {
    const code = world.door.issueCode();
    expect(Buffer.from(code, 'base64url')).toHaveLength(32);
    expect(Buffer.from((await world.redeem(code)) ?? '', 'base64url')).toHaveLength(32);
  });

  it('works once', async () => {
    const code = world.door.issueCode();
    expect(await world.redeem(code)).not.toBeNull();
    expect(await world.redeem(code)).toBeNull();
  });

  it('works within a minute', async () => {
    const code = world.door.issueCode();
    world.clock.advance(minuteMs - 1);
    expect(await world.redeem(code)).not.toBeNull();
    const late = world.door.issueCode();
    world.clock.advance(minuteMs);
    expect(await world.redeem(late)).toBeNull();
  });

  it('is worth nothing once a newer one is given out', async () => {
    const code = world.door.issueCode();
    world.door.issueCode();
    expect(await world.redeem(code)).toBeNull();
  });

  it('is worth nothing after 20 wrong ones, here and over a million guesses', async () => {
    const code = world.door.issueCode();
    for (let guess = 0; guess < 19; guess += 1) expect(await world.redeem(`wrong ${guess}`)).toBeNull();
    expect(await world.redeem(code)).not.toBeNull();
    const other = world.door.issueCode();
    for (let guess = 0; guess < 1_000_000; guess += 1) {
      if (world.door.redeem(`guess ${guess}`) !== null) throw new Error(`guess ${guess} came in`);
    }
    expect(await world.redeem(other)).toBeNull();
  }, 60_000);

  it.each([
    '',
    'null',
    '"text"',
    '{}',
    '{"code":1}',
    '{"code":null}',
    '{"code":"x","more":1}',
    '{"code":',
    '[]',
  ])('is not %s', async (body) => {
    world.door.issueCode();
    const answered = await world.raw(
      `${world.own('POST', '/session', change(body)).join('\r\n')}\r\n\r\n${body}`,
    );
    expect(statusOf(answered)).toBe(401);
  });

  it('is in no line of the log, and neither is the secret', async () => {
    const code = world.door.issueCode();
    await world.redeem('wrong');
    const secret = (await world.redeem(code)) ?? '';
    await world.redeem(code);
    await world.ask('A'.repeat(43));
    const logged = world.logged.join('\n');
    expect(logged).toContain('session.opened');
    expect(logged).toContain('session.refused');
    expect(logged).not.toContain(code);
    expect(logged).not.toContain(secret);
  });
});

describe.runIf(process.platform === 'linux')('the file that leads to the browser (S-12)', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tieout-browser-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is readable by its owner alone, in no argument of a process, and gone when it was used', async () => {
    const args = join(folder, 'args');
    const opener = join(folder, 'xdg-open');
    writeFileSync(
      opener,
      `#!/bin/sh\nprintf '%s\\n' "$@" > ${args}.part && /bin/mv ${args}.part ${args}\n/bin/sleep 2\n`,
    );
    chmodSync(opener, 0o755);
    const code = world.door.issueCode();
    const env = { DISPLAY: ':0', PATH: folder };
    const opened = openBrowser(`${world.origin}/#code=${code}`, env);
    await vi.waitFor(() => expect(existsSync(args)).toBe(true), 5_000);
    const url = readFileSync(args, 'utf8').trim();
    expect(url).toMatch(/^file:\/\/.*open\.html$/);
    expect(url).not.toContain(code);
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(code);
    const file = fileURLToPath(url);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(`#code=${code}`);
    opened?.forget();
    expect(existsSync(file)).toBe(false);
  });

  it('is not made where there is no browser', () => {
    expect(openBrowser('http://127.0.0.1:1/#code=x', { PATH: folder })).toBeNull();
    expect(openBrowser('http://127.0.0.1:1/#code=x', { DISPLAY: ':0', PATH: folder })).toBeNull();
  });
});

describe('what changes something (S-13)', () => {
  const json = '{"untilIdle":true}';

  interface Attempt {
    readonly name: string;
    readonly method?: string;
    readonly target?: string;
    readonly headers: (secret: string) => readonly string[];
    readonly body?: string;
  }
  const full = (secret: string): string[] => [
    'Content-Type: application/json',
    'X-Tieout-Request: 1',
    `Authorization: Bearer ${secret}`,
  ];
  const without = (name: string) => (secret: string) => full(secret).filter((line) => !line.startsWith(name));
  const instead = (name: string, line: string) => (secret: string) => [...without(name)(secret), line];
  const attempts: readonly Attempt[] = [
    { name: 'no secret', headers: without('Authorization') },
    { name: 'no header of ours', headers: without('X-Tieout-Request') },
    { name: 'another value of the header', headers: instead('X-Tieout-Request', 'X-Tieout-Request: 2') },
    { name: 'no type', headers: without('Content-Type') },
    { name: 'text', headers: instead('Content-Type', 'Content-Type: text/plain') },
    { name: 'a form', headers: instead('Content-Type', 'Content-Type: application/x-www-form-urlencoded') },
    {
      name: 'a form with a file',
      headers: instead('Content-Type', 'Content-Type: multipart/form-data; boundary=x'),
    },
    { name: 'nearly JSON', headers: instead('Content-Type', 'Content-Type: application/json-patch+json') },
    { name: 'two types', headers: instead('Content-Type', 'Content-Type: text/plain, application/json') },
    { name: 'a secret of somebody else', headers: () => full('A'.repeat(43)) },
    { name: 'a secret that is too short', headers: (secret) => full(secret.slice(1)) },
    { name: 'a secret with more', headers: (secret) => full(`${secret}x`) },
    { name: 'the secret in a cookie', headers: instead('Authorization', 'Cookie: secret=x') },
    {
      name: 'another scheme',
      headers: (secret) => instead('Authorization', `Authorization: Basic ${secret}`)(secret),
    },
    { name: 'GET with a body', method: 'GET', headers: without('Authorization') },
    { name: 'HEAD', method: 'HEAD', headers: without('Authorization') },
  ];

  it.each(attempts)(
    'is not $name',
    async ({ method = 'POST', target = '/api/sync.run', headers, body = json }) => {
      const secret = await comeIn();
      const lines = world.own(method, target, [
        ...headers(secret),
        `Content-Length: ${Buffer.byteLength(body)}`,
      ]);
      const answered = await world.raw(`${lines.join('\r\n')}\r\n\r\n${body}`);
      expect([401, 403, 415]).toContain(statusOf(answered));
      expect(answered).not.toContain('data that only');
      expect(world.asked).toEqual([]);
    },
  );

  it.each(['/api/sync.run?token=', '/api/sync.run?secret=', '/session?code='])(
    'takes no secret from the address: %s',
    async (target) => {
      const secret = await comeIn();
      const lines = world.own('POST', target + secret, change(json));
      expect(statusOf(await world.raw(`${lines.join('\r\n')}\r\n\r\n${json}`))).toBe(401);
      expect(world.asked).toEqual([]);
    },
  );

  it('is our own script with the secret', async () => {
    const secret = await comeIn();
    const lines = world.own('POST', '/api/sync.run', [...full(secret), `Content-Length: ${json.length}`]);
    expect(statusOf(await world.raw(`${lines.join('\r\n')}\r\n\r\n${json}`))).toBe(200);
    expect(world.asked).toEqual([{ method: 'POST', path: '/api/sync.run', body: json }]);
  });
});

describe('the session (S-14)', () => {
  it('ends after a quarter of an hour without use', async () => {
    const secret = await comeIn();
    world.clock.advance(15 * minuteMs - 1);
    expect(await world.ask(secret)).toBe(200);
    world.clock.advance(15 * minuteMs - 1);
    expect(await world.ask(secret)).toBe(200);
    world.clock.advance(15 * minuteMs);
    expect(await world.ask(secret)).toBe(401);
  });

  it('does not live on by waiting for changes alone', async () => {
    const secret = await comeIn();
    for (let minute = 0; minute < 14; minute += 1) {
      world.clock.advance(minuteMs);
      expect(await world.ask(secret, '/api/changes.since?input=%7B%7D')).toBe(200);
    }
    world.clock.advance(minuteMs);
    expect(await world.ask(secret, '/api/changes.since?input=%7B%7D')).toBe(401);
  });

  it('ends after eight hours whatever happens', async () => {
    const secret = await comeIn();
    for (let used = 0; used < 47; used += 1) {
      world.clock.advance(10 * minuteMs);
      expect(await world.ask(secret)).toBe(200);
    }
    world.clock.advance(10 * minuteMs - 1);
    expect(await world.ask(secret)).toBe(200);
    world.clock.advance(1);
    expect(await world.ask(secret)).toBe(401);
  });

  it('ends when it is closed, with what was still being answered', async () => {
    const secret = await comeIn();
    let release = (): void => {};
    world.hold = new Promise((resolve) => {
      release = resolve;
    });
    const pending = world.ask(secret, '/api/changes.since?input=%7B%7D');
    await vi.waitFor(() => expect(world.asked).toHaveLength(1));
    const lines = world.own('POST', '/api/session.close', [...change(''), `Authorization: Bearer ${secret}`]);
    const closedAtMs = performance.now();
    await world.raw(`${lines.join('\r\n')}\r\n\r\n`);
    expect(await world.ask(secret)).toBe(401);
    expect(await pending).toBe(401);
    expect(performance.now() - closedAtMs).toBeLessThan(1_000);
    release();
  });

  it('is one at a time: whoever comes in ends the earlier one', async () => {
    const [first, second] = [await comeIn(), await comeIn()];
    expect(await world.ask(first)).toBe(401);
    expect(await world.ask(second)).toBe(200);
  });

  it('does not end because a code was asked for, or a wrong one given', async () => {
    const secret = await comeIn();
    world.door.issueCode();
    for (let guess = 0; guess < 25; guess += 1) await world.redeem('wrong');
    expect(await world.ask(secret)).toBe(200);
  });
});
