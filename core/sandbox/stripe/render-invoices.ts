import { scaledDecimal } from './arithmetic.ts';
import { lineId } from './ids.ts';
import { taxesByRate } from './invoice-lines.ts';
import { type Json, listOf, renderPlan, renderPrice, renderTaxRate } from './render-parties.ts';
import type { InvoiceItemRow, InvoiceLine, InvoiceRow, LineTax } from './rows.ts';
import type { StripeState } from './state.ts';

/** Stripe embeds the first ten lines; the rest is on the lines' own list. */
export const EMBEDDED_LINES = 10;

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

/** Members of an invoice that this account never uses. */
const UNUSED_BY_INVOICES = {
  account_country: 'US',
  account_name: 'Northwind Metrics',
  account_tax_ids: null,
  amount_shipping: 0,
  application: null,
  application_fee_amount: null,
  automatic_tax: { enabled: false, status: null },
  custom_fields: null,
  customer_shipping: null,
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  discount: null,
  discounts: [],
  footer: null,
  from_invoice: null,
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  next_payment_attempt: null,
  on_behalf_of: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  quote: null,
  receipt_number: null,
  rendering_options: null,
  shipping_cost: null,
  shipping_details: null,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  transfer_data: null,
};

export function renderInvoice(state: StripeState, row: InvoiceRow): Json {
  const finalized = row.finalizedAt !== null;
  const page = `https://invoice.stripe.com/i/${state.accountId}/test_${row.id}`;
  return {
    id: row.id,
    object: 'invoice',
    ...UNUSED_BY_INVOICES,
    ...invoiceAmounts(row),
    attempt_count: row.attemptCount,
    attempted: row.attemptCount > 0 || row.status === 'paid',
    auto_advance: row.autoAdvance && (row.status === 'draft' || row.status === 'open'),
    billing_reason: row.billingReason,
    charge: row.charge,
    collection_method: row.collectionMethod,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    ...printedMembers(row),
    default_tax_rates: rates(state, row.defaultTaxRates),
    description: row.description,
    due_date: row.dueDate,
    effective_at: row.effectiveAt,
    hosted_invoice_url: finalized ? page : null,
    invoice_pdf: finalized ? `${page}/pdf` : null,
    lines: listOf(
      `/v1/invoices/${row.id}/lines`,
      row.lines.slice(0, EMBEDDED_LINES).map((line, index) => renderInvoiceLine(state, row.id, line, index)),
      row.lines.length > EMBEDDED_LINES,
    ),
    metadata: row.metadata,
    number: row.number,
    paid: row.status === 'paid',
    paid_out_of_band: row.paidOutOfBand,
    payment_intent: row.paymentIntent,
    period_end: row.periodEnd,
    period_start: row.periodStart,
    status: row.status,
    status_transitions: {
      finalized_at: row.finalizedAt,
      marked_uncollectible_at: row.uncollectibleAt,
      paid_at: row.paidAt,
      voided_at: row.voidedAt,
    },
    subscription: row.subscription,
    subscription_details: { metadata: row.subscriptionMetadata },
    webhooks_delivered_at: row.created,
  };
}

function printedMembers({ printed }: InvoiceRow): Json {
  return {
    customer_address: printed.address,
    customer_email: printed.email,
    customer_name: printed.name,
    customer_phone: printed.phone,
    customer_tax_exempt: printed.taxExempt,
  };
}

function invoiceAmounts(row: InvoiceRow): Json {
  const taxes = taxesByRate(row.lines);
  const inclusive = taxes.reduce((sum, tax) => sum + (tax.inclusive ? tax.amount : 0), 0);
  return {
    amount_due: row.amountDue,
    amount_paid: row.amountPaid,
    amount_remaining: row.amountDue - row.amountPaid,
    ending_balance: row.endingBalance,
    post_payment_credit_notes_amount: row.postPaymentCredits,
    pre_payment_credit_notes_amount: row.prePaymentCredits,
    starting_balance: row.startingBalance,
    subtotal: row.subtotal,
    subtotal_excluding_tax: row.subtotal - inclusive,
    tax: row.tax,
    total: row.total,
    total_excluding_tax: row.subtotal - inclusive,
    total_tax_amounts: taxAmounts(taxes),
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

export function taxAmounts(taxes: readonly LineTax[]): Json[] {
  return taxes.map((tax) => ({
    amount: tax.amount,
    inclusive: tax.inclusive,
    tax_rate: tax.rate,
    taxability_reason: tax.reason,
    taxable_amount: tax.taxable,
  }));
}

export function rates(state: StripeState, ids: readonly string[]): Json[] {
  return ids.map((id) => renderTaxRate(state.get('tax_rate', id)));
}
