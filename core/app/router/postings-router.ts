import { toInstant } from '#core/base/clock.ts';
import type { Failure } from '#core/base/result.ts';
import {
  countPostingsInput,
  countPostingsOutput,
  decideHereInput,
  decideHereOutput,
  decidePostingsInput,
  decidePostingsOutput,
  getPostingInput,
  getPostingOutput,
  listPostingsInput,
  listPostingsOutput,
  previewDecisionInput,
  previewDecisionOutput,
  retryPostingsInput,
  retryPostingsOutput,
  undoDecisionInput,
  undoDecisionOutput,
} from '#core/contract/postings.ts';
import { postingQueues } from '#core/storage/repositories/posting-list.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import { failed } from './api-error.ts';
import { decideHere, previewDecision, undoDecisions } from './decide-here.ts';
import { decidePostings, notFound } from './decide-postings.ts';
import { MayDecide, postingStandpoint } from './may-decide.ts';
import { postingDetails } from './posting-details.ts';
import { allowed, router } from './procedure.ts';
import { sendApproved } from './send-approved.ts';
import { wirePosting } from './wire-posting.ts';
import { totalsOf, wireSums } from './wire-totals.ts';

export const postingsRouter = router({
  list: allowed('workspace.read')
    .input(listPostingsInput)
    .output(listPostingsOutput)
    .query(({ ctx: { core, actor }, input }) => {
      const { sort, offset, limit, ...filter } = input;
      const standpoint = postingStandpoint(core, actor);
      const may = new MayDecide(core, actor);
      const rows = core.desk.list.page(filter, standpoint, sort, { offset, limit });
      return {
        postings: rows.map((row) => wirePosting(row, may, standpoint.nowMs)),
        totals: wireSums(core.desk.list.totals(filter, standpoint)),
        nowAt: toInstant(standpoint.nowMs),
        asOfSeq: core.journal.head().seq,
      };
    }),

  counts: allowed('workspace.read')
    .input(countPostingsInput)
    .output(countPostingsOutput)
    .query(({ ctx: { core, actor }, input }) => {
      const standpoint = postingStandpoint(core, actor);
      const counted = postingQueues.map((queue) => [
        queue,
        core.desk.list.count({ queue, ...input }, standpoint),
      ]);
      return {
        queues: Object.fromEntries(counted) as Record<(typeof postingQueues)[number], number>,
        asOfSeq: core.journal.head().seq,
      };
    }),

  get: allowed('workspace.read')
    .input(getPostingInput)
    .output(getPostingOutput)
    .query(({ ctx: { core, actor }, input: { id } }) => {
      const listed = core.desk.list.one(id);
      if (!listed) throw failed(notFound(id));
      return postingDetails(core, listed, actor);
    }),

  /** Each decision is judged by itself: who signed it, about what, and whether they may. */
  decide: allowed('workspace.read')
    .input(decidePostingsInput)
    .output(decidePostingsOutput)
    .mutation(({ ctx: { core, actor }, input }) => {
      const { decided, refused } = decidePostings(core, actor, input.decisions);
      return {
        decided: decided.map(({ posting, decision }) => ({ postingId: posting.id, decision })),
        refused: [...refused],
        totals: totalsOf(decided.map(({ posting }) => posting.amount)),
      };
    }),

  previewDecision: allowed('workspace.read')
    .input(previewDecisionInput)
    .output(previewDecisionOutput)
    .mutation(({ ctx: { core, actor }, input }) => previewDecision(core, actor, input)),

  /** The host signs for the person who is signed in; each decision is then judged like any other. */
  decideHere: allowed('workspace.read')
    .input(decideHereInput)
    .output(decideHereOutput)
    .mutation(({ ctx, input }) => {
      const { core, actor, session } = ctx;
      const decided = decideHere(core, actor, (text) => session.sign(text), input);
      if (decided.graceUntil !== null) sendApproved(ctx);
      return decided;
    }),

  undoDecision: allowed('workspace.read')
    .input(undoDecisionInput)
    .output(undoDecisionOutput)
    .mutation(({ ctx: { core, actor }, input: { postingIds } }) => undoDecisions(core, actor, postingIds)),

  /** Puts what a vendor refused back on hold with the same bytes, once the vendor's side is fixed. */
  retry: allowed('posting.replay')
    .input(retryPostingsInput)
    .output(retryPostingsOutput)
    .mutation(({ ctx: { core, actor }, input }) =>
      core.store.transact(() => {
        const retried: string[] = [];
        const refused: { postingId: string; failure: Failure }[] = [];
        for (const id of new Set(input.ids)) {
          const posting = core.desk.postings.get(id);
          const failure = posting ? notRetriable(posting) : notFound(id);
          if (failure) refused.push({ postingId: id, failure });
          else if (posting) {
            core.desk.retry(posting, actor, input.reason);
            retried.push(id);
          }
        }
        return { retried, refused };
      }),
    ),
});

function notRetriable({ id, state, attempt, reason }: Posting): Failure | null {
  if (state !== 'REJECTED') {
    return {
      code: 'POSTING_NOT_REJECTED',
      message: `Posting ${id} is ${state}; only what a vendor refused is retried.`,
      where: id,
      fix: state === 'DEAD' ? 'Compare both systems first.' : 'Nothing is to be done.',
    };
  }
  if (attempt > 0) return null;
  return {
    code: 'POSTING_REJECTED_BY_PERSON',
    message: `Posting ${id} was rejected by a person: ${reason ?? 'no reason given'}`,
    where: id,
    fix: 'Correct the source document; a new revision is then prepared.',
  };
}
