import type { Clock } from '../base/clock.ts';
import type { Connection, PullFailure } from '../connectors/sdk/index.ts';
import type { Journal } from '../journal/journal.ts';
import type { BudgetTurns } from '../sync/budget-turns.ts';
import type { PullPorts, PullProgress, PullReport } from '../sync/pull.ts';
import { checkCompleteness, type Completeness, recordUnread } from '../sync/pull.ts';
import type { Sender, SendReport } from '../sync/commands/sender.ts';
import type { Workflow } from '../workflow/workflow.ts';
import { PullRounds } from './pull-rounds.ts';

export interface SynchronisePorts {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly connections: readonly Connection[];
  readonly pull: PullPorts;
  readonly workflow: Workflow;
  readonly sender: Sender;
  readonly turns: BudgetTurns;
  /** Whether the vendor asked for no requests for now. */
  readonly isBlocked: (connectionId: string) => boolean;
  /** Binds a connection to the account that answers, or says why it may not be used. */
  readonly bind: (connection: Connection, signal?: AbortSignal) => Promise<PullFailure | null>;
  readonly anchor: () => void;
  /** Told of each check, so that an incomplete stream becomes an exception and a complete one ends it. */
  readonly onCompleteness: (checked: Completeness) => void;
  readonly wait: (delayMs: number, signal?: AbortSignal) => Promise<void>;
}

export type SyncProgress =
  | ({ readonly what: 'pull' } & PullProgress)
  | { readonly what: 'decide'; readonly left: number }
  | { readonly what: 'send'; readonly report: SendReport }
  | { readonly what: 'wait'; readonly untilMs: number };

export interface SyncReport {
  readonly rounds: number;
  readonly pulls: readonly PullReport[];
  readonly sent: SendReport;
  readonly completeness: readonly Completeness[];
  readonly failures: readonly {
    readonly connectionId: string;
    readonly stream: string | null;
    readonly failure: PullFailure;
  }[];
  readonly isIdle: boolean;
  readonly headSeq: number;
}

export interface SyncOptions {
  readonly untilIdle: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SyncProgress) => void;
  /** How long until-idle waits at most for a posting whose time has not come; a longer wait ends as not idle. */
  readonly waitMaxMs?: number;
}

const noneSent: SendReport = { posted: 0, rejected: 0, unknown: 0, deferred: 0, returned: 0, dead: 0 };
const roundsMax = 50;

/**
 * Pull, decide, send; and with until-idle again, until a round changes nothing and nothing waits for its time. Stopping
 * it anywhere is harmless.
 */
export async function synchronise(ports: SynchronisePorts, options: SyncOptions): Promise<SyncReport> {
  const { signal, onProgress } = options;
  const usable: Connection[] = [];
  const refused = new Map<string, PullFailure>();
  ports.sender.recover();
  const sent = { ...noneSent };
  const pulling = new PullRounds(ports.pull, {
    ...(signal ? { signal } : {}),
    onProgress: (progress) => onProgress?.({ what: 'pull', ...progress }),
  });
  const add = (report: SendReport): void => {
    for (const name of Object.keys(sent) as (keyof SendReport)[]) sent[name] += report[name];
  };
  let pulls: PullReport[] = [];
  let rounds = 0;
  let settledRounds = 0;
  let isIdle = false;
  while (settledRounds < roundsMax && !signal?.aborted) {
    rounds += 1;
    const headBefore = ports.journal.head().seq;
    await bindAll(ports, usable, refused, signal);
    // What a vendor refuses while it still asks us to wait says nothing about whose turn it is.
    const open = usable.filter(({ id }) => !ports.isBlocked(id));
    add(await sendFirst(ports, open, signal));
    const round = await pulling.round(usable);
    pulls = added(pulls, round);
    await decideAll(ports, options);
    const report = await ports.sender.run(signal, usable);
    onProgress?.({ what: 'send', report });
    add(report);
    for (const { id } of open) ports.turns.ended(id, ports.isBlocked(id));
    ports.anchor();
    if (signal?.aborted) break;
    // History that is left over goes on at once; each such round has brought pages, so they come to an end.
    if (pulling.hasMore) continue;
    settledRounds += 1;
    if (!options.untilIdle) break;
    if (ports.journal.head().seq !== headBefore || ports.workflow.pending() > 0) continue;
    const waited = await waitForDue(ports, usable, options);
    if (waited === 'nothing') isIdle = refused.size === 0;
    if (waited !== 'waited') break;
  }
  pulls = added(pulls, pulling.stop());
  if (!signal?.aborted) recordRefused(ports, refused);
  const failures = [...refused].map(([connectionId, failure]) => ({
    connectionId,
    stream: null as string | null,
    failure,
  }));
  for (const { connectionId, stream, failure } of pulls)
    if (failure) failures.push({ connectionId, stream, failure });
  const completeness = signal?.aborted ? [] : await checkAll(ports, usable, signal);
  return { rounds, pulls, sent, completeness, failures, isIdle, headSeq: ports.journal.head().seq };
}

/**
 * How long deciding goes on before others get their turn, about. Each slice ends with a commit, which takes its time however
 * little was decided: on a busy machine a slice that gets smaller and smaller would do nothing else.
 */
const sliceMs = 50;
const sliceSizes = { first: 40, min: 30, max: 400 } as const;
/** Counting what is left costs more the more it is. */
const countEveryMs = 250;

/** Decides what is marked, letting others work in between: so many subjects at a time as take a moment. */
async function decideAll(ports: SynchronisePorts, { signal, onProgress }: SyncOptions): Promise<void> {
  let size: number = sliceSizes.first;
  let startedMs = ports.clock.monotonicMs();
  let countedMs = Number.NEGATIVE_INFINITY;
  for (const decided of ports.workflow.slices(() => size)) {
    const nowMs = ports.clock.monotonicMs();
    const tookMs = nowMs - startedMs;
    if (onProgress && nowMs - countedMs >= countEveryMs) {
      countedMs = nowMs;
      onProgress({ what: 'decide', left: ports.workflow.pending() });
    }
    if (signal?.aborted) return;
    // A slice that took half as long as it may is followed by a larger one, one that took too long by a smaller one.
    if (tookMs > sliceMs) size = Math.max(sliceSizes.min, Math.floor(size / 2));
    else if (tookMs < sliceMs / 2 && decided === size) size = Math.min(sliceSizes.max, size * 2);
    await ports.clock.sleep(0);
    startedMs = ports.clock.monotonicMs();
  }
  onProgress?.({ what: 'decide', left: ports.workflow.pending() });
}

/** Only a connection whose account is known to be the right one is read from and written to; the others are tried again. */
async function bindAll(
  ports: SynchronisePorts,
  usable: Connection[],
  refused: Map<string, PullFailure>,
  signal?: AbortSignal,
): Promise<void> {
  for (const connection of ports.connections) {
    if (usable.includes(connection)) continue;
    const failure = await ports.bind(connection, signal);
    if (failure) refused.set(connection.id, failure);
    else {
      refused.delete(connection.id);
      usable.push(connection);
    }
  }
}

/** A connection that could not even be bound shows in its runs and its health, as any other trouble does. */
function recordRefused(ports: SynchronisePorts, refused: ReadonlyMap<string, PullFailure>): void {
  for (const connection of ports.connections) {
    const failure = refused.get(connection.id);
    if (failure) recordUnread(ports.pull, connection, failure);
  }
}

/** What was brought in all rounds, with the trouble that is left after the last one. */
function added(before: readonly PullReport[], round: readonly PullReport[]): PullReport[] {
  const isSame = (one: PullReport, other: PullReport): boolean =>
    one.connectionId === other.connectionId && one.stream === other.stream;
  const summed = round.map((report) => {
    const earlier = before.find((one) => isSame(one, report))?.figures;
    if (!earlier) return report;
    const sum = { ...report.figures };
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += earlier[name];
    return { ...report, figures: sum };
  });
  // A stream that is walked over several rounds is not in each of them.
  const others = before.filter((one) => !round.some((report) => isSame(one, report)));
  return [...others, ...summed];
}

/** What goes out before anything is read: where the vendor's budget ended last time before a posting had its turn. */
async function sendFirst(
  ports: SynchronisePorts,
  usable: readonly Connection[],
  signal?: AbortSignal,
): Promise<SendReport> {
  const first = usable.filter(({ id }) => ports.turns.writesFirst(id));
  return first.length === 0 ? noneSent : ports.sender.run(signal, first);
}

/** A vendor's door opens at a fraction of a millisecond, and a timer may ring a little early: never stand before it. */
const doorMarginMs = 2;

async function waitForDue(
  ports: SynchronisePorts,
  usable: readonly Connection[],
  options: SyncOptions,
): Promise<'nothing' | 'waited' | 'too-long'> {
  const dueMs = ports.sender.nextDueMs(usable);
  if (dueMs === null) return 'nothing';
  const waitMs = dueMs - ports.clock.now();
  if (waitMs > (options.waitMaxMs ?? 600_000)) return 'too-long';
  options.onProgress?.({ what: 'wait', untilMs: dueMs });
  await ports.wait(Math.max(0, waitMs) + doorMarginMs, options.signal);
  return 'waited';
}

async function checkAll(
  ports: SynchronisePorts,
  connections: readonly Connection[],
  signal?: AbortSignal,
): Promise<Completeness[]> {
  const results: Completeness[] = [];
  for (const connection of connections) {
    for (const stream of connection.capabilities.streams) {
      if (!stream.hasTotals || signal?.aborted) continue;
      const checked = await checkCompleteness(ports.pull, connection, stream, signal);
      if ('isComplete' in checked) {
        results.push(checked);
        ports.onCompleteness(checked);
      }
    }
  }
  return results;
}
