import { type JobKind, jobsApi } from '#core/contract/jobs.ts';
import type * as z from 'zod';
import { jobNotFound } from '../jobs/job-desk.ts';
import type { Action } from '#core/policy/permissions.ts';
import { failed, valueOf } from './api-error.ts';
import { allowed, assertAllowed, router } from './procedure.ts';
import { startReconcile, startSync, startVerify } from './start-jobs.ts';

/** Long work takes the right of what it does. */
const actionOf: Readonly<Record<JobKind, Action>> = {
  sync: 'sync.run',
  send: 'sync.run',
  reconcile: 'reconciliation.run',
  verify: 'journal.verify',
  seal: 'close.seal',
};

export const jobsRouter = router({
  list: allowed('workspace.read')
    .output(jobsApi.list.output)
    .query(({ ctx: { core } }) => ({ jobs: [...core.jobs.all()] })),

  start: allowed('workspace.read')
    .input(jobsApi.start.input)
    .output(jobsApi.start.output)
    .mutation(({ ctx, input }) => {
      assertAllowed(ctx, actionOf[input.kind], 'jobs.start', null);
      if (input.kind === 'sync') return { jobId: startSync(ctx, input.untilIdle).id };
      if (input.kind === 'reconcile') return { jobId: startReconcile(ctx, input.period).id };
      return { jobId: startVerify(ctx).id };
    }),

  cancel: allowed('workspace.read')
    .input(jobsApi.cancel.input)
    .output(jobsApi.cancel.output)
    .mutation(({ ctx, input }) => {
      const found = ctx.core.jobs.get(input.id);
      if (found) assertAllowed(ctx, actionOf[found.job.kind], 'jobs.cancel', null);
      return valueOf(ctx.core.jobs.cancel(input.id));
    }),

  result: allowed('workspace.read')
    .input(jobsApi.result.input)
    .output(jobsApi.result.output)
    .query(({ ctx: { core }, input }) => {
      const found = core.jobs.get(input.id);
      if (!found) throw failed(jobNotFound(input.id));
      return {
        job: found.job,
        result: JSON.parse(JSON.stringify(found.result)) as z.output<typeof jobsApi.result.output>['result'],
      };
    }),

  dismiss: allowed('workspace.read')
    .input(jobsApi.dismiss.input)
    .output(jobsApi.dismiss.output)
    .mutation(({ ctx: { core }, input }) => ({ jobs: [...valueOf(core.jobs.dismiss(input.id))] })),
});
