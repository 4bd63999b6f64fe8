import type * as z from 'zod';
import type { releaseCauseOutput } from '#core/contract/exceptions.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import { exceptionCatalogue } from '#core/exceptions/catalogue.ts';
import type { ExceptionItem } from '#core/storage/repositories/exceptions.ts';
import { EvaluationRepository } from '#core/storage/repositories/evaluations.ts';
import { laneOf } from '#core/workflow/marking.ts';
import type { Core } from '../create-core.ts';
import { failed } from './api-error.ts';
import { totalsOf } from './wire-totals.ts';

type Release = z.output<typeof releaseCauseOutput>;

/** What fixing a cause would release: count and sum per currency. */
export function previewRelease(core: Core, causeKey: string): Release {
  const items = openOf(core, causeKey);
  return {
    causeKey,
    isPreview: true,
    totals: totalsOf(items.map(({ amount }) => amount)),
    released: [],
    stillBlocked: [],
  };
}

/**
 * Decides everything anew that a cause held up, and puts back on hold what a vendor refused for it. What the facts
 * still hold up stays, with its reason.
 */
export function releaseCause(core: Core, causeKey: string, by: string, reason: string): Release {
  const items = openOf(core, causeKey);
  const subjects = [...new Set(items.map(({ subjectId }) => subjectId))];
  core.store.transact(() => {
    recordRelease(core, causeKey, by, reason, items);
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
  return {
    causeKey,
    isPreview: false,
    totals: totalsOf(items.filter(({ subjectId }) => !blocked.has(subjectId)).map(({ amount }) => amount)),
    released: subjects.filter((subjectId) => !blocked.has(subjectId)),
    stillBlocked,
  };
}

function openOf(core: Core, causeKey: string): readonly ExceptionItem[] {
  const items = core.exceptions.exceptions.openOfCause(causeKey);
  if (items.length > 0) return items;
  throw failed({
    code: 'CAUSE_NOT_FOUND',
    message: `No open exception has the cause "${causeKey}".`,
    where: causeKey,
    fix: 'List the exceptions and use one of their cause keys.',
  });
}

/** Who released what and why: the exceptions themselves resolve by the facts and say nothing of it. */
function recordRelease(
  core: Core,
  causeKey: string,
  by: string,
  reason: string,
  items: readonly ExceptionItem[],
): void {
  const aggregateId = `cause:${causeKey}`;
  const version = core.journal.nextVersion(aggregateId);
  core.recorder.recordAll([
    {
      type: 'cause.released',
      aggregateId,
      aggregateVersion: version,
      idempotencyKey: `${aggregateId}/${version}`,
      correlationId: aggregateId,
      actor: by,
      effectiveOn: dayOfEpochMs(core.clock.now()),
      payload: { causeKey, reason, exceptionIds: items.map(({ id }) => id) },
    },
  ]);
}

function retry(core: Core, postingId: string | null, by: string, reason: string): void {
  const posting = postingId === null ? null : core.desk.postings.get(postingId);
  if (posting?.state === 'REJECTED' && posting.attempt > 0) core.desk.retry(posting, by, reason);
}

function blocks({ code }: ExceptionItem): boolean {
  const kinds: Readonly<Record<string, { readonly blocks: boolean }>> = exceptionCatalogue;
  return kinds[code]?.blocks ?? true;
}
