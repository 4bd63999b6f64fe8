import { nextBoundary } from './arithmetic.ts';
import { attach, mergeMetadata } from './customers.ts';
import type { LineInput } from './invoice-lines.ts';
import { createInvoice, createInvoiceItem, finalizeInvoice, pendingItems } from './invoices.ts';
import { attemptInvoice } from './payments.ts';
import type { CollectionMethod, InvoiceRow, Metadata, SubscriptionItem, SubscriptionRow } from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid, missing } from './stripe-error.ts';
import { commonCycle, type ItemChange, itemLines, prorationLines, usageLine } from './subscription-lines.ts';
import { billNow, newItem, type ProrationBehavior, type SubscriptionItemInput } from './subscriptions.ts';
import type { UsageBook } from './usage.ts';

export interface ItemUpdate extends Partial<SubscriptionItemInput> {
  /** Takes the item off the subscription. */
  readonly deleted?: boolean;
}

export interface SubscriptionChanges {
  /** Items with an id change, those without are added; items not named stay. */
  readonly items?: readonly ItemUpdate[];
  readonly cancelAtPeriodEnd?: boolean;
  /** Unix seconds; null takes the cancellation back. */
  readonly cancelAt?: number | null;
  readonly collectionMethod?: CollectionMethod;
  readonly daysUntilDue?: number;
  readonly defaultTaxRates?: readonly string[];
  readonly defaultPaymentMethod?: string;
  readonly description?: string | null;
  readonly metadata?: Metadata | null;
  readonly prorationBehavior?: ProrationBehavior;
  readonly prorationDate?: number;
}

export function updateSubscription(
  state: StripeState,
  id: string,
  changes: SubscriptionChanges,
): SubscriptionRow {
  const row = state.find('subscription', id, 'id', 404);
  refuseEnded(row);
  const {
    items,
    prorationBehavior,
    prorationDate,
    metadata,
    defaultPaymentMethod,
    cancelAt: _at,
    ...plain
  } = changes;
  const behavior = prorationBehavior ?? 'create_prorations';
  const changed = items === undefined ? { items: row.items, changes: [] } : changeItems(state, row, items);
  const at = prorationDate ?? state.now();
  if (at < row.currentPeriodStart || at > row.currentPeriodEnd) {
    throw invalid('Cannot specify `proration_date` outside of the current period.', 'proration_date');
  }
  if (behavior !== 'none') addProrations(state, row, prorationLines(state, row, changed.changes, at));
  const after = state.update(
    'subscription',
    id,
    {
      ...plain,
      items: changed.items,
      ...cancellation(state, row, changes),
      ...(defaultPaymentMethod === undefined
        ? {}
        : { defaultPaymentMethod: attach(state, defaultPaymentMethod, row.customer).id }),
      metadata: mergeMetadata(row.metadata, metadata),
    },
    'customer.subscription.updated',
  );
  if (behavior !== 'always_invoice' || changed.changes.length === 0) return after;
  const invoice = billNow(state, after, [], 'subscription_update', (latestInvoice) => {
    state.update('subscription', id, { latestInvoice }, 'customer.subscription.updated');
  });
  if (invoice.status === 'open' && invoice.collectionMethod === 'charge_automatically')
    attemptInvoice(state, invoice);
  return state.get('subscription', id);
}

function refuseEnded(row: SubscriptionRow): void {
  if (row.status !== 'canceled' && row.status !== 'incomplete_expired') return;
  const message = 'A canceled subscription can only update its cancellation_details and metadata.';
  throw invalid(message, undefined, 'subscription_canceled');
}

function cancellation(
  state: StripeState,
  row: SubscriptionRow,
  changes: SubscriptionChanges,
): Partial<SubscriptionRow> {
  if (changes.cancelAtPeriodEnd === true) {
    return { cancelAtPeriodEnd: true, cancelAt: row.currentPeriodEnd, canceledAt: state.now() };
  }
  if (changes.cancelAt !== undefined && changes.cancelAt !== null) {
    if (changes.cancelAt <= state.now()) throw invalid('`cancel_at` must be in the future.', 'cancel_at');
    return { cancelAtPeriodEnd: false, cancelAt: changes.cancelAt, canceledAt: state.now() };
  }
  if (changes.cancelAtPeriodEnd === false || changes.cancelAt === null) {
    return { cancelAtPeriodEnd: false, cancelAt: null, canceledAt: null };
  }
  return {};
}

function changeItems(
  state: StripeState,
  row: SubscriptionRow,
  updates: readonly ItemUpdate[],
): { readonly items: readonly SubscriptionItem[]; readonly changes: readonly ItemChange[] } {
  const items = new Map(row.items.map((item) => [item.id, item]));
  const changes: ItemChange[] = [];
  for (const update of updates) {
    const before = update.id === undefined ? null : (items.get(update.id) ?? null);
    if (update.id !== undefined && before === null)
      throw missing('subscription item', update.id, 'items[0][id]');
    if (update.deleted === true && before !== null) {
      items.delete(before.id);
      changes.push({ before, after: null });
      continue;
    }
    const after = before === null ? addedItem(state, update) : changedItem(state, before, update);
    items.set(after.id, after);
    const billed = before === null || before.price !== after.price || before.quantity !== after.quantity;
    if (billed) changes.push({ before, after });
  }
  const remaining = [...items.values()];
  const cycle = commonCycle(remaining.map((item) => state.get('price', item.price)));
  const current = commonCycle(row.items.map((item) => state.get('price', item.price)));
  if (cycle.interval !== current.interval || cycle.intervalCount !== current.intervalCount) {
    throw invalid(
      'This sandbox does not change the billing interval of a subscription; cancel and create.',
      'items',
    );
  }
  return { items: remaining, changes };
}

function addedItem(state: StripeState, update: ItemUpdate): SubscriptionItem {
  if (update.price === undefined)
    throw invalid('Missing required param: items[0][price].', 'items', 'parameter_missing');
  return newItem(state, { ...update, price: update.price });
}

function changedItem(state: StripeState, before: SubscriptionItem, update: ItemUpdate): SubscriptionItem {
  const price = update.price === undefined ? before.price : state.find('price', update.price, 'price').id;
  const metered = state.get('price', price).recurring?.usageType === 'metered';
  return {
    ...before,
    price,
    quantity: metered ? null : (update.quantity ?? before.quantity ?? 1),
    taxRates: update.taxRates ?? before.taxRates,
    metadata: mergeMetadata(before.metadata, update.metadata),
  };
}

function addProrations(state: StripeState, row: SubscriptionRow, lines: readonly LineInput[]): void {
  for (const line of lines) {
    const rates =
      line.taxRates !== undefined && line.taxRates.length > 0 ? line.taxRates : row.defaultTaxRates;
    createInvoiceItem(state, { ...line, customer: row.customer, currency: row.currency, taxRates: rates });
  }
}

export interface CancelInput {
  readonly prorate?: boolean;
  readonly invoiceNow?: boolean;
}

/** Ends the subscription now. Without `prorate` its pending prorations are removed, as Stripe does. */
export function cancelSubscription(state: StripeState, id: string, input: CancelInput = {}): SubscriptionRow {
  const row = state.find('subscription', id, 'id', 404);
  if (row.status === 'canceled') throw missing('subscription', id, 'id', 404);
  if (input.prorate === true) {
    const ended = row.items.map((before) => ({ before, after: null }));
    addProrations(state, row, prorationLines(state, row, ended, state.now()));
  } else {
    const stale = pendingItems(state, row.customer).filter((item) => item.line.subscription === id);
    for (const item of stale) state.remove('invoiceitem', item.id);
  }
  if (input.invoiceNow === true && pendingItems(state, row.customer).length > 0) {
    const invoice = billNow(state, row, [], 'manual', (latestInvoice) => {
      state.update('subscription', id, { latestInvoice });
    });
    if (invoice.status === 'open' && invoice.collectionMethod === 'charge_automatically')
      attemptInvoice(state, invoice);
  }
  return endSubscription(state, id);
}

function endSubscription(state: StripeState, id: string): SubscriptionRow {
  const now = state.now();
  const row = state.get('subscription', id);
  return state.update(
    'subscription',
    id,
    { status: 'canceled', canceledAt: row.canceledAt ?? now, endedAt: now },
    'customer.subscription.deleted',
  );
}

/** Moves the subscription into its next period and drafts its invoice; or ends it where it was to end. */
export function cycleSubscription(state: StripeState, usage: UsageBook, id: string): InvoiceRow | null {
  const row = state.get('subscription', id);
  refuseEnded(row);
  const cycle = commonCycle(row.items.map((item) => state.get('price', item.price)));
  const ended = { start: row.currentPeriodStart, end: row.currentPeriodEnd };
  const ends = row.cancelAt !== null && row.cancelAt <= ended.end;
  const next = {
    start: ended.end,
    end: nextBoundary(row.billingCycleAnchor, cycle.interval, cycle.intervalCount, ended.end),
  };
  const metered = row.items
    .filter((item) => item.quantity === null)
    .map((item) => ({ item, used: usage.closePeriod(item, ended, aggregateOf(state, item)) }));
  const usageLines = metered.map(({ item, used }) => usageLine(state, row, item, ended, used));
  if (ends && usageLines.length === 0) {
    endSubscription(state, id);
    return null;
  }
  const licensed = { ...row, items: row.items.filter((item) => item.quantity !== null) };
  const lines = ends ? usageLines : [...usageLines, ...itemLines(state, licensed, next)];
  const invoice = createInvoice(state, {
    customer: row.customer,
    subscription: id,
    lines,
    includePending: true,
    billingReason: 'subscription_cycle',
    autoAdvance: true,
    periodStart: ended.start,
    periodEnd: ended.end,
  });
  for (const { item } of metered) usage.billed(item.id, ended, invoice.id);
  const moved = ends ? {} : { currentPeriodStart: next.start, currentPeriodEnd: next.end };
  const status = row.status === 'trialing' ? ('active' as const) : row.status;
  state.update(
    'subscription',
    id,
    { ...moved, status, latestInvoice: invoice.id },
    'customer.subscription.updated',
  );
  if (ends) endSubscription(state, id);
  return state.draftMs === 0 ? advanceDraft(state, invoice.id) : invoice;
}

function aggregateOf(state: StripeState, item: SubscriptionItem): 'sum' | 'last_during_period' | 'max' {
  return state.get('price', item.price).recurring?.aggregateUsage ?? 'sum';
}

/** What Stripe does with a draft by itself about an hour later: finalise it and, if it may, charge. */
export function advanceDraft(state: StripeState, invoiceId: string): InvoiceRow {
  const invoice = finalizeInvoice(state, invoiceId);
  if (invoice.status !== 'open' || invoice.collectionMethod !== 'charge_automatically') return invoice;
  const customer = state.get('customer', invoice.customer);
  const subscription = invoice.subscription === null ? null : state.get('subscription', invoice.subscription);
  if ((subscription?.defaultPaymentMethod ?? customer.defaultPaymentMethod) === null) return invoice;
  return attemptInvoice(state, invoice).invoice;
}
