import { EntityRepository } from '#core/storage/repositories/entities.ts';
import { everyOffer, type Offer } from '#core/mapping/coverage.ts';
import type { Core } from '../create-core.ts';

/**
 * What can be billed: every product that billing offers or billed, in every legal entity, in each currency and with
 * each tax code that the entity's documents show.
 */
export function offersOf(core: Core): readonly Offer[] {
  const entities = new EntityRepository(core.store);
  const codeByExternalId = new Map<string, string>();
  for (const { connectionId, externalId, entity } of entities.ofKind('product')) {
    if (entity.code !== null) codeByExternalId.set(`${connectionId}\n${externalId}`, entity.code);
  }
  const billing = new Set(core.connectionRows.filter(({ role }) => role === 'billing').map(({ id }) => id));
  const products = new Set<string>();
  for (const [key, code] of codeByExternalId) if (billing.has(key.split('\n')[0] ?? '')) products.add(code);
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
