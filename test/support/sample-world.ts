import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CancelSignal, Clock } from '#core/base/clock.ts';
import { ok } from '#core/base/result.ts';
import { silentLog } from '#core/base/log.ts';
import { seededRandom } from '#core/base/random.ts';
import { type Core, createCore } from '#core/app/create-core.ts';
import { initWorkspace } from '#core/app/init-workspace.ts';
import { sampleWorkspace } from '#core/host/sample-workspace.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { WritePointWatcher } from '#core/storage/write-points.ts';
import { decisionKey, decisionText, signDecision, type PostingDecision } from '#core/policy/decision.ts';
import type { KeyPair } from '#core/policy/keys.ts';
import type { WorkspaceFile } from '#core/app/workspace-file.ts';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '#core/sandbox/start-sandbox.ts';
import { scratchFolder } from './scratch-folder.ts';

/** A clock that runs with the machine's and can be moved ahead, for what would otherwise be waited for. */
export class SkippingClock implements Clock {
  #skippedMs = 0;
  #speed = 1;
  #hurriedSinceMs = 0;

  now(): number {
    return Math.floor(Date.now() + this.#aheadMs());
  }

  monotonicMs(): number {
    return performance.now() + this.#aheadMs();
  }

  /** From now on the clock runs so many times as fast, for tests of what a vendor's "not now" makes us wait for. */
  hurry(speed: number): void {
    this.#skippedMs = this.#aheadMs();
    this.#hurriedSinceMs = performance.now();
    this.#speed = speed;
  }

  #aheadMs(): number {
    return this.#skippedMs + (performance.now() - this.#hurriedSinceMs) * (this.#speed - 1);
  }

  skip(byMs: number): void {
    this.#skippedMs += byMs;
  }

  async sleep(delayMs: number, signal?: CancelSignal): Promise<void> {
    await delay(delayMs / this.#speed, undefined, signal ? { signal: signal as AbortSignal } : {});
  }
}

export interface SampleWorld {
  readonly sandbox: RunningSandbox;
  readonly folder: string;
  readonly keys: ReadonlyMap<string, KeyPair>;
  readonly clock: SkippingClock;
  core: Core;
  /** Closes and opens the workspace again, as another process would. */
  reopen(): Promise<void>;
  /** Approves (or rejects) a held posting with the person's own key. */
  decide(posting: Posting, by: string, decision?: 'approve' | 'reject'): void;
  close(): Promise<void>;
}

export interface SampleWorldOptions {
  readonly sandbox?: Partial<SandboxOptions>;
  readonly change?: (file: WorkspaceFile) => WorkspaceFile;
  readonly reached?: WritePointWatcher;
}

/** The sample company with a fresh workspace on it, in this process, on real HTTP and real SQLite. */
export async function startSampleWorld(options: SampleWorldOptions = {}): Promise<SampleWorld> {
  const clock = new SkippingClock();
  const sandbox = await startSandbox({ seed: 1, clock, ...options.sandbox });
  const parent = scratchFolder('tieout-');
  const folder = join(parent, 'workspace');
  const sample = sampleWorkspace(sandbox.access);
  const file = options.change ? options.change(sample.file) : sample.file;
  const keys = await makeWorkspace(folder, file, clock);
  const open = (): Core => openCore({ folder, clock, secrets: sample.secrets, reached: options.reached });
  const world: SampleWorld = {
    sandbox,
    folder,
    keys,
    clock,
    core: open(),
    async reopen() {
      await world.core.close();
      world.core = open();
    },
    decide(posting, by, decision = 'approve') {
      const signed = signFor(world, posting, by, decision);
      world.core.desk.decide(posting, decision, {
        personId: by,
        reason: 'reviewed',
        text: decisionText(signed.decision),
        signature: signed.signature,
        key: decisionKey(signed.decision),
      });
    },
    async close() {
      await world.core.close();
      await sandbox.close();
      rmSync(parent, { recursive: true, force: true });
    },
  };
  return world;
}

function offsetBy(clock: SkippingClock): (offsetMs: number) => Clock {
  return (offsetMs) => ({
    now: () => clock.now() + offsetMs,
    monotonicMs: () => clock.monotonicMs(),
    sleep: (delayMs, signal) => clock.sleep(delayMs, signal),
  });
}

async function makeWorkspace(
  folder: string,
  file: WorkspaceFile,
  clock: SkippingClock,
): Promise<ReadonlyMap<string, KeyPair>> {
  const keys = new Map<string, KeyPair>();
  const made = await initWorkspace({
    folder,
    file,
    clock: offsetBy(clock),
    random: seededRandom('init'),
    log: silentLog,
    keystore: {
      save: (personId, pair) => {
        keys.set(personId, pair);
        return ok(undefined);
      },
      privateKeyOf: (personId) => ok(keys.get(personId)?.privateKeyPem ?? ''),
    },
    saveSecrets: () => {},
  });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return keys;
}

interface OpenOptions {
  readonly folder: string;
  readonly clock: SkippingClock;
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly reached: WritePointWatcher | undefined;
}

function openCore({ folder, clock, secrets, reached }: OpenOptions): Core {
  const core = createCore({
    folder,
    clock: offsetBy(clock),
    random: seededRandom(`core ${clock.now()}`),
    log: silentLog,
    holder: { name: 'test', processId: process.pid, since: new Date(clock.now()).toISOString() },
    secret: (connectionId, name) => Promise.resolve(secrets[connectionId]?.[name] ?? ''),
    wait: (delayMs) => {
      clock.skip(delayMs);
      return Promise.resolve();
    },
    ...(reached ? { reached } : {}),
  });
  if (!core.ok) throw new Error(JSON.stringify(core.error));
  return core.value;
}

/** A decision over a posting as it stands, signed by the person's key. */
export function signFor(
  world: SampleWorld,
  posting: Posting,
  by: string,
  decision: 'approve' | 'reject',
): { readonly decision: PostingDecision; readonly signature: string } {
  const head = world.core.journal.head();
  const draft: PostingDecision = {
    workspaceId: world.core.workspaceId,
    postingId: posting.id,
    revision: posting.revision,
    payloadHash: posting.payloadHash,
    mappingVersion: posting.mappingVersion,
    period: posting.period,
    decision,
    reason: 'reviewed',
    decidedBy: by,
    nonce: world.core.ids.next('nonce'),
    journalHeadSeq: head.seq,
    journalHeadHash: head.hash,
  };
  const signature = signDecision(draft, world.keys.get(by)?.privateKeyPem ?? '');
  if (!signature.ok) throw new Error(signature.error.message);
  return { decision: draft, signature: signature.value };
}
