import { addDays, dayNumber } from '../domain/day.ts';
import { periodValue } from '../domain/recurring-value.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { type Decision, nothingToDo } from './decision.ts';

const dayMs = 86_400_000;
/** Billing makes an invoice final within two days of the day on which a period begins. */
const invoicedWithinDays = 2;

/** A live subscription is invoiced when each of its periods begins; a period without an invoice is revenue not billed. */
export function decideSubscription(books: Books, stored: StoredEntity<'subscription'>): Decision {
  const { entity: subscription, connectionId } = stored;
  const { currentPeriodStartOn: periodStartOn, status } = subscription;
  const isBilled = status === 'active' || status === 'past-due' || status === 'unpaid';
  const expected = periodValue(subscription);
  if (stored.isDeleted || !isBilled || periodStartOn === null || expected === null) return nothingToDo;
  const goLiveOn = books.policy.goLiveOn();
  if (goLiveOn !== null && periodStartOn < goLiveOn) return nothingToDo;
  const invoice = books.entities
    .childrenOf(stored.externalId, 'invoice')
    .filter((child) => child.connectionId === connectionId && child.entity.status !== 'draft')
    .find(({ entity }) => entity.issuedOn !== null && entity.issuedOn >= periodStartOn);
  return {
    ...nothingToDo,
    expectations: [
      {
        type: 'subscription-to-invoice',
        dueAtMs: dayNumber(addDays(periodStartOn, invoicedWithinDays)) * dayMs,
        legalEntity: subscription.legalEntity,
        amount: expected,
        metBy: invoice?.id ?? null,
      },
    ],
  };
}
