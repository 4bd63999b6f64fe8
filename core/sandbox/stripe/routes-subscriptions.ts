import type { Params } from './params.ts';
import { renderRow } from './render.ts';
import { renderSubscriptionItem, renderUsageSummary } from './render-subscriptions.ts';
import {
  type Call,
  given,
  listArray,
  listTable,
  pageParams,
  pathId,
  retrieve,
  type Route,
  route,
} from './route.ts';
import type { SubscriptionItem, SubscriptionRow } from './rows.ts';
import { searchCall } from './search.ts';
import { invalid, missing } from './stripe-error.ts';
import {
  type CancelInput,
  cancelSubscription,
  type ItemUpdate,
  type SubscriptionChanges,
  updateSubscription,
} from './subscription-changes.ts';
import { createSubscription, type SubscriptionInput, type SubscriptionItemInput } from './subscriptions.ts';

const METHODS = ['charge_automatically', 'send_invoice'] as const;
const PRORATIONS = ['create_prorations', 'always_invoice', 'none'] as const;
const BEHAVIORS = ['allow_incomplete', 'default_incomplete', 'error_if_incomplete'] as const;
const STATUSES = [
  'active',
  'all',
  'canceled',
  'ended',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'paused',
  'trialing',
  'unpaid',
] as const;

function createInput(params: Params): SubscriptionInput {
  const customer = params.required('customer');
  const items = params.objects('items');
  if (items === undefined) throw invalid('Missing required param: items.', 'items', 'parameter_missing');
  params.boolean('off_session');
  const currency = params.text('currency');
  if (currency !== undefined && !/^[a-z]{3}$/.test(currency))
    throw invalid(`Invalid currency: ${currency}`, 'currency');
  return given<SubscriptionInput>({
    customer,
    items: items.map((item) =>
      given<SubscriptionItemInput>({
        price: item.required('price'),
        quantity: item.integer('quantity'),
        metadata: item.metadata(),
        taxRates: item.ids('tax_rates'),
      }),
    ),
    collectionMethod: params.choice('collection_method', METHODS),
    daysUntilDue: params.integer('days_until_due'),
    defaultTaxRates: params.ids('default_tax_rates'),
    defaultPaymentMethod: params.text('default_payment_method'),
    description: params.clearable('description'),
    metadata: params.metadata(),
    billingCycleAnchor: params.instant('billing_cycle_anchor'),
    backdateStartDate: params.instant('backdate_start_date'),
    trialEnd: trialEnd(params),
    cancelAt: params.instant('cancel_at'),
    cancelAtPeriodEnd: params.boolean('cancel_at_period_end'),
    paymentBehavior: params.choice('payment_behavior', BEHAVIORS),
    prorationBehavior: params.choice('proration_behavior', PRORATIONS),
  });
}

function trialEnd(params: Params): number | undefined {
  return params.text('trial_end') === 'now' ? undefined : params.instant('trial_end');
}

function itemUpdate(item: Params): ItemUpdate {
  return given<ItemUpdate>({
    id: item.text('id'),
    price: item.text('price'),
    quantity: item.integer('quantity'),
    metadata: item.metadata(),
    taxRates: item.ids('tax_rates'),
    deleted: item.boolean('deleted'),
  });
}

function changesInput(params: Params): SubscriptionChanges {
  params.boolean('off_session');
  params.choice('payment_behavior', [...BEHAVIORS, 'pending_if_incomplete']);
  return given<SubscriptionChanges>({
    items: params.objects('items')?.map(itemUpdate),
    cancelAtPeriodEnd: params.boolean('cancel_at_period_end'),
    cancelAt: params.text('cancel_at') === '' ? null : params.instant('cancel_at'),
    collectionMethod: params.choice('collection_method', METHODS),
    daysUntilDue: params.integer('days_until_due'),
    defaultTaxRates: params.ids('default_tax_rates'),
    defaultPaymentMethod: params.text('default_payment_method'),
    description: params.clearable('description'),
    metadata: params.metadata(),
    prorationBehavior: params.choice('proration_behavior', PRORATIONS),
    prorationDate: params.instant('proration_date'),
  });
}

function listSubscriptions(call: Call): () => Record<string, unknown> {
  const { params } = call;
  const page = pageParams(params);
  const customer = params.text('customer');
  const status = params.choice('status', STATUSES);
  const price = params.text('price');
  const method = params.choice('collection_method', METHODS);
  const created = params.range('created');
  const matchesStatus = (row: SubscriptionRow): boolean => {
    if (status === 'all') return true;
    if (status === undefined) return row.status !== 'canceled';
    if (status === 'ended') return row.status === 'canceled' || row.status === 'incomplete_expired';
    return row.status === status;
  };
  return () =>
    listTable(call, 'subscription', page, {
      filter: (row) =>
        matchesStatus(row) &&
        (method === undefined || row.collectionMethod === method) &&
        (price === undefined || row.items.some((item) => item.price === price)),
      ...(customer === undefined ? {} : { by: { index: 'customer', value: customer } }),
      ...(created === undefined ? {} : { created }),
    });
}

interface Held {
  readonly subscription: SubscriptionRow;
  readonly item: SubscriptionItem;
}

/** The item wherever it is. */
function heldItem(call: Call, id: string): Held {
  const { tables, ownerOfItem } = call.state;
  const known = tables.subscription.get(ownerOfItem.get(id) ?? '');
  for (const subscription of known === undefined ? tables.subscription.values() : [known]) {
    for (const item of subscription.items) ownerOfItem.set(item.id, subscription.id);
    const item = subscription.items.find((one) => one.id === id);
    if (item !== undefined) return { subscription, item };
  }
  throw missing('subscription_item', id, 'id', 404);
}

function itemResult(call: Call, subscription: SubscriptionRow, id: string): Record<string, unknown> {
  const item = subscription.items.find((one) => one.id === id);
  if (item === undefined) throw missing('subscription_item', id, 'id', 404);
  return renderSubscriptionItem(call.state, item, subscription.id);
}

const items: readonly Route[] = [
  route('GET', '/v1/subscription_items', (call) => {
    const page = pageParams(call.params);
    const id = call.params.required('subscription');
    return () => {
      const row = call.state.find('subscription', id, 'subscription');
      const all = row.items.map((item) => renderSubscriptionItem(call.state, item, row.id));
      return listArray(call, all, page);
    };
  }),
  route('POST', '/v1/subscription_items', (call) => {
    const id = call.params.required('subscription');
    const item = itemUpdate(call.params);
    const prorationBehavior = call.params.choice('proration_behavior', PRORATIONS) ?? 'create_prorations';
    return () => {
      const after = updateSubscription(call.state, id, { items: [item], prorationBehavior });
      return itemResult(call, after, after.items.at(-1)?.id ?? '');
    };
  }),
  route('GET', '/v1/subscription_items/:id', (call) => () => {
    const { subscription, item } = heldItem(call, pathId(call));
    return renderSubscriptionItem(call.state, item, subscription.id);
  }),
  route('POST', '/v1/subscription_items/:id', (call) => {
    const change = itemUpdate(call.params);
    const prorationBehavior = call.params.choice('proration_behavior', PRORATIONS) ?? 'create_prorations';
    return () => {
      const { subscription, item } = heldItem(call, pathId(call));
      const after = updateSubscription(call.state, subscription.id, {
        items: [{ ...change, id: item.id }],
        prorationBehavior,
      });
      return itemResult(call, after, item.id);
    };
  }),
  route('POST', '/v1/subscription_items/:id/usage_records', (call) => {
    const { params } = call;
    params.required('quantity');
    const quantity = params.integer('quantity') as number;
    const timestamp = params.text('timestamp') === 'now' ? undefined : params.instant('timestamp');
    const action = params.choice('action', ['increment', 'set']) ?? 'increment';
    return () => {
      const { item } = heldItem(call, pathId(call));
      if (item.quantity !== null) {
        throw invalid(
          'Cannot create the usage record on a subscription item with a licensed price.',
          'subscription_item',
        );
      }
      const at = timestamp ?? call.state.now();
      const id = call.usage.record(item.id, at, quantity, action);
      return {
        id,
        object: 'usage_record',
        livemode: false,
        quantity,
        subscription_item: item.id,
        timestamp: at,
      };
    };
  }),
  route('GET', '/v1/subscription_items/:id/usage_record_summaries', (call) => {
    const page = pageParams(call.params);
    return () => {
      const { subscription, item } = heldItem(call, pathId(call));
      const span = { start: subscription.currentPeriodStart, end: subscription.currentPeriodEnd };
      const aggregate = call.state.get('price', item.price).recurring?.aggregateUsage ?? 'sum';
      const summaries = call.usage.summaries(item.id, span, aggregate);
      return listArray(call, summaries.map(renderUsageSummary), page);
    };
  }),
];

export const SUBSCRIPTION_ROUTES: readonly Route[] = [
  route('POST', '/v1/subscriptions', (call) => {
    const input = createInput(call.params);
    return () => renderRow(call.state, 'subscription', createSubscription(call.state, input));
  }),
  route('GET', '/v1/subscriptions', listSubscriptions),
  searchCall('subscription', '/v1/subscriptions/search'),
  route('GET', '/v1/subscriptions/:id', retrieve('subscription')),
  route('POST', '/v1/subscriptions/:id', (call) => {
    const changes = changesInput(call.params);
    return () => renderRow(call.state, 'subscription', updateSubscription(call.state, pathId(call), changes));
  }),
  route('DELETE', '/v1/subscriptions/:id', (call) => {
    const details = call.params.object('cancellation_details');
    details?.clearable('comment');
    details?.clearable('feedback');
    const input = given<CancelInput>({
      prorate: call.params.boolean('prorate'),
      invoiceNow: call.params.boolean('invoice_now'),
    });
    return () => renderRow(call.state, 'subscription', cancelSubscription(call.state, pathId(call), input));
  }),
  ...items,
];
