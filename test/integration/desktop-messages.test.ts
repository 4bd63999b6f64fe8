import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '#core/app/router/create-api.ts';
import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { PersonSession } from '#core/host/person-session.ts';
import { createSystemClock } from '#core/host/system-clock.ts';
import { invokeChannel, invokeNames } from '#electron/bridge/channel-names.ts';
import { SessionDesk } from '#electron/core-process/session-desk.ts';
import { bridgeHandlers, type HandlerPorts } from '#electron/main/bridge-handlers.ts';
import { openGate, Refused } from '#electron/main/ipc-gate.ts';
import { inspectPackFile } from '#electron/main/pack-file.ts';
import { SavedFiles } from '#electron/main/saved-files.ts';
import { worldKeystore } from '#test/browser/support/world-keystore.ts';
import {
  hostileMessage,
  type MessageClass,
  messageClasses,
} from '#test/support/electron-stand-in/hostile-messages.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

/** Messages to the gate; `FAULT_VOLUME` times as many for a release. */
const volume = 100_000 * Number(process.env['FAULT_VOLUME'] ?? '1');
/** The slowest answer that one in a hundred may have. */
const slowestMs = 50;

type Invoke = (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>;

let folder = '';
let tiny: TinyWorld;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-messages-'));
  tiny = await startTinyWorld();
});

afterAll(async () => {
  await tiny?.world.close();
  rmSync(folder, { recursive: true, force: true });
});

const ours = Object.assign(new EventEmitter(), { startDrag: () => {} }) as unknown as WebContents;

function frame(changes: object = {}): unknown {
  const made = {
    origin: 'tieout://app',
    parent: null,
    detached: false,
    isDestroyed: () => false,
    ...changes,
  };
  return 'top' in made ? made : Object.defineProperty(made, 'top', { value: made });
}

const eventOf = (senderFrame: unknown, sender = ours): IpcMainInvokeEvent =>
  ({ senderFrame, sender }) as unknown as IpcMainInvokeEvent;

/** The real handlers with what is around them standing still; what they asked of the system is counted. */
function gate(clock = new ManualClock(0)) {
  const handlers = new Map<string, Invoke>();
  const external: string[] = [];
  const window = { webContents: ours, setProgressBar: () => {}, setOverlayIcon: () => {} };
  const unused = new Proxy({}, { get: () => () => Promise.resolve({ canceled: true, filePaths: [] }) });
  const ports = {
    app: { setBadgeCount: () => true, getPath: () => folder, addRecentDocument: () => {} },
    dialog: {
      showSaveDialog: () => Promise.resolve({ canceled: false, filePath: join(folder, 'export.csv') }),
      showOpenDialog: () => Promise.resolve({ canceled: true, filePaths: [] }),
    },
    shell: {
      openExternal: async (url: string) => void external.push(url),
      showItemInFolder: () => {},
      openPath: async () => '',
    },
    Notification: { isSupported: () => false },
    platform: 'linux',
    cockpit: {
      window: { ...window, webContents: { printToPDF: async () => Buffer.from('%PDF') } },
      setEdited: () => {},
      show: () => {},
    },
    supervisor: { state: { state: 'ready', detail: '' } },
    secrets: unused,
    updates: {
      state: { state: 'off', detail: '', version: null },
      check: async () => null,
      restart: async () => null,
    },
    saved: new SavedFiles(),
    dragIcon: () => ({}),
    badgeIcon: () => ({}),
    setMenu: () => {},
    newSession: async () => 'secret',
    openFile: inspectPackFile,
  } as unknown as HandlerPorts;
  const bridge = bridgeHandlers(ports);
  openGate({
    ipcMain: {
      handle: (channel, handler) => void handlers.set(channel, handler as Invoke),
      removeHandler: () => {},
    },
    handlersOf: (contents) => (contents === ours ? bridge : null),
    clock,
    log: silentLog,
  });
  return { handlers, external, clock, ports };
}

async function outcome(invoke: Invoke | undefined, event: IpcMainInvokeEvent, args: readonly unknown[]) {
  try {
    return { value: await invoke?.(event, ...args) };
  } catch (cause) {
    return { thrown: cause };
  }
}

describe('S-08: messages from the page', () => {
  it(`survives ${volume} hostile messages in 14 classes: none breaks it, none changes the journal, none is slow`, async () => {
    const { handlers, external, clock } = gate();
    const random = seededRandom('messages');
    const head = tiny.core.journal.head();
    const uncaught: unknown[] = [];
    const onUncaught = (cause: unknown): void => void uncaught.push(cause);
    process.on('unhandledRejection', onUncaught);
    const refusedBy = new Map<MessageClass, number>(messageClasses.map((kind) => [kind, 0]));
    const tookMs: number[] = [];
    const perClass = Math.ceil(volume / messageClasses.length);
    for (const kind of messageClasses) {
      const atOnce = kind === 'concurrent' ? 64 : 1;
      for (let at = 0; at < perClass; at += atOnce) {
        if (kind !== 'replay' && kind !== 'concurrent') clock.advance(1_000);
        const messages = Array.from({ length: atOnce }, () => hostileMessage(kind, random));
        const startedMs = performance.now();
        const outcomes = await Promise.all(
          messages.map(({ channel, args }) =>
            outcome(handlers.get(invokeChannel(channel)), eventOf(frame()), args),
          ),
        );
        tookMs.push(performance.now() - startedMs);
        for (const one of outcomes) {
          if (!('thrown' in one)) continue;
          refusedBy.set(kind, (refusedBy.get(kind) ?? 0) + 1);
          const { thrown } = one;
          if (!(thrown instanceof Refused)) throw thrown;
          if (!/^(?:refused|failed)$/.test(thrown.message) || thrown.stack !== '') expect(thrown).toBeNull();
        }
      }
      expect(tiny.core.journal.head()).toEqual(head);
    }
    await new Promise((done) => setImmediate(done));
    process.off('unhandledRejection', onUncaught);
    expect(uncaught).toEqual([]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(external.every((url) => url === 'https://dashboard.stripe.com/invoices/in_1')).toBe(true);
    for (const kind of [
      'huge',
      'deep',
      'prototype',
      'getters',
      'types',
      'extra',
      'replay',
      'concurrent',
    ] as const) {
      expect({ kind, refused: refusedBy.get(kind) ?? 0 }).toEqual({
        kind,
        refused: expect.toSatisfy((n: number) => n > 0),
      });
    }
    const p99Ms = tookMs.sort((one, other) => one - other)[Math.floor(tookMs.length * 0.99)] ?? 0;
    process.stdout.write(
      `S-08: ${volume} messages, p99 ${p99Ms.toFixed(3)} ms; refused: ${[...refusedBy].map(([kind, n]) => `${kind} ${n}`).join(', ')}\n`,
    );
    expect(p99Ms).toBeLessThan(slowestMs);
    // Files that hostile messages began are theirs alone; none is in the place of another.
    expect(readdirSync(folder).filter((name) => !/^(?:export\.csv|.*\.part)$/.test(name))).toEqual([]);
  }, 120_000);

  it('reads who sends first, and answers only the main frame of our own document', async () => {
    const { handlers } = gate();
    const invoke = handlers.get(invokeChannel('coreState'));
    const top = frame();
    const wrong: readonly unknown[] = [
      null,
      frame({ detached: true }),
      frame({ isDestroyed: () => true }),
      frame({ parent: top, top }),
      frame({ top }),
      frame({ origin: 'https://evil.example' }),
      frame({ origin: 'null' }),
      frame({ origin: 'tieout://app.evil' }),
      frame({ origin: 'file://' }),
    ];
    for (const one of wrong) {
      expect(await outcome(invoke, eventOf(one), [])).toMatchObject({ thrown: { message: 'refused' } });
    }
    const foreign = new EventEmitter() as unknown as WebContents;
    expect(await outcome(invoke, eventOf(frame(), foreign), [])).toMatchObject({
      thrown: { message: 'refused' },
    });
    expect(await outcome(invoke, eventOf(frame()), [])).toEqual({ value: { state: 'ready', detail: '' } });
  });

  it('looks at the frame before anything else: a later look would see another one', async () => {
    const { handlers } = gate();
    const order: string[] = [];
    const event = {
      get senderFrame() {
        order.push('frame');
        return frame({ origin: 'https://evil.example' });
      },
      sender: ours,
    } as unknown as IpcMainInvokeEvent;
    const args = new Proxy([], {
      ownKeys: (target) => {
        order.push('args');
        return Reflect.ownKeys(target);
      },
    });
    const asked = outcome(handlers.get(invokeChannel('setMenu')), event, [args]);
    // Synchronously, before the first turn of the loop.
    expect(order).toEqual(['frame']);
    await asked;
    expect(order).toEqual(['frame']);
  });

  it('has one handler per channel of the table and no other', () => {
    const { handlers } = gate();
    expect([...handlers.keys()].sort()).toEqual(invokeNames.map(invokeChannel).sort());
  });

  it('lets a window ask often, but not without end', async () => {
    const { handlers, clock } = gate();
    const invoke = handlers.get(invokeChannel('setBadge'));
    const ask = async () => 'value' in (await outcome(invoke, eventOf(frame()), [1]));
    const first = await Promise.all(Array.from({ length: 100 }, ask));
    expect(first.filter(Boolean).length).toBe(40);
    clock.advance(1_000);
    const next = await Promise.all(Array.from({ length: 100 }, ask));
    expect(next.filter(Boolean).length).toBe(20);
  });

  it('writes a file whole or not at all, and only what was announced', async () => {
    const { ports } = gate();
    const { saved } = ports;
    const path = join(folder, 'whole.csv');
    const token = saved.begin(path, 6);
    expect(saved.append(token, new Uint8Array([1, 2, 3]))).toBe(true);
    expect(saved.finish(token)).toBeNull();
    const again = saved.begin(path, 3);
    expect(saved.append(again, new Uint8Array([1, 2, 3, 4]))).toBe(false);
    expect(saved.finish(again)).toBeNull();
    const third = saved.begin(path, 3);
    saved.append(third, new Uint8Array([1, 2, 3]));
    expect(saved.finish(third)).toEqual({ token: third, name: 'whole.csv' });
    expect(saved.pathOf(third)).toBe(path);
    expect(saved.pathOf(token)).toBeNull();
  });
});

describe('S-08: requests of the page', () => {
  /** Sessions over the real API, as the core process has them. */
  function desk() {
    const clock = createSystemClock();
    const keystore = worldKeystore(tiny.world);
    const make = (onClose: () => void): PersonSession =>
      new PersonSession({
        host: 'desktop',
        version: '0',
        keystore,
        clock,
        endsAtMs: null,
        idleMs: 900_000,
        removeSample: null,
        onClose,
      });
    return new SessionDesk(createApi(tiny.core), make);
  }

  const ask = (path: string, secret: string | null, init: RequestInit = {}): Request =>
    new Request(`http://tieout.invalid/api/${path}`, {
      ...init,
      headers: {
        ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
        ...(init.method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...(init.headers as Record<string, string>),
      },
    });

  it('answers the secret of a session and no other, and nothing after it ended', async () => {
    const sessions = desk();
    const secret = sessions.open();
    expect((await sessions.answer(ask('session.get', secret))).status).toBe(200);
    for (const wrong of [null, '', 'x'.repeat(43), `${secret}x`, secret.slice(0, -1), secret.toUpperCase()]) {
      expect((await sessions.answer(ask('session.get', wrong))).status).toBe(401);
    }
    sessions.close(secret);
    expect((await sessions.answer(ask('session.get', secret))).status).toBe(401);
  });

  it('takes who acts from the session, whatever a message says', async () => {
    const sessions = desk();
    const secret = sessions.open();
    const head = tiny.core.journal.head();
    const claims = { actor: 'maria', person: 'maria', as: 'maria', ctx: { actor: 'maria' } };
    for (const path of [
      'sync.run',
      'policy.change',
      'postings.decideHere',
      'mappings.approve',
      'people.change',
    ]) {
      const answered = await sessions.answer(
        ask(path, secret, { method: 'POST', body: JSON.stringify(claims), headers: { 'x-actor': 'maria' } }),
      );
      expect({ path, isRefused: answered.status >= 400 }).toEqual({ path, isRefused: true });
      const text = await answered.text();
      expect(text).not.toMatch(/\bat [^ ]+ \(|\/work\/|node_modules|SELECT |INSERT /);
    }
    const form = await sessions.answer(
      new Request('http://tieout.invalid/api/session.signIn', { method: 'POST', body: 'person=maria' }),
    );
    expect(form.status).toBe(415);
    expect(tiny.core.journal.head()).toEqual(head);
  });
});
