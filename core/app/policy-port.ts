import { type Clock, toInstant } from '../base/clock.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { type Day, firstDayOf } from '../domain/day.ts';
import type { MappingDesk } from '../mapping/mapping-desk.ts';
import { usedRows } from '../mapping/used-rows.ts';
import { SendWindow } from '../policy/circuit-breaker.ts';
import { mayStillSend } from '../policy/may-still-send.ts';
import type { PeopleDesk } from '../policy/people-desk.ts';
import type { PeriodState } from '../policy/period-state.ts';
import type { Flow } from '../policy/phases.ts';
import type { PolicyDesk } from '../policy/policy-desk.ts';
import type { Journal } from '../journal/journal.ts';
import type { HoldFacts as RuleFacts } from '../policy/hold-rules.ts';
import type { PostingPrecedents } from '../storage/repositories/posting-precedents.ts';
import type { Posting, PostingRepository } from '../storage/repositories/postings.ts';
import type { HoldFacts, PolicyPort } from '../workflow/ports.ts';

/** Flows that write into the ledger: only they know accounting periods. */
export const ledgerFlows: ReadonlySet<string> = new Set([
  'invoice-to-erp',
  'credit-to-erp',
  'payment-to-erp',
  'refund-to-erp',
]);

/** The policy as the workflows ask it. */
export function createPolicyPort(policy: PolicyDesk, precedents: PostingPrecedents): PolicyPort {
  return {
    phase: (flow) => policy.phase(flow),
    holdReasons: (facts: HoldFacts) =>
      policy
        .holdReasons({ ...facts, ...standing(facts, precedents) })
        .filter(({ code }) => ledgerFlows.has(facts.flow) || !code.startsWith('PERIOD_')),
    periodState: (legalEntity, on) => policy.periodState(legalEntity, on),
    closedPeriodRule: (flow) => policy.closedPeriodRule(flow),
    earliestOpenDay: (legalEntity, on) => policy.earliestOpenDay(legalEntity, on),
    goLiveOn: () => policy.goLiveOn(),
  };
}

/** What the rules ask about other postings than this one. */
function standing(
  facts: HoldFacts,
  precedents: PostingPrecedents,
): Pick<RuleFacts, 'isNewCustomer' | 'isFirstOfKind'> {
  return {
    isNewCustomer: precedents.isNewCustomer(facts),
    isFirstOfKind: precedents.isFirstOfKind(facts),
  };
}

/** State of the period that a posting goes into; outside the ledger there are no periods. */
export function periodStateOf(policy: PolicyDesk, posting: Posting): PeriodState {
  if (!ledgerFlows.has(posting.flow)) return 'open';
  return policy.periodState(posting.legalEntity, postedOnOf(posting));
}

function postedOnOf({ command, period }: Posting): Day {
  return 'postedOn' in command ? command.postedOn : firstDayOf(period);
}

/** People behind the mappings that a posting was made with: they do not approve it. */
export function contributorsOf(mapping: MappingDesk, { mappingIds }: Posting): readonly string[] {
  return mapping.proposersOf(mappingIds);
}

export interface SendGateParts {
  readonly policy: PolicyDesk;
  readonly people: PeopleDesk;
  readonly mapping: MappingDesk;
  readonly journal: Journal;
  readonly postings: PostingRepository;
  readonly precedents: PostingPrecedents;
  readonly clock: Clock;
}

/** Asked for each posting at the moment of sending. */
export function createSendGate(parts: SendGateParts): (posting: Posting) => Result<void, Failure> {
  let window: SendWindow | null = null;
  const port = createPolicyPort(parts.policy, parts.precedents);
  return (posting) => {
    const { policy, people } = parts;
    window ??= refillWindow(parts);
    const flow = posting.flow as Flow;
    const approval = parts.postings.approvalOf(posting.id, posting.revision);
    const judged = mayStillSend({
      ...people.context(),
      posting,
      approval:
        approval?.decision === 'approve'
          ? {
              revision: approval.revision,
              decidedBy: approval.decided_by,
              payloadHash: approval.payload_hash,
              mappingVersion: approval.mapping_version,
              period: approval.period,
            }
          : null,
      contributors: contributorsOf(parts.mapping, posting),
      periodState: periodStateOf(policy, posting),
      postsIntoLocked: policy.policy().lockedPeriods === 'post',
      phase: policy.phase(flow),
      circuitReason: policy.circuitReason(flow, posting.legalEntity),
      holdReasons: port.holdReasons({
        ...posting,
        flow,
        postedOn: postedOnOf(posting),
        ...usedRows(parts.mapping.rows(), posting.mappingIds),
      }),
    });
    if (!judged.ok) return judged;
    const passed = policy.passCircuit(
      {
        postingId: posting.id,
        flow,
        legalEntity: posting.legalEntity,
        amount: posting.amount,
        atMs: parts.clock.now(),
      },
      window,
    );
    return passed.ok ? ok(undefined) : err(passed.error);
  };
}

const hourMs = 3_600_000;
const chunk = 1_000;

/** What left in the last hour, from the journal: a restart does not forget the limits. */
function refillWindow({ journal, postings, clock }: SendGateParts): SendWindow {
  const window = new SendWindow();
  const sinceAt = toInstant(clock.now() - hourMs);
  for (let from = journal.head().seq; from > 0; from -= chunk) {
    const events = journal.read(Math.max(0, from - chunk), Math.min(chunk, from));
    for (const event of events) {
      const posting = event.type === 'posting.sending' ? postings.get(event.aggregateId) : null;
      if (!posting || event.recordedAt < sinceAt) continue;
      const { flow, legalEntity, amount } = posting;
      window.add({ postingId: posting.id, flow, legalEntity, amount, atMs: Date.parse(event.recordedAt) });
    }
    if ((events[0]?.recordedAt ?? '') < sinceAt) break;
  }
  return window;
}
