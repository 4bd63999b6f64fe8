import { existsSync, rmSync } from 'node:fs';
import { initWorkspace } from '../app/init-workspace.ts';
import { sampleWorkspace } from './sample-workspace.ts';
import { createSecretFiles } from '../app/secret-files.ts';
import type { Core } from '../app/create-core.ts';
import { silentLog } from '../base/log.ts';
import type { WireReconciliation } from '../contract/reconciliation.ts';
import type { SandboxAccess } from '../sandbox/start-sandbox.ts';
import { CommandFailure } from './command-failure.ts';
import type { SyncResult } from './commands/sync.ts';
import type { Verified } from './commands/verify.ts';
import { type Decided, handIn } from './decide-held.ts';
import { createLocalClient } from './local-client.ts';
import { keystoreOf, openCore } from './open-workspace.ts';
import type { Progress } from './progress.ts';
import { showProgress } from './show-progress.ts';
import { createSystemClock } from './system-clock.ts';
import { createSystemRandom } from './system-random.ts';
import type { WorkspacePlaces } from './workspace-places.ts';

/** Who plays which part in the sample company's month. */
const operator = 'ada';
const approver = 'maria';
const auditor = 'audrey';

const roundsMax = 6;

type Client = ReturnType<typeof createLocalClient>;

export interface SampleMonth {
  readonly period: string;
  /** What the first run read, decided and sent. */
  readonly first: SyncResult;
  /** What the second person approved, round by round. */
  readonly approved: readonly Decided[];
  readonly status: Awaited<ReturnType<Client['sync']['status']['query']>>;
  readonly exceptions: Awaited<ReturnType<Client['exceptions']['list']['query']>>;
  readonly held: Awaited<ReturnType<Client['postings']['list']['query']>>;
  readonly reconciliation: WireReconciliation;
  readonly verified: Verified;
  /** Whether one more run changed nothing. */
  readonly isStable: boolean;
}

/** A fresh workspace on the organisations; what an earlier month left in its place is removed. */
export async function makeSampleWorkspace(access: SandboxAccess, places: WorkspacePlaces): Promise<void> {
  // Opening it proves that no other process is using it.
  if (existsSync(places.folder)) await removeUnused(places);
  rmSync(places.keys, { recursive: true, force: true });
  const { file, secrets } = sampleWorkspace(access);
  const made = await initWorkspace({
    folder: places.folder,
    file,
    clock: createSystemClock,
    random: createSystemRandom(),
    log: silentLog,
    keystore: keystoreOf(places),
    saveSecrets: () => {
      const files = createSecretFiles(places.secrets);
      for (const [connectionId, named] of Object.entries(secrets)) {
        for (const [name, value] of Object.entries(named)) files.write(connectionId, name, value);
      }
    },
  });
  if (!made.ok) throw new CommandFailure(...made.error);
}

async function removeUnused(places: WorkspacePlaces): Promise<void> {
  try {
    await openCore(places, silentLog).close();
  } catch (cause) {
    // Whatever else is wrong with an old sample, it is thrown away.
    const isInUse = cause instanceof CommandFailure && cause.failures[0]?.code === 'WORKSPACE_IN_USE';
    if (isInUse) throw cause;
  }
  rmSync(places.folder, { recursive: true, force: true });
}

/** Sync, approve what is held as the second person, and again until nothing is held; then reconcile and verify. */
export async function playSampleMonth(
  places: WorkspacePlaces,
  period: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<SampleMonth> {
  const core = openCore(places, silentLog);
  try {
    return await play(core, places, period, progress, signal);
  } finally {
    progress.clear();
    await core.close();
  }
}

async function play(
  core: Core,
  places: WorkspacePlaces,
  period: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<SampleMonth> {
  const keystore = keystoreOf(places);
  const as = (person: string): Client =>
    createLocalClient(core, person, { onProgress: (step) => showProgress(progress, step) });
  const sync = (): Promise<SyncResult> => as(operator).sync.run.mutate({ untilIdle: true }, { signal });
  const first = await sync();
  const approved: Decided[] = [];
  for (let round = 0; round < roundsMax; round += 1) {
    const { postings } = await as(approver).postings.list.query({ state: 'HELD', limit: 10_000 });
    if (postings.length === 0) break;
    const workspace = { client: as(approver), person: approver, keystore, workspaceId: core.workspaceId };
    approved.push(await handIn(workspace, postings, 'approve', 'reviewed', signal));
    await sync();
  }
  const reconciliation = await as(auditor).reconciliation.run.mutate({ period });
  const before = await as(auditor).journal.head.query();
  await sync();
  const after = await as(auditor).journal.head.query();
  return {
    period,
    first,
    approved,
    status: await as(auditor).sync.status.query(),
    exceptions: await as(auditor).exceptions.list.query({}),
    held: await as(auditor).postings.list.query({ state: 'HELD' }),
    reconciliation,
    verified: await as(auditor).journal.verify.mutate(),
    isStable: before.hash === after.hash,
  };
}
