import type { z } from 'zod';
import type { Subscription, SubscriptionItem } from '#core/domain/contract.ts';
import type { Observation } from '#core/domain/entity.ts';
import { unknownValue } from '#core/connectors/sdk/quarantine.ts';
import { currencyAt, dayOf, dayOrNull, fit, versionAt } from '../reading.ts';
import { type subscriptionItemSchema, subscriptionSchema, type subscriptionStatuses } from '../schemas.ts';
import { unitAmountOf } from './prices.ts';

const statuses: Readonly<Record<(typeof subscriptionStatuses)[number], Subscription['status']>> = {
  active: 'active',
  trialing: 'trialing',
  past_due: 'past-due',
  unpaid: 'unpaid',
  paused: 'paused',
  incomplete: 'incomplete',
  incomplete_expired: 'cancelled',
  canceled: 'cancelled',
};

/**
 * A subscription as fetched now. `metadata.contract_version` numbers the versions of the contract, not the states of the
 * subscription: its status and periods change many times within one version. So the state fetched last is the truth, and
 * the version is an attribute.
 */
export function translateSubscription(value: unknown): Observation<Subscription> {
  const subscription = fit(subscriptionSchema, value);
  const { metadata } = subscription;
  const status = statuses[subscription.status];
  const endedAt = subscription.ended_at ?? subscription.canceled_at;
  const cancelledOn = status === 'cancelled' ? dayOrNull(endedAt) : null;
  return {
    externalId: subscription.id,
    entity: {
      kind: 'subscription',
      customerExternalId: subscription.customer,
      status,
      contractNumber: metadata['contract_number'] ?? null,
      contractVersion: versionAt(metadata),
      orderExternalId: metadata['crm_order_id'] ?? null,
      legalEntity: metadata['legal_entity'] ?? null,
      currency: currencyAt(subscription.currency, '$.currency'),
      startOn: dayOf(subscription.start_date),
      currentPeriodStartOn: dayOf(subscription.current_period_start),
      currentPeriodEndOn: dayOf(subscription.current_period_end),
      cancelOn: dayOrNull(subscription.cancel_at),
      cancelledOn,
      items: subscription.items.data.map(translateItem),
    },
    ordering: { by: 'fetched' },
    effectiveOn: cancelledOn ?? dayOf(subscription.start_date),
  };
}

function translateItem(item: z.infer<typeof subscriptionItemSchema>, index: number): SubscriptionItem {
  const path = `$.items.data[${index}]`;
  const { price } = item;
  const usage = price.recurring?.usage_type ?? 'licensed';
  return {
    id: item.id,
    productExternalId: price.product,
    priceExternalId: price.id,
    quantity: item.quantity ?? unmeasured(usage, path),
    unitAmount: unitAmountOf(price, `${path}.price`),
    interval: price.recurring?.interval ?? null,
    usage,
  };
}

/** A metered item has no quantity of its own: its usage is reported apart. A licensed one must have one. */
function unmeasured(usage: 'licensed' | 'metered', path: string): number {
  return usage === 'metered' ? 0 : unknownValue(`${path}.quantity`, 'absent', ['a whole number']);
}
