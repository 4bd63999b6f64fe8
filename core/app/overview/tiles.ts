import type { WireOverview } from '#core/contract/overview.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import { dailyOf, trendDays, trendOf, trendStart } from '#core/observe/trend.ts';
import { ExceptionList } from '#core/storage/repositories/exception-list.ts';
import { ExpectedList } from '#core/storage/repositories/expected.ts';
import { PostingQueues } from '#core/storage/repositories/held-sums.ts';
import { MeasureRepository } from '#core/storage/repositories/measures.ts';
import { ReconciliationLists } from '#core/storage/repositories/reconciliation-lists.ts';
import { SyncRunRepository } from '#core/storage/repositories/sync-runs.ts';
import type { Core } from '../create-core.ts';
import { type WireTotals, wireSums } from '../router/wire-totals.ts';
import type { BlockerScope } from './blockers.ts';
import type { SourceStand } from './sources.ts';

type Tile = WireOverview['tiles'][number];

/** Exceptions that stand for a mapping nobody has made. */
const mappingGap = 'MAPPING_MISSING';

/** Six counts, each from the query of the list that it leads to. */
export function tilesOf(core: Core, scope: BlockerScope): Tile[] {
  const { legalEntity, standpoint, sources, period } = scope;
  const list = new ExceptionList(core.store);
  const measures = new MeasureRepository(core.store);
  const today = dayOfEpochMs(core.clock.now());
  const fromOn = trendStart(today);
  const trend = (measure: string, now: number, more: { kinds?: readonly string[]; period?: string } = {}) =>
    trendOf(today, now, measures.byDay({ measure, legalEntity, fromOn, ...more }));
  const open = wireSums(list.totals({ queue: 'open', legalEntity }, standpoint));
  const missing = wireSums(list.totals({ queue: 'open', legalEntity, code: mappingGap }, standpoint));
  const heldRows = new PostingQueues(core.store).held({ legalEntity });
  const held = wireSums(heldRows.map(({ currency, count, sum }) => ({ currency, count, sum: BigInt(sum) })));
  const expectedRows = new ExpectedList(core.store).totals({ state: 'unmet', legalEntity });
  const expected = wireSums(
    expectedRows.map(({ currency, count, sum }) => ({ currency, count, sum: BigInt(sum) })),
  );
  const breaks = new ReconciliationLists(core.store).breakTotals({ period, legalEntity, state: 'open' });
  const trouble = sources.filter(inTrouble).length;
  const failedByDay = new SyncRunRepository(core.store).failedByDay(fromOn);
  const tile = (
    id: Tile['id'],
    totals: WireTotals,
    rest: Omit<Tile, 'id' | 'count' | 'sums' | 'asOf' | 'staleSources'>,
  ) => ({
    id,
    count: totals.count,
    sums: totals.sums,
    ...rest,
    ...freshness(sources, restsOn[id]),
  });
  return [
    tile('exceptions', open, {
      about: 'open, not snoozed',
      trend: trend('exception', open.count),
      link: { screen: 'exceptions', search: {} },
    }),
    tile('held', held, {
      about: 'wait for a second person',
      trend: trend('held', held.count),
      link: { screen: 'postings', search: {} },
    }),
    tile('expected', expected, {
      about: 'should follow and is not there',
      trend: trend('expected', expected.count),
      link: { screen: 'overview', search: { show: 'expected' } },
    }),
    tile(
      'breaks',
      { count: breaks.count, sums: [...breaks.sums] },
      {
        about: 'without an explanation',
        trend: trend('break', breaks.count, { period }),
        link: { screen: 'reconciliation', search: { tab: 'breaks' } },
      },
    ),
    tile('mappings', missing, {
      about: 'documents without a mapping',
      trend: trend('exception', missing.count, { kinds: [mappingGap] }),
      link: { screen: 'exceptions', search: { code: mappingGap } },
    }),
    tile(
      'connections',
      { count: trouble, sums: [] },
      {
        about: 'connections in trouble',
        trend: [...dailyOf(today, trendDays, failedByDay).slice(0, -1), { on: today, count: trouble }],
        link: { screen: 'connections', search: {} },
      },
    ),
  ];
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
