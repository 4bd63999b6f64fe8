import { currencyExponent } from '../domain/currency.ts';
import type { Day, Period } from '../domain/day.ts';
import { magnitude, type Money, toDecimal } from '../domain/money.ts';
import type { PeriodState } from './period-state.ts';
import type { Flow, Phase } from './phases.ts';
import type { HoldRule, Policy } from './policy-settings.ts';

export type HoldCode =
  | 'FLOW_HOLDS_ALL'
  | 'AMOUNT_OVER_THRESHOLD'
  | 'CURRENCY_WITHOUT_THRESHOLD'
  | 'SUM_OVER_THRESHOLD'
  | 'PERIOD_SOFT_CLOSED'
  | 'PERIOD_LOCKED'
  | 'PERIOD_CLOSED'
  | 'PERIOD_UNKNOWN'
  | 'HOLD_RULE'
  | 'FIRST_OF_KIND'
  | 'FALLBACK_MAPPING'
  | 'CIRCUIT_OPEN';

/** Why a posting waits for a person. The text depends on nothing that changes by itself. */
export interface HoldReason {
  readonly code: HoldCode;
  readonly message: string;
}

/** What is known of a posting when it is prepared. */
export interface HoldFacts {
  readonly flow: Flow;
  readonly commandType: string;
  readonly legalEntity: string;
  readonly period: Period;
  /** The day it is posted on; without it the last day of the period stands for it. */
  readonly postedOn?: Day;
  readonly customerId: string | null;
  readonly amount: Money;
  readonly isNewCustomer: boolean;
  readonly productCodes?: readonly string[];
  readonly isFirstOfKind?: boolean;
  readonly fallbackMappingIds?: readonly string[];
  /**
   * Magnitudes of the other postings of this customer in this flow and currency on the same day, added up: a threshold
   * is not passed below in slices.
   */
  readonly sameDayMinor?: bigint;
}

/** The present state around it. */
export interface HoldState {
  readonly phase: Phase;
  readonly periodState: PeriodState;
  readonly circuitReason: string | null;
}

/** Every reason to hold a posting, always in the same order; none: it may go out without a person. */
export function holdReasonsOf(facts: HoldFacts, state: HoldState, policy: Policy): readonly HoldReason[] {
  const reasons: (HoldReason | null)[] = [
    state.phase === 'post'
      ? null
      : reason('FLOW_HOLDS_ALL', `The flow ${facts.flow} is in phase ${state.phase}.`),
    periodReason(facts, state.periodState, policy),
    amountReason(facts, policy),
    ...policy.holdRules.map((rule) =>
      fits(rule, facts) ? reason('HOLD_RULE', `${rule.reason} (${rule.id})`) : null,
    ),
    facts.isFirstOfKind === true && policy.holdFirstOfKind
      ? reason(
          'FIRST_OF_KIND',
          `It is the first ${facts.commandType} of ${facts.flow} in ${facts.legalEntity}.`,
        )
      : null,
    (facts.fallbackMappingIds?.length ?? 0) > 0 && policy.holdFallbacks
      ? reason(
          'FALLBACK_MAPPING',
          `It was made with a fallback mapping: ${facts.fallbackMappingIds?.join(', ')}.`,
        )
      : null,
    state.circuitReason === null ? null : reason('CIRCUIT_OPEN', state.circuitReason),
  ];
  return reasons.filter((each) => each !== null);
}

function reason(code: HoldCode, message: string): HoldReason {
  return { code, message };
}

function periodReason(facts: HoldFacts, state: PeriodState, policy: Policy): HoldReason | null {
  const name = `Period ${facts.period} of ${facts.legalEntity}`;
  switch (state) {
    case 'open':
      return null;
    case 'soft-close':
      return reason('PERIOD_SOFT_CLOSED', `${name} is in soft close.`);
    case 'locked':
      return policy.lockedPeriods === 'post'
        ? null
        : reason('PERIOD_LOCKED', `${name} is locked in the ERP.`);
    case 'closed':
      return reason('PERIOD_CLOSED', `${name} is closed.`);
    case 'unknown':
      return reason('PERIOD_UNKNOWN', `${name} is not in the ERP.`);
  }
}

function amountReason({ amount, sameDayMinor = 0n }: HoldFacts, policy: Policy): HoldReason | null {
  const { minor, currency } = magnitude(amount);
  const threshold = policy.holdThresholds[currency];
  // A command that moves no money has no amount to hold it for.
  if (minor === 0n) return null;
  if (threshold === undefined) {
    return reason(
      'CURRENCY_WITHOUT_THRESHOLD',
      `No threshold is set for ${currency}, so each posting waits.`,
    );
  }
  const limit = inWords({ minor: threshold, currency });
  if (minor >= threshold) return reason('AMOUNT_OVER_THRESHOLD', `The amount reaches ${limit}.`);
  if (minor + sameDayMinor < threshold) return null;
  return reason(
    'SUM_OVER_THRESHOLD',
    `With others of the customer on the same day, the sum reaches ${limit}.`,
  );
}

function inWords(amount: Money): string {
  return currencyExponent(amount.currency) === null
    ? `${amount.minor} ${amount.currency}`
    : `${toDecimal(amount)} ${amount.currency}`;
}

function fits(rule: HoldRule, facts: HoldFacts): boolean {
  const { minor, currency } = magnitude(facts.amount);
  const includes = (wanted: readonly string[] | undefined, value: string | null): boolean =>
    wanted === undefined || (value !== null && wanted.includes(value));
  return (
    includes(rule.flows, facts.flow) &&
    includes(rule.commandTypes, facts.commandType) &&
    includes(rule.legalEntities, facts.legalEntity) &&
    includes(rule.customerIds, facts.customerId) &&
    includes(rule.currencies, currency) &&
    (rule.productCodes === undefined ||
      (facts.productCodes ?? []).some((product) => rule.productCodes?.includes(product))) &&
    (rule.minMinor === undefined || minor >= rule.minMinor) &&
    (rule.maxMinor === undefined || minor <= rule.maxMinor) &&
    (rule.isNewCustomer === undefined || rule.isNewCustomer === facts.isNewCustomer)
  );
}
