import { EntityRepository } from '#core/storage/repositories/entities.ts';
import { everyOffer, type Offer } from '#core/mapping/coverage.ts';
import type { Core } from '../create-core.ts';

/**
 * What can be billed: every product that billing offers, in every legal entity, in each currency and with each tax code
 * that the entity's documents show.
 */
export function offersOf(core: Core): readonly Offer[] {
  const entities = new EntityRepository(core.store);
  const billing = new Set(core.connections.rows.filter(({ role }) => role === 'billing').map(({ id }) => id));
  // A record with a price is one of a product's prices; the product itself stands beside it.
  const products = new Set(
    entities
      .ofKind('product')
      .filter(({ connectionId, entity }) => billing.has(connectionId) && entity.isActive)
      .filter(({ entity }) => entity.price === null)
      .map(({ entity }) => entity.code),
  );
  const axes = new Map<string, { readonly currencies: Set<string>; readonly taxCodes: Set<string> }>();
  const documents = [...entities.ofKind('invoice'), ...entities.ofKind('credit-note')];
  for (const { entity } of documents) {
    const legalEntity = 'legalEntity' in entity ? entity.legalEntity : null;
    if (legalEntity === null) continue;
    const axis = axes.get(legalEntity) ?? { currencies: new Set<string>(), taxCodes: new Set<string>() };
    axes.set(legalEntity, axis);
    axis.currencies.add(entity.total.currency);
    for (const { taxCode } of entity.lines) axis.taxCodes.add(taxCode);
  }
  return [...axes].flatMap(([legalEntity, { currencies, taxCodes }]) =>
    everyOffer({
      products: [...products].sort(),
      legalEntities: [legalEntity],
      currencies: [...currencies].sort(),
      taxCodes: [...taxCodes].sort(),
    }),
  );
}
