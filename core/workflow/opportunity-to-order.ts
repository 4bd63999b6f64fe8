import { addDays, dayNumber } from '../domain/day.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { type Decision, nothingToDo } from './decision.ts';

const dayMs = 86_400_000;

/** A won deal has a signed order the day after; without one nothing is ever billed for it. */
export function decideOpportunity(books: Books, stored: StoredEntity<'opportunity'>): Decision {
  const { entity: opportunity } = stored;
  if (stored.isDeleted || !opportunity.isWon || opportunity.closedOn === null) return nothingToDo;
  const [order] = books.entities
    .childrenOf(stored.externalId, 'order')
    .filter(({ connectionId }) => connectionId === stored.connectionId);
  return {
    ...nothingToDo,
    expectations: [
      {
        type: 'opportunity-to-order',
        dueAtMs: dayNumber(addDays(opportunity.closedOn, 2)) * dayMs,
        legalEntity: opportunity.legalEntity,
        amount: opportunity.amount,
        metBy: order?.id ?? null,
      },
    ],
  };
}
