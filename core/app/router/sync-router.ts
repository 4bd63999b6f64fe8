import { toInstant } from '#core/base/clock.ts';
import type { PullFailure } from '#core/connectors/sdk/index.ts';
import { runSyncInput, runSyncOutput, statusOutput } from '#core/contract/sync.ts';
import type { Core } from '../create-core.ts';
import type { SyncReport } from '../synchronise.ts';
import { failed } from './api-error.ts';
import { allowed, router } from './procedure.ts';
import { statusOf } from './sync-status.ts';
import { wireMoney } from './wire-totals.ts';

/** Workspaces with a run under way: a second one would only get in its way. */
const running = new WeakSet<Core>();

export const syncRouter = router({
  run: allowed('sync.run')
    .input(runSyncInput)
    .output(runSyncOutput)
    .mutation(async ({ ctx, input, signal }) => {
      const { core, progress } = ctx;
      if (running.has(core)) {
        throw failed({
          code: 'SYNC_RUNNING',
          message: 'A sync run is under way already.',
          where: core.workspaceId,
          fix: 'Wait for it, or stop it.',
        });
      }
      running.add(core);
      try {
        const report = await core.synchronise({
          untilIdle: input.untilIdle,
          ...(signal ? { signal } : {}),
          onProgress: (step) => progress({ topic: 'sync', ...step }),
        });
        if (signal?.aborted) throw failed(stopped);
        return wireReport(report);
      } catch (cause) {
        // Whatever a stop interrupted is committed up to its last step; the next run goes on from there.
        if (signal?.aborted) throw failed(stopped);
        throw cause;
      } finally {
        running.delete(core);
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

function wireReport(report: SyncReport) {
  return {
    rounds: report.rounds,
    isIdle: report.isIdle,
    headSeq: report.headSeq,
    pulled: report.pulls.map(({ connectionId, stream, figures }) => ({ connectionId, stream, ...figures })),
    sent: report.sent,
    completeness: report.completeness.map(({ source, journal, ...rest }) => ({
      ...rest,
      source: { count: source.count, sums: source.sums.map(wireMoney) },
      journal: { count: journal.count, sums: journal.sums.map(wireMoney) },
    })),
    failures: report.failures.map(({ failure, ...where }) => ({
      ...where,
      failure,
      retryAt: retryAtOf(failure),
    })),
  };
}

function retryAtOf({ retryAtMs }: PullFailure): string | null {
  return retryAtMs === undefined ? null : toInstant(retryAtMs);
}
