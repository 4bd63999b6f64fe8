import type { WireOverview } from '#core/contract/overview.ts';
import { type Day, dayOfEpochMs } from '#core/domain/day.ts';
import { dailyOf, trendDays, trendOf, trendStart } from '#core/observe/trend.ts';
import { ExceptionList } from '#core/storage/repositories/exception-list.ts';
import { ExpectedList } from '#core/storage/repositories/expected.ts';
import { MeasureRepository } from '#core/storage/repositories/measures.ts';
import { ReconciliationLists } from '#core/storage/repositories/reconciliation-lists.ts';
import { SyncRunRepository } from '#core/storage/repositories/sync-runs.ts';
import type { Core } from '../create-core.ts';
import { postingStandpoint } from '../router/may-decide.ts';
import { type WireTotals, wireSums } from '../router/wire-totals.ts';
import type { BlockerScope } from './blockers.ts';
import type { SourceStand } from './sources.ts';

type Tile = WireOverview['tiles'][number];

/** Exceptions that stand for a mapping nobody has made. */
const mappingGap = 'MAPPING_MISSING';

/** Six counts, each from the query of the list that it leads to. */
export function tilesOf(core: Core, actor: string, scope: BlockerScope): Tile[] {
  const { sources } = scope;
  const counts = countsOf(core, actor, scope);
  const today = dayOfEpochMs(core.clock.now());
  const trend = trendsOf(core, scope, today);
  const failedByDay = new SyncRunRepository(core.store).failedByDay(trendStart(today));
  const tile = (id: Tile['id'], rest: Pick<Tile, 'about' | 'trend' | 'link'>): Tile => ({
    id,
    ...counts[id],
    ...rest,
    ...freshness(sources, restsOn[id]),
  });
  return [
    tile('exceptions', {
      about: 'open, not snoozed',
      trend: trend('exception', counts.exceptions.count),
      link: { screen: 'exceptions', search: {} },
    }),
    tile('held', {
      about: 'wait for a second person',
      trend: trend('held', counts.held.count),
      link: { screen: 'postings', search: {} },
    }),
    tile('expected', {
      about: 'should follow and is not there',
      trend: trend('expected', counts.expected.count),
      link: { screen: 'overview', search: { show: 'expected' } },
    }),
    tile('breaks', {
      about: 'without an explanation',
      trend: trend('break', counts.breaks.count, { period: scope.period }),
      link: { screen: 'reconciliation', search: { tab: 'breaks', state: 'open' } },
    }),
    tile('mappings', {
      about: 'documents without a mapping',
      trend: trend('exception', counts.mappings.count, { kinds: [mappingGap] }),
      link: { screen: 'exceptions', search: { code: mappingGap } },
    }),
    tile('connections', {
      about: 'connections in trouble',
      trend: [
        ...dailyOf(today, trendDays, failedByDay).slice(0, -1),
        { on: today, count: counts.connections.count },
      ],
      link: { screen: 'connections', search: {} },
    }),
  ];
}

/** Each count by the list's own conditions; the rail reads the same. */
export function countsOf(
  core: Core,
  actor: string,
  { legalEntity, period, standpoint, sources }: BlockerScope,
): Readonly<Record<Tile['id'], WireTotals>> {
  const exceptions = new ExceptionList(core.store);
  const open = { queue: 'open', legalEntity } as const;
  const held = { queue: 'held', legalEntity } as const;
  const expected = new ExpectedList(core.store).totals({ state: 'unmet', legalEntity });
  const breaks = new ReconciliationLists(core.store).breakTotals({ period, legalEntity, state: 'open' });
  return {
    exceptions: wireSums(exceptions.totals(open, standpoint)),
    held: wireSums(core.desk.list.totals(held, postingStandpoint(core, actor))),
    expected: wireSums(expected.map(({ currency, count, sum }) => ({ currency, count, sum: BigInt(sum) }))),
    breaks: { count: breaks.count, sums: [...breaks.sums] },
    mappings: wireSums(exceptions.totals({ ...open, code: mappingGap }, standpoint)),
    connections: { count: sources.filter(inTrouble).length, sums: [] },
  };
}

/** Courses of the last thirty days that end in today's count. */
function trendsOf(core: Core, { legalEntity }: BlockerScope, today: Day) {
  const measures = new MeasureRepository(core.store);
  const fromOn = trendStart(today);
  return (measure: string, now: number, more: { kinds?: readonly string[]; period?: string } = {}) =>
    trendOf(today, now, measures.byDay({ measure, legalEntity, fromOn, ...more }));
}

/** Whether a connection counts on the rail, on its tile and on its screen. */
export function inTrouble({ health }: SourceStand): boolean {
  return health !== 'healthy' && health !== 'never-read';
}

const restsOn: Readonly<Record<Tile['id'], readonly SourceStand['role'][]>> = {
  exceptions: ['crm', 'billing', 'erp'],
  held: ['billing', 'erp'],
  expected: ['crm', 'billing', 'erp'],
  breaks: ['billing', 'erp'],
  mappings: ['billing'],
  connections: [],
};

function freshness(sources: readonly SourceStand[], roles: readonly SourceStand['role'][]) {
  const used = sources.filter(({ role }) => roles.includes(role));
  const instants = used.map(({ lastGoodAt }) => lastGoodAt).filter((instant) => instant !== null);
  return {
    asOf: instants.length < used.length ? null : (instants.sort()[0] ?? null),
    staleSources: used.filter(({ isStale }) => isStale).map(({ connectionId }) => connectionId),
  };
}
