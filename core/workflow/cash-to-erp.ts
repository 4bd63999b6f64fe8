import type { Application } from '../domain/command.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Posting } from '../storage/repositories/postings.ts';
import type { Books } from './books.ts';
import { type Decision, entityKey, subjectKey } from './decision.ts';
import { appliedTo } from './invoice-settlement.ts';
import { decideLedgerEffect, memoOf } from './ledger-document.ts';
import type { LedgerTarget } from './ledger-target.ts';
import { refundApplications } from './refund-applications.ts';
import { decideTakenBack } from './taken-back.ts';

/** A received payment becomes ERP cash, applied to its invoice as far as that is open; the rest stays unapplied. */
export function decidePayment(books: Books, stored: StoredEntity<'payment'>): Decision {
  const { entity: payment, connectionId } = stored;
  const label = `Payment ${stored.externalId}`;
  const isReceived = !stored.isDeleted && payment.status === 'succeeded';
  if (!isReceived || payment.amount.minor === 0n)
    return decideTakenBack(
      books,
      stored.id,
      `${label} is ${stored.isDeleted ? 'deleted' : payment.status} in billing`,
    );
  const invoice =
    payment.invoiceExternalId === null
      ? null
      : books.find(connectionId, 'invoice', payment.invoiceExternalId);
  const parent = invoice ? books.postedDocument(invoice.id, 'invoice.post') : null;
  return decideLedgerEffect(books, {
    flow: 'payment-to-erp',
    effect: 'payment',
    documentType: 'payment',
    commandType: 'payment.post',
    expectation: 'payment-to-erp',
    subjectId: stored.id,
    source: { connectionId, externalId: stored.externalId },
    label,
    reference: stored.externalId,
    customerExternalId: payment.customerExternalId ?? invoice?.entity.customerExternalId ?? null,
    legalEntity: invoice?.entity.legalEntity ?? null,
    on: payment.receivedOn,
    finalOn: payment.receivedOn,
    amount: payment.amount,
    lane: 3,
    waitsFor: parentKeys(connectionId, payment.invoiceExternalId, invoice, parent),
    build: (target) => ({
      exceptions: [],
      command: cashCommand(target, {
        type: 'payment.post',
        reference: stored.externalId,
        label,
        amount: payment.amount,
        applications:
          invoice && parent?.documentId
            ? appliedTo(books, invoice, stored.externalId, parent.documentId)
            : [],
      }),
    }),
  });
}

/** A refund leaves ERP cash once its payment is there; it settles the invoice's credit memos where there are any. */
export function decideRefund(books: Books, stored: StoredEntity<'refund'>): Decision {
  const { entity: refund, connectionId } = stored;
  const label = `Refund ${stored.externalId}`;
  const isPaidBack = !stored.isDeleted && refund.status === 'succeeded';
  if (!isPaidBack || refund.amount.minor === 0n)
    return decideTakenBack(
      books,
      stored.id,
      `${label} is ${stored.isDeleted ? 'deleted' : refund.status} in billing`,
    );
  const payment = books.find(connectionId, 'payment', refund.paymentExternalId);
  const parent = payment ? books.postedDocument(payment.id, 'payment.post') : null;
  const invoiceId = payment?.entity.invoiceExternalId ?? null;
  const invoice = invoiceId === null ? null : books.find(connectionId, 'invoice', invoiceId);
  return decideLedgerEffect(books, {
    flow: 'refund-to-erp',
    effect: 'refund',
    documentType: 'refund',
    commandType: 'refund.post',
    expectation: null,
    subjectId: stored.id,
    source: { connectionId, externalId: stored.externalId },
    label,
    reference: stored.externalId,
    customerExternalId: payment?.entity.customerExternalId ?? invoice?.entity.customerExternalId ?? null,
    legalEntity: invoice?.entity.legalEntity ?? null,
    on: refund.refundedOn,
    finalOn: refund.refundedOn,
    amount: refund.amount,
    lane: 4,
    waitsFor: parent
      ? []
      : [payment ? subjectKey(payment.id) : entityKey(connectionId, 'payment', refund.paymentExternalId)],
    build: (target) => ({
      exceptions: [],
      command: cashCommand(target, {
        type: 'refund.post',
        reference: stored.externalId,
        label,
        amount: refund.amount,
        applications: refundApplications(books, stored),
      }),
    }),
  });
}

function parentKeys(
  connectionId: string,
  invoiceExternalId: string | null,
  invoice: StoredEntity<'invoice'> | null,
  parent: Posting | null,
): string[] {
  if (invoiceExternalId === null || parent) return [];
  return [invoice ? subjectKey(invoice.id) : entityKey(connectionId, 'invoice', invoiceExternalId)];
}

interface CashFacts {
  readonly type: 'payment.post' | 'refund.post';
  readonly reference: string;
  readonly label: string;
  readonly amount: { readonly minor: bigint; readonly currency: string };
  readonly applications: readonly Application[];
}

function cashCommand(target: LedgerTarget, facts: CashFacts) {
  const { currency } = facts.amount;
  const accountId =
    target.trail.optional('account', `bank:${currency}`, 'accountId') ??
    target.trail.require('account', 'bank', 'accountId');
  if (!accountId || !target.subsidiaryId || !target.customerId || !target.currencyId) return null;
  return {
    type: facts.type,
    subsidiaryId: target.subsidiaryId,
    customerId: target.customerId,
    currencyId: target.currencyId,
    currency,
    postedOn: target.postedOn,
    accountId,
    reference: facts.reference,
    memo: memoOf(facts.label, target.movedFromOn),
    total: facts.amount,
    applications: facts.applications,
  };
}
