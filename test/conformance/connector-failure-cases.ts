import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { Connection, Cursor, PullFailureCode } from '#core/connectors/sdk/index.ts';
import type { FaultAction, FaultPort, MaintenanceForm, RetryAfterForm } from '#core/sandbox/kit/faults.ts';
import type { ConnectorCase } from './connector-cases.ts';
import type { VendorHarness, VendorWorld } from './connector-harness.ts';
import { pull, settle, walk } from './connector-replica.ts';

const retryAfterForms: readonly RetryAfterForm[] = [
  'seconds',
  'http-date',
  'zero',
  'negative',
  'ten-years',
  'malformed',
  'absent',
  'two-headers',
];

const html = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };

/** A fault on a read, and what the reader must make of it. */
const readFaults: readonly [string, FaultPort, FaultAction, PullFailureCode][] = [
  ['a reset', 'before-receive', 'reset', 'UNREACHABLE'],
  ['an answer cut short', 'during-response', 'reset', 'UNREACHABLE'],
  ['silence', 'after-receive', 'hang', 'TIMED_OUT'],
  ['500', 'after-receive', { status: 500, headers: json, body: {} }, 'UNREACHABLE'],
  ['503', 'after-receive', { status: 503, headers: html, body: '<html></html>' }, 'MAINTENANCE'],
  ['a web page', 'after-receive', { status: 200, headers: html, body: '<html></html>' }, 'MAINTENANCE'],
  [
    'duplicate keys',
    'after-receive',
    { status: 200, headers: json, body: '{"a":1,"a":2}' },
    'RESPONSE_INVALID',
  ],
  [
    'another page shape',
    'after-receive',
    { status: 200, headers: json, body: '{"rows":[]}' },
    'RESPONSE_INVALID',
  ],
  ['410', 'after-receive', { status: 410, headers: json, body: {} }, 'API_VERSION_RETIRED'],
  ['426', 'after-receive', { status: 426, headers: json, body: {} }, 'API_VERSION_RETIRED'],
];

async function failureOf(
  world: VendorWorld,
  connection: Connection,
  harness: VendorHarness,
  cursor: Cursor | null = null,
) {
  const page = await settle(world.clock, connection.pull({ stream: harness.stream, cursor, lane: 'live' }));
  return page.ok ? expect.fail('a page came where a failure was due') : page.error;
}

export const failureCases: readonly ConnectorCase[] = [
  {
    name: 'sends nothing before the instant that a 429 allows, whatever form Retry-After has',
    async run(harness) {
      for (const form of retryAfterForms) {
        const world = await harness.start();
        const connection = world.connect();
        await pull(connection, harness.stream, null);
        world.faults.setRateLimit({ form, until: world.clock.now() + 90_000 });
        const failure = await failureOf(world, connection, harness);
        const allowedMs = failure.retryAtMs ?? expect.fail(`${form}: no instant`);
        expect(failure.code, form).toBe('RATE_LIMITED');
        expect(allowedMs - world.clock.now(), form).toBeGreaterThan(0);
        expect(allowedMs - world.clock.now(), form).toBeLessThanOrEqual(3_600_000);
        if (['seconds', 'http-date', 'two-headers'].includes(form)) {
          expect(allowedMs, form).toBe(world.clock.now() + 90_000);
        }
        const sent = world.requests.count();
        world.faults.setRateLimit(null);
        world.clock.advance(allowedMs - world.clock.now() - 1);
        for (let attempt = 0; attempt < 5; attempt += 1) {
          expect((await failureOf(world, connection, harness)).code, form).toBe('RATE_LIMITED');
        }
        expect(world.requests.count(), form).toBe(sent);
        world.clock.advance(1);
        await pull(connection, harness.stream, null);
        await world.close();
      }
    },
  },
  {
    name: 'names what went wrong with a read, and goes on afterwards',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      await pull(connection, harness.stream, null);
      for (const [name, port, action, code] of readFaults) {
        world.faults.add({ id: name, match: { pathPattern: harness.readPathPattern }, port, action });
        expect((await failureOf(world, connection, harness)).code, name).toBe(code);
        world.faults.remove(name);
        await pull(connection, harness.stream, null);
      }
    },
  },
  {
    name: 'knows maintenance in each of its forms',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      await pull(connection, harness.stream, null);
      for (const form of ['503', '302-login', '200-html'] satisfies MaintenanceForm[]) {
        world.faults.setMaintenance({ from: 0, to: world.clock.now() + 1, form });
        expect((await failureOf(world, connection, harness)).code, form).toBe('MAINTENANCE');
      }
      world.faults.setMaintenance(null);
      await pull(connection, harness.stream, null);
    },
  },
  {
    name: 'takes no credentials to another origin',
    async run(harness) {
      const seen: string[] = [];
      const other = createServer((request, response) => {
        seen.push(request.url ?? '');
        response.end('{}');
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/x`;
      const world = await harness.start();
      const connection = world.connect();
      await pull(connection, harness.stream, null);
      for (const status of [301, 302, 307, 308]) {
        const action = { status, headers: { location }, body: '' };
        world.faults.add({ id: 'away', match: {}, port: 'after-receive', action, times: 1 });
        expect((await failureOf(world, connection, harness)).code).toBe('RESPONSE_INVALID');
      }
      other.close();
      expect(seen).toEqual([]);
    },
  },
  {
    name: 'a refused connection is unreachable',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      await world.stopListening();
      expect((await failureOf(world, connection, harness)).code).toBe('UNREACHABLE');
    },
  },
  {
    name: 'gives up after three pages that promise more and bring nothing',
    async run(harness) {
      const world = await harness.start({ documentCount: 8, pageSize: 2 });
      const connection = world.connect();
      let { cursor } = await pull(connection, harness.stream, null);
      const match = { pathPattern: harness.readPathPattern };
      world.faults.add({ id: 'empty', match, port: 'after-receive', action: harness.emptyPageWithMore });
      for (let pages = 0; pages < 2; pages += 1)
        ({ cursor } = await pull(connection, harness.stream, cursor));
      expect((await failureOf(world, connection, harness, cursor)).code).toBe('NOT_ADVANCING');
      world.faults.clear();
      await walk(connection, harness.stream, cursor);
    },
  },
  {
    name: 'a cursor that nobody wrote is expired, never obeyed',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      for (const cursor of ['', 'x', '{}', '{"v":99}']) {
        expect((await failureOf(world, connection, harness, cursor)).code, cursor).toBe('CURSOR_EXPIRED');
      }
      expect(world.requests.count()).toBe(0);
    },
  },
  {
    name: 'renews a token that ends on any page, once, even for 20 callers',
    appliesTo: ({ tokenPath }) => tokenPath !== null,
    async run(harness) {
      const world = await harness.start({ documentCount: 8, pageSize: 2 });
      const asked = () => world.requests.entries().filter(({ path }) => path === harness.tokenPath).length;
      const connection = world.connect();
      let cursor: Cursor | null = null;
      for (let page = 0; page < 4; page += 1) {
        const before = asked();
        world.revokeTokens();
        ({ cursor } = await pull(connection, harness.stream, cursor));
        expect(asked() - before).toBe(1);
      }
      world.revokeTokens();
      const before = asked();
      const pulls = Array.from({ length: 20 }, () => pull(connection, harness.stream, null));
      await settle(world.clock, Promise.all(pulls));
      expect(asked() - before).toBe(1);
    },
  },
  {
    name: 'stops when the credentials are refused',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      await pull(connection, harness.stream, null);
      world.revokeTokens();
      world.refuseCredentials();
      expect((await failureOf(world, connection, harness)).code).toBe('AUTHENTICATION_REFUSED');
      if (harness.tokenPath === null) return;
      const sent = world.requests.count();
      expect((await failureOf(world, connection, harness)).code).toBe('AUTHENTICATION_REFUSED');
      expect(world.requests.count()).toBe(sent);
    },
  },
  {
    name: 'a cancelled pull ends as cancelled',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      await pull(connection, harness.stream, null);
      world.faults.add({ id: 'hang', match: {}, port: 'after-receive', action: 'hang' });
      const cancel = new AbortController();
      const pulling = connection.pull({
        stream: harness.stream,
        cursor: null,
        lane: 'live',
        signal: cancel.signal,
      });
      setTimeout(() => cancel.abort(), 20);
      expect(await pulling).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    },
  },
];
