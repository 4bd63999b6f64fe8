import { navApi } from '#core/contract/nav.ts';
import { dayOfEpochMs, periodOf } from '#core/domain/day.ts';
import { sourcesOf } from '../overview/sources.ts';
import { countsOf } from '../overview/tiles.ts';
import { allowed, router } from './procedure.ts';
import { standpointOf } from './wire-exception.ts';

export const navRouter = router({
  /** Each count is that of the list behind it, asked the same way. */
  counts: allowed('workspace.read')
    .input(navApi.counts.input)
    .output(navApi.counts.output)
    .query(({ ctx: { core, actor }, input: { legalEntity, period } }) => {
      const counts = countsOf(core, actor, {
        legalEntity,
        period: period ?? periodOf(dayOfEpochMs(core.clock.now())),
        standpoint: standpointOf(core, actor),
        sources: sourcesOf(core),
      });
      return {
        counts: {
          exceptions: counts.exceptions.count,
          postings: counts.held.count,
          mappings: core.mapping.rows().filter(({ state }) => state === 'draft').length,
          reconciliation: counts.breaks.count,
          connections: counts.connections.count,
        },
        asOfSeq: core.journal.head().seq,
      };
    }),
});
