import { runSyncInput, runSyncOutput, statusOutput } from '#core/contract/sync.ts';
import { failed } from './api-error.ts';
import { allowed, router } from './procedure.ts';
import { startSync } from './start-jobs.ts';
import { statusOf } from './sync-status.ts';

export const syncRouter = router({
  /** A job like any other, for whoever wants to wait for its end. */
  run: allowed('sync.run')
    .input(runSyncInput)
    .output(runSyncOutput)
    .mutation(async ({ ctx, input, signal }) => {
      const { id, ended } = startSync(ctx, input.untilIdle);
      const stop = (): void => void ctx.core.jobs.cancel(id);
      signal?.addEventListener('abort', stop);
      if (signal?.aborted) stop();
      try {
        const report = await ended;
        if (signal?.aborted) throw failed(stopped);
        return report;
      } catch (cause) {
        // Whatever a stop interrupted is committed up to its last step; the next run goes on from there.
        if (signal?.aborted) throw failed(stopped);
        throw cause;
      } finally {
        signal?.removeEventListener('abort', stop);
        ctx.core.jobs.dismiss(id);
      }
    }),

  status: allowed('workspace.read')
    .output(statusOutput)
    .query(({ ctx }) => statusOf(ctx.core)),
});

const stopped = {
  code: 'CANCELLED',
  message: 'The run was stopped. What was done until then is kept.',
  fix: 'Run it again; it goes on where it stopped.',
};
