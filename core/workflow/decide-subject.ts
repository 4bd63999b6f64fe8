import type { Books } from './books.ts';
import { decidePayment, decideRefund } from './cash-to-erp.ts';
import { decideCreditNote } from './credit-to-erp.ts';
import { decideCustomer } from './customer-conflicts.ts';
import { type Decision, nothingToDo } from './decision.ts';
import { decideInvoice } from './invoice-to-erp.ts';
import { decideOpportunity } from './opportunity-to-order.ts';
import { decideSubscription } from './subscription-to-invoice.ts';
import { decideOrder } from './order-to-subscription.ts';

/** Routes a subject to the workflow of its kind. Kinds that nothing follows from are only remembered. */
export function decideSubject(books: Books, subjectId: string): Decision {
  const stored = books.entities.get(subjectId);
  if (!stored) return nothingToDo;
  switch (stored.kind) {
    case 'opportunity':
      return decideOpportunity(books, stored);
    case 'order':
      return decideOrder(books, stored);
    case 'subscription':
      return decideSubscription(books, stored);
    case 'invoice':
      return decideInvoice(books, stored);
    case 'credit-note':
      return decideCreditNote(books, stored);
    case 'payment':
      return decidePayment(books, stored);
    case 'refund':
      return decideRefund(books, stored);
    case 'customer':
      return decideCustomer(books, stored);
    default:
      return nothingToDo;
  }
}
