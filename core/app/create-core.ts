import { join } from 'node:path';
import { present } from '../base/assert.ts';
import { type Clock, toInstant } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { ConnectionObserver } from '../connectors/sdk/index.ts';
import type { SealedPack } from '../contract/packs.ts';
import type { ExceptionDesk } from '../exceptions/exception-desk.ts';
import { compareWithAnchor, readAnchors, writeAnchor } from '../journal/anchor.ts';
import { rebuildProjections, verifyJournal, type VerifyReport } from '../journal/verify.ts';
import { RequestLog } from '../observe/request-log.ts';
import { type Holder, takeOwnerLock } from '../storage/owner-lock.ts';
import { readEventRows } from '../storage/repositories/events.ts';
import { ConnectionRepository } from '../storage/repositories/connections.ts';
import { WorkspaceRepository } from '../storage/repositories/workspace.ts';
import { openStore, type Store } from '../storage/store.ts';
import { BudgetTurns } from '../sync/budget-turns.ts';
import { Ingest } from '../sync/ingest.ts';
import type { Completeness } from '../sync/pull.ts';
import { Tracer } from '../trace/tracer.ts';
import { areasOfSync } from './changes/changed-areas.ts';
import { ChangeFeed } from './changes/change-feed.ts';
import { JobDesk } from './jobs/job-desk.ts';
import { watchCloses } from './close/watch-closes.ts';
import { bindAccount, openConnections, type OpenConnections } from './open-connections.ts';
import { type Desks, openDesks } from './open-desks.ts';
import { openJournal, type OpenJournal } from './open-journal.ts';
import { synchronise, type SyncOptions, type SyncReport } from './synchronise.ts';
import { verifyCopy, type VerifyRun } from './verify/verify-copy.ts';
import type { WritePointWatcher } from '../storage/write-points.ts';

export type CoreFailure = Failure;

export interface CoreOptions {
  /** The workspace's folder. */
  readonly folder: string;
  /** A clock for a given offset: a workspace on a sandbox lives on the sandbox's day. */
  readonly clock: (offsetMs: number) => Clock;
  readonly random: Random;
  readonly log: Log;
  readonly holder: Holder;
  readonly secret: (connectionId: string, name: string) => Promise<string>;
  /** Waits until a posting's time has come; by default on the clock. */
  readonly wait?: (delayMs: number, signal?: AbortSignal) => Promise<void>;
  /** Told of each numbered write point; fault tests stop the process there. */
  readonly reached?: WritePointWatcher;
}

export interface WorkspaceSettings {
  readonly name: string;
  readonly clockOffsetMs: number;
}

/** Everything of one workspace, open for writing by this process alone. */
export interface Core extends Desks, Omit<OpenJournal, 'assertOwner'> {
  readonly workspaceId: string;
  readonly settings: WorkspaceSettings;
  /** What the pack says that this is read from; of a workspace that is worked on, null. */
  readonly sealed: SealedPack | null;
  readonly holder: Holder;
  readonly connections: OpenConnections;
  readonly ingest: Ingest;
  readonly tracer: Tracer;
  /** How long vendors take to answer, measured. */
  readonly requests: RequestLog;
  /** What changed, for whoever shows it. */
  readonly changes: ChangeFeed;
  /** Long work under way and what came of it. */
  readonly jobs: JobDesk;
  synchronise(options: SyncOptions): Promise<SyncReport>;
  /** Proves the journal in place; nothing else runs meanwhile. */
  verify(onProgress?: (seq: number) => void): VerifyReport;
  /** The same proof on a copy, beside everything else. */
  verifyCopy(run: VerifyRun): Promise<VerifyReport>;
  rebuild(onProgress?: (seq: number) => void): number;
  anchor(): void;
  close(): Promise<void>;
}

export const databaseFile = 'workspace.db';
export const anchorFile = 'anchors.jsonl';

/** Opens a workspace and puts its parts together: the composition root. The only place that knows them all. */
export function createCore(options: CoreOptions): Result<Core, CoreFailure> {
  const lock = takeOwnerLock(options.folder, options.holder);
  if (!lock.ok) return lock;
  const opened = openStore(
    join(options.folder, databaseFile),
    options.reached ? { reached: options.reached } : {},
  );
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const store = opened.value;
  const refuse = (failure: CoreFailure): Result<never, CoreFailure> => {
    store.close();
    lock.value.release();
    return err(failure);
  };
  const workspace = new WorkspaceRepository(store).get();
  if (!workspace) {
    return refuse({
      code: 'WORKSPACE_EMPTY',
      message: 'The database holds no workspace.',
      where: options.folder,
      fix: 'Create one with `tieout init`.',
    });
  }
  const settings = JSON.parse(workspace.settings) as WorkspaceSettings;
  const core = compose(options, store, { workspaceId: workspace.workspace_id, settings }, () =>
    lock.value.release(),
  );
  const anchored = checkAnchor(core, join(options.folder, anchorFile));
  return anchored ? refuse(anchored) : ok(core);
}

function compose(
  options: CoreOptions,
  store: Store,
  about: Pick<Core, 'workspaceId' | 'settings'>,
  releaseLock: () => void,
): Core {
  const { holder, log, random, secret } = options;
  const { workspaceId } = about;
  const clock = options.clock(about.settings.clockOffsetMs);
  const opened = openJournal(store, clock, holder, random);
  const { journal, recorder } = opened;
  const requests = new RequestLog(store, clock);
  const observer = (id: string) => observerOf(requests, id);
  const connections = openConnections(store, { clock, log, secret, observer });
  const desks = openDesks(opened, connections, workspaceId, log);
  const ingest = new Ingest(opened);
  const anchorPath = join(options.folder, anchorFile);
  const anchor = anchorWriter(opened, anchorPath, workspaceId);
  const syncPorts = {
    clock,
    journal,
    connections: connections.all,
    pull: { store, connections: new ConnectionRepository(store), ingest, clock, log },
    workflow: desks.workflow,
    sender: desks.sender,
    turns: new BudgetTurns(),
    isBlocked: (id: string) => (connections.governors.get(id)?.budget().blockedUntilMs ?? null) !== null,
    bind: (connection: Parameters<typeof bindAccount>[1], signal?: AbortSignal) =>
      bindAccount(store, connection, signal),
    onCompleteness: (checked: Completeness) => raiseIncomplete(desks.exceptions, checked),
    anchor,
    wait: options.wait ?? ((delayMs: number, signal?: AbortSignal) => clock.sleep(delayMs, signal)),
  };
  const changes = new ChangeFeed(recorder, clock, opened.ids.next('feed'));
  const jobs = new JobDesk(clock, opened.ids, () => changes.touch('jobs'));
  const core: Core = {
    ...about,
    ...desks,
    ...opened,
    sealed: null,
    holder,
    connections,
    ingest,
    requests,
    changes,
    jobs,
    tracer: tracerOf(opened, connections, desks),
    anchor,
    async synchronise(syncOptions) {
      const report = await synchronise(syncPorts, syncOptions).finally(() => changes.touch(...areasOfSync));
      await watchCloses(core, syncOptions.signal);
      const headSeq = journal.head().seq;
      if (headSeq !== report.headSeq) anchor();
      return { ...report, headSeq };
    },
    verify: (onProgress) => verify(opened, workspaceId, anchorPath, onProgress),
    verifyCopy: (run) => verifyBeside(opened, options.folder, workspaceId, anchorPath, run),
    rebuild: (onProgress) => rebuildProjections(store, recorder, onProgress),
    async close() {
      await jobs.close();
      await Promise.all(connections.all.map((connection) => connection.close()));
      requests.flush();
      store.close();
      releaseLock();
    },
  };
  return core;
}

/** Writes the journal's head down outside the database. */
function anchorWriter({ store, clock, journal }: OpenJournal, path: string, workspaceId: string): () => void {
  return () => {
    store.reached('W25');
    writeAnchor(path, { workspaceId, at: toInstant(clock.now()), ...journal.head() });
    store.reached('W26');
  };
}

/** Finds chains in what is recorded. */
export function tracerOf(
  { store, clock }: OpenJournal,
  { roles }: OpenConnections,
  { books }: Desks,
): Tracer {
  return new Tracer(store, {
    roleOf: (id) => present(roles[id], `role of ${id}`),
    connectionOf: (role) => books.connectionOf(role),
    nowAt: () => toInstant(clock.now()),
  });
}

/** Times what goes over the wire of one connection. */
function observerOf(requests: RequestLog, connectionId: string): ConnectionObserver {
  return {
    request: (seen) => requests.request(connectionId, seen),
    token: (lifeSeconds) => requests.token(connectionId, lifeSeconds),
  };
}

/** Chain, projections, integrity and the newest anchor; an anchor file that cannot be read is a finding of its own. */
function verify(
  { store, recorder }: OpenJournal,
  workspaceId: string,
  anchorPath: string,
  onProgress?: (seq: number) => void,
): VerifyReport {
  const anchors = readAnchors(anchorPath);
  const report = verifyJournal(store, recorder, {
    workspaceId,
    anchors: anchors.ok ? anchors.value : [],
    ...(onProgress ? { onProgress } : {}),
  });
  return anchors.ok ? report : { ...report, problems: [...report.problems, anchors.error] };
}

async function verifyBeside(
  { store }: OpenJournal,
  folder: string,
  workspaceId: string,
  anchorPath: string,
  run: VerifyRun,
): Promise<VerifyReport> {
  const read = readAnchors(anchorPath);
  const anchors = read.ok ? read.value : [];
  const report = await verifyCopy(store, folder, { workspaceId, anchors }, run);
  return read.ok ? report : { ...report, problems: [...report.problems, read.error] };
}

function checkAnchor(core: Core, path: string): CoreFailure | null {
  const anchors = readAnchors(path);
  if (!anchors.ok) return anchors.error;
  const newest = anchors.value.at(-1);
  if (!newest) return null;
  const hashAt = (seq: number) => readEventRows(core.store, seq - 1, 1)[0]?.hash.toString('hex') ?? null;
  const compared = compareWithAnchor(newest, core.workspaceId, core.journal.head(), hashAt);
  return compared.ok ? null : compared.error;
}

/** Silent misses surface: a stream whose counts or sums differ from its source's is an exception until they agree. */
function raiseIncomplete(exceptions: ExceptionDesk, checked: Completeness): void {
  const { connectionId, stream, isComplete, source, journal } = checked;
  const sumsOf = ({ sums }: Completeness['source']) =>
    sums.map(({ currency, minor }) => `${currency} ${minor}`).join(', ');
  const draft = {
    code: 'STREAM_INCOMPLETE' as const,
    causeKey: `stream:${connectionId}/${stream}`,
    legalEntity: null,
    period: null,
    amount: null,
    message: `${stream} of ${connectionId}: the source has ${source.count} (${sumsOf(source)}), the journal ${journal.count} (${sumsOf(journal)}).`,
  };
  exceptions.settle(`stream:${connectionId}/${stream}`, isComplete ? [] : [draft], () => true);
}
