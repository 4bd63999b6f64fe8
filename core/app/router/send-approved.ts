import type { Failure } from '#core/base/result.ts';
import { ExpectedFailure } from './api-error.ts';
import type { ApiContext } from './context.ts';

const secondMs = 1_000;
/** How long it waits for postings whose time has not come; later ones leave with the next sync. */
const waitMaxMs = 60_000;

/**
 * Sends what was approved in the cockpit once its grace is over, as work that everyone sees. One at a time: work under way
 * takes what comes meanwhile with it. Stopped or failed, the approvals stand and leave with the next sync.
 */
export function sendApproved({ core, actor, log }: ApiContext): void {
  if (core.jobs.running('send')) return;
  const { id, ended } = core.jobs.start({
    kind: 'send',
    label: 'Send what was approved',
    startedBy: actor,
    failureOf: (cause) =>
      failureOf(cause, core.ids.next('err'), (reference) =>
        log.write('error', 'job.broke', {
          job: 'send',
          reference,
          name: cause instanceof Error ? cause.name : 'unknown',
        }),
      ),
    work: async ({ signal, step }) => {
      const { clock, sender, workflow } = core;
      const untilMs = clock.now() + waitMaxMs;
      for (let dueMs = sender.nextDueMs(); dueMs !== null && dueMs <= untilMs; dueMs = sender.nextDueMs()) {
        if (signal.aborted) return;
        const waitMs = Math.max(0, dueMs - clock.now());
        step(waitMs > 0 ? 'waiting out the grace' : 'sending');
        // Looks again now and then: an undo may have left nothing to wait for.
        if (waitMs > 0) await clock.sleep(Math.min(waitMs, secondMs), signal);
        else {
          const headSeq = core.journal.head().seq;
          // What changed since the approval voids it before anything leaves.
          workflow.run({ signal });
          await sender.run(signal);
          workflow.run({ signal });
          // Nothing moved: whatever is due is another's to deal with.
          if (core.journal.head().seq === headSeq) return;
          core.anchor();
        }
      }
    },
  });
  // What went well needs nobody's attention; a failure stays on the list.
  ended.then(
    () => core.jobs.dismiss(id),
    () => {},
  );
}

function failureOf(cause: unknown, reference: string, tell: (reference: string) => void): Failure {
  if (cause instanceof ExpectedFailure) return cause.failure;
  tell(reference);
  return {
    code: 'INTERNAL',
    message: 'Sending stopped; the approvals stand and leave with the next sync.',
    where: reference,
    fix: 'Sync now; if it stays, report it with the reference.',
  };
}
