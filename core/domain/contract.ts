import type { CurrencyCode } from './currency.ts';
import type { Day } from './day.ts';
import type { Money } from './money.ts';
import type { ExternalId, LegalEntityCode } from './refs.ts';

/** A sellable thing in any system's catalogue. `code` is the key that mappings translate. */
export interface Product {
  readonly kind: 'product';
  readonly code: string;
  readonly name: string;
  readonly isActive: boolean;
  /** The billing platform's prices of it, where the record is a billing price. */
  readonly price: {
    readonly unitAmount: Money | null;
    readonly interval: 'month' | 'year' | null;
    readonly usage: 'licensed' | 'metered';
    readonly productExternalId: ExternalId;
  } | null;
}

export interface PriceBook {
  readonly kind: 'price-book';
  readonly name: string;
  readonly isActive: boolean;
  readonly validFromOn: Day | null;
  readonly validToOn: Day | null;
}

export interface CommercialLine {
  readonly id: ExternalId;
  readonly productCode: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly total: Money;
  readonly startOn: Day | null;
  readonly endOn: Day | null;
}

export type ContractChange = 'new' | 'amendment' | 'renewal' | 'cancellation';

export interface Opportunity {
  readonly kind: 'opportunity';
  readonly name: string;
  readonly customerExternalId: ExternalId | null;
  readonly stage: string;
  readonly isClosed: boolean;
  readonly isWon: boolean;
  readonly closedOn: Day | null;
  readonly amount: Money | null;
  readonly change: ContractChange | null;
  readonly priceBookExternalId: ExternalId | null;
  readonly legalEntity: LegalEntityCode | null;
  readonly contractNumber: string | null;
  readonly lines: readonly CommercialLine[];
}

/** The signed contract document. A contract's versions are orders with one contract number and rising versions. */
export interface Order {
  readonly kind: 'order';
  readonly number: string;
  readonly customerExternalId: ExternalId;
  readonly opportunityExternalId: ExternalId | null;
  readonly status: 'draft' | 'activated';
  readonly change: ContractChange;
  readonly approval: 'approved' | 'pending' | 'rejected';
  readonly contractNumber: string;
  readonly contractVersion: number;
  /** The version that an amendment was drawn up against; null for a new contract. */
  readonly baseVersion: number | null;
  readonly priceBookExternalId: ExternalId | null;
  readonly startOn: Day;
  readonly endOn: Day | null;
  readonly billing: 'annual' | 'monthly' | 'usage';
  readonly currency: CurrencyCode;
  readonly total: Money;
  readonly lines: readonly CommercialLine[];
  /** Ids written back by us, as the CRM holds them now. */
  readonly billingSubscriptionId: ExternalId | null;
  readonly renewalOn: Day | null;
}

export interface SubscriptionItem {
  readonly id: ExternalId;
  readonly productExternalId: ExternalId;
  readonly priceExternalId: ExternalId;
  readonly quantity: number;
  readonly unitAmount: Money | null;
  readonly interval: 'month' | 'year' | null;
  readonly usage: 'licensed' | 'metered';
}

export interface Subscription {
  readonly kind: 'subscription';
  readonly customerExternalId: ExternalId;
  readonly status: 'active' | 'trialing' | 'past-due' | 'unpaid' | 'paused' | 'incomplete' | 'cancelled';
  readonly contractNumber: string | null;
  readonly contractVersion: number | null;
  readonly orderExternalId: ExternalId | null;
  readonly legalEntity: LegalEntityCode | null;
  readonly currency: CurrencyCode;
  readonly startOn: Day;
  readonly currentPeriodStartOn: Day | null;
  readonly currentPeriodEndOn: Day | null;
  readonly cancelOn: Day | null;
  readonly cancelledOn: Day | null;
  readonly items: readonly SubscriptionItem[];
}

/** Aggregated usage of one metered item in one period; raw usage is never carried further than this. */
export interface UsageSummary {
  readonly kind: 'usage-summary';
  readonly subscriptionExternalId: ExternalId;
  readonly subscriptionItemExternalId: ExternalId;
  readonly quantity: number;
  readonly startOn: Day | null;
  readonly endOn: Day | null;
  readonly invoiceExternalId: ExternalId | null;
}
