import { scopeOutput } from '#core/contract/scope.ts';
import { dayOfEpochMs, lastDayOf, type Period, periodOf } from '#core/domain/day.ts';
import { EntityRepository } from '#core/storage/repositories/entities.ts';
import type { Core } from '../create-core.ts';
import { allowed, router } from './procedure.ts';

export const scopeRouter = router({
  get: allowed('workspace.read')
    .output(scopeOutput)
    .query(({ ctx: { core } }) => {
      const businessDay = dayOfEpochMs(core.clock.now());
      const legalEntities = legalEntitiesOf(core);
      const periods = periodsUpTo(core, periodOf(businessDay)).map((period) => ({
        period,
        states: legalEntities.map((legalEntity) => ({
          legalEntity,
          state: core.policy.periodState(legalEntity, lastDayOf(period)),
        })),
      }));
      return {
        legalEntities: [...legalEntities],
        periods,
        workingPeriod: workingPeriod(core, periods) ?? periodOf(businessDay),
        businessDay,
        asOfSeq: core.journal.head().seq,
      };
    }),
});

/** The entities whose books the workspace keeps: those that stand for a subsidiary of the ERP. */
function legalEntitiesOf(core: Core): readonly string[] {
  const live = core.mapping.rows().filter(({ type, state }) => type === 'subsidiary' && state === 'live');
  return [...new Set(live.map(({ sourceKey }) => sourceKey))].filter((code) => code !== '*').sort();
}

function periodsUpTo(core: Core, present: Period): readonly Period[] {
  const known = new EntityRepository(core.store)
    .ofKind('accounting-period')
    .filter(({ entity }) => entity.isPosting)
    .map(({ entity }) => periodOf(entity.startOn));
  return [...new Set([...known, present])]
    .filter((period) => period <= present)
    .sort()
    .reverse();
}

/** The oldest period since going live that somebody still has open: the one being worked on. */
function workingPeriod(
  core: Core,
  periods: readonly { readonly period: Period; readonly states: readonly { readonly state: string }[] }[],
): Period | undefined {
  const goLive = core.policy.policy().goLiveOn;
  return periods.findLast(
    ({ period, states }) =>
      (goLive === null || lastDayOf(period) >= goLive) && states.some(({ state }) => state !== 'closed'),
  )?.period;
}
