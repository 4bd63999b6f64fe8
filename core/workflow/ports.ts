import type { Day, Period } from '../domain/day.ts';
import type { Money } from '../domain/money.ts';
import type { HoldReason } from '../storage/repositories/postings.ts';

export type MappingType =
  | 'item'
  | 'tax-code'
  | 'subsidiary'
  | 'currency'
  | 'account'
  | 'department'
  | 'class'
  | 'location'
  | 'price'
  | 'customer';

export type MappingAnswer =
  | {
      readonly kind: 'found';
      readonly target: Readonly<Record<string, unknown>>;
      readonly mappingId: string;
      readonly version: number;
      readonly isFallback: boolean;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous'; readonly mappingIds: readonly string[] };

/** Live mappings, as the mapping area answers for a day. */
export interface MappingPort {
  resolve(query: {
    readonly type: MappingType;
    readonly key: string;
    readonly legalEntity: string;
    readonly on: Day;
  }): MappingAnswer;
}

export type Phase = 'observe' | 'shadow' | 'hold-all' | 'post';

export type Flow =
  | 'customer-to-billing'
  | 'order-to-subscription'
  | 'crm-write-back'
  | 'invoice-to-erp'
  | 'credit-to-erp'
  | 'payment-to-erp'
  | 'refund-to-erp';

/** What the hold rules look at; what else went out, and when, the policy finds out by itself. */
export interface HoldFacts {
  readonly subjectId: string;
  readonly flow: Flow;
  readonly commandType: string;
  readonly legalEntity: string;
  readonly period: Period;
  readonly postedOn?: Day;
  readonly customerId: string | null;
  readonly amount: Money;
  readonly productCodes?: readonly string[];
  readonly fallbackMappingIds?: readonly string[];
}

export type PeriodState = 'open' | 'soft-close' | 'locked' | 'closed' | 'unknown';

/** The policy as the policy area answers now. */
export interface PolicyPort {
  phase(flow: Flow): Phase;
  holdReasons(facts: HoldFacts): readonly HoldReason[];
  /** State of the accounting period that a day lies in, for one legal entity: the ERP's word and ours combined. */
  periodState(legalEntity: string, on: Day): PeriodState;
  /** What to do with a document whose own period is closed. */
  closedPeriodRule(flow: Flow): 'hold' | 'earliest-open';
  /** The first day of the earliest period that is open for postings after `on`, or null. */
  earliestOpenDay(legalEntity: string, on: Day): Day | null;
  /** Documents before this day were posted by someone else and are only matched; null when there is no such day. */
  goLiveOn(): Day | null;
}
