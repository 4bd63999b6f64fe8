import { join } from 'node:path';
import { present } from '../base/assert.ts';
import { type Clock, toInstant } from '../base/clock.ts';
import { createIds, type Ids } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { type Connection, createRateGovernor, type PullFailure } from '../connectors/sdk/index.ts';
import type { RateGovernor } from '../connectors/sdk/rate-governor.ts';
import { ExceptionDesk } from '../exceptions/exception-desk.ts';
import { createExceptionProjector } from '../exceptions/exception-projector.ts';
import { ExpectationDesk } from '../expectation/expectation-desk.ts';
import { createExpectationProjector } from '../expectation/expectation-projector.ts';
import { compareWithAnchor, readAnchors, writeAnchor } from '../journal/anchor.ts';
import { Journal } from '../journal/journal.ts';
import { Recorder } from '../journal/projection.ts';
import { rebuildProjections, verifyJournal, type VerifyReport } from '../journal/verify.ts';
import { fallbackUsedDraft } from '../mapping/fallback-log.ts';
import { MappingDesk } from '../mapping/mapping-desk.ts';
import { createMappingProjector } from '../mapping/mapping-projector.ts';
import { createPeopleProjector } from '../policy/people-projector.ts';
import { createErpPeriods } from '../policy/erp-periods-store.ts';
import { PeopleDesk } from '../policy/people-desk.ts';
import { PolicyDesk } from '../policy/policy-desk.ts';
import { createPolicyProjector } from '../policy/policy-projector.ts';
import { type Holder, startEpoch, takeOwnerLock } from '../storage/owner-lock.ts';
import { ConnectionRepository, type ConnectionRow } from '../storage/repositories/connections.ts';
import type { PostingRepository } from '../storage/repositories/postings.ts';
import { readEventRows } from '../storage/repositories/events.ts';
import { WorkspaceRepository } from '../storage/repositories/workspace.ts';
import { openStore, type Store } from '../storage/store.ts';
import type { WritePointWatcher } from '../storage/write-points.ts';
import { createCustomerProjector } from '../sync/customer-projector.ts';
import { createEntityProjector } from '../sync/entity-projector.ts';
import { Ingest } from '../sync/ingest.ts';
import { createObservationProjector } from '../sync/observation-projector.ts';
import { PostingDesk } from '../sync/commands/posting-desk.ts';
import { createPostingProjector } from '../sync/commands/posting-projector.ts';
import { Sender } from '../sync/commands/sender.ts';
import { Tracer } from '../trace/tracer.ts';
import { Books } from '../workflow/books.ts';
import { Marking } from '../workflow/marking.ts';
import type { MappingPort } from '../workflow/ports.ts';
import { Workflow } from '../workflow/workflow.ts';
import { connectorRegistry } from './connector-registry.ts';
import { createPolicyPort, createSendGate } from './policy-port.ts';
import { createReconciliationProjector } from './reconcile/reconciliation-projector.ts';
import type { Completeness } from '../sync/pull.ts';
import { synchronise, type SyncOptions, type SyncReport } from './synchronise.ts';

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
export interface Core {
  readonly workspaceId: string;
  readonly settings: WorkspaceSettings;
  readonly holder: Holder;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly journal: Journal;
  readonly recorder: Recorder;
  readonly connections: readonly Connection[];
  readonly connectionRows: readonly ConnectionRow[];
  readonly governors: ReadonlyMap<string, RateGovernor>;
  readonly books: Books;
  readonly desk: PostingDesk;
  readonly exceptions: ExceptionDesk;
  readonly expectations: ExpectationDesk;
  readonly mapping: MappingDesk;
  readonly people: PeopleDesk;
  readonly policy: PolicyDesk;
  readonly ingest: Ingest;
  readonly workflow: Workflow;
  readonly sender: Sender;
  readonly tracer: Tracer;
  synchronise(options: SyncOptions): Promise<SyncReport>;
  verify(onProgress?: (seq: number) => void): VerifyReport;
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
  const clock = options.clock(settings.clockOffsetMs);
  const anchorPath = join(options.folder, anchorFile);
  const core = compose(options, store, workspace.workspace_id, settings, clock, anchorPath, () =>
    lock.value.release(),
  );
  const anchored = checkAnchor(core, anchorPath);
  if (anchored) return refuse(anchored);
  return ok(core);
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

function compose(
  options: CoreOptions,
  store: Store,
  workspaceId: string,
  settings: WorkspaceSettings,
  clock: Clock,
  anchorPath: string,
  releaseLock: () => void,
): Core {
  const epoch = startEpoch(store, options.holder);
  const ids = createIds(clock, options.random.child('ids'));
  const journal = new Journal(store, clock, epoch);
  const recorder = new Recorder(store, journal, [
    createEntityProjector(store),
    createCustomerProjector(store),
    createObservationProjector(store),
    createPostingProjector(store),
    createExceptionProjector(store),
    createExpectationProjector(store),
    createMappingProjector(store),
    createPeopleProjector(store),
    createPolicyProjector(store),
    createReconciliationProjector(store),
  ]);
  const shared = { store, recorder, clock, ids };
  const marking = new Marking(store);
  recorder.onAppended((events) => marking.follow(events));
  const connectionRows = new ConnectionRepository(store).all();
  const roles = Object.fromEntries(connectionRows.map(({ id, role }) => [id, role]));
  const governors = new Map<string, RateGovernor>();
  const connections = connectionRows.map((row) => connect(row, options, clock, governors));
  const connectionOf = (id: string): Connection =>
    present(
      connections.find((connection) => connection.id === id),
      `connection ${id}`,
    );

  const people: PeopleDesk = new PeopleDesk({ ...shared, roleLimits: () => policy.policy().roleLimits });
  const policy: PolicyDesk = new PolicyDesk({
    ...shared,
    gate: (request) => people.gate(request),
    erpPeriods: createErpPeriods(store, recorder),
    isGreen: (flow) => isGreen(desk.postings, flow),
  });
  const mapping = new MappingDesk({
    ...shared,
    gate: (request) => people.gate(request),
    frozenPeriod: (legalEntity) => policy.frozenPeriod(legalEntity),
  });
  const mappingPort: MappingPort = {
    resolve: (query) => mapping.live().resolve(query),
  };
  const books = new Books({
    store,
    clock,
    workspaceId,
    mapping: mappingPort,
    policy: createPolicyPort(policy),
    roles,
  });
  const desk: PostingDesk = new PostingDesk({ ...shared, workspaceId, connection: connectionOf });
  const exceptions = new ExceptionDesk(shared);
  const expectations = new ExpectationDesk(shared);
  const ingest = new Ingest(shared);
  const workflow = new Workflow({
    store,
    books,
    desk,
    exceptions,
    expectations,
    countFallback: (mappingId, posting) =>
      recorder.record([
        fallbackUsedDraft({
          mappingId,
          postingId: posting.id,
          legalEntity: posting.legalEntity,
          effectiveOn: toInstant(clock.now()).slice(0, 10),
          correlationId: posting.subjectId,
        }),
      ]),
  });
  const sender = new Sender({
    desk,
    clock,
    log: options.log,
    connections,
    mayStillSend: createSendGate({ policy, people, mapping, journal, postings: desk.postings, clock }),
    assertOwner: () => assertEpoch(store, epoch),
  });
  const anchor = (): void => {
    store.reached('W25');
    writeAnchor(anchorPath, { workspaceId, at: toInstant(clock.now()), ...journal.head() });
    store.reached('W26');
  };
  const core: Core = {
    workspaceId,
    settings,
    holder: options.holder,
    clock,
    ids,
    store,
    journal,
    recorder,
    connections,
    connectionRows,
    governors,
    books,
    desk,
    exceptions,
    expectations,
    mapping,
    people,
    policy,
    ingest,
    workflow,
    sender,
    tracer: new Tracer(store, (id) => present(roles[id], `role of ${id}`)),
    anchor,
    synchronise: (syncOptions) =>
      synchronise(
        {
          clock,
          journal,
          connections,
          pull: { store, ingest, clock, log: options.log },
          workflow,
          sender,
          bind: (connection, signal) => bind(store, connection, signal),
          onCompleteness: (checked) => raiseIncomplete(exceptions, checked),
          anchor,
          wait: options.wait ?? ((delayMs, signal) => clock.sleep(delayMs, signal)),
        },
        syncOptions,
      ),
    verify: (onProgress) => {
      const anchors = readAnchors(anchorPath);
      return verifyJournal(store, recorder, {
        workspaceId,
        anchors: anchors.ok ? anchors.value : [],
        ...(onProgress ? { onProgress } : {}),
      });
    },
    rebuild: (onProgress) => rebuildProjections(store, recorder, onProgress),
    async close() {
      await Promise.all(connections.map((connection) => connection.close()));
      store.close();
      releaseLock();
    },
  };
  return core;
}

function connect(
  row: ConnectionRow,
  options: CoreOptions,
  clock: Clock,
  governors: Map<string, RateGovernor>,
): Connection {
  const connector = present(connectorRegistry[row.vendor], `connector for ${row.vendor}`);
  const parsed = connector.parseSettings(JSON.parse(row.settings));
  if (!parsed.ok)
    throw new Error(`settings of ${row.id} were checked when they were saved: ${parsed.error[0]?.message}`);
  const governor = createRateGovernor({ clock, concurrencyMax: 8 });
  governors.set(row.id, governor);
  return connector.connect(row.id, parsed.value, {
    clock,
    log: options.log,
    governor,
    secret: (name) => options.secret(row.id, name),
  });
}

/** Binds a connection to the account that answers now, or refuses it: sandbox and production never mix. */
async function bind(store: Store, connection: Connection, signal?: AbortSignal): Promise<PullFailure | null> {
  const identified = await connection.identify(signal);
  if (!identified.ok) return identified.error;
  const connections = new ConnectionRepository(store);
  const row = present(
    connections.all().find(({ id }) => id === connection.id),
    `connection ${connection.id}`,
  );
  const { accountId, environment } = identified.value;
  if (row.environment !== environment || (row.account_id !== null && row.account_id !== accountId)) {
    return {
      code: 'PERMISSION_DENIED',
      message: `${connection.id} is bound to ${row.environment} account ${row.account_id ?? '(none yet)'}, but ${environment} account ${accountId} answers.`,
      where: connection.id,
      fix: 'Correct the base URL or the credentials, or set up another workspace for the other account.',
    };
  }
  connections.bind(connection.id, accountId);
  return null;
}

function assertEpoch(store: Store, epoch: number): void {
  const present = new WorkspaceRepository(store).get()?.epoch;
  if (present !== epoch)
    throw new Error(`this process owned epoch ${epoch}; epoch ${present} owns the workspace now`);
}

/** A flow that others may build on: nothing of it is refused, lost or of unknown outcome. */
function isGreen(postings: PostingRepository, flow: string): boolean {
  const troubled = ['REJECTED', 'UNKNOWN', 'DEAD'];
  return !postings.counts().some((row) => row.flow === flow && troubled.includes(row.state));
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
