// A process of its own that runs the core on a workspace until its parent says where it dies. Started by kill-points.
import { flushCompileCache } from 'node:module';
import { type Core, createCore } from '#core/app/create-core.ts';
import { initWorkspace } from '#core/app/init-workspace.ts';
import type { WorkspaceFile } from '#core/app/workspace-file.ts';
import type { SyncReport } from '#core/app/synchronise.ts';
import type { CancelSignal, Clock } from '#core/base/clock.ts';
import { silentLog } from '#core/base/log.ts';
import { seededRandom } from '#core/base/random.ts';
import { ok } from '#core/base/result.ts';
import type { WritePoint } from '#core/storage/write-points.ts';

export interface Orders {
  readonly folder: string;
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Skipped already by earlier processes of this world. */
  readonly skippedMs: number;
  readonly seed: string;
  /** Set: the workspace is made first. */
  readonly init?: WorkspaceFile;
}

/** Work until nothing is left; with `dieAt` the process kills itself when it passes that point for the nth time. */
export interface Work {
  readonly dieAt?: { readonly point: WritePoint; readonly time: number };
}

export type Told =
  | { readonly what: 'ready'; readonly tookMs: number }
  | { readonly what: 'skip'; readonly byMs: number }
  | {
      readonly what: 'idle';
      readonly isIdle: boolean;
      readonly problems: readonly string[];
      readonly states: Record<string, number>;
      readonly passes: Partial<Record<WritePoint, number>>;
    }
  | { readonly what: 'failed'; readonly message: string };

const startedMs = performance.now();
let skippedMs = 0;
let deadly: Work['dieAt'];
/** How often each point was passed since the last order. */
let passes: Partial<Record<WritePoint, number>> = {};

function tell(told: Told): void {
  process.send?.(told);
}

function watch(point: WritePoint): void {
  const passed = (passes[point] ?? 0) + 1;
  passes[point] = passed;
  if (point === deadly?.point && passed === deadly.time) process.kill(process.pid, 'SIGKILL');
}

const clock = (offsetMs: number): Clock => ({
  now: () => Date.now() + offsetMs + skippedMs,
  monotonicMs: () => performance.now() + skippedMs,
  sleep: (delayMs: number, signal?: CancelSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, delayMs).unref();
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
});

async function start(orders: Orders): Promise<void> {
  skippedMs = orders.skippedMs;
  if (orders.init) await init(orders, orders.init);
  const opened = createCore({
    folder: orders.folder,
    clock,
    random: seededRandom(orders.seed),
    log: silentLog,
    holder: { name: 'fault test', processId: process.pid, since: new Date().toISOString() },
    secret: (connectionId, name) => Promise.resolve(orders.secrets[connectionId]?.[name] ?? ''),
    wait: (delayMs) => {
      skippedMs += delayMs;
      tell({ what: 'skip', byMs: delayMs });
      return Promise.resolve();
    },
    reached: watch,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const core = opened.value;
  // Now only where nothing else is done; else after the first work, when all that it takes has been compiled.
  if (orders.init) flushCompileCache();
  tell({ what: 'ready', tookMs: performance.now() - startedMs });
  process.on('message', (work: Work) => {
    deadly = work.dieAt;
    passes = {};
    void workOff(core).then((report) => {
      const states: Record<string, number> = {};
      for (const { state } of core.desk.postings.all()) states[state] = (states[state] ?? 0) + 1;
      const problems = core.verify().problems.map(({ code, message }) => `${code}: ${message}`);
      const isIdle = report.isIdle && report.failures.length === 0;
      tell({ what: 'idle', isIdle, problems, states, passes });
      flushCompileCache();
    }, fail);
  });
}

/** Until idle, and again after a person has approved what is held. */
async function workOff(core: Core): Promise<SyncReport> {
  for (;;) {
    const report = await core.synchronise({ untilIdle: true });
    const held = core.desk.postings.inState('HELD');
    if (held.length === 0) return report;
    for (const posting of held) {
      const key = `decision:${posting.id}:${posting.revision}`;
      core.desk.decide(posting, 'approve', {
        personId: 'maria',
        reason: 'reviewed',
        text: '',
        signature: '',
        key,
      });
    }
  }
}

async function init(orders: Orders, file: WorkspaceFile): Promise<void> {
  const made = await initWorkspace({
    folder: orders.folder,
    file,
    clock,
    random: seededRandom(orders.seed),
    log: silentLog,
    keystore: { save: () => ok(undefined), privateKeyOf: () => ok('') },
    saveSecrets: () => {},
    reached: watch,
  });
  // A workspace that the killed process had moved into place already is whole: it is used as it is.
  if (!made.ok && made.error[0]?.code !== 'FOLDER_NOT_EMPTY') throw new Error(JSON.stringify(made.error));
}

function fail(cause: unknown): void {
  tell({ what: 'failed', message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
}

process.once('message', (orders: Orders & Work) => {
  deadly = orders.dieAt;
  start(orders).catch(fail);
});
