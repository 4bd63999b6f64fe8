import type { Product } from '#core/domain/contract.ts';
import type { Observation } from '#core/domain/entity.ts';
import { dayOf, fit } from '../reading.ts';
import { productSchema } from '../schemas.ts';

/** A product. Its code is `metadata.product_code`; without one the vendor's id stands in, which no mapping will know. */
export function translateProduct(value: unknown): Observation<Product> {
  const product = fit(productSchema, value);
  return {
    externalId: product.id,
    entity: {
      kind: 'product',
      code: product.metadata['product_code'] ?? product.id,
      name: product.name,
      isActive: product.active,
      price: null,
    },
    ordering: { by: 'fetched' },
    effectiveOn: dayOf(product.updated),
  };
}
