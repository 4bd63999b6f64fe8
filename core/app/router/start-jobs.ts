import type * as z from 'zod';
import { AssertionError } from '#core/base/assert.ts';
import type { Log } from '#core/base/log.ts';
import type { Failure } from '#core/base/result.ts';
import type { verifyOutput } from '#core/contract/journal.ts';
import type { reconcileOutput } from '#core/contract/reconciliation.ts';
import type { PlacedPack } from '#core/contract/packs.ts';
import type { runSyncOutput } from '#core/contract/sync.ts';
import type { JobPlan, StartedJob } from '../jobs/job-desk.ts';
import { stageOf } from '../jobs/job-stage.ts';
import { sealPack } from '../packs/seal-pack.ts';
import { runReconciliation } from '../reconcile/run-reconciliation.ts';
import { ExpectedFailure, failed } from './api-error.ts';
import type { ApiContext } from './context.ts';
import { ownVersion } from './settings-facts.ts';
import { wireReport } from './wire-sync-report.ts';

/** Pull, decide, send. One run at a time: a second one would only get in its way. */
export function startSync(ctx: ApiContext, untilIdle: boolean): StartedJob<z.output<typeof runSyncOutput>> {
  const { core, progress } = ctx;
  return startAlone(ctx, 'SYNC_RUNNING', {
    kind: 'sync',
    label: untilIdle ? 'Sync until nothing changes' : 'Sync',
    work: async ({ signal, step }) => {
      const report = await core.synchronise({
        untilIdle,
        signal,
        onProgress: (moved) => {
          progress({ topic: 'sync', ...moved });
          const { stage, done, of } = stageOf(moved);
          step(stage, done, of);
        },
      });
      return wireReport(report);
    },
  });
}

/** Ties a period out from what the journal holds, and journals the result. */
export function startReconcile(
  ctx: ApiContext,
  period: string,
): StartedJob<z.output<typeof reconcileOutput>> {
  const { core, actor } = ctx;
  return startAlone(ctx, 'JOB_RUNNING', {
    kind: 'reconcile',
    label: `Reconcile ${period}`,
    work: ({ signal, step }) =>
      runReconciliation(core, period, actor, {
        signal,
        onStep: ({ stage, done, of }) => step(stage, done, of),
      }),
  });
}

/** Proves the journal on a copy of it, beside this thread. */
export function startVerify(ctx: ApiContext): StartedJob<z.output<typeof verifyOutput>> {
  const { core, progress } = ctx;
  return startAlone(ctx, 'JOB_RUNNING', {
    kind: 'verify',
    label: 'Verify the journal',
    work: async ({ signal, step }) => {
      const total = core.journal.head().seq;
      step('copying the journal', 0, total);
      const onProgress = (seq: number): void => {
        progress({ topic: 'journal.verify', seq });
        step(seq < total ? 'proving the chain' : 'rebuilding every projection and comparing', seq, total);
      };
      const report = await core.verifyCopy({ signal, onProgress });
      return { ...report, isSound: report.problems.length === 0, problems: [...report.problems] };
    },
  });
}

/** Seals the workspace as it is, for a period, with the key of who asks. */
export function startSeal(ctx: ApiContext, period: string): StartedJob<PlacedPack> {
  const { core, actor, session } = ctx;
  const application = session.version === '' ? ownVersion() : session.version;
  return startAlone(ctx, 'JOB_RUNNING', {
    kind: 'seal',
    label: `Seal a pack of ${period}`,
    work: (run) => sealPack(core, session, { period, by: actor, application }, run),
  });
}

/** For a caller who waits: the result, the job taken off the list, and a caller who goes away stops it. */
export async function waitFor<T>(
  { core }: ApiContext,
  { id, ended }: StartedJob<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const stop = (): void => void core.jobs.cancel(id);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  try {
    const result = await ended;
    if (signal?.aborted) throw failed(stopped);
    return result;
  } catch (cause) {
    // Whatever a stop interrupted is committed up to its last step; the next run goes on from there.
    if (signal?.aborted) throw failed(stopped);
    throw cause;
  } finally {
    signal?.removeEventListener('abort', stop);
    core.jobs.dismiss(id);
  }
}

const stopped: Failure = {
  code: 'CANCELLED',
  message: 'It was stopped. What was done until then is kept.',
  fix: 'Run it again; it goes on where it stopped.',
};

function startAlone<T>(
  { core, actor, log }: ApiContext,
  code: 'SYNC_RUNNING' | 'JOB_RUNNING',
  plan: Pick<JobPlan<T>, 'kind' | 'label' | 'work'>,
): StartedJob<T> {
  const other = core.jobs.running(plan.kind);
  if (other) {
    throw failed({
      code,
      message:
        plan.kind === 'sync' ? 'A sync run is under way already.' : `"${other.label}" is under way already.`,
      where: code === 'SYNC_RUNNING' ? core.workspaceId : other.id,
      fix: 'Wait for it, or stop it.',
    });
  }
  return core.jobs.start({
    ...plan,
    startedBy: actor,
    failureOf: (cause) => failureOf(cause, () => logged(cause, core.ids.next('err'), plan.kind, log)),
  });
}

/** Expected trouble in its own words; the inside of a bug stays in the log, found by its reference. */
function failureOf(cause: unknown, reference: () => string): Failure {
  if (cause instanceof ExpectedFailure) return cause.failure;
  const inner = cause instanceof Error ? cause.cause : undefined;
  if (inner instanceof ExpectedFailure) return inner.failure;
  return {
    code: 'INTERNAL',
    message: 'Something broke inside Tieout; nothing was half-applied.',
    where: reference(),
    fix: 'Try again; if it stays, report it with the reference.',
  };
}

function logged(cause: unknown, reference: string, job: string, log: Log): string {
  const name = cause instanceof Error ? cause.name : 'unknown';
  const message = cause instanceof AssertionError ? cause.message : null;
  log.write('error', 'job.broke', { job, reference, name, message });
  return reference;
}
