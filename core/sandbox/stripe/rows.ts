/**
 * What the simulated Stripe account stores. Rows are immutable: a change makes a new row, so an event can keep the row
 * as it was and render it on read. Amounts are safe integers in the currency's minor unit, instants are Unix seconds.
 */
export interface Row {
  readonly id: string;
  readonly created: number;
  /** Order of creation; breaks ties between equal instants. */
  readonly sequence: number;
}

export type Metadata = Readonly<Record<string, string>>;

export interface Address {
  readonly city: string | null;
  readonly country: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
}

export type TaxExempt = 'none' | 'exempt' | 'reverse';
export type CollectionMethod = 'charge_automatically' | 'send_invoice';
export type Interval = 'day' | 'week' | 'month' | 'year';

export interface CustomerRow extends Row {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly description: string | null;
  readonly address: Address | null;
  /** Below zero: credit for the customer's next invoice; above: owed with it. */
  readonly balance: number;
  readonly currency: string | null;
  readonly taxExempt: TaxExempt;
  readonly invoicePrefix: string;
  readonly nextInvoiceSequence: number;
  readonly defaultPaymentMethod: string | null;
  readonly metadata: Metadata;
  readonly deleted: boolean;
}

/** What invoices print of their customer. */
export type PrintedCustomer = Pick<CustomerRow, 'name' | 'email' | 'phone' | 'address' | 'taxExempt'>;

export interface ProductRow extends Row {
  readonly name: string;
  readonly active: boolean;
  readonly description: string | null;
  readonly unitLabel: string | null;
  readonly updated: number;
  readonly metadata: Metadata;
}

export interface Recurring {
  readonly interval: Interval;
  readonly intervalCount: number;
  readonly usageType: 'licensed' | 'metered';
  readonly aggregateUsage: 'sum' | 'last_during_period' | 'max' | null;
}

export interface PriceRow extends Row {
  readonly product: string;
  readonly currency: string;
  /** Minor units as decimal text, up to 12 decimals; `unit_amount` is null when it is not a whole number. */
  readonly unitAmountDecimal: string;
  readonly recurring: Recurring | null;
  readonly active: boolean;
  readonly nickname: string | null;
  readonly lookupKey: string | null;
  readonly metadata: Metadata;
}

export interface TaxRateRow extends Row {
  readonly displayName: string;
  /** Percent as decimal text, up to four decimals. */
  readonly percentage: string;
  readonly inclusive: boolean;
  readonly active: boolean;
  readonly country: string | null;
  readonly jurisdiction: string | null;
  readonly description: string | null;
  readonly taxType: string | null;
  readonly metadata: Metadata;
}

export type SubscriptionStatus =
  | 'active'
  | 'canceled'
  | 'incomplete'
  | 'incomplete_expired'
  | 'past_due'
  | 'trialing'
  | 'unpaid';

export interface SubscriptionItem {
  readonly id: string;
  readonly created: number;
  readonly price: string;
  /** Null for metered prices. */
  readonly quantity: number | null;
  readonly metadata: Metadata;
  readonly taxRates: readonly string[];
}

export interface SubscriptionRow extends Row {
  readonly customer: string;
  readonly items: readonly SubscriptionItem[];
  readonly status: SubscriptionStatus;
  readonly currency: string;
  readonly collectionMethod: CollectionMethod;
  readonly daysUntilDue: number | null;
  readonly startDate: number;
  readonly billingCycleAnchor: number;
  readonly currentPeriodStart: number;
  readonly currentPeriodEnd: number;
  readonly cancelAt: number | null;
  readonly cancelAtPeriodEnd: boolean;
  readonly canceledAt: number | null;
  readonly endedAt: number | null;
  readonly trialStart: number | null;
  readonly trialEnd: number | null;
  readonly defaultTaxRates: readonly string[];
  readonly defaultPaymentMethod: string | null;
  readonly latestInvoice: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
}

export interface LineTax {
  readonly rate: string;
  readonly amount: number;
  readonly taxable: number;
  readonly inclusive: boolean;
  readonly reason: 'standard_rated' | 'customer_exempt' | 'reverse_charge';
}

export interface InvoiceLine {
  readonly type: 'subscription' | 'invoiceitem';
  /** Without exclusive tax. */
  readonly amount: number;
  readonly description: string | null;
  readonly quantity: number | null;
  readonly price: string | null;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly proration: boolean;
  readonly subscription: string | null;
  readonly subscriptionItem: string | null;
  readonly invoiceItem: string | null;
  readonly taxes: readonly LineTax[];
  readonly metadata: Metadata;
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
export type BillingReason = 'manual' | 'subscription_create' | 'subscription_cycle' | 'subscription_update';

export interface InvoiceRow extends Row {
  readonly customer: string;
  /** The customer as printed on the invoice: as it was at finalisation. */
  readonly printed: PrintedCustomer;
  readonly subscription: string | null;
  readonly subscriptionMetadata: Metadata | null;
  readonly currency: string;
  readonly lines: readonly InvoiceLine[];
  readonly status: InvoiceStatus;
  readonly number: string | null;
  readonly billingReason: BillingReason;
  readonly collectionMethod: CollectionMethod;
  readonly autoAdvance: boolean;
  readonly daysUntilDue: number | null;
  readonly dueDate: number | null;
  readonly effectiveAt: number | null;
  readonly periodStart: number;
  readonly periodEnd: number;
  readonly subtotal: number;
  readonly tax: number | null;
  readonly total: number;
  readonly amountDue: number;
  readonly amountPaid: number;
  readonly startingBalance: number;
  readonly endingBalance: number | null;
  readonly prePaymentCredits: number;
  readonly postPaymentCredits: number;
  readonly attemptCount: number;
  readonly paidOutOfBand: boolean;
  readonly charge: string | null;
  readonly paymentIntent: string | null;
  readonly description: string | null;
  readonly defaultTaxRates: readonly string[];
  readonly metadata: Metadata;
  readonly finalizedAt: number | null;
  readonly paidAt: number | null;
  readonly voidedAt: number | null;
  readonly uncollectibleAt: number | null;
}

export interface InvoiceItemRow extends Row {
  readonly customer: string;
  readonly currency: string;
  readonly line: InvoiceLine;
  readonly taxRates: readonly string[];
  /** Null while it waits for the customer's next invoice. */
  readonly invoice: string | null;
}

export interface CreditNoteLine {
  readonly type: 'invoice_line_item' | 'custom_line_item';
  readonly amount: number;
  readonly description: string | null;
  readonly invoiceLine: string | null;
  readonly quantity: number | null;
  readonly unitAmount: number | null;
  readonly taxes: readonly LineTax[];
}

export type CreditNoteReason = 'duplicate' | 'fraudulent' | 'order_change' | 'product_unsatisfactory';

export interface CreditNoteRow extends Row {
  readonly invoice: string;
  readonly customer: string;
  readonly currency: string;
  readonly number: string;
  readonly status: 'issued' | 'void';
  readonly type: 'pre_payment' | 'post_payment';
  readonly lines: readonly CreditNoteLine[];
  readonly subtotal: number;
  readonly tax: number;
  readonly total: number;
  readonly reason: CreditNoteReason | null;
  readonly memo: string | null;
  readonly refund: string | null;
  readonly balanceTransaction: string | null;
  readonly outOfBandAmount: number | null;
  readonly effectiveAt: number | null;
  readonly voidedAt: number | null;
  readonly metadata: Metadata;
}

export interface ChargeRow extends Row {
  readonly amount: number;
  readonly amountRefunded: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly invoice: string | null;
  readonly paymentIntent: string | null;
  readonly status: 'succeeded' | 'failed' | 'pending';
  readonly failureCode: string | null;
  readonly failureMessage: string | null;
  readonly paymentMethod: string | null;
  readonly methodType: string;
  readonly description: string | null;
  readonly metadata: Metadata;
}

export type PaymentIntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'processing'
  | 'succeeded'
  | 'canceled';

export interface PaymentIntentRow extends Row {
  readonly amount: number;
  readonly amountReceived: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly invoice: string | null;
  readonly status: PaymentIntentStatus;
  readonly latestCharge: string | null;
  readonly paymentMethod: string | null;
  readonly canceledAt: number | null;
  readonly cancellationReason: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
}

export type RefundReason = 'duplicate' | 'fraudulent' | 'requested_by_customer';

export interface RefundRow extends Row {
  readonly charge: string;
  readonly paymentIntent: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly status: 'pending' | 'succeeded' | 'failed' | 'canceled';
  readonly failureReason: string | null;
  readonly reason: RefundReason | null;
  readonly metadata: Metadata;
}

export interface BalanceTransactionRow extends Row {
  readonly customer: string;
  readonly amount: number;
  readonly currency: string;
  readonly endingBalance: number;
  readonly type:
    | 'adjustment'
    | 'applied_to_invoice'
    | 'credit_note'
    | 'invoice_overpaid'
    | 'unapplied_from_invoice';
  readonly invoice: string | null;
  readonly creditNote: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
}

export interface PaymentMethodRow extends Row {
  readonly customer: string | null;
  readonly type: string;
  /** The decline code every charge of it fails with; null: charges succeed. */
  readonly declines: string | null;
}

export interface WebhookEndpointRow extends Row {
  readonly url: string;
  readonly enabledEvents: readonly string[];
  readonly secret: string;
  readonly apiVersion: string | null;
  readonly description: string | null;
  readonly status: 'enabled' | 'disabled';
  readonly metadata: Metadata;
}

/** The stored row types by the name Stripe gives the object. */
export interface RowByKind {
  readonly customer: CustomerRow;
  readonly product: ProductRow;
  readonly price: PriceRow;
  readonly tax_rate: TaxRateRow;
  readonly subscription: SubscriptionRow;
  readonly invoice: InvoiceRow;
  readonly invoiceitem: InvoiceItemRow;
  readonly credit_note: CreditNoteRow;
  readonly charge: ChargeRow;
  readonly payment_intent: PaymentIntentRow;
  readonly refund: RefundRow;
  readonly customer_balance_transaction: BalanceTransactionRow;
  readonly payment_method: PaymentMethodRow;
  readonly webhook_endpoint: WebhookEndpointRow;
}

export type Kind = keyof RowByKind;
