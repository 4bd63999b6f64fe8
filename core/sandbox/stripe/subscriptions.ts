import { nextBoundary } from './arithmetic.ts';
import { attach, liveCustomer, mergeMetadata, useCurrency } from './customers.ts';
import type { LineInput } from './invoice-lines.ts';
import { createInvoice, finalizeInvoice } from './invoices.ts';
import { attemptInvoice, noPaymentMethod } from './payments.ts';
import type {
  BillingReason,
  CollectionMethod,
  InvoiceRow,
  Metadata,
  SubscriptionItem,
  SubscriptionRow,
} from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid, StripeError } from './stripe-error.ts';
import { commonCycle, freeLines, itemLines, periodEnding, type Span } from './subscription-lines.ts';

export interface SubscriptionItemInput {
  readonly id?: string;
  readonly price: string;
  /** Absent: 1, or null for a metered price. */
  readonly quantity?: number;
  readonly metadata?: Metadata | null;
  readonly taxRates?: readonly string[];
}

export type PaymentBehavior = 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete';
export type ProrationBehavior = 'create_prorations' | 'always_invoice' | 'none';

export interface SubscriptionInput {
  readonly id?: string;
  readonly customer: string;
  readonly items: readonly SubscriptionItemInput[];
  readonly collectionMethod?: CollectionMethod;
  readonly daysUntilDue?: number;
  readonly defaultTaxRates?: readonly string[];
  readonly defaultPaymentMethod?: string;
  readonly description?: string | null;
  readonly metadata?: Metadata | null;
  /** Unix seconds. A later anchor makes a first, shorter period up to it. */
  readonly billingCycleAnchor?: number;
  readonly backdateStartDate?: number;
  readonly trialEnd?: number;
  readonly cancelAt?: number;
  readonly cancelAtPeriodEnd?: boolean;
  readonly paymentBehavior?: PaymentBehavior;
  readonly prorationBehavior?: ProrationBehavior;
}

/** The subscription with its first invoice, finalised and paid, or waiting as a draft, as the collection method has it. */
export function createSubscription(state: StripeState, input: SubscriptionInput): SubscriptionRow {
  const customer = liveCustomer(state, input.customer, 'customer');
  const cycle = commonCycle(input.items.map((item) => state.find('price', item.price, 'items[0][price]')));
  const method = input.collectionMethod ?? 'charge_automatically';
  if (method === 'send_invoice' && input.daysUntilDue === undefined) {
    const message = '`days_until_due` is required when `collection_method` is `send_invoice`.';
    throw invalid(message, 'days_until_due', 'parameter_missing');
  }
  useCurrency(state, customer, cycle.currency);
  const now = state.now();
  checkInstants(input, now);
  const anchor = input.trialEnd ?? input.billingCycleAnchor ?? now;
  const boundary = nextBoundary(anchor, cycle.interval, cycle.intervalCount, now);
  const periodEnd = Math.min(boundary, input.cancelAt ?? boundary);
  const base = state.fresh('sub', input.id);
  const items = input.items.map((item) => newItem(state, item));
  const paymentMethod =
    input.defaultPaymentMethod === undefined
      ? null
      : attach(state, input.defaultPaymentMethod, customer.id).id;
  const draft: SubscriptionRow = {
    ...base,
    customer: customer.id,
    items,
    status: input.trialEnd === undefined ? 'active' : 'trialing',
    currency: cycle.currency,
    collectionMethod: method,
    daysUntilDue: input.daysUntilDue ?? null,
    startDate: input.backdateStartDate ?? now,
    billingCycleAnchor: anchor,
    currentPeriodStart: now,
    currentPeriodEnd: periodEnd,
    cancelAt: input.cancelAtPeriodEnd === true ? periodEnd : (input.cancelAt ?? null),
    cancelAtPeriodEnd: input.cancelAtPeriodEnd ?? false,
    canceledAt: input.cancelAtPeriodEnd === true || input.cancelAt !== undefined ? now : null,
    endedAt: null,
    trialStart: input.trialEnd === undefined ? null : now,
    trialEnd: input.trialEnd ?? null,
    defaultTaxRates: input.defaultTaxRates ?? [],
    defaultPaymentMethod: paymentMethod,
    latestInvoice: null,
    description: input.description ?? null,
    metadata: mergeMetadata({}, input.metadata),
  };
  const whole = anchor > now ? periodEnding(boundary, cycle) : { start: now, end: boundary };
  return startBilling(state, draft, firstLines(state, draft, input, whole), input.paymentBehavior);
}

function checkInstants(input: SubscriptionInput, now: number): void {
  if (input.backdateStartDate !== undefined && input.backdateStartDate > now) {
    throw invalid('`backdate_start_date` must be in the past.', 'backdate_start_date');
  }
  if (input.billingCycleAnchor !== undefined && input.billingCycleAnchor < now) {
    throw invalid('`billing_cycle_anchor` must be a timestamp in the future.', 'billing_cycle_anchor');
  }
  if (input.trialEnd !== undefined && input.trialEnd <= now) {
    throw invalid('Timestamp must be in the future', 'trial_end');
  }
  if (input.cancelAt !== undefined && input.cancelAt <= now) {
    throw invalid('`cancel_at` must be in the future.', 'cancel_at');
  }
}

export function newItem(state: StripeState, input: SubscriptionItemInput): SubscriptionItem {
  const price = state.find('price', input.price, 'price');
  const metered = price.recurring?.usageType === 'metered';
  if (metered && input.quantity !== undefined) {
    throw invalid('You may not specify a quantity for a price with `usage_type=metered`.', 'quantity');
  }
  return {
    id: input.id ?? state.ids.next('si'),
    created: state.now(),
    price: price.id,
    quantity: metered ? null : (input.quantity ?? 1),
    metadata: mergeMetadata({}, input.metadata),
    taxRates: input.taxRates ?? [],
  };
}

function firstLines(
  state: StripeState,
  row: SubscriptionRow,
  input: SubscriptionInput,
  whole: Span,
): readonly LineInput[] {
  const span = { start: row.currentPeriodStart, end: row.currentPeriodEnd };
  if (row.status === 'trialing') return freeLines(state, row, span, 'Trial period for');
  const prorated = input.prorationBehavior !== 'none';
  const partial = span.end - span.start !== whole.end - whole.start;
  const lines =
    partial && !prorated ? freeLines(state, row, span, 'Free until') : itemLines(state, row, span, whole);
  if (row.startDate === span.start || !prorated) return lines;
  const past = { start: row.startDate, end: span.start };
  const before = itemLines(state, row, past, whole).filter((line) => line.amount !== 0);
  return [...before.map((line) => ({ ...line, proration: true })), ...lines];
}

function startBilling(
  state: StripeState,
  draft: SubscriptionRow,
  lines: readonly LineInput[],
  behavior: PaymentBehavior = 'allow_incomplete',
): SubscriptionRow {
  const owed = lines.some((line) => (line.amount ?? 0) > 0);
  const automatic = draft.collectionMethod === 'charge_automatically';
  const mustPay = automatic && owed && behavior !== 'default_incomplete';
  if (mustPay) checkMethod(state, draft, behavior);
  const row = state.insert('subscription', automatic && owed ? { ...draft, status: 'incomplete' } : draft);
  const invoice = billNow(state, row, lines, 'subscription_create', (id) => {
    const created = state.update('subscription', row.id, { latestInvoice: id });
    state.emit('customer.subscription.created', 'subscription', created, null);
  });
  if (mustPay && invoice.status === 'open') attemptInvoice(state, invoice);
  return state.get('subscription', row.id);
}

function checkMethod(state: StripeState, row: SubscriptionRow, behavior: PaymentBehavior): void {
  const id = row.defaultPaymentMethod ?? state.get('customer', row.customer).defaultPaymentMethod;
  if (id === null) throw noPaymentMethod();
  const { declines } = state.get('payment_method', id);
  if (behavior === 'error_if_incomplete' && declines !== null) {
    throw new StripeError({
      status: 402,
      type: 'card_error',
      code: 'card_declined',
      declineCode: declines,
      message: 'Your card was declined.',
    });
  }
}

/** An invoice of the subscription: finalised at once when charged automatically, else a draft that finalises itself. */
export function billNow(
  state: StripeState,
  row: SubscriptionRow,
  lines: readonly LineInput[],
  reason: BillingReason,
  onDraft: (invoiceId: string) => void,
): InvoiceRow {
  const automatic = row.collectionMethod === 'charge_automatically';
  const draft = createInvoice(state, {
    customer: row.customer,
    subscription: row.id,
    lines,
    billingReason: reason,
    autoAdvance: !automatic,
    includePending: reason !== 'subscription_create',
    periodStart: row.currentPeriodStart,
    periodEnd: reason === 'subscription_create' ? row.currentPeriodStart : state.now(),
  });
  onDraft(draft.id);
  return automatic || state.draftMs === 0 ? finalizeInvoice(state, draft.id) : draft;
}
