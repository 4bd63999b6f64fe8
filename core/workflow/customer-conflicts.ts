import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { type Decision, nothingToDo } from './decision.ts';

/** Where a system contradicts the owner of an attribute. Shown once a customer, on the record that contradicts. */
export function decideCustomer(books: Books, stored: StoredEntity<'customer'>): Decision {
  const customerId = books.customers.idOf(stored.connectionId, stored.externalId);
  if (customerId === null) return nothingToDo;
  const name = books.customers.get(customerId)?.legal_name ?? stored.externalId;
  const conflicts = books.customers
    .conflictsOf(customerId)
    .filter(({ other_system }) => other_system === stored.entity.system);
  return {
    ...nothingToDo,
    exceptions: conflicts.map((conflict) => ({
      code: 'ATTRIBUTE_CONFLICT',
      causeKey: `attribute:${customerId}:${conflict.attribute}`,
      legalEntity: stored.entity.legalEntity,
      period: null,
      amount: null,
      message: `${name}: ${conflict.attribute} is "${conflict.owner_value}" in the ${conflict.owner_system}, which owns it, and "${conflict.other_value}" in the ${conflict.other_system}.`,
      detail: {
        attribute: conflict.attribute,
        owner: conflict.owner_system,
        ownerValue: conflict.owner_value,
        other: conflict.other_system,
        otherValue: conflict.other_value,
      },
    })),
  };
}
