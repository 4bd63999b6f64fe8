import {
  assignTaskInput,
  attachEvidenceInput,
  changeTemplateInput,
  closeChangedOutput,
  closeGetInput,
  closeGetOutput,
  closeHistoryInput,
  closeHistoryOutput,
  closeListInput,
  closeListOutput,
  closeTemplateOutput,
  closeVerifyOutput,
  lockInput,
  noteTaskInput,
  reopenTaskInput,
  signInputSchema,
  taskActInput,
} from '#core/contract/close.ts';
import type { ClosePlace, CloseStanding } from '#core/close/close-desk.ts';
import type { SignOffAct } from '#core/close/sign-off.ts';
import { closeFacts, closingEntities } from '../close/close-facts.ts';
import { movePeriodOf } from '../close/close-period.ts';
import { historyOf } from '../close/close-history.ts';
import { signStatement } from '../close/sign-statement.ts';
import { watchStarted } from '../close/watch-started.ts';
import { wireClose, wireTally } from '../close/wire-close.ts';
import { isLocked } from '../reconcile/match-desk.ts';
import { entityLocked } from '../reconcile/match-failure.ts';
import { failed, valueOf } from './api-error.ts';
import type { ApiContext } from './context.ts';
import { allowed, assertAllowed, router } from './procedure.ts';
import { startVerify } from './start-jobs.ts';

export const closeRouter = router({
  list: allowed('workspace.read')
    .input(closeListInput)
    .output(closeListOutput)
    .query(({ ctx: { core }, input: { period } }) => ({
      rows: closingEntities(core).map((legalEntity) => {
        const { facts, tasks, signOff } = core.closes.standing(closeFacts(core, legalEntity, period));
        return {
          legalEntity,
          periodState: facts.periodState,
          tasksDone: tasks.filter(({ isDone }) => isDone).length,
          tasks: tasks.length,
          blockers: wireTally(facts.exceptions),
          signOff: signOff?.state ?? ('none' as const),
        };
      }),
      asOfSeq: core.journal.head().seq,
    })),

  get: allowed('workspace.read')
    .input(closeGetInput)
    .output(closeGetOutput)
    .query(({ ctx: { core }, input: { legalEntity, period } }) => wireClose(core, legalEntity, period)),

  history: allowed('workspace.read')
    .input(closeHistoryInput)
    .output(closeHistoryOutput)
    .query(({ ctx: { core }, input }) => historyOf(core, input)),

  template: allowed('workspace.read')
    .output(closeTemplateOutput)
    .query(({ ctx: { core } }) => core.closes.template()),

  changeTemplate: allowed('close.change-template')
    .input(changeTemplateInput)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { template, reason } }) => {
      valueOf(ctx.core.closes.changeTemplate(template, ctx.actor, reason));
      return changed(ctx, null);
    }),

  prepareTask: allowed('close.prepare')
    .input(taskActInput)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { taskId, note, ...place } }) => {
      const standing = open(ctx, place, 'close.prepare');
      valueOf(ctx.core.closes.prepareTask(standing, taskId, ctx.actor, note));
      return changed(ctx, place);
    }),

  /** Never by the person who prepared it. */
  reviewTask: allowed('close.review')
    .input(taskActInput)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { taskId, note, ...place } }) => {
      const { core, actor } = ctx;
      const standing = open(ctx, place, 'close.review');
      const preparer = standing.tasks.find(({ template }) => template.id === taskId)?.record.preparedBy;
      const excluded = preparer === null || preparer === undefined ? [] : [preparer];
      const { legalEntity } = place;
      valueOf(core.people.gate({ actor, action: 'close.review', legalEntity, excluded, subject: taskId }));
      valueOf(core.closes.reviewTask(standing, taskId, actor, note));
      return changed(ctx, place);
    }),

  reopenTask: allowed('close.prepare')
    .input(reopenTaskInput)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { taskId, reason, ...place } }) => {
      const standing = open(ctx, place, 'close.prepare');
      valueOf(ctx.core.closes.reopenTask(standing, taskId, ctx.actor, reason));
      return changed(ctx, place);
    }),

  assignTask: allowed('close.assign')
    .input(assignTaskInput)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { taskId, preparer, reviewer, dueOn, ...place } }) => {
      open(ctx, place, 'close.assign');
      valueOf(ctx.core.closes.assignTask(place, taskId, ctx.actor, { preparer, reviewer, dueOn }));
      return changed(ctx, place);
    }),

  noteTask: allowed('close.prepare')
    .input(noteTaskInput)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { taskId, note, ...place } }) => {
      assertAllowed(ctx, 'close.prepare', subjectOf(place), place.legalEntity);
      valueOf(ctx.core.closes.noteTask(place, taskId, ctx.actor, note));
      return changed(ctx, place);
    }),

  attachEvidence: allowed('close.prepare')
    .input(attachEvidenceInput)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { taskId, label, reference, hash, ...place } }) => {
      open(ctx, place, 'close.prepare');
      valueOf(ctx.core.closes.attachEvidence(place, taskId, ctx.actor, { label, reference, hash }));
      return changed(ctx, place);
    }),

  /** The first of two signatures under the evidence. */
  prepareSignOff: allowed('reconciliation.sign-off')
    .input(signInputSchema)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { evidenceHash, ...place } }) => sign(ctx, 'prepare', place, evidenceHash)),

  /** The second signature, never of the person who prepared it. */
  signOff: allowed('reconciliation.sign-off')
    .input(signInputSchema)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { evidenceHash, ...place } }) => sign(ctx, 'sign', place, evidenceHash)),

  /** Proves the journal and keeps that it was proved, up to where. */
  verifyJournal: allowed('journal.verify')
    .output(closeVerifyOutput)
    .mutation(async ({ ctx }) => {
      const { core, actor } = ctx;
      const head = core.journal.head();
      const report = await startVerify(ctx).ended;
      const problems = report.problems.length;
      core.store.transact(() =>
        core.closes.recordProof(actor, { verifiedSeq: head.seq, hash: head.hash, problems }),
      );
      watchStarted(core, null);
      return { isSound: problems === 0, problems, verifiedSeq: head.seq, asOfSeq: core.journal.head().seq };
    }),

  /** Closes a period of an entity that is signed off. */
  lock: allowed('period.close')
    .input(lockInput)
    .output(closeChangedOutput)
    .mutation(({ ctx, input: { reason, ...place } }) => {
      valueOf(movePeriodOf(ctx.core, 'close', place, ctx.actor, reason));
      return changed(ctx, place);
    }),
});

/** The close as it stands, for someone who may act on it and while its period may be worked on. */
function open(
  ctx: ApiContext,
  place: ClosePlace,
  action: 'close.prepare' | 'close.review' | 'close.assign' | 'reconciliation.sign-off',
): CloseStanding {
  const { core } = ctx;
  assertAllowed(ctx, action, subjectOf(place), place.legalEntity);
  if (isLocked(core, place.legalEntity, place.period)) {
    throw failed(entityLocked(place.legalEntity, place.period));
  }
  return core.closes.standing(closeFacts(core, place.legalEntity, place.period));
}

function sign(ctx: ApiContext, act: SignOffAct, place: ClosePlace, seenHash: string) {
  const { core, actor, session } = ctx;
  // A signature that the facts have overtaken is none: the second one is never put beside it.
  watchStarted(core, place.period);
  core.store.transact(() => {
    const standing = open(ctx, place, 'reconciliation.sign-off');
    if (act === 'sign' && standing.signOff) {
      const excluded = [standing.signOff.prepared_by];
      const { legalEntity } = place;
      const subject = subjectOf(place);
      valueOf(core.people.gate({ actor, action: 'reconciliation.sign-off', legalEntity, excluded, subject }));
    }
    valueOf(core.closes.mayAct(act, standing, seenHash));
    const what = { act, ...place, evidenceHash: standing.evidenceHash, by: actor };
    const signed = valueOf(signStatement(core, session, what));
    core.closes.recordSignature(act, standing, actor, signed);
  });
  return changed(ctx, place);
}

function changed({ core }: ApiContext, place: ClosePlace | null): { asOfSeq: number } {
  watchStarted(core, place?.period ?? null);
  return { asOfSeq: core.journal.head().seq };
}

function subjectOf({ legalEntity, period }: ClosePlace): string {
  return `close ${legalEntity} ${period}`;
}
