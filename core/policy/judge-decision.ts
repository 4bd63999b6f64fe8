import { err, type Failure, type Result } from '../base/result.ts';
import { magnitude, type Money } from '../domain/money.ts';
import {
  authorise,
  type AuthorityCode,
  type AuthorityContext,
  type AuthorityRequest,
  type Grant,
} from './authority.ts';
import { type PostingDecision, verifyDecision } from './decision.ts';
import type { PeriodState } from './period-state.ts';

export type JudgementCode =
  | AuthorityCode
  | 'SIGNATURE_INVALID'
  | 'DECISION_FOREIGN'
  | 'DECISION_STALE'
  | 'ALREADY_DECIDED'
  | 'NONCE_REUSED'
  | 'REASON_MISSING'
  | 'PERIOD_CLOSED';

export type JudgementFailure = Failure<JudgementCode>;

/** What of a posting a decision is held against. */
export interface DecidablePosting {
  readonly id: string;
  readonly revision: number;
  readonly payloadHash: string;
  readonly mappingVersion: string;
  readonly period: string;
  readonly legalEntity: string;
  readonly amount: Money;
  readonly state: string;
  readonly preparedBy: string;
  /** Journal position of its last event. */
  readonly seq: number;
}

export interface JudgementFacts extends AuthorityContext {
  readonly workspaceId: string;
  readonly posting: DecidablePosting;
  /** People who edited the posting or proposed a mapping row that made it. */
  readonly contributors: readonly string[];
  /**
   * What this person approved today for the same customer and currency already, magnitudes added up, so that a limit
   * cannot be passed in slices. Zero where there is nothing.
   */
  readonly approvedTodayMinor: bigint;
  readonly earlierDecision: { readonly decision: 'approve' | 'reject'; readonly decidedBy: string } | null;
  readonly isNonceUsed: boolean;
  readonly periodState: PeriodState;
  /** Hash of the journal entry at a position, hex; null where there is none. */
  readonly journalHashAt: (seq: number) => string | null;
}

/**
 * Whether a signed decision counts. Who it comes from is settled first, then whether it is about this posting as it
 * stands, then whether that person may decide it.
 *
 * A rejection takes the role and the entity but no limit and no distance: taking money out of the way needs no second
 * person.
 */
export function judgeDecision(
  decision: PostingDecision,
  signature: string,
  facts: JudgementFacts,
): Result<Grant, JudgementFailure> {
  const person = facts.people.find(decision.decidedBy);
  if (!person) return authorise(requestOf(decision, facts), facts);
  if (!verifyDecision(decision, signature, person.publicKey)) return err(signatureInvalid(decision));
  const about = foreignness(decision, facts) ?? decidedness(decision, facts) ?? staleness(decision, facts);
  if (about) return err(about);
  if (decision.decision === 'reject' && decision.reason.trim() === '') return err(reasonMissing());
  if (decision.decision === 'approve' && facts.periodState === 'closed')
    return err(periodClosed(facts.posting));
  return authorise(requestOf(decision, facts), facts);
}

/** What is asked of a person's authority when they decide on a posting. */
export function requestOf(
  decision: Pick<PostingDecision, 'decision' | 'decidedBy'>,
  facts: Pick<JudgementFacts, 'contributors' | 'approvedTodayMinor'> & {
    readonly posting: Pick<DecidablePosting, 'legalEntity' | 'amount' | 'preparedBy'>;
  },
): AuthorityRequest {
  const { posting, contributors, approvedTodayMinor } = facts;
  const who = { actor: decision.decidedBy, legalEntity: posting.legalEntity };
  if (decision.decision === 'reject') return { ...who, action: 'posting.reject', amount: null, excluded: [] };
  const { minor, currency } = magnitude(posting.amount);
  return {
    ...who,
    action: 'posting.approve',
    amount: { minor: minor + approvedTodayMinor, currency },
    excluded: [posting.preparedBy, ...contributors],
  };
}

function foreignness(decision: PostingDecision, facts: JudgementFacts): JudgementFailure | null {
  const isOurs = decision.workspaceId === facts.workspaceId && decision.postingId === facts.posting.id;
  const isOurJournal = facts.journalHashAt(decision.journalHeadSeq) === decision.journalHeadHash;
  if (isOurs && isOurJournal) return null;
  return {
    code: 'DECISION_FOREIGN',
    message: isOurs
      ? 'The decision was made over another journal than this one.'
      : `The decision is about posting ${decision.postingId} of workspace ${decision.workspaceId}.`,
    where: facts.posting.id,
    fix: 'Decide on the posting as it is shown in this workspace.',
  };
}

function decidedness(decision: PostingDecision, facts: JudgementFacts): JudgementFailure | null {
  if (facts.isNonceUsed) {
    return {
      code: 'NONCE_REUSED',
      message: 'This signed decision was used before.',
      where: decision.nonce,
      fix: 'Decide again; each decision is signed anew.',
    };
  }
  const { earlierDecision: earlier, posting } = facts;
  if (earlier) {
    const verb = earlier.decision === 'approve' ? 'approved' : 'rejected';
    return {
      code: 'ALREADY_DECIDED',
      message: `${earlier.decidedBy} ${verb} revision ${posting.revision} of posting ${posting.id} already.`,
      where: posting.id,
      fix: 'Nothing is to be done.',
    };
  }
  if (posting.state === 'HELD') return null;
  return {
    code: 'ALREADY_DECIDED',
    message: `Posting ${posting.id} is ${posting.state}, so there is nothing to decide.`,
    where: posting.id,
    fix: 'Only a held posting can be approved or rejected.',
  };
}

function staleness(decision: PostingDecision, { posting }: JudgementFacts): JudgementFailure | null {
  const moved = [
    decision.revision === posting.revision ? null : 'the revision',
    decision.payloadHash === posting.payloadHash ? null : 'the bytes',
    decision.mappingVersion === posting.mappingVersion ? null : 'the mappings',
    decision.period === posting.period ? null : 'the period',
    // The journal grows all the time; what counts is that the posting did not move after the head that was seen.
    decision.journalHeadSeq >= posting.seq ? null : 'the posting in the journal',
  ].filter((part) => part !== null);
  if (moved.length === 0) return null;
  return {
    code: 'DECISION_STALE',
    message: `Since the decision was signed, ${moved.join(', ')} moved.`,
    where: posting.id,
    fix: 'Look at the posting as it is now and decide again.',
  };
}

function signatureInvalid(decision: PostingDecision): JudgementFailure {
  return {
    code: 'SIGNATURE_INVALID',
    message: `The decision is not signed by the key of ${decision.decidedBy}.`,
    where: decision.postingId,
    fix: 'Sign it with your own key; an administrator can replace a lost one.',
  };
}

function reasonMissing(): JudgementFailure {
  return {
    code: 'REASON_MISSING',
    message: 'A rejection needs a reason.',
    where: 'reason',
    fix: 'Say what is wrong, so that it can be put right.',
  };
}

export function periodClosed(
  posting: Pick<DecidablePosting, 'id' | 'period' | 'legalEntity'>,
): JudgementFailure {
  return {
    code: 'PERIOD_CLOSED',
    message: `Period ${posting.period} of ${posting.legalEntity} is closed.`,
    where: posting.id,
    fix: 'Have the period reopened by two people, or let the posting move to an open one.',
  };
}
