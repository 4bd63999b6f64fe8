import { rates } from './render-invoices.ts';
import { type Json, listOf, renderPlan, renderPrice } from './render-parties.ts';
import type { SubscriptionItem, SubscriptionRow } from './rows.ts';
import type { StripeState } from './state.ts';
import type { UsageSummary } from './usage.ts';

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

/** Members of a subscription that this account never uses. */
const UNUSED_BY_SUBSCRIPTIONS = {
  application: null,
  application_fee_percent: null,
  automatic_tax: { enabled: false },
  billing_thresholds: null,
  default_source: null,
  discount: null,
  livemode: false,
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
  test_clock: null,
  transfer_data: null,
  trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
};

export function renderSubscription(state: StripeState, row: SubscriptionRow): Json {
  const url = `/v1/subscription_items?subscription=${row.id}`;
  const items = row.items.map((item) => renderSubscriptionItem(state, item, row.id));
  return {
    id: row.id,
    object: 'subscription',
    ...UNUSED_BY_SUBSCRIPTIONS,
    billing_cycle_anchor: row.billingCycleAnchor,
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
    default_tax_rates: rates(state, row.defaultTaxRates),
    description: row.description,
    ended_at: row.endedAt,
    items: listOf(url, items, false),
    latest_invoice: row.latestInvoice,
    metadata: row.metadata,
    start_date: row.startDate,
    status: row.status,
    trial_end: row.trialEnd,
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
