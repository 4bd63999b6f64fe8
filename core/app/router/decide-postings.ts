import type { Failure } from '#core/base/result.ts';
import { decisionKey, decisionText, type PostingDecision } from '#core/policy/decision.ts';
import { type JudgementFacts, judgeDecision } from '#core/policy/judge-decision.ts';
import { PolicyRepository } from '#core/storage/repositories/policy.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { Core } from '../create-core.ts';
import { contributorsOf, periodStateOf } from '../policy-port.ts';
import { ApprovedToday } from './approved-today.ts';

export interface SignedDecision {
  readonly decision: PostingDecision;
  readonly signature: string;
}

export interface DecisionsMade {
  readonly decided: readonly { readonly posting: Posting; readonly decision: 'approve' | 'reject' }[];
  readonly refused: readonly { readonly postingId: string; readonly failure: Failure }[];
}

export interface DecideOptions {
  /** Nothing that is approved leaves before; epoch milliseconds. */
  readonly graceUntilMs?: number;
}

/** Sums of approvals by workspace, kept between calls. */
const sums = new WeakMap<Core, ApprovedToday>();

export function approvedTodayOf(core: Core): ApprovedToday {
  const known = sums.get(core) ?? new ApprovedToday(core);
  sums.set(core, known);
  return known;
}

/**
 * Judges each decision against the facts as they are and records the ones that count, in one transaction: of two
 * people who decide at once, one is first and the other is told who was.
 */
export function decidePostings(
  core: Core,
  actor: string,
  signed: readonly SignedDecision[],
  options: DecideOptions = {},
): DecisionsMade {
  const approvedToday = approvedTodayOf(core);
  return core.store.transact(() => {
    const decided: { posting: Posting; decision: 'approve' | 'reject' }[] = [];
    const refused: { postingId: string; failure: Failure }[] = [];
    for (const one of signed) {
      const { postingId, decision } = one.decision;
      const posting = core.desk.postings.get(postingId);
      const failure = posting
        ? decideOne(core, actor, posting, one, { ...options, approvedToday })
        : notFound(postingId);
      if (failure) refused.push({ postingId, failure });
      else if (posting) decided.push({ posting, decision });
    }
    return { decided, refused };
  });
}

function decideOne(
  core: Core,
  actor: string,
  posting: Posting,
  { decision, signature }: SignedDecision,
  { approvedToday, graceUntilMs }: DecideOptions & { readonly approvedToday: ApprovedToday },
): Failure | null {
  const refuse = (failure: Failure): Failure => {
    const action = decision.decision === 'approve' ? 'posting.approve' : 'posting.reject';
    core.people.log.refused({
      actor,
      action,
      legalEntity: posting.legalEntity,
      subject: posting.id,
      failure,
    });
    return failure;
  };
  if (decision.decidedBy !== actor) return refuse(notOwn(decision));
  if (isRepeated(core, decision, signature)) return null;
  const judged = judgeDecision(decision, signature, factsOf(core, posting, decision, approvedToday));
  if (!judged.ok) return refuse(judged.error);
  core.desk.decide(posting, decision.decision, {
    personId: decision.decidedBy,
    reason: decision.reason,
    text: decisionText(decision),
    signature,
    key: decisionKey(decision),
    ...(graceUntilMs === undefined || decision.decision === 'reject' ? {} : { graceUntilMs }),
  });
  return null;
}

/** The very same signed decision again, after a reply got lost: it counts once and is answered the same. */
function isRepeated(core: Core, decision: PostingDecision, signature: string): boolean {
  const recorded = core.journal.findByKey(decisionKey(decision));
  return (
    recorded !== null &&
    recorded.aggregateId === decision.postingId &&
    recorded.payload['decision'] === decisionText(decision) &&
    recorded.payload['signature'] === signature
  );
}

function factsOf(
  core: Core,
  posting: Posting,
  decision: PostingDecision,
  approvedToday: ApprovedToday,
): JudgementFacts {
  const context = core.people.context();
  const policies = new PolicyRepository(core.store);
  const earlier = core.desk.postings.approvalOf(posting.id, posting.revision);
  return {
    ...context,
    workspaceId: core.workspaceId,
    posting,
    contributors: contributorsOf(core.mapping, posting),
    approvedTodayMinor: approvedToday.minorOf(decision.decidedBy, posting, context),
    earlierDecision: earlier && { decision: earlier.decision, decidedBy: earlier.decided_by },
    isNonceUsed: core.journal.findByKey(decisionKey(decision)) !== null,
    periodState: periodStateOf(core.policy, posting),
    journalHashAt: (seq) => policies.journalHashAt(seq),
  };
}

function notOwn({ decidedBy, postingId }: PostingDecision): Failure {
  return {
    code: 'DECISION_NOT_OWN',
    message: `The decision is signed by ${decidedBy}, who is not the one handing it in.`,
    where: postingId,
    fix: 'Let each person hand in their own decisions.',
  };
}

export function notFound(id: string): Failure {
  return {
    code: 'POSTING_NOT_FOUND',
    message: `There is no posting ${id}.`,
    where: id,
    fix: 'List the postings and use one of their ids.',
  };
}
