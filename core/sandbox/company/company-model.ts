import type { PriceBookKey, ProductCode } from './catalogue.ts';
import type { LegalEntityCode, Market, SampleCurrency } from './legal-entities.ts';

/**
 * The sample company as it is, without any vendor's words. Amounts are safe integers in minor units of the customer's
 * currency, days are `YYYY-MM-DD` in UTC, instants are epoch milliseconds. Keys are stable: "C00012/I1/P2".
 */
export interface CustomerHistory {
  readonly customer: Customer;
  readonly orders: readonly Order[];
  readonly subscription: Subscription | null;
  readonly invoices: readonly Invoice[];
  /** Documents that only the ERP has. */
  readonly ledgerOnly: readonly LedgerOnlyDocument[];
}

export interface Customer {
  readonly key: string;
  readonly number: number;
  readonly name: string;
  readonly entity: LegalEntityCode;
  readonly market: Market;
  readonly currency: SampleCurrency;
  readonly taxId: string | null;
  readonly taxSetup: 'Complete' | 'Missing';
  readonly inBilling: boolean;
  readonly inErp: boolean;
  readonly sinceMs: number;
  readonly arrMinor: number;
}

export interface OrderLine {
  readonly product: ProductCode;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly totalMinor: number;
}

export interface Order {
  readonly key: string;
  readonly contractNumber: string;
  readonly version: number;
  readonly baseVersion: number | null;
  readonly type: 'New' | 'Amendment' | 'Renewal' | 'Cancellation';
  readonly signedAtMs: number;
  readonly effectiveOn: string;
  readonly endOn: string;
  readonly priceBook: PriceBookKey;
  readonly approval: 'Approved' | 'Pending';
  readonly frequency: 'Annual' | 'Monthly' | 'Usage';
  readonly lines: readonly OrderLine[];
  /** Billing has carried it out. */
  readonly billed: boolean;
  /** False: the opportunity was won and nobody wrote an order. */
  readonly written: boolean;
}

export interface Subscription {
  readonly contractNumber: string;
  readonly contractVersion: number;
  readonly orderKey: string;
  readonly startMs: number;
  readonly periodStartMs: number;
  readonly periodEndMs: number;
  readonly items: readonly { readonly product: ProductCode; readonly quantity: number | null }[];
  readonly canceledAtMs: number | null;
  /** The last change of its items, with what they were; null when they never changed. */
  readonly amended: {
    readonly atMs: number;
    readonly versionBefore: number;
    readonly itemsBefore: Subscription['items'];
  } | null;
  /** Units of the metered item, at the instant they were reported. */
  readonly usage: readonly { readonly atMs: number; readonly units: number }[];
}

export interface InvoiceLine {
  readonly product: ProductCode;
  readonly description: string;
  readonly quantity: number;
  /** Without tax; negative for the unused time of an upgrade. */
  readonly amountMinor: number;
  readonly taxMinor: number;
  readonly startOn: string;
  /** Not included. */
  readonly endOn: string;
  readonly proration: boolean;
}

export interface Invoice {
  readonly key: string;
  readonly reason: 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'manual';
  readonly issuedAtMs: number;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly lines: readonly InvoiceLine[];
  readonly subtotalMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly voidedAtMs: number | null;
  readonly payments: readonly Payment[];
  readonly credits: readonly CreditNote[];
  readonly ledger: LedgerTreatment;
}

export interface Payment {
  readonly key: string;
  readonly atMs: number;
  readonly on: string;
  readonly amountMinor: number;
  /** Null: succeeded. */
  readonly failureCode: string | null;
  readonly ledger: LedgerTreatment;
}

export interface CreditNote {
  readonly key: string;
  readonly atMs: number;
  readonly on: string;
  readonly reason: 'order_change' | 'product_unsatisfactory';
  readonly lines: readonly {
    readonly lineIndex: number;
    readonly amountMinor: number;
    readonly taxMinor: number;
  }[];
  readonly totalMinor: number;
  /** Paid back at once; null: it reduces what is owed. */
  readonly refund: { readonly key: string; readonly atMs: number; readonly on: string } | null;
  readonly ledger: LedgerTreatment;
}

/** How the ERP came to hold a document; `as-is` follows the legacy integration's rule. */
export type LedgerTreatment =
  | { readonly kind: 'as-is' }
  /** The legacy integration forgot it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'dated'; readonly tranDate: string; readonly postedAtMs: number }
  | { readonly kind: 'twice' }
  | { readonly kind: 'off-by'; readonly minor: number }
  | { readonly kind: 'other-customer' }
  | { readonly kind: 'other-entity'; readonly entity: LegalEntityCode }
  | { readonly kind: 'other-item'; readonly product: ProductCode }
  | { readonly kind: 'converted'; readonly currency: SampleCurrency; readonly rate: string }
  | { readonly kind: 'edited'; readonly totalMinor: number }
  /** Not there yet; a person changes it as soon as it is posted. */
  | { readonly kind: 'edited-after-posting'; readonly totalMinor: number }
  | { readonly kind: 'copied-after-posting' };

export const AS_IS: LedgerTreatment = { kind: 'as-is' };

export interface LedgerOnlyDocument {
  readonly key: string;
  readonly kind: 'invoice' | 'customerPayment';
  readonly on: string;
  readonly atMs: number;
  /** The billing number it claims, or the memo of a payment. */
  readonly reference: string;
  readonly product: ProductCode;
  readonly amountMinor: number;
}
