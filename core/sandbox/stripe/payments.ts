import { safe } from './arithmetic.ts';
import { attach, changeBalance, mergeMetadata } from './customers.ts';
import type { ChargeRow, InvoiceRow, Metadata, PaymentIntentRow, SubscriptionRow } from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid, StripeError } from './stripe-error.ts';

export interface PaymentInput {
  /** Absent: all that remains. Less leaves the invoice open; more becomes credit on the customer's balance. */
  readonly amount?: number;
  /** A test token or the id of a payment method; absent: the subscription's or the customer's default. */
  readonly paymentMethod?: string;
  /** Fails with this decline code whatever the method is. */
  readonly declineCode?: string;
  readonly paidOutOfBand?: boolean;
  readonly metadata?: Metadata;
}

const DECLINE_MESSAGES: Readonly<Record<string, string>> = {
  insufficient_funds: 'Your card has insufficient funds.',
  expired_card: 'Your card has expired.',
};

/** Attempts a payment of an open invoice. A decline is committed as a failed charge and thrown as Stripe's 402. */
export function payInvoice(state: StripeState, id: string, input: PaymentInput = {}): InvoiceRow {
  const row = state.find('invoice', id, 'invoice', 404);
  if (row.status === 'paid') throw invalid('Invoice is already paid');
  if (row.status !== 'open' && row.status !== 'uncollectible') {
    throw invalid(
      `This invoice can't be paid: its status is ${row.status}.`,
      undefined,
      'invoice_not_editable',
    );
  }
  if (input.paidOutOfBand === true) return settlePaid(state, id, { outOfBand: true });
  const { invoice, declined } = attemptInvoice(state, row, input);
  if (declined !== null) throw declined;
  return invoice;
}

/** One attempt, whatever its outcome; nothing is thrown for a decline. */
export function attemptInvoice(
  state: StripeState,
  row: InvoiceRow,
  input: PaymentInput = {},
): { readonly invoice: InvoiceRow; readonly declined: StripeError | null } {
  const remaining = row.amountDue - row.amountPaid;
  const amount = safe(input.amount ?? remaining);
  const charge = chargeOnce(state, {
    amount,
    currency: row.currency,
    customer: row.customer,
    invoice: row.id,
    paymentIntent: row.paymentIntent,
    method: input.paymentMethod ?? defaultMethod(state, row),
    ...(input.declineCode === undefined ? {} : { declineCode: input.declineCode }),
    metadata: input.metadata ?? {},
  });
  const attempted = { attemptCount: row.attemptCount + 1, charge: charge.id };
  if (charge.status === 'failed') {
    const invoice = state.update('invoice', row.id, attempted, 'invoice.payment_failed');
    subscriptionAfterFailure(state, invoice);
    return { invoice, declined: declineError(charge) };
  }
  if (amount < remaining) {
    const amountPaid = row.amountPaid + amount;
    return {
      invoice: state.update('invoice', row.id, { ...attempted, amountPaid }, 'invoice.updated'),
      declined: null,
    };
  }
  const excess = amount - remaining;
  changeBalance(state, row.customer, -excess, {
    type: 'invoice_overpaid',
    invoice: row.id,
    currency: row.currency,
  });
  state.update('invoice', row.id, attempted);
  return { invoice: settlePaid(state, row.id, {}), declined: null };
}

/** Marks the invoice paid in full and tells. */
export function settlePaid(
  state: StripeState,
  id: string,
  options: { readonly outOfBand?: boolean },
): InvoiceRow {
  const before = state.get('invoice', id);
  const row = state.update(
    'invoice',
    id,
    {
      status: 'paid',
      amountPaid: before.amountDue,
      paidAt: state.now(),
      paidOutOfBand: options.outOfBand ?? false,
    },
    'invoice.updated',
  );
  state.emit('invoice.paid', 'invoice', row, null);
  state.emit('invoice.payment_succeeded', 'invoice', row, null);
  const subscription = subscriptionOf(state, row);
  if (subscription !== null && ['incomplete', 'past_due', 'unpaid'].includes(subscription.status)) {
    state.update('subscription', subscription.id, { status: 'active' }, 'customer.subscription.updated');
  }
  return row;
}

function subscriptionAfterFailure(state: StripeState, invoice: InvoiceRow): void {
  const subscription = subscriptionOf(state, invoice);
  if (subscription?.status !== 'active' || invoice.billingReason === 'manual') return;
  state.update('subscription', subscription.id, { status: 'past_due' }, 'customer.subscription.updated');
}

function subscriptionOf(state: StripeState, invoice: InvoiceRow): SubscriptionRow | null {
  return invoice.subscription === null ? null : state.get('subscription', invoice.subscription);
}

function defaultMethod(state: StripeState, invoice: InvoiceRow): string {
  const method =
    subscriptionOf(state, invoice)?.defaultPaymentMethod ??
    state.get('customer', invoice.customer).defaultPaymentMethod;
  if (method === null) throw noPaymentMethod();
  return method;
}

export function noPaymentMethod(): StripeError {
  return invalid(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
    undefined,
    'resource_missing',
  );
}

export interface ChargeInput {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly invoice?: string | null;
  readonly paymentIntent?: string | null;
  readonly method: string;
  readonly declineCode?: string;
  readonly description?: string | null;
  readonly metadata?: Metadata;
}

/** Makes the charge, succeeded or failed, and moves its payment intent along. */
export function chargeOnce(state: StripeState, input: ChargeInput): ChargeRow {
  if (input.amount <= 0)
    throw invalid('This value must be greater than or equal to 1.', 'amount', 'parameter_invalid_integer');
  const method = attach(state, input.method, input.customer);
  const decline = input.declineCode ?? method.declines;
  const failed = decline !== null;
  const charge = state.insert(
    'charge',
    {
      ...state.fresh(method.type === 'card' ? 'ch' : 'py'),
      amount: safe(input.amount),
      amountRefunded: 0,
      currency: input.currency,
      customer: input.customer,
      invoice: input.invoice ?? null,
      paymentIntent: input.paymentIntent ?? null,
      status: failed ? 'failed' : 'succeeded',
      failureCode: failed ? failureCode(decline) : null,
      failureMessage: failed ? (DECLINE_MESSAGES[decline] ?? 'Your card was declined.') : null,
      paymentMethod: method.id,
      methodType: method.type,
      description: input.description ?? null,
      metadata: input.metadata ?? {},
    },
    failed ? 'charge.failed' : 'charge.succeeded',
  );
  if (charge.paymentIntent !== null) advanceIntent(state, charge);
  return charge;
}

function advanceIntent(state: StripeState, charge: ChargeRow): void {
  const id = charge.paymentIntent as string;
  if (charge.status === 'failed') {
    const changes = {
      latestCharge: charge.id,
      paymentMethod: null,
      status: 'requires_payment_method' as const,
    };
    state.update('payment_intent', id, changes, 'payment_intent.payment_failed');
    return;
  }
  const amountReceived = state.get('payment_intent', id).amountReceived + charge.amount;
  const complete = amountReceived >= state.get('payment_intent', id).amount;
  state.update(
    'payment_intent',
    id,
    {
      amountReceived,
      latestCharge: charge.id,
      paymentMethod: charge.paymentMethod,
      ...(complete ? { status: 'succeeded' as const } : {}),
    },
    complete ? 'payment_intent.succeeded' : 'payment_intent.partially_funded',
  );
}

function failureCode(decline: string): string {
  return decline === 'expired_card' ? 'expired_card' : 'card_declined';
}

export function declineError(charge: ChargeRow): StripeError {
  const code = charge.failureCode ?? 'card_declined';
  const declines = Object.entries(DECLINE_MESSAGES).find(([, message]) => message === charge.failureMessage);
  return new StripeError({
    status: 402,
    type: 'card_error',
    code,
    declineCode: declines?.[0] ?? 'generic_decline',
    message: charge.failureMessage ?? 'Your card was declined.',
    charge: charge.id,
  });
}

export interface PaymentIntentInput {
  readonly amount: number;
  readonly currency: string;
  readonly customer?: string;
  readonly paymentMethod?: string;
  readonly description?: string | null;
  readonly metadata?: Metadata | null;
}

export function createPaymentIntent(state: StripeState, input: PaymentIntentInput): PaymentIntentRow {
  if (input.customer !== undefined) state.find('customer', input.customer, 'customer');
  const method =
    input.paymentMethod === undefined ? null : attach(state, input.paymentMethod, input.customer ?? null).id;
  return state.insert(
    'payment_intent',
    {
      ...state.fresh('pi'),
      amount: safe(input.amount),
      amountReceived: 0,
      currency: input.currency,
      customer: input.customer ?? null,
      invoice: null,
      status: method === null ? 'requires_payment_method' : 'requires_confirmation',
      latestCharge: null,
      paymentMethod: method,
      canceledAt: null,
      cancellationReason: null,
      description: input.description ?? null,
      metadata: mergeMetadata({}, input.metadata),
    },
    'payment_intent.created',
  );
}

/** Confirms the intent: a charge, or Stripe's 402. An invoice's intent pays its invoice. */
export function confirmPaymentIntent(
  state: StripeState,
  id: string,
  paymentMethod?: string,
): PaymentIntentRow {
  const intent = state.find('payment_intent', id, 'intent', 404);
  if (intent.status === 'succeeded' || intent.status === 'canceled') {
    const message = `This PaymentIntent's status is ${intent.status}; it can't be confirmed.`;
    throw invalid(message, undefined, 'payment_intent_unexpected_state');
  }
  const method = paymentMethod ?? intent.paymentMethod;
  if (method === null || method === undefined) {
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method.",
      'payment_method',
      'payment_intent_unexpected_state',
    );
  }
  if (intent.invoice !== null) payInvoice(state, intent.invoice, { paymentMethod: method });
  else {
    const { amount, currency, customer, description, metadata } = intent;
    const charge = chargeOnce(state, {
      amount,
      currency,
      customer,
      paymentIntent: id,
      method,
      description,
      metadata,
    });
    if (charge.status === 'failed') throw declineError(charge);
  }
  return state.get('payment_intent', id);
}
