import type { EntityKind } from '../domain/entity.ts';
import type { AnyStoredEntity, StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { decidePayment, decideRefund } from './cash-to-erp.ts';
import { decideCreditNote } from './credit-to-erp.ts';
import { decideCustomer } from './customer-conflicts.ts';
import { type Decision, nothingToDo } from './decision.ts';
import { decideInvoice } from './invoice-to-erp.ts';
import { decideOpportunity } from './opportunity-to-order.ts';
import { decideSubscription } from './subscription-to-invoice.ts';
import { decideOrder } from './order-to-subscription.ts';

type Decide<Kind extends EntityKind> = (books: Books, stored: StoredEntity<Kind>) => Decision;

/** The workflow of each kind that something follows from. */
const deciders: { readonly [Kind in EntityKind]?: Decide<Kind> } = {
  opportunity: decideOpportunity,
  order: decideOrder,
  subscription: decideSubscription,
  invoice: decideInvoice,
  'credit-note': decideCreditNote,
  payment: decidePayment,
  refund: decideRefund,
  customer: decideCustomer,
};

/** Whether anything follows from records of a kind. The others are only remembered, and need not be decided. */
export function isDecided(kind: EntityKind): boolean {
  return deciders[kind] !== undefined;
}

/** Routes a subject to the workflow of its kind. */
export function decideSubject(books: Books, subjectId: string): Decision {
  const stored = books.entities.get(subjectId);
  if (!stored) return nothingToDo;
  // The table gives each kind the workflow that takes it, which a look-up by kind does not tell the compiler.
  const decide = deciders[stored.kind] as ((books: Books, stored: AnyStoredEntity) => Decision) | undefined;
  return decide ? decide(books, stored) : nothingToDo;
}
