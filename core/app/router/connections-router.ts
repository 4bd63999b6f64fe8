import { toInstant } from '#core/base/clock.ts';
import { connectionsApi } from '#core/contract/connections.ts';
import { SyncRunRepository } from '#core/storage/repositories/sync-runs.ts';
import { listConnections, wireRun } from '../connections/list-connections.ts';
import { allowed, router } from './procedure.ts';

export const connectionsRouter = router({
  list: allowed('workspace.read')
    .output(connectionsApi.list.output)
    .query(({ ctx: { core } }) => listConnections(core)),

  runs: allowed('workspace.read')
    .input(connectionsApi.runs.input)
    .output(connectionsApi.runs.output)
    .query(({ ctx: { core }, input: { beforeId, limit, ...filter } }) => {
      const runs = new SyncRunRepository(core.store);
      return {
        rows: runs.page(filter, beforeId, limit).map(wireRun),
        count: runs.count(filter),
        nowAt: toInstant(core.clock.now()),
        asOfSeq: core.journal.head().seq,
      };
    }),

  run: allowed('workspace.read')
    .input(connectionsApi.run.input)
    .output(connectionsApi.run.output)
    .query(({ ctx: { core }, input }) => {
      const run = new SyncRunRepository(core.store).get(input.id);
      return { run: run ? wireRun(run) : null };
    }),
});
