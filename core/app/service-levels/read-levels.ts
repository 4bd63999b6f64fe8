import type * as z from 'zod';
import { present } from '#core/base/assert.ts';
import { toInstant } from '#core/base/clock.ts';
import type { breachesOutput, serviceLevelsOutput } from '#core/contract/service-levels.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import { percentileMs } from '#core/observe/latency-buckets.ts';
import {
  attainedPermille,
  type ServiceLevel,
  type ServiceLevelId,
  serviceLevels,
} from '#core/observe/service-levels.ts';
import { mostOf } from '#core/observe/outage-time.ts';
import { dailyOf } from '#core/observe/trend.ts';
import { EvaluationRepository } from '#core/storage/repositories/evaluations.ts';
import { PostingQueues } from '#core/storage/repositories/held-sums.ts';
import { JournalEntryRepository } from '#core/storage/repositories/journal-entries.ts';
import { type BreachRow, type LevelFilter, MeasureRepository } from '#core/storage/repositories/measures.ts';
import { type Outage, OutageRepository } from '#core/storage/repositories/outages.ts';
import type { RequestSum } from '#core/storage/repositories/request-minutes.ts';
import type { Core } from '../create-core.ts';

type Output = z.output<typeof serviceLevelsOutput>;
type Breaches = z.output<typeof breachesOutput>;

const dayMs = 86_400_000;

interface Window {
  readonly legalEntity?: string | undefined;
  readonly days: number;
}

/** Both layers on one page: what the business waits for, and what the machinery does. */
export function readLevels(core: Core, window: Window): Output {
  const nowMs = core.clock.now();
  const fromMs = nowMs - window.days * dayMs;
  const outages = outagesSince(core, fromMs);
  return {
    fromAt: toInstant(fromMs),
    nowAt: toInstant(nowMs),
    levels: serviceLevels.map((level) => readLevel(core, level, window, outages)),
    operations: operationsOf(core.requests.read().between(fromMs, nowMs + 60_000)),
    queues: queuesOf(core),
    throughput: throughputOf(core, window),
    asOfSeq: core.journal.head().seq,
  };
}

function filterOf(core: Core, level: ServiceLevel, { days, legalEntity }: Window): LevelFilter {
  const nowMs = core.clock.now();
  const { measure, kinds, targetMs } = level;
  return { measure, kinds, targetMs, legalEntity, nowMs, fromMs: nowMs - days * dayMs };
}

function readLevel(
  core: Core,
  level: (typeof serviceLevels)[number],
  window: Window,
  outages: readonly Outage[],
): Output['levels'][number] {
  const measures = new MeasureRepository(core.store);
  const filter = filterOf(core, level, window);
  const figures = measures.figures(filter);
  const [p50Ms = null, p90Ms = null, p95Ms = null] = measures.percentiles(filter, [0.5, 0.9, 0.95]);
  const byDay = new Map(measures.levelByDay(filter).map((row) => [row.day, row]));
  const today = dayOfEpochMs(filter.nowMs);
  return {
    id: level.id,
    title: level.title,
    about: level.about,
    targetMs: level.targetMs,
    objectivePercent: level.objectivePercent,
    ended: figures.ended,
    p50Ms,
    p90Ms,
    p95Ms,
    maxMs: figures.maxMs,
    attainedPermille: attainedPermille(figures.ended, figures.late, figures.overdue),
    waiting: figures.waiting,
    oldestWaitingMs: figures.oldestMs,
    breaches: figures.late + figures.overdue,
    explained: figures.late + figures.overdue === 0 ? 0 : explainedOf(core, level, filter, outages),
    trend: dailyOf(today, window.days, []).map(({ on }) => ({
      on,
      ended: byDay.get(on)?.ended ?? 0,
      breaches: byDay.get(on)?.late ?? 0,
    })),
  };
}

/** What broke a service level: the same conditions as its count. */
export function readBreaches(
  core: Core,
  id: ServiceLevelId,
  window: Window,
  range: { readonly offset: number; readonly limit: number },
): Breaches {
  const level = present(
    serviceLevels.find((one) => one.id === id),
    `service level ${id}`,
  );
  const measures = new MeasureRepository(core.store);
  const filter = filterOf(core, level, window);
  const sums = measures.breachSums(filter);
  const outages = isOfVendor(level) ? outagesSince(core, filter.fromMs) : [];
  return {
    rows: measures.breaches(filter, range).map((row) => ({
      itemId: row.itemId,
      kind: row.kind,
      label: row.label,
      legalEntity: row.legalEntity === '' ? null : row.legalEntity,
      period: row.period === '' ? null : row.period,
      amount: row.currency === '' ? null : { currency: row.currency, minor: String(row.amountMinor) },
      startedAt: toInstant(row.startedMs),
      endedAt: row.endedMs === null ? null : toInstant(row.endedMs),
      tookMs: row.tookMs,
      overMs: row.tookMs - level.targetMs,
      outage: outageOf(core, row, level.targetMs, outages),
      ...placeOf(level.measure, row.itemId, row.endedMs === null),
    })),
    totals: {
      count: sums.reduce((count, sum) => count + sum.count, 0),
      sums: sums
        .filter(({ currency }) => currency !== '')
        .map(({ currency, minor }) => ({ currency, minor: BigInt(minor).toString() })),
    },
    asOfSeq: core.journal.head().seq,
  };
}

/** Only what a vendor has to confirm waits for one. */
function isOfVendor({ measure }: ServiceLevel): boolean {
  return measure === 'posting' || measure === 'queued';
}

/** One window earlier as well: what ended in the window may have begun before it. */
function outagesSince(core: Core, fromMs: number): readonly Outage[] {
  const widthMs = core.clock.now() - fromMs;
  return new OutageRepository(core.store).since(toInstant(fromMs - widthMs));
}

/** Breaches whose vendors were away for as long as they are over, counted vendor by vendor. */
function explainedOf(
  core: Core,
  level: ServiceLevel,
  filter: LevelFilter,
  outages: readonly Outage[],
): number {
  if (!isOfVendor(level)) return 0;
  const measures = new MeasureRepository(core.store);
  return core.connections.all
    .filter(({ id, capabilities }) => core.books.connectionOf(capabilities.role) === id)
    .map(({ id, capabilities }) => {
      const kinds = capabilities.commands.filter((kind) => filter.kinds?.includes(kind) ?? true);
      const spans = outages.filter(({ connectionId }) => connectionId === id);
      return kinds.length === 0 ? 0 : measures.explained({ ...filter, kinds }, spans);
    })
    .reduce((sum, count) => sum + count, 0);
}

function outageOf(
  core: Core,
  row: BreachRow,
  targetMs: number,
  outages: readonly Outage[],
): Breaches['rows'][number]['outage'] {
  const vendor = core.connections.all.find(
    ({ id, capabilities }) =>
      capabilities.commands.some((kind) => kind === row.kind) &&
      core.books.connectionOf(capabilities.role) === id,
  );
  const own = outages.filter(({ connectionId }) => connectionId === vendor?.id);
  const covered = mostOf(own, row.startedMs, row.startedMs + row.tookMs);
  if (covered === null) return null;
  const { most, totalMs } = covered;
  return {
    connectionId: most.connectionId,
    reason: most.message,
    fromAt: toInstant(most.fromMs),
    untilAt: most.untilMs === null ? null : toInstant(most.untilMs),
    ms: totalMs,
    isWholeReason: row.tookMs - totalMs <= targetMs,
  };
}

/** Where a person acts on it, or sees what became of it. */
function placeOf(measure: ServiceLevel['measure'], id: string, isOpen: boolean) {
  if (measure === 'exception') {
    return { screen: 'exceptions', search: isOpen ? { id } : { id, state: 'resolved' } };
  }
  return measure === 'held' && isOpen
    ? { screen: 'postings', search: { id } }
    : { screen: 'trace', search: { id } };
}

function operationsOf(sums: readonly RequestSum[]): Output['operations'] {
  const byOperation = new Map<string, RequestSum[]>();
  for (const sum of sums) {
    const key = `${sum.connectionId}\n${sum.operation}`;
    byOperation.set(key, [...(byOperation.get(key) ?? []), sum]);
  }
  return [...byOperation.values()].map((rows) => {
    const first = present(rows[0], 'an operation has a request');
    const counted = (outcome: RequestSum['outcome']) =>
      rows.filter((row) => row.outcome === outcome).reduce((sum, { count }) => sum + count, 0);
    const requests = rows.reduce((sum, { count }) => sum + count, 0);
    const totalMs = rows.reduce((sum, row) => sum + row.totalMs, 0);
    const maxMs = Math.max(...rows.map((row) => row.maxMs));
    const within = (share: number): number | null => {
      const bound = percentileMs(rows, share);
      return bound === null ? null : Math.min(bound, maxMs);
    };
    return {
      connectionId: first.connectionId,
      operation: first.operation,
      requests,
      refused: counted('refused'),
      throttled: counted('throttled'),
      failed: counted('failed'),
      silent: counted('silent'),
      p50Ms: within(0.5),
      p95Ms: within(0.95),
      p99Ms: within(0.99),
      maxMs,
      meanMs: Math.round(totalMs / requests),
    };
  });
}

function queuesOf(core: Core): Output['queues'] {
  const nowMs = core.clock.now();
  const rows = new PostingQueues(core.store).onTheWay();
  const of = (state: string) => {
    const fitting = rows.filter((row) => row.state === state);
    const eldest = fitting.map(({ oldestAt }) => oldestAt).sort()[0];
    return {
      depth: fitting.reduce((sum, { count }) => sum + count, 0),
      oldestMs: eldest === undefined ? null : Math.max(0, nowMs - Date.parse(eldest)),
    };
  };
  return [
    {
      id: 'to-decide',
      title: 'Records to decide about',
      depth: new EvaluationRepository(core.store).count(),
      oldestMs: null,
    },
    { id: 'held', title: 'Held for a person', ...of('HELD') },
    { id: 'approved', title: 'Approved, to be sent', ...of('APPROVED') },
    { id: 'sending', title: 'Being sent', ...of('SENDING') },
    { id: 'unknown', title: 'Outcome unknown, being looked up', ...of('UNKNOWN') },
  ];
}

function throughputOf(core: Core, { days, legalEntity }: Window): Output['throughput'] {
  const nowMs = core.clock.now();
  const today = dayOfEpochMs(nowMs);
  const fromMs = Date.parse(`${today}T00:00:00Z`) - (days - 1) * dayMs;
  const fromOn = dayOfEpochMs(fromMs);
  const measures = new MeasureRepository(core.store);
  const daily = (measure: string) =>
    dailyOf(today, days, measures.byDay({ measure, legalEntity, fromOn })).map(({ count }) => count);
  const requests = new Map<string, number>();
  for (const { startMs, count } of core.requests.read().counts(dayMs, fromMs, nowMs + 60_000)) {
    const on = dayOfEpochMs(startMs);
    requests.set(on, (requests.get(on) ?? 0) + count);
  }
  const journal = new JournalEntryRepository(core.store);
  journal.catchUp();
  const entries = new Map(journal.facets('day').map(({ value, count }) => [value, count]));
  const [posted, retries, lookUps] = [daily('posted'), daily('retry'), daily('look-up')];
  return dailyOf(today, days, []).map(({ on }, index) => ({
    on,
    posted: posted[index] ?? 0,
    retries: retries[index] ?? 0,
    lookUps: lookUps[index] ?? 0,
    requests: requests.get(on) ?? 0,
    entries: entries.get(on) ?? 0,
  }));
}
