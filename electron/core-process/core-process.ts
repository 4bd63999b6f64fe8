// The utility process that owns the workspace: the database, the connectors, long work. Main starts it, gives it one request port
// and its orders, and starts it again if it dies.
import process from 'node:process';
import type { MessagePortMain } from 'electron';
import type { Core } from '#core/app/create-core.ts';
import { createApi } from '#core/app/router/create-api.ts';
import { present } from '#core/base/assert.ts';
import { CommandFailure } from '#core/host/command-failure.ts';
import { packReader } from '#core/app/packs/sealed-facts.ts';
import { openSealed } from '#core/host/open-sealed.ts';
import { keystoreOf } from '#core/host/open-workspace.ts';
import { PersonSession } from '#core/host/person-session.ts';
import { createStderrLog } from '#core/host/stderr-log.ts';
import { createSystemClock } from '#core/host/system-clock.ts';
import { noKeys } from '#core/host/terminal-session.ts';
import { type Order, orderSchema, type Report } from '../bridge/core-port.ts';
import { answerRequests } from './answer-requests.ts';
import { openOrdered, removeSampleFiles } from './open-workspace.ts';
import { SessionDesk } from './session-desk.ts';

/** A key under a passphrase is closed after so long without anyone doing anything. */
const idleMs = 15 * 60_000;
const busyEveryMs = 500;

const log = createStderrLog(process.stderr);
const parent = process.parentPort;
const say = (report: Report): void => parent.postMessage(report);
const secretsAsked = new Map<number, (value: string | null) => void>();
let core: Core | null = null;
let desk: SessionDesk | null = null;
let asked = 0;

parent.on('message', ({ data, ports }) => void take(orderSchema.parse(data), ports));

async function take(order: Order, ports: readonly MessagePortMain[]): Promise<void> {
  if (order.kind === 'open') await open(order, present(ports[0], 'the request port'));
  else if (order.kind === 'openPack') readPack(order, present(ports[0], 'the request port'));
  else if (order.kind === 'openSession') {
    say({ kind: 'session', ask: order.ask, secret: present(desk, 'an open workspace').open(order.secret) });
  } else if (order.kind === 'closeSession') desk?.close(order.secret);
  else if (order.kind === 'secret') {
    secretsAsked.get(order.ask)?.(order.value);
    secretsAsked.delete(order.ask);
  } else if (order.kind === 'resumed')
    log.write('info', 'core.resumed', { day: core?.settings.name ?? null });
  else await close();
}

async function open(order: Extract<Order, { kind: 'open' }>, port: MessagePortMain): Promise<void> {
  try {
    const opened = await openOrdered(order, {
      kept: askSecret,
      say: (detail) => say({ kind: 'progress', detail }),
      log,
    });
    core = opened;
    desk = sessionsOver(opened, order);
    const { answer } = bound(desk);
    answerRequests(port, answer);
    tellBusy(opened);
    say({ kind: 'ready', workspace: opened.settings.name });
  } catch (cause) {
    fail(cause);
  }
}

/** Proves a sealed pack and answers over it: without a key, a secret or a workspace, and for one reader alone. */
function readPack({ path, version }: Extract<Order, { kind: 'openPack' }>, port: MessagePortMain): void {
  try {
    const pack = openSealed(path, undefined, log);
    core = { ...pack.core, close: () => pack.close() };
    const clock = createSystemClock();
    desk = new SessionDesk(
      createApi(core, { log }),
      (onClose) =>
        new PersonSession({
          host: 'desktop',
          version,
          keystore: noKeys,
          clock,
          endsAtMs: null,
          idleMs,
          removeSample: null,
          reader: packReader,
          onClose,
        }),
    );
    const { answer } = bound(desk);
    answerRequests(port, answer);
    say({ kind: 'ready', workspace: core.settings.name });
  } catch (cause) {
    fail(cause);
  }
}

function sessionsOver(opened: Core, order: Extract<Order, { kind: 'open' }>): SessionDesk {
  const clock = createSystemClock();
  const keystore = keystoreOf(order.places);
  const removeSample = (): void => {
    // The answer goes out first.
    setTimeout(() => void takeSampleAway(order), 50);
  };
  return new SessionDesk(
    createApi(opened, { log }),
    (onClose) =>
      new PersonSession({
        host: 'desktop',
        version: order.version,
        keystore,
        clock,
        endsAtMs: null,
        idleMs,
        removeSample: order.sample === null ? null : removeSample,
        onClose,
      }),
  );
}

function bound(sessions: SessionDesk) {
  return { answer: (request: Request) => sessions.answer(request) };
}

async function takeSampleAway(order: Extract<Order, { kind: 'open' }>): Promise<void> {
  desk?.closeAll();
  await core?.close();
  core = null;
  removeSampleFiles(order.places);
  say({ kind: 'sampleRemoved' });
}

/** Main waits for long work before it installs an update. */
function tellBusy(opened: Core): void {
  let told = 0;
  setInterval(() => {
    const jobs = opened.jobs.all().filter(({ endedAt }) => endedAt === null).length;
    if (jobs !== told) say({ kind: 'busy', jobs });
    told = jobs;
  }, busyEveryMs).unref();
}

function askSecret(connectionId: string, name: string): Promise<string | null> {
  asked += 1;
  const ask = asked;
  return new Promise((resolve) => {
    secretsAsked.set(ask, resolve);
    say({ kind: 'askSecret', ask, connectionId, name });
  });
}

/** What a person can put right is told; anything else is a bug: the process ends and main starts another. */
function fail(cause: unknown): void {
  const failure = cause instanceof CommandFailure ? cause.failures[0] : undefined;
  if (failure === undefined) throw cause;
  log.write('error', 'core.cannot-open', { code: failure.code });
  say({ kind: 'failed', code: failure.code, message: failure.message, fix: failure.fix ?? null });
}

async function close(): Promise<void> {
  desk?.closeAll();
  await core?.close();
  core = null;
  process.exit(0);
}
