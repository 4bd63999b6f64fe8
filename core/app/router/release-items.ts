import { dayOfEpochMs } from '#core/domain/day.ts';
import { exceptionCatalogue } from '#core/exceptions/catalogue.ts';
import { EvaluationRepository } from '#core/storage/repositories/evaluations.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import { laneOf } from '#core/workflow/marking.ts';
import type { Core } from '../create-core.ts';

export interface Released {
  /** Subjects that nothing blocks any more. */
  readonly subjects: readonly string[];
  readonly stillBlocked: readonly {
    readonly subjectId: string;
    readonly code: string;
    readonly message: string;
  }[];
}

/**
 * Decides everything anew that these exceptions held up, and puts back on hold what a vendor refused. What the facts
 * still hold up stays, with its reason.
 */
export function releaseItems(
  core: Core,
  items: readonly ExceptionItem[],
  by: string,
  reason: string,
): Released {
  const subjects = [...new Set(items.map(({ subjectId }) => subjectId))];
  core.store.transact(() => {
    recordReleases(core, items, by, reason);
    const evaluations = new EvaluationRepository(core.store);
    const { seq } = core.journal.head();
    for (const subjectId of subjects) evaluations.mark(subjectId, laneOf(subjectId), seq);
    for (const { postingId } of items) retry(core, postingId, by, reason);
  });
  core.workflow.run();
  const stillBlocked = subjects.flatMap((subjectId) =>
    core.exceptions.exceptions
      .openOf(subjectId)
      .filter(blocks)
      .slice(0, 1)
      .map(({ code, message }) => ({ subjectId, code, message })),
  );
  const blocked = new Set(stillBlocked.map(({ subjectId }) => subjectId));
  return { subjects: subjects.filter((subjectId) => !blocked.has(subjectId)), stillBlocked };
}

/** Who released what and why: the exceptions themselves resolve by the facts and say nothing of it. */
function recordReleases(core: Core, items: readonly ExceptionItem[], by: string, reason: string): void {
  const effectiveOn = dayOfEpochMs(core.clock.now());
  for (const causeKey of new Set(items.map((item) => item.causeKey))) {
    const aggregateId = `cause:${causeKey}`;
    const version = core.journal.nextVersion(aggregateId);
    const exceptionIds = items.filter((item) => item.causeKey === causeKey).map(({ id }) => id);
    core.recorder.recordAll([
      {
        type: 'cause.released',
        aggregateId,
        aggregateVersion: version,
        idempotencyKey: `${aggregateId}/${version}`,
        correlationId: aggregateId,
        actor: by,
        effectiveOn,
        payload: { causeKey, reason, exceptionIds },
      },
    ]);
  }
}

function retry(core: Core, postingId: string | null, by: string, reason: string): void {
  const posting = postingId === null ? null : core.desk.postings.get(postingId);
  if (posting?.state === 'REJECTED' && posting.attempt > 0) core.desk.retry(posting, by, reason);
}

function blocks({ code }: ExceptionItem): boolean {
  const kinds: Readonly<Record<string, { readonly blocks: boolean }>> = exceptionCatalogue;
  return kinds[code]?.blocks ?? true;
}
