import type { Product } from '#core/domain/contract.ts';
import type { Observation } from '#core/domain/entity.ts';
import { parseRecord, type SourceRecord } from '#core/connectors/sdk/index.ts';
import { changedAt } from '../reading.ts';
import { productSchema } from '../schemas.ts';

export function translateProduct(record: SourceRecord): Observation<Product> {
  const product = parseRecord(record, productSchema, 'exact');
  const at = changedAt(product.SystemModstamp);
  return {
    externalId: product.Id,
    entity: {
      kind: 'product',
      code: product.ProductCode,
      name: product.Name,
      isActive: product.IsActive && !product.IsDeleted,
      price: null,
    },
    ordering: { by: 'instant', at },
    effectiveOn: at.slice(0, 10),
    isDeleted: product.IsDeleted,
  };
}
