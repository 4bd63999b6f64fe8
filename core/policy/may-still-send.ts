import { err, ok, type Failure, type Result } from '../base/result.ts';
import { authorise, type AuthorityCode, type AuthorityContext } from './authority.ts';
import type { DecidablePosting } from './judge-decision.ts';
import type { PeriodState } from './period-state.ts';
import type { Phase } from './phases.ts';

/** Who releases what no rule holds. It is not a person and approves nothing that is held. */
export const policyApprover = 'tieout:policy';

export type SendRefusalCode =
  | AuthorityCode
  | 'APPROVAL_VOID'
  | 'PERIOD_CLOSED'
  | 'PERIOD_LOCKED'
  | 'PERIOD_UNKNOWN'
  | 'FLOW_NOT_POSTING'
  | 'CIRCUIT_OPEN'
  | 'HOLD_REQUIRED';

export interface GivenApproval {
  readonly revision: number;
  readonly decidedBy: string;
  readonly payloadHash: string;
  readonly mappingVersion: string;
  readonly period: string;
}

export interface SendFacts extends AuthorityContext {
  readonly posting: Omit<DecidablePosting, 'seq' | 'state'>;
  readonly approval: GivenApproval | null;
  readonly contributors: readonly string[];
  readonly periodState: PeriodState;
  /** Whether the policy lets documents into a locked period. */
  readonly postsIntoLocked: boolean;
  readonly phase: Phase;
  /** Why a limit on what leaves per hour holds this posting; null when none does. */
  readonly circuitReason: string | null;
  /** What would hold the posting if it were prepared now. */
  readonly holdReasons: readonly { readonly code: string; readonly message: string }[];
}

/**
 * Asked at the moment of sending, when everything may have changed since the approval: the bytes, the period, the
 * phase, the limits, and whether the approver would still be allowed to approve.
 */
export function mayStillSend(facts: SendFacts): Result<void, Failure<SendRefusalCode>> {
  const refused = voidness(facts) ?? periodRefusal(facts) ?? flowRefusal(facts);
  if (refused) return err(refused);
  const { approval, posting } = facts;
  if (approval?.decidedBy === policyApprover) return releaseOf(facts);
  const allowed = authorise(
    {
      actor: approval?.decidedBy ?? '',
      action: 'posting.approve',
      legalEntity: posting.legalEntity,
      amount: posting.amount,
      excluded: [posting.preparedBy, ...facts.contributors],
    },
    facts,
  );
  return allowed.ok ? ok(undefined) : allowed;
}

function voidness({ approval, posting }: SendFacts): Failure<'APPROVAL_VOID'> | null {
  const holds =
    approval !== null &&
    approval.revision === posting.revision &&
    approval.payloadHash === posting.payloadHash &&
    approval.mappingVersion === posting.mappingVersion &&
    approval.period === posting.period;
  if (holds) return null;
  return {
    code: 'APPROVAL_VOID',
    message: 'No approval covers the posting as it stands.',
    where: posting.id,
    fix: 'Approve its present revision.',
  };
}

function periodRefusal(facts: SendFacts): Failure<SendRefusalCode> | null {
  const { periodState, posting } = facts;
  const name = `Period ${posting.period} of ${posting.legalEntity}`;
  switch (periodState) {
    case 'open':
    // What is approved goes out while a period is being closed; what nobody approved is held by the hold rules.
    case 'soft-close':
      return null;
    case 'closed':
      return refusal('PERIOD_CLOSED', `${name} is closed.`, posting.id, 'Reopen it, or move the posting.');
    case 'locked':
      return facts.postsIntoLocked
        ? null
        : refusal(
            'PERIOD_LOCKED',
            `${name} is locked.`,
            posting.id,
            'Unlock it in the ERP, or change the rule.',
          );
    case 'unknown':
      return refusal(
        'PERIOD_UNKNOWN',
        `${name} is not in the ERP.`,
        posting.id,
        'Create it in the ERP, then sync.',
      );
  }
}

function flowRefusal({ phase, circuitReason, posting }: SendFacts): Failure<SendRefusalCode> | null {
  if (phase === 'observe' || phase === 'shadow') {
    return refusal(
      'FLOW_NOT_POSTING',
      `The flow is in phase ${phase}.`,
      posting.id,
      'Move the flow on first.',
    );
  }
  if (circuitReason === null) return null;
  return refusal('CIRCUIT_OPEN', circuitReason, posting.id, 'Check the volume, then reset the limit.');
}

function releaseOf({ holdReasons, posting, phase }: SendFacts): Result<void, Failure<SendRefusalCode>> {
  const why = phase === 'hold-all' ? 'the flow holds everything' : holdReasons[0]?.message;
  if (why === undefined) return ok(undefined);
  return err(
    refusal('HOLD_REQUIRED', `A person has to approve it now: ${why}`, posting.id, 'Approve or reject it.'),
  );
}

function refusal(
  code: SendRefusalCode,
  message: string,
  where: string,
  fix: string,
): Failure<SendRefusalCode> {
  return { code, message, where, fix };
}
