import { expect } from 'vitest';
import type { CommandPayload, Connection, SendOutcome } from '#core/connectors/sdk/index.ts';
import type { Command } from '#core/domain/command.ts';
import type { FaultAction, FaultPort } from '#core/sandbox/kit/faults.ts';
import type { ConnectorCase } from './connector-cases.ts';
import type { VendorHarness, VendorWorld } from './connector-harness.ts';
import { settle } from './connector-replica.ts';

const html = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };
const page = '<!DOCTYPE html><html></html>';
const postedOn = '2026-09-15';

interface WriteFault {
  readonly name: string;
  readonly port: FaultPort;
  readonly action: FaultAction;
  /** What the attempt may be called. */
  readonly outcomes: readonly SendOutcome['kind'][];
  readonly commits: 0 | 1;
}

const writeFaults: readonly WriteFault[] = [
  ...(['before-receive', 'after-receive'] as const).flatMap((port): WriteFault[] => [
    { name: `${port} reset`, port, action: 'reset', outcomes: ['unknown'], commits: 0 },
    { name: `${port} hang`, port, action: 'hang', outcomes: ['unknown'], commits: 0 },
    {
      name: `${port} 500`,
      port,
      action: { status: 500, headers: json, body: {} },
      outcomes: ['unknown'],
      commits: 0,
    },
    {
      name: `${port} 503`,
      port,
      action: { status: 503, headers: html, body: page },
      outcomes: ['unknown'],
      commits: 0,
    },
    {
      name: `${port} web page`,
      port,
      action: { status: 200, headers: html, body: page },
      outcomes: ['unknown'],
      commits: 0,
    },
    {
      name: `${port} redirect`,
      port,
      action: { status: 302, headers: { location: '/login' } },
      outcomes: ['unknown'],
      commits: 0,
    },
    {
      name: `${port} 429`,
      port,
      action: { status: 429, headers: { ...json, 'retry-after': '5' }, body: {} },
      outcomes: ['not-sent'],
      commits: 0,
    },
  ]),
  { name: 'after-commit reset', port: 'after-commit', action: 'reset', outcomes: ['unknown'], commits: 1 },
  { name: 'after-commit hang', port: 'after-commit', action: 'hang', outcomes: ['unknown'], commits: 1 },
  {
    name: 'after-commit 500',
    port: 'after-commit',
    action: { status: 500, headers: json, body: {} },
    outcomes: ['unknown'],
    commits: 1,
  },
  {
    name: 'after-commit web page',
    port: 'after-commit',
    action: { status: 200, headers: html, body: page },
    outcomes: ['unknown'],
    commits: 1,
  },
  {
    name: 'after-commit cut JSON',
    port: 'after-commit',
    action: { status: 200, headers: json, body: '{"id":' },
    outcomes: ['unknown'],
    commits: 1,
  },
  {
    name: 'after-commit duplicate keys',
    port: 'after-commit',
    action: { status: 200, headers: json, body: '{"id":"1","id":"2"}' },
    outcomes: ['unknown'],
    commits: 1,
  },
  // An answer without a body is whole as soon as its head is there.
  {
    name: 'during-response reset',
    port: 'during-response',
    action: 'reset',
    outcomes: ['unknown', 'committed'],
    commits: 1,
  },
];

function prepared(connection: Connection, command: Command, externalId: string): CommandPayload {
  const payload = connection.prepare(command, externalId, postedOn);
  return payload.ok ? payload.value : expect.fail(`${payload.error.where}: ${payload.error.message}`);
}

/** A posting on its way through the steps that the sender takes. */
function posting(
  harness: VendorHarness,
  world: VendorWorld,
  connection: Connection,
  at: number,
  number: number,
) {
  const { make } = harness.commands[at] ?? expect.fail('no such command');
  const externalId = `TIEOUT${at}X${number}`;
  const payload = prepared(connection, make(world, number), externalId);
  let attempt = 0;
  return {
    externalId,
    payload,
    send: () => {
      attempt += 1;
      return settle(world.clock, connection.send(payload, { externalId, attempt }));
    },
    lookUp: () => settle(world.clock, connection.lookUp(payload, { externalId, attempt })),
    commits: () => harness.commitsOf(world, externalId),
  };
}

export const writeCases: readonly ConnectorCase[] = [
  {
    name: 'prepares the same bytes for the same command, and names what is wrong with a bad one',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      for (const { name, make, spoil } of harness.commands) {
        const command = make(world, 1);
        const payload = prepared(connection, command, 'TIEOUT1');
        expect(connection.prepare(structuredClone(command), 'TIEOUT1', postedOn), name).toEqual({
          ok: true,
          value: payload,
        });
        const refused = connection.prepare(spoil(command), 'TIEOUT1', postedOn);
        expect(refused.ok, name).toBe(false);
        if (!refused.ok) expect(refused.error.where, name).toMatch(/^\$/);
      }
      expect(world.requests.count()).toBe(0);
    },
  },
  {
    name: 'commits each command once and finds it by our id with its amount',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      for (const [at, { name }] of harness.commands.entries()) {
        const one = posting(harness, world, connection, at, 1);
        expect((await one.lookUp()).kind, name).toBe('absent');
        const sent = await one.send();
        if (sent.kind !== 'committed') expect.fail(`${name}: ${JSON.stringify(sent)}`);
        const found = await one.lookUp();
        expect(found, name).toMatchObject({ kind: 'found', document: { documentId: sent.documentId } });
        expect(one.commits(), name).toBe(1);
      }
    },
  },
  {
    name: 'calls every fault by its right name, loses nothing and posts nothing twice',
    async run(harness) {
      for (const fault of writeFaults) {
        const world = await harness.start();
        const connection = world.connect();
        const one = posting(harness, world, connection, 0, 1);
        expect((await one.lookUp()).kind, fault.name).toBe('absent');
        const match = { kind: 'write' as const };
        world.faults.add({ id: fault.name, match, port: fault.port, action: fault.action });
        const allowed = harness.sendExceptions?.[fault.name] ?? fault.outcomes;
        expect(allowed, fault.name).toContain((await one.send()).kind);
        expect(world.faults.hits(fault.name), fault.name).toBe(1);
        expect(one.commits(), fault.name).toBe(fault.commits);
        world.faults.clear();
        world.clock.advance(3_600_000);
        const found = await one.lookUp();
        expect(found.kind, fault.name).toBe(fault.commits === 1 ? 'found' : 'absent');
        if (found.kind === 'absent') expect((await one.send()).kind, fault.name).toBe('committed');
        expect(one.commits(), fault.name).toBe(1);
        await world.close();
      }
    },
  },
  {
    name: 'a look-up that gets no clear answer never says absent',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      const one = posting(harness, world, connection, 0, 1);
      await one.send();
      const actions: readonly FaultAction[] = [
        'reset',
        'hang',
        { status: 500, headers: json, body: {} },
        { status: 503, headers: html, body: page },
        { status: 200, headers: html, body: page },
        { status: 404, headers: html, body: page },
        { status: 200, headers: json, body: '{' },
        { status: 302, headers: { location: '/login' } },
      ];
      for (const afterCalls of [0, 1]) {
        for (const [index, action] of actions.entries()) {
          const id = `${afterCalls} ${index}`;
          world.faults.add({ id, match: {}, port: 'after-receive', action, afterCalls });
          const { kind } = await one.lookUp();
          const isStruck = world.faults.hits(id) > 0;
          expect(isStruck ? ['failed'] : ['found'], `fault ${id}`).toContain(kind);
          world.faults.remove(id);
        }
      }
      expect((await one.lookUp()).kind).toBe('found');
    },
  },
  {
    name: 'sent again although it is there, neither doubles nor overwrites',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      const one = posting(harness, world, connection, 0, 1);
      expect((await one.send()).kind).toBe('committed');
      const before = await one.lookUp();
      expect(['unknown', 'committed', 'rejected']).toContain((await one.send()).kind);
      expect(one.commits()).toBe(1);
      expect(await one.lookUp()).toEqual(before);
    },
  },
  {
    name: 'nothing leaves where nobody listens, or before the instant that a 429 allowed',
    async run(harness) {
      const world = await harness.start();
      const connection = world.connect();
      const one = posting(harness, world, connection, 0, 1);
      await one.lookUp();
      world.faults.setRateLimit({ form: 'seconds', until: world.clock.now() + 30_000 });
      const limited = await one.send();
      expect(limited).toMatchObject({
        kind: 'not-sent',
        reason: 'RATE_LIMITED',
        retryAtMs: world.clock.now() + 30_000,
      });
      const sent = world.requests.count();
      expect(await one.send()).toMatchObject({ kind: 'not-sent', reason: 'RATE_LIMITED' });
      expect(world.requests.count()).toBe(sent);
      world.faults.clear();
      world.clock.advance(30_000);
      await world.stopListening();
      expect(await one.send()).toMatchObject({ kind: 'not-sent', reason: 'UNREACHABLE' });
      expect(one.commits()).toBe(0);
    },
  },
];
