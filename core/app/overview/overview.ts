import { toInstant } from '#core/base/clock.ts';
import type { WireOverview } from '#core/contract/overview.ts';
import { dayNumber, dayOfEpochMs, lastDayOf } from '#core/domain/day.ts';
import { closeDueOn } from '#core/observe/close-calendar.ts';
import { dailyOf, trendDays, trendStart } from '#core/observe/trend.ts';
import { verdictOf } from '#core/observe/verdict.ts';
import { MeasureRepository } from '#core/storage/repositories/measures.ts';
import type { Core } from '../create-core.ts';
import { standpointOf } from '../router/wire-exception.ts';
import { blockersOf, type BlockerScope, inWords } from './blockers.ts';
import { sourcesOf } from './sources.ts';
import { threeWayOf } from './three-way.ts';
import { tilesOf } from './tiles.ts';

/**
 * Where a period stands, from counts that are kept as things happen: what it costs depends on what is open, not on how
 * long the journal is.
 */
export function overviewOf(
  core: Core,
  actor: string,
  { legalEntity, period }: { readonly legalEntity?: string | undefined; readonly period: string },
): WireOverview {
  const nowMs = core.clock.now();
  const today = dayOfEpochMs(nowMs);
  const sources = sourcesOf(core);
  const scope: BlockerScope = { legalEntity, period, sources, standpoint: standpointOf(core, actor) };
  const found = blockersOf(core, actor, scope);
  const threeWay = threeWayOf(core, period, legalEntity);
  const tiles = tilesOf(core, actor, scope);
  const isEmpty = sources.every(({ newestRuns }) => newestRuns.size === 0);
  const dueOn = closeDueOn(period);
  const periodState = periodStateOf(core, legalEntity, period);
  return {
    period,
    periodState,
    legalEntity: legalEntity ?? null,
    verdict: verdictOf({
      period,
      isEmpty,
      isClosed: periodState === 'closed',
      isReconciled: threeWay.asOf !== null,
      blockers: inWords(found),
      daysToClose: dayNumber(dueOn) - dayNumber(today),
    }),
    isReady: !isEmpty && found.length === 0 && threeWay.asOf !== null,
    closeDueOn: dueOn,
    daysToClose: dayNumber(dueOn) - dayNumber(today),
    tiles,
    blockers: isEmpty ? [] : found.map(({ wire }) => wire),
    threeWay,
    activity: activityOf(core, legalEntity, today, tiles),
    sources: sources.map(({ connectionId, role, vendor, lastGoodAt, isStale, health, healthDetail }) => ({
      connectionId,
      role,
      vendor,
      asOf: lastGoodAt,
      isStale,
      failure: health === 'healthy' || health === 'never-read' ? null : healthDetail,
    })),
    isEmpty,
    nowAt: toInstant(nowMs),
    asOfSeq: core.journal.head().seq,
  };
}

/** Of several entities, the one that is least closed says it. */
function periodStateOf(
  core: Core,
  legalEntity: string | undefined,
  period: string,
): WireOverview['periodState'] {
  const entities =
    legalEntity === undefined
      ? core.mapping
          .rows()
          .filter(
            ({ type, state, sourceKey }) => type === 'subsidiary' && state === 'live' && sourceKey !== '*',
          )
          .map(({ sourceKey }) => sourceKey)
      : [legalEntity];
  const states = new Set(entities.map((entity) => core.policy.periodState(entity, lastDayOf(period))));
  const order = ['open', 'unknown', 'soft-close', 'locked', 'closed'] as const;
  return order.find((state) => states.has(state)) ?? 'unknown';
}

function activityOf(
  core: Core,
  legalEntity: string | undefined,
  today: string,
  tiles: WireOverview['tiles'],
): WireOverview['activity'] {
  const measures = new MeasureRepository(core.store);
  const posted = dailyOf(
    today,
    trendDays,
    measures.byDay({ measure: 'posted', legalEntity, fromOn: trendStart(today) }),
  );
  const of = (id: WireOverview['tiles'][number]['id']) => tiles.find((tile) => tile.id === id)?.trend ?? [];
  const [held, exceptions, breaks] = [of('held'), of('exceptions'), of('breaks')];
  return posted.map(({ on, count }, index) => ({
    on,
    posted: count,
    held: held[index]?.count ?? 0,
    exceptions: exceptions[index]?.count ?? 0,
    breaks: breaks[index]?.count ?? 0,
  }));
}
