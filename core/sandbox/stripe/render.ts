import { unreachable } from '#core/base/assert.ts';
import type { EventRow } from './event-log.ts';
import { renderCreditNote } from './render-credit-notes.ts';
import { renderInvoice, renderInvoiceItem } from './render-invoices.ts';
import { renderSubscription } from './render-subscriptions.ts';
import {
  type Json,
  listOf,
  methodDetails,
  renderBalanceTransaction,
  renderCustomer,
  renderPaymentMethod,
  renderPrice,
  renderProduct,
  renderTaxRate,
  renderWebhookEndpoint,
} from './render-parties.ts';
import type { ChargeRow, Kind, PaymentIntentRow, RefundRow, Row, RowByKind } from './rows.ts';
import { API_VERSION, type StripeState } from './state.ts';

/** The version up to which charges carried their refunds unasked. */
const REFUNDS_EMBEDDED_BEFORE = '2022-11-15';

/** A row as Stripe's JSON, in the API version given (newer behaviour when absent). */
export function renderRow(state: StripeState, kind: Kind, row: Row, apiVersion = API_VERSION): Json {
  switch (kind) {
    case 'customer':
      return renderCustomer(row as RowByKind['customer']);
    case 'product':
      return renderProduct(row as RowByKind['product']);
    case 'price':
      return renderPrice(row as RowByKind['price']);
    case 'tax_rate':
      return renderTaxRate(row as RowByKind['tax_rate']);
    case 'subscription':
      return renderSubscription(state, row as RowByKind['subscription']);
    case 'invoice':
      return renderInvoice(state, row as RowByKind['invoice']);
    case 'invoiceitem':
      return renderInvoiceItem(state, row as RowByKind['invoiceitem']);
    case 'credit_note':
      return renderCreditNote(state, row as RowByKind['credit_note']);
    case 'charge':
      return renderCharge(state, row as RowByKind['charge'], apiVersion);
    case 'payment_intent':
      return renderPaymentIntent(row as RowByKind['payment_intent']);
    case 'refund':
      return renderRefund(row as RowByKind['refund']);
    case 'customer_balance_transaction':
      return renderBalanceTransaction(row as RowByKind['customer_balance_transaction']);
    case 'payment_method':
      return renderPaymentMethod(row as RowByKind['payment_method']);
    case 'webhook_endpoint':
      return renderWebhookEndpoint(row as RowByKind['webhook_endpoint']);
    default:
      return unreachable(kind);
  }
}

/** An event as listed and delivered: its object as it was, in the version of the event's creation. */
export function renderEvent(state: StripeState, event: EventRow, pendingWebhooks = 0): Json {
  const object = renderRow(state, event.kind, event.row, event.apiVersion);
  const before = event.before === null ? null : renderRow(state, event.kind, event.before, event.apiVersion);
  return {
    id: state.events.idOf(event),
    object: 'event',
    api_version: event.apiVersion,
    created: event.created,
    data: {
      object,
      ...(before === null ? {} : { previous_attributes: previousAttributes(before, object) }),
    },
    livemode: false,
    pending_webhooks: pendingWebhooks,
    request: { id: event.requestId, idempotency_key: event.idempotencyKey },
    type: event.type,
  };
}

function previousAttributes(before: Json, after: Json): Json {
  const changed = Object.keys(after).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  return Object.fromEntries(changed.map((key) => [key, before[key] ?? null]));
}

export function refundsOf(state: StripeState, charge: string): Json {
  const page = state.tables.refund.list({ limit: 10, by: { index: 'charge', value: charge } });
  return listOf(`/v1/charges/${charge}/refunds`, page.rows.map(renderRefund), page.hasMore);
}

/** Members of a charge that this account never uses. */
const UNUSED_BY_CHARGES = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  calculated_statement_descriptor: null,
  destination: null,
  dispute: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
};

function renderCharge(state: StripeState, row: ChargeRow, apiVersion: string): Json {
  const paid = row.status === 'succeeded';
  const customer = row.customer === null ? null : state.tables.customer.get(row.customer);
  return {
    id: row.id,
    object: 'charge',
    ...UNUSED_BY_CHARGES,
    amount: row.amount,
    amount_captured: paid ? row.amount : 0,
    amount_refunded: row.amountRefunded,
    balance_transaction: paid ? `txn_${row.id.slice(3)}` : null,
    billing_details: { address: null, email: null, name: customer?.name ?? null, phone: null },
    captured: paid,
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    description: row.description,
    failure_code: row.failureCode,
    failure_message: row.failureMessage,
    invoice: row.invoice,
    metadata: row.metadata,
    outcome: {
      network_status: paid ? 'approved_by_network' : 'declined_by_network',
      reason: row.failureCode,
      risk_level: 'normal',
      seller_message: paid
        ? 'Payment complete.'
        : 'The bank did not return any further details with this decline.',
      type: paid ? 'authorized' : 'issuer_declined',
    },
    paid,
    payment_intent: row.paymentIntent,
    payment_method: row.paymentMethod,
    payment_method_details: methodDetails(row.methodType),
    refunded: paid && row.amountRefunded === row.amount,
    ...(apiVersion < REFUNDS_EMBEDDED_BEFORE ? { refunds: refundsOf(state, row.id) } : {}),
    status: row.status,
  };
}

function renderPaymentIntent(row: PaymentIntentRow): Json {
  return {
    id: row.id,
    object: 'payment_intent',
    amount: row.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: row.amountReceived,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: row.canceledAt,
    cancellation_reason: row.cancellationReason,
    capture_method: 'automatic',
    client_secret: `${row.id}_secret_sandbox`,
    confirmation_method: 'automatic',
    created: row.created,
    currency: row.currency,
    customer: row.customer,
    description: row.description,
    invoice: row.invoice,
    last_payment_error: null,
    latest_charge: row.latestCharge,
    livemode: false,
    metadata: row.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: row.paymentMethod,
    payment_method_options: {},
    payment_method_types: ['card'],
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function renderRefund(row: RefundRow): Json {
  return {
    id: row.id,
    object: 'refund',
    amount: row.amount,
    balance_transaction: row.status === 'succeeded' ? `txn_${row.id.slice(3)}` : null,
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    ...(row.failureReason === null ? {} : { failure_reason: row.failureReason }),
    metadata: row.metadata,
    payment_intent: row.paymentIntent,
    reason: row.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: row.status,
    transfer_reversal: null,
  };
}
