import type { z } from 'zod';
import type { Product } from '#core/domain/contract.ts';
import type { Observation } from '#core/domain/entity.ts';
import type { Money } from '#core/domain/money.ts';
import { stripeMoney } from '../amounts.ts';
import { dayOf, fit } from '../reading.ts';
import { priceSchema } from '../schemas.ts';

/** A price of a product. Without a code of its own it carries the product's id as its code. */
export function translatePrice(value: unknown): Observation<Product> {
  const price = fit(priceSchema, value);
  return {
    externalId: price.id,
    entity: {
      kind: 'product',
      code: price.metadata['product_code'] ?? price.product,
      name: price.nickname ?? '',
      isActive: price.active,
      price: {
        unitAmount: unitAmountOf(price, '$'),
        interval: price.recurring?.interval ?? null,
        usage: price.recurring?.usage_type ?? 'licensed',
        productExternalId: price.product,
      },
    },
    ordering: { by: 'fetched' },
    effectiveOn: dayOf(price.created),
  };
}

/**
 * What one unit costs, or null where no whole amount of minor units says it: tiers, packages of several units, and
 * prices below one minor unit.
 */
export function unitAmountOf(price: z.infer<typeof priceSchema>, path: string): Money | null {
  const isPerUnit = price.billing_scheme === 'per_unit' && (price.transform_quantity ?? null) === null;
  if (!isPerUnit || price.unit_amount === null) return null;
  return stripeMoney(price.unit_amount, price.currency, `${path}.unit_amount`);
}
