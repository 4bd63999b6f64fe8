import { navApi } from '#core/contract/nav.ts';
import { ExceptionList } from '#core/storage/repositories/exception-list.ts';
import { PostingQueues } from '#core/storage/repositories/held-sums.ts';
import { ReconciliationLists } from '#core/storage/repositories/reconciliation-lists.ts';
import { sourcesOf } from '../overview/sources.ts';
import { inTrouble } from '../overview/tiles.ts';
import { allowed, router } from './procedure.ts';
import { standpointOf } from './wire-exception.ts';

export const navRouter = router({
  /** Each count is that of the list behind it, asked the same way. */
  counts: allowed('workspace.read')
    .input(navApi.counts.input)
    .output(navApi.counts.output)
    .query(({ ctx: { core, actor }, input: { legalEntity, period } }) => {
      const exceptions = new ExceptionList(core.store);
      const held = new PostingQueues(core.store).held({ legalEntity });
      const drafts = core.mapping.rows().filter(({ state }) => state === 'draft').length;
      const breaks =
        period === undefined
          ? 0
          : new ReconciliationLists(core.store).breakTotals({ period, legalEntity, state: 'open' }).count;
      return {
        counts: {
          exceptions: exceptions.count({ queue: 'open', legalEntity }, standpointOf(core, actor)),
          postings: held.reduce((sum, { count }) => sum + count, 0),
          mappings: drafts,
          reconciliation: breaks,
          connections: sourcesOf(core).filter(inTrouble).length,
        },
        asOfSeq: core.journal.head().seq,
      };
    }),
});
