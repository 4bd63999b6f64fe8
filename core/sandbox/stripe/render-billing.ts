import { scaledDecimal } from './arithmetic.ts';
import { lineId } from './ids.ts';
import { taxesByRate } from './invoice-lines.ts';
import { type Json, listOf, renderPlan, renderPrice, renderTaxRate } from './render-parties.ts';
import type {
  CreditNoteLine,
  CreditNoteRow,
  InvoiceItemRow,
  InvoiceLine,
  InvoiceRow,
  LineTax,
  SubscriptionItem,
  SubscriptionRow,
} from './rows.ts';
import type { StripeState } from './state.ts';
import type { UsageSummary } from './usage.ts';

/** Stripe embeds the first ten lines; the rest is on the lines' own list. */
const EMBEDDED_LINES = 10;

export function renderSubscriptionItem(
  state: StripeState,
  item: SubscriptionItem,
  subscription: string,
): Json {
  const price = state.get('price', item.price);
  return {
    id: item.id,
    object: 'subscription_item',
    billing_thresholds: null,
    created: item.created,
    metadata: item.metadata,
    plan: renderPlan(price),
    price: renderPrice(price),
    ...(item.quantity === null ? {} : { quantity: item.quantity }),
    subscription,
    tax_rates: rates(state, item.taxRates),
  };
}

export function renderSubscription(state: StripeState, row: SubscriptionRow): Json {
  const url = `/v1/subscription_items?subscription=${row.id}`;
  const items = row.items.map((item) => renderSubscriptionItem(state, item, row.id));
  return {
    id: row.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { enabled: false },
    billing_cycle_anchor: row.billingCycleAnchor,
    billing_thresholds: null,
    cancel_at: row.cancelAt,
    cancel_at_period_end: row.cancelAtPeriodEnd,
    canceled_at: row.canceledAt,
    cancellation_details: {
      comment: null,
      feedback: null,
      reason: row.canceledAt === null ? null : 'cancellation_requested',
    },
    collection_method: row.collectionMethod,
    created: row.created,
    currency: row.currency,
    current_period_end: row.currentPeriodEnd,
    current_period_start: row.currentPeriodStart,
    customer: row.customer,
    days_until_due: row.daysUntilDue,
    default_payment_method: row.defaultPaymentMethod,
    default_source: null,
    default_tax_rates: rates(state, row.defaultTaxRates),
    description: row.description,
    discount: null,
    ended_at: row.endedAt,
    items: listOf(url, items, false),
    latest_invoice: row.latestInvoice,
    livemode: false,
    metadata: row.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: row.startDate,
    status: row.status,
    test_clock: null,
    transfer_data: null,
    trial_end: row.trialEnd,
    trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
    trial_start: row.trialStart,
  };
}

export function renderUsageSummary(summary: UsageSummary): Json {
  return {
    id: summary.id,
    object: 'usage_record_summary',
    invoice: summary.invoice,
    livemode: false,
    period: { end: summary.end, start: summary.start },
    subscription_item: summary.item,
    total_usage: summary.total,
  };
}

export function renderInvoiceLine(
  state: StripeState,
  invoice: string | null,
  line: InvoiceLine,
  index: number,
): Json {
  const price = line.price === null ? null : state.get('price', line.price);
  const inclusive = line.taxes.reduce((sum, tax) => sum + (tax.inclusive ? tax.amount : 0), 0);
  const whole = price !== null && scaledDecimal(price.unitAmountDecimal) !== null;
  return {
    id: invoice === null ? 'il_tmp' : lineId('il', invoice, index),
    object: 'line_item',
    amount: line.amount,
    amount_excluding_tax: line.amount - inclusive,
    currency: price?.currency ?? (invoice === null ? 'usd' : state.get('invoice', invoice).currency),
    description: line.description,
    discount_amounts: [],
    discountable: !line.proration,
    discounts: [],
    ...(line.invoiceItem === null ? {} : { invoice_item: line.invoiceItem }),
    livemode: false,
    metadata: line.metadata,
    period: { end: line.periodEnd, start: line.periodStart },
    plan: price === null ? null : renderPlan(price),
    price: price === null ? null : renderPrice(price),
    proration: line.proration,
    proration_details: { credited_items: null },
    quantity: line.quantity,
    subscription: line.subscription,
    ...(line.subscriptionItem === null ? {} : { subscription_item: line.subscriptionItem }),
    tax_amounts: taxAmounts(line.taxes),
    tax_rates: rates(
      state,
      line.taxes.map((tax) => tax.rate),
    ),
    type: line.type,
    unit_amount_excluding_tax: whole && !line.proration ? (price?.unitAmountDecimal ?? null) : null,
  };
}

export function renderInvoice(state: StripeState, row: InvoiceRow): Json {
  const inclusive = row.lines.reduce(
    (sum, line) => sum + line.taxes.reduce((part, tax) => part + (tax.inclusive ? tax.amount : 0), 0),
    0,
  );
  const finalized = row.finalizedAt !== null;
  const page = `https://invoice.stripe.com/i/${state.accountId}/test_${row.id}`;
  return {
    id: row.id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Northwind Metrics',
    account_tax_ids: null,
    amount_due: row.amountDue,
    amount_paid: row.amountPaid,
    amount_remaining: row.amountDue - row.amountPaid,
    amount_shipping: 0,
    application: null,
    application_fee_amount: null,
    attempt_count: row.attemptCount,
    attempted: row.attemptCount > 0 || row.status === 'paid',
    auto_advance: row.autoAdvance && (row.status === 'draft' || row.status === 'open'),
    automatic_tax: { enabled: false, status: null },
    billing_reason: row.billingReason,
    charge: row.charge,
    collection_method: row.collectionMethod,
    created: row.created,
    currency: row.currency,
    custom_fields: null,
    customer: row.customer,
    customer_address: row.printed.address,
    customer_email: row.printed.email,
    customer_name: row.printed.name,
    customer_phone: row.printed.phone,
    customer_shipping: null,
    customer_tax_exempt: row.printed.taxExempt,
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: rates(state, row.defaultTaxRates),
    description: row.description,
    discount: null,
    discounts: [],
    due_date: row.dueDate,
    effective_at: row.effectiveAt,
    ending_balance: row.endingBalance,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: finalized ? page : null,
    invoice_pdf: finalized ? `${page}/pdf` : null,
    last_finalization_error: null,
    latest_revision: null,
    lines: listOf(
      `/v1/invoices/${row.id}/lines`,
      row.lines.slice(0, EMBEDDED_LINES).map((line, index) => renderInvoiceLine(state, row.id, line, index)),
      row.lines.length > EMBEDDED_LINES,
    ),
    livemode: false,
    metadata: row.metadata,
    next_payment_attempt: null,
    number: row.number,
    on_behalf_of: null,
    paid: row.status === 'paid',
    paid_out_of_band: row.paidOutOfBand,
    payment_intent: row.paymentIntent,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: row.periodEnd,
    period_start: row.periodStart,
    post_payment_credit_notes_amount: row.postPaymentCredits,
    pre_payment_credit_notes_amount: row.prePaymentCredits,
    quote: null,
    receipt_number: null,
    rendering_options: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: row.startingBalance,
    statement_descriptor: null,
    status: row.status,
    status_transitions: {
      finalized_at: row.finalizedAt,
      marked_uncollectible_at: row.uncollectibleAt,
      paid_at: row.paidAt,
      voided_at: row.voidedAt,
    },
    subscription: row.subscription,
    subscription_details: { metadata: row.subscriptionMetadata },
    subtotal: row.subtotal,
    subtotal_excluding_tax: row.subtotal - inclusive,
    tax: row.tax,
    test_clock: null,
    total: row.total,
    total_discount_amounts: [],
    total_excluding_tax: row.subtotal - inclusive,
    total_tax_amounts: taxAmounts(taxesByRate(row.lines)),
    transfer_data: null,
    webhooks_delivered_at: row.created,
  };
}

export function renderInvoiceItem(state: StripeState, row: InvoiceItemRow): Json {
  const { line } = row;
  const price = line.price === null ? null : state.get('price', line.price);
  const unit = price?.unitAmountDecimal ?? (line.quantity === 1 ? String(line.amount) : null);
  return {
    id: row.id,
    object: 'invoiceitem',
    amount: line.amount,
    currency: row.currency,
    customer: row.customer,
    date: row.created,
    description: line.description,
    discountable: !line.proration,
    discounts: [],
    invoice: row.invoice,
    livemode: false,
    metadata: line.metadata,
    period: { end: line.periodEnd, start: line.periodStart },
    plan: price === null ? null : renderPlan(price),
    price: price === null ? null : renderPrice(price),
    proration: line.proration,
    quantity: line.quantity ?? 1,
    subscription: line.subscription,
    ...(line.subscriptionItem === null ? {} : { subscription_item: line.subscriptionItem }),
    tax_rates: rates(state, row.taxRates),
    test_clock: null,
    unit_amount: unit !== null && /^-?\d+$/.test(unit) ? Number(unit) : null,
    unit_amount_decimal: unit,
  };
}

export function renderCreditNoteLine(
  state: StripeState,
  note: string,
  line: CreditNoteLine,
  index: number,
): Json {
  return {
    id: lineId('cnli', note, index),
    object: 'credit_note_line_item',
    amount: line.amount,
    amount_excluding_tax: line.amount,
    description: line.description,
    discount_amount: 0,
    discount_amounts: [],
    ...(line.invoiceLine === null ? {} : { invoice_line_item: line.invoiceLine }),
    livemode: false,
    quantity: line.quantity,
    tax_amounts: taxAmounts(line.taxes),
    tax_rates: rates(
      state,
      line.taxes.map((tax) => tax.rate),
    ),
    type: line.type,
    unit_amount: line.unitAmount,
    unit_amount_decimal: line.unitAmount === null ? null : String(line.unitAmount),
    unit_amount_excluding_tax: line.unitAmount === null ? null : String(line.unitAmount),
  };
}

export function renderCreditNote(state: StripeState, row: CreditNoteRow): Json {
  return {
    id: row.id,
    object: 'credit_note',
    amount: row.total,
    amount_shipping: 0,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    customer_balance_transaction: row.balanceTransaction,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: row.effectiveAt,
    invoice: row.invoice,
    lines: listOf(
      `/v1/credit_notes/${row.id}/lines`,
      row.lines
        .slice(0, EMBEDDED_LINES)
        .map((line, index) => renderCreditNoteLine(state, row.id, line, index)),
      row.lines.length > EMBEDDED_LINES,
    ),
    livemode: false,
    memo: row.memo,
    metadata: row.metadata,
    number: row.number,
    out_of_band_amount: row.outOfBandAmount,
    pdf: `https://pay.stripe.com/credit_notes/${state.accountId}/test_${row.id}/pdf`,
    reason: row.reason,
    refund: row.refund,
    shipping_cost: null,
    status: row.status,
    subtotal: row.subtotal,
    subtotal_excluding_tax: row.subtotal,
    tax_amounts: taxAmounts(taxesByRate(row.lines)),
    total: row.total,
    total_excluding_tax: row.subtotal,
    type: row.type,
    voided_at: row.voidedAt,
  };
}

function taxAmounts(taxes: readonly LineTax[]): Json[] {
  return taxes.map((tax) => ({
    amount: tax.amount,
    inclusive: tax.inclusive,
    tax_rate: tax.rate,
    taxability_reason: tax.reason,
    taxable_amount: tax.taxable,
  }));
}

function rates(state: StripeState, ids: readonly string[]): Json[] {
  return ids.map((id) => renderTaxRate(state.get('tax_rate', id)));
}
