import type { Failure } from '#core/base/result.ts';
import { lastDayOf } from '#core/domain/day.ts';
import { magnitude } from '#core/domain/money.ts';
import { authorise, type AuthorityContext, rightsTo } from '#core/policy/authority.ts';
import { periodClosed, requestOf } from '#core/policy/judge-decision.ts';
import type { Limits } from '#core/policy/limits.ts';
import type { PostingStandpoint, Reach } from '#core/storage/repositories/posting-list.ts';
import type { ApprovalRow, Posting } from '#core/storage/repositories/postings.ts';
import type { Core } from '../create-core.ts';
import { ledgerFlows, periodStateOf } from '../policy-port.ts';
import { approvedTodayOf } from './decide-postings.ts';

/** From so many times the hold threshold on, an approval says why in words. */
const reasonFromThresholds = 10n;

/** What one person may do with postings now: the same rules that judge a signed decision, asked before it is signed. */
export class MayDecide {
  readonly #core: Core;
  readonly #person: string;
  readonly #context: AuthorityContext;
  readonly #nowMs: number;

  constructor(core: Core, person: string) {
    this.#core = core;
    this.#person = person;
    this.#context = core.people.context();
    this.#nowMs = core.clock.now();
  }

  /** Why not, or null. `moreMinor` is what the same act approves for the same customer besides. */
  whyNot(posting: Posting, decision: 'approve' | 'reject', moreMinor = 0n): Failure | null {
    if (posting.state !== 'HELD') return notHeld(posting);
    const core = this.#core;
    if (decision === 'approve' && periodStateOf(core.policy, posting) === 'closed')
      return periodClosed(posting);
    const today = approvedTodayOf(core).minorOf(this.#person, posting, this.#context);
    const answer = authorise(
      requestOf(
        { decision, decidedBy: this.#person },
        {
          posting,
          contributors: core.mapping.proposersOf(posting.mappingIds),
          approvedTodayMinor: today + moreMinor,
        },
      ),
      this.#context,
    );
    return answer.ok ? null : answer.error;
  }

  needsReason({ amount }: Posting): boolean {
    const { minor, currency } = magnitude(amount);
    const threshold = this.#core.policy.policy().holdThresholds[currency];
    return minor > 0n && (threshold === undefined || minor >= threshold * reasonFromThresholds);
  }

  /** Why one's own decision cannot be taken back any more, or null. */
  whyNotUndo(posting: Posting): Failure | null {
    const approval = ['APPROVED', 'REJECTED'].includes(posting.state)
      ? this.#core.desk.postings.approvalOf(posting.id, posting.revision)
      : null;
    const why = whyFinal(posting, approval, this.#person, this.#nowMs);
    if (why === null) return null;
    return { code: 'UNDO_REFUSED', message: `The decision stands: ${why}.`, where: posting.id, fix: undoFix };
  }
}

const undoFix = 'What left is only ever reversed by a new document; correct the source.';

function whyFinal(
  posting: Posting,
  approval: ApprovalRow | null,
  person: string,
  nowMs: number,
): string | null {
  if (!approval) return `the posting is ${posting.state}`;
  if (approval.decided_by !== person) return `${approval.decided_by} made it`;
  if (posting.state === 'REJECTED') {
    return approval.decision === 'reject' ? null : 'the vendor refused it after it was approved';
  }
  if (approval.grace_until === null) return 'it was made without a grace';
  return approval.grace_until > nowMs ? null : 'its grace is over';
}

function notHeld({ id, state }: Posting): Failure {
  return {
    code: 'POSTING_NOT_HELD',
    message: `Posting ${id} is ${state}, so there is nothing to decide.`,
    where: id,
    fix: 'Only a held posting can be approved or rejected.',
  };
}

/** How far a person reaches, as the lists ask it in SQL. */
export function postingStandpoint(core: Core, person: string): PostingStandpoint {
  const context = core.people.context();
  return {
    person,
    nowMs: core.clock.now(),
    thresholds: core.policy.policy().holdThresholds,
    reaches: rightsTo('posting.approve', person, context).map(reachOf),
    approvedToday: approvedTodayOf(core).allOf(person, context),
    closedPeriods: core.desk.list
      .heldPlaces()
      .filter(
        ({ legalEntity, period }) => core.policy.periodState(legalEntity, lastDayOf(period)) === 'closed',
      )
      .map(({ legalEntity, period }) => `${legalEntity} ${period}`),
    ledgerFlows: [...ledgerFlows],
  };
}

function reachOf(right: { readonly onBehalfOf: string | null; readonly limits: readonly Limits[] }): Reach {
  const { onBehalfOf, limits } = right;
  const lists = limits.flatMap(({ legalEntities }) => (legalEntities === 'all' ? [] : [legalEntities]));
  const [first, ...others] = lists;
  return {
    legalEntities: first ? first.filter((entity) => others.every((list) => list.includes(entity))) : null,
    limits: limits.flatMap(({ maxMinorByCurrency }) =>
      maxMinorByCurrency === 'unlimited' ? [] : [maxMinorByCurrency],
    ),
    lentBy: onBehalfOf,
  };
}
