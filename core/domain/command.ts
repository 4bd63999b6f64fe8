import type { CurrencyCode } from './currency.ts';
import type { Day } from './day.ts';
import type { Money } from './money.ts';
import type { ExternalId, LegalEntityCode } from './refs.ts';

/** A line of a ledger document, already mapped: every id is the ERP's own. */
export interface PostingLine {
  readonly itemId: ExternalId;
  readonly description: string;
  readonly quantity: number;
  /** Net of tax. */
  readonly amount: Money;
  readonly taxCodeId: ExternalId | null;
  readonly tax: Money;
  readonly departmentId: ExternalId | null;
  readonly classId: ExternalId | null;
  readonly locationId: ExternalId | null;
}

interface LedgerTarget {
  readonly subsidiaryId: ExternalId;
  readonly customerId: ExternalId;
  readonly currencyId: ExternalId;
  readonly currency: CurrencyCode;
  readonly postedOn: Day;
  /** The billing document's number or id, for people and for reconciliation. */
  readonly reference: string;
  readonly memo: string;
}

export interface Application {
  readonly documentId: ExternalId;
  readonly amount: Money;
}

export interface PostInvoice extends LedgerTarget {
  readonly type: 'invoice.post';
  readonly dueOn: Day | null;
  readonly lines: readonly PostingLine[];
  readonly total: Money;
}

/** A credit memo: a billing credit note, or the reversal of a document that was voided after posting. */
export interface PostCreditMemo extends LedgerTarget {
  readonly type: 'credit-memo.post';
  readonly lines: readonly PostingLine[];
  readonly total: Money;
  readonly applications: readonly Application[];
}

export interface PostPayment extends LedgerTarget {
  readonly type: 'payment.post';
  readonly accountId: ExternalId;
  readonly total: Money;
  /** At most the open amounts of the invoices; what is left stays on the customer as unapplied cash. */
  readonly applications: readonly Application[];
}

export interface PostRefund extends LedgerTarget {
  readonly type: 'refund.post';
  readonly accountId: ExternalId;
  readonly total: Money;
  readonly applications: readonly Application[];
}

export interface CreateBillingCustomer {
  readonly type: 'billing-customer.create';
  readonly legalName: string;
  readonly crmAccountId: ExternalId;
  readonly legalEntity: LegalEntityCode;
  readonly country: string;
  readonly currency: CurrencyCode;
}

export interface CreateSubscription {
  readonly type: 'subscription.create';
  readonly customerId: ExternalId;
  readonly currency: CurrencyCode;
  readonly contractNumber: string;
  readonly contractVersion: number;
  readonly orderExternalId: ExternalId;
  readonly crmAccountId: ExternalId;
  readonly legalEntity: LegalEntityCode;
  readonly startOn: Day;
  readonly endOn: Day | null;
  readonly items: readonly { readonly priceId: ExternalId; readonly quantity: number | null }[];
  /** What the contract says it costs for its term: compared, never recomputed. */
  readonly total: Money;
}

export interface AmendSubscription {
  readonly type: 'subscription.amend';
  readonly subscriptionId: ExternalId;
  readonly contractNumber: string;
  readonly baseVersion: number;
  readonly contractVersion: number;
  readonly orderExternalId: ExternalId;
  readonly effectiveOn: Day;
  /** The whole set of items after the amendment; an item id means "change this one", none means "add". */
  readonly items: readonly {
    readonly itemId: ExternalId | null;
    readonly priceId: ExternalId;
    readonly quantity: number | null;
    readonly isRemoved: boolean;
  }[];
  readonly total: Money;
}

export interface CancelSubscription {
  readonly type: 'subscription.cancel';
  readonly subscriptionId: ExternalId;
  readonly contractNumber: string;
  readonly baseVersion: number;
  readonly contractVersion: number;
  readonly orderExternalId: ExternalId;
  readonly cancelOn: Day;
}

export interface WriteBackOrder {
  readonly type: 'order.write-back';
  readonly orderExternalId: ExternalId;
  readonly billingSubscriptionId: ExternalId;
  readonly invoiceSchedule: string;
  readonly renewalOn: Day | null;
}

export interface WriteBackAccount {
  readonly type: 'account.write-back';
  readonly accountExternalId: ExternalId;
  readonly billingCustomerId: ExternalId | null;
  readonly erpCustomerId: ExternalId | null;
  readonly annualRecurringRevenue: Money | null;
}

/** An intended write to a vendor in canonical words. A connector turns it into the exact bytes that a person approves. */
export type Command =
  | PostInvoice
  | PostCreditMemo
  | PostPayment
  | PostRefund
  | CreateBillingCustomer
  | CreateSubscription
  | AmendSubscription
  | CancelSubscription
  | WriteBackOrder
  | WriteBackAccount;

export type CommandType = Command['type'];
