import type { Application } from '../domain/command.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { appliedTo, sentTo } from './invoice-settlement.ts';

/** An ERP document that is open in the customer's favour, with what is left of it. */
interface OpenCredit {
  readonly documentId: string;
  leftMinor: bigint;
}

/**
 * What a refund settles in the ERP: open credit memos of its invoice, oldest first, and then what its payment brought in beyond the
 * invoice. What other refunds were sent with is a fact; those that wait take their part in the order in which they were made.
 */
export function refundApplications(books: Books, refund: StoredEntity<'refund'>): readonly Application[] {
  const { connectionId, entity } = refund;
  const payment = books.find(connectionId, 'payment', entity.paymentExternalId);
  const invoiceId = payment?.entity.invoiceExternalId ?? null;
  const invoice = invoiceId === null ? null : books.find(connectionId, 'invoice', invoiceId);
  const open = [...(invoice ? openMemos(books, invoice) : []), ...(payment ? unapplied(books, payment) : [])];
  const waiting: StoredEntity<'refund'>[] = [];
  for (const other of otherRefunds(books, refund, invoice, payment)) {
    const sent = open.map(({ documentId }) => sentTo(books, other.id, documentId));
    if (sent.every((minor) => minor === null)) waiting.push(other);
    for (const [at, credit] of open.entries()) credit.leftMinor -= sent[at] ?? 0n;
  }
  for (const other of waiting) if (comesBefore(other, refund)) take(open, other.entity.amount.minor);
  return take(open, entity.amount.minor).map(({ documentId, minor }) => ({
    documentId,
    amount: { minor, currency: entity.amount.currency },
  }));
}

/** Uses up open credits in their order, up to an amount; says what of each. */
function take(open: readonly OpenCredit[], amountMinor: bigint): { documentId: string; minor: bigint }[] {
  const taken: { documentId: string; minor: bigint }[] = [];
  let left = amountMinor;
  for (const credit of open) {
    const part = credit.leftMinor < left ? credit.leftMinor : left;
    if (part <= 0n) continue;
    credit.leftMinor -= part;
    left -= part;
    taken.push({ documentId: credit.documentId, minor: part });
  }
  return taken;
}

function openMemos(books: Books, invoice: StoredEntity<'invoice'>): OpenCredit[] {
  return books.entities.childrenOf(invoice.externalId, 'credit-note').flatMap((note) => {
    const posted = books.postedDocument(note.id, 'credit-memo.post');
    if (!posted?.documentId) return [];
    const usedUp = appliedToInvoice(books, invoice, note, posted.documentId);
    return [{ documentId: posted.documentId, leftMinor: note.entity.total.minor - usedUp }];
  });
}

/** What of a payment was more than its invoice took. */
function unapplied(books: Books, payment: StoredEntity<'payment'>): OpenCredit[] {
  const posted = books.postedDocument(payment.id, 'payment.post');
  if (!posted?.documentId || !('applications' in posted.command) || posted.payload === '') return [];
  const applied = posted.command.applications.reduce((sum, { amount }) => sum + amount.minor, 0n);
  return [{ documentId: posted.documentId, leftMinor: payment.entity.amount.minor - applied }];
}

function otherRefunds(
  books: Books,
  refund: StoredEntity<'refund'>,
  invoice: StoredEntity<'invoice'> | null,
  payment: StoredEntity<'payment'> | null,
): StoredEntity<'refund'>[] {
  const payments = invoice
    ? books.entities.childrenOf(invoice.externalId, 'payment')
    : payment
      ? [payment]
      : [];
  return payments
    .flatMap(({ externalId }) => books.entities.childrenOf(externalId, 'refund'))
    .filter(({ id, connectionId, entity, isDeleted }) => {
      const isOther = id !== refund.id && connectionId === refund.connectionId;
      return isOther && !isDeleted && entity.status === 'succeeded';
    });
}

function comesBefore(one: StoredEntity<'refund'>, other: StoredEntity<'refund'>): boolean {
  if (one.entity.refundedOn !== other.entity.refundedOn)
    return one.entity.refundedOn < other.entity.refundedOn;
  return one.id < other.id;
}

/** What of a credit memo its invoice used up: as it was sent, or for one that was in the ERP already, as planned. */
function appliedToInvoice(
  books: Books,
  invoice: StoredEntity<'invoice'>,
  note: StoredEntity<'credit-note'>,
  memoId: string,
): bigint {
  const invoiceDocumentId = books.postedDocument(invoice.id, 'invoice.post')?.documentId ?? '';
  return (
    sentTo(books, note.id, invoiceDocumentId) ??
    appliedTo(books, invoice, note.externalId, memoId)[0]?.amount.minor ??
    0n
  );
}
