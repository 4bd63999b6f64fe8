import type { Command } from '../domain/command.ts';
import type { CommercialLine, Order, SubscriptionItem } from '../domain/contract.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import type { MappingTrail } from './mapped.ts';
import type { OrderCase } from './order-case.ts';

/** A priced line of an order: what billing sells for it. */
interface PricedLine {
  readonly priceId: string;
  readonly quantity: number | null;
}

/** The billing command for an order, or null when a line has no price mapping (the gap is in the trail). */
export function subscriptionCommand(
  { books, stored, customer, legalEntity, present, trail }: OrderCase,
  billingCustomerId: string,
): Command | null {
  const { entity: order } = stored;
  const contract = {
    contractNumber: order.contractNumber,
    contractVersion: order.contractVersion,
    orderExternalId: stored.externalId,
  };
  if (order.change === 'cancellation') {
    if (!present) return null;
    return {
      type: 'subscription.cancel',
      ...contract,
      subscriptionId: present.externalId,
      baseVersion: order.baseVersion ?? 0,
      cancelOn: order.startOn,
    };
  }
  const lines = priceLines(books, stored, trail);
  if (lines === null) return null;
  if (present) {
    return {
      type: 'subscription.amend',
      ...contract,
      subscriptionId: present.externalId,
      baseVersion: order.baseVersion ?? 0,
      effectiveOn: order.startOn,
      items: changeItems(present.entity.items, lines),
      total: order.total,
    };
  }
  return {
    type: 'subscription.create',
    ...contract,
    customerId: billingCustomerId,
    currency: order.currency,
    crmAccountId: customer.crmAccountId ?? order.customerExternalId,
    legalEntity: legalEntity ?? '',
    startOn: order.startOn,
    endOn: order.endOn,
    items: lines,
    total: order.total,
  };
}

/** The order's lines that are sold once: their billing price does not recur. */
export function oneOffLines({ books, stored, billing, trail }: OrderCase): readonly CommercialLine[] {
  return stored.entity.lines.filter((line) => {
    const priceId = priceIdOf(line.productCode, stored.entity, trail, false);
    const price = priceId === null ? null : books.find(billing, 'product', priceId)?.entity.price;
    return price !== undefined && price !== null && price.interval === null;
  });
}

/** The currency's own price first, then the one for any currency. */
function priceIdOf(
  productCode: string,
  order: Order,
  trail: MappingTrail,
  isRequired: boolean,
): string | null {
  const key = `${productCode}|${order.billing}`;
  const own = trail.optional('price', `${key}|${order.currency}`, 'priceId');
  if (own !== null) return own;
  return isRequired ? trail.require('price', key, 'priceId') : trail.optional('price', key, 'priceId');
}

function priceLines(books: Books, stored: StoredEntity<'order'>, trail: MappingTrail): PricedLine[] | null {
  const { entity: order } = stored;
  const billing = books.connectionOf('billing') ?? '';
  const lines: (PricedLine | null)[] = order.lines.map((line) => {
    const priceId = priceIdOf(line.productCode, order, trail, true);
    if (priceId === null) return null;
    const price = books.find(billing, 'product', priceId)?.entity.price;
    return { priceId, quantity: price?.usage === 'metered' ? null : line.quantity };
  });
  const priced = lines.filter((line) => line !== null);
  return priced.length === lines.length ? priced : null;
}

/** The whole set of items after an amendment: kept and changed ones by their id, new ones without, the rest removed. */
function changeItems(present: readonly SubscriptionItem[], wanted: readonly PricedLine[]) {
  const kept = wanted.map(({ priceId, quantity }) => ({
    itemId: present.find((item) => item.priceExternalId === priceId)?.id ?? null,
    priceId,
    quantity,
    isRemoved: false,
  }));
  const removed = present
    .filter((item) => !wanted.some(({ priceId }) => priceId === item.priceExternalId))
    .map((item) => ({ itemId: item.id, priceId: item.priceExternalId, quantity: null, isRemoved: true }));
  return [...kept, ...removed];
}
