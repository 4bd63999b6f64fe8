import { runSyncInput, runSyncOutput, statusOutput } from '#core/contract/sync.ts';
import { allowed, router } from './procedure.ts';
import { startSync, waitFor } from './start-jobs.ts';
import { statusOf } from './sync-status.ts';

export const syncRouter = router({
  /** A job like any other, for whoever wants to wait for its end. */
  run: allowed('sync.run')
    .input(runSyncInput)
    .output(runSyncOutput)
    .mutation(({ ctx, input, signal }) => waitFor(ctx, startSync(ctx, input.untilIdle), signal)),

  status: allowed('workspace.read')
    .output(statusOutput)
    .query(({ ctx }) => statusOf(ctx.core)),
});
