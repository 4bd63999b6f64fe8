import {
  decidePostingsInput,
  decidePostingsOutput,
  getPostingInput,
  getPostingOutput,
  listPostingsInput,
  listPostingsOutput,
  retryPostingsInput,
  retryPostingsOutput,
} from '#core/contract/postings.ts';
import type { Failure } from '#core/base/result.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import { failed } from './api-error.ts';
import { decidePostings, notFound } from './decide-postings.ts';
import { allowed, router } from './procedure.ts';
import { wirePosting } from './wire-posting.ts';
import { totalsOf } from './wire-totals.ts';

export const postingsRouter = router({
  list: allowed('workspace.read')
    .input(listPostingsInput)
    .output(listPostingsOutput)
    .query(({ ctx: { core }, input }) => {
      const { state, legalEntity, period, limit } = input;
      const inState = state === undefined ? core.desk.postings.all() : core.desk.postings.inState(state);
      const found = inState.filter(
        (posting) =>
          (legalEntity === undefined || posting.legalEntity === legalEntity) &&
          (period === undefined || posting.period === period),
      );
      return {
        postings: found.slice(0, limit).map(wirePosting),
        totals: totalsOf(found.map(({ amount }) => amount)),
        asOfSeq: core.journal.head().seq,
      };
    }),

  get: allowed('workspace.read')
    .input(getPostingInput)
    .output(getPostingOutput)
    .query(({ ctx: { core }, input }) => {
      const { postings } = core.desk;
      const posting = postings.get(input.id) ?? postings.withExternalId(input.id);
      if (!posting) throw failed(notFound(input.id));
      const head = core.journal.head();
      return {
        posting: wirePosting(posting),
        payload: posting.payload,
        approvals: postings.approvalsOf(posting.id).map(({ decision, decided_by, revision, seq }) => ({
          decision,
          decidedBy: decided_by,
          revision,
          seq,
        })),
        lookUps: postings.lookUpsOf(posting.id).map(({ attempt, outcome, document_id, seq }) => ({
          attempt,
          outcome,
          documentId: document_id,
          seq,
        })),
        decisionDraft: {
          workspaceId: core.workspaceId,
          postingId: posting.id,
          revision: posting.revision,
          payloadHash: posting.payloadHash,
          mappingVersion: posting.mappingVersion,
          period: posting.period,
          journalHeadSeq: head.seq,
          journalHeadHash: head.hash,
        },
      };
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
