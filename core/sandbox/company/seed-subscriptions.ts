import { present } from '#core/base/assert.ts';
import { useCurrency } from '../stripe/customers.ts';
import type { SubscriptionRow } from '../stripe/rows.ts';
import type { StripeStore } from '../stripe/store.ts';
import { newItem } from '../stripe/subscriptions.ts';
import type { ProductCode } from './catalogue.ts';
import type { Customer, Subscription } from './company-model.ts';
import type { SampleCurrency, TaxCodeKey } from './legal-entities.ts';
import type { CrmIds } from './seed-crm.ts';

/** Days a customer has to pay. */
export const DUE_IN_DAYS = 30;

/** Ids of billing's catalogue: prices by "NW-SEAT-A:EUR", tax rates by code. */
export interface BillingCatalogue {
  readonly prices: ReadonlyMap<string, string>;
  readonly taxRates: ReadonlyMap<TaxCodeKey, string>;
}

/** A customer as billing has it. */
export interface BilledParty {
  readonly store: StripeStore;
  readonly catalogue: BillingCatalogue;
  readonly customer: Customer;
  readonly customerId: string;
}

/** The id of the product's price in the currency. */
export function priceOf(catalogue: BillingCatalogue, product: ProductCode, currency: SampleCurrency): string {
  return present(catalogue.prices.get(`${product}:${currency}`), `no price of ${product} in ${currency}`);
}

/** As it was when it began: before its last amendment, in the period of the first sample month. */
export function insertSubscription(party: BilledParty, plan: Subscription, crm: CrmIds): SubscriptionRow {
  const { store, catalogue, customer, customerId } = party;
  const { state } = store;
  const currency = customer.currency.toLowerCase();
  const startS = plan.startMs / 1000;
  const version = plan.amended?.versionBefore ?? plan.contractVersion;
  const planned = plan.amended?.itemsBefore ?? plan.items;
  const taxRate = catalogue.taxRates.get(customer.market.taxCode);
  return state.during({ atMs: plan.startMs }, () => {
    useCurrency(state, state.get('customer', customerId), currency);
    const items = planned.map((item) =>
      newItem(state, {
        price: priceOf(catalogue, item.product, customer.currency),
        ...(item.quantity === null ? {} : { quantity: item.quantity }),
      }),
    );
    return state.insert(
      'subscription',
      {
        ...state.fresh('sub'),
        customer: customerId,
        items,
        status: 'active',
        currency,
        collectionMethod: 'send_invoice',
        daysUntilDue: DUE_IN_DAYS,
        startDate: startS,
        billingCycleAnchor: startS,
        currentPeriodStart: plan.periodStartMs / 1000,
        currentPeriodEnd: plan.periodEndMs / 1000,
        cancelAt: null,
        cancelAtPeriodEnd: false,
        canceledAt: null,
        endedAt: null,
        trialStart: null,
        trialEnd: null,
        defaultTaxRates: taxRate === undefined ? [] : [taxRate],
        defaultPaymentMethod: null,
        latestInvoice: null,
        description: null,
        metadata: metadataOf(party, plan, crm, version),
      },
      'customer.subscription.created',
    );
  });
}

function metadataOf({ customer }: BilledParty, plan: Subscription, crm: CrmIds, version: number) {
  return {
    contract_number: plan.contractNumber,
    contract_version: String(version),
    crm_order_id: orderIdOf(crm, plan, version),
    crm_account_id: crm.accountId,
    legal_entity: customer.entity,
  };
}

function orderIdOf(crm: CrmIds, plan: Subscription, version: number): string {
  const key = plan.orderKey.replace(/\/O\d+$/, `/O${version}`);
  return present(crm.orderIds.get(key), `no order ${key}`);
}

/** The last amendment, usage of the period that runs, and the end where there was one. */
export function finishSubscription(party: BilledParty, plan: Subscription, id: string, crm: CrmIds): void {
  const { store } = party;
  const { state } = store;
  if (plan.amended !== null) {
    state.during({ atMs: plan.amended.atMs }, () => {
      const row = state.get('subscription', id);
      const items = row.items.map((item, index) => ({
        ...item,
        quantity: plan.items[index]?.quantity ?? null,
      }));
      const metadata = metadataOf(party, plan, crm, plan.contractVersion);
      state.update('subscription', id, { items, metadata }, 'customer.subscription.updated');
    });
  }
  const running = state.get('subscription', id).currentPeriodStart * 1000;
  const [item] = state.get('subscription', id).items;
  for (const report of plan.usage) {
    if (report.atMs >= running && item !== undefined) store.usage.record(item.id, report.units, report.atMs);
  }
  if (plan.canceledAtMs !== null) store.subscriptions.cancel(id, {}, plan.canceledAtMs);
}
