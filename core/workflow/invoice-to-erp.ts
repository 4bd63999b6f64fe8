import { add, inWords, type Money, sameMoney, sum } from '../domain/money.ts';
import type { BillingLine } from '../domain/billing.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { type Decision, nothingToDo } from './decision.ts';
import { decideLedgerEffect, memoOf } from './ledger-document.ts';
import { type LedgerTarget, mapLines } from './ledger-target.ts';
import { heldAsCorrection } from './manual-edit.ts';
import { decideTakenBack } from './taken-back.ts';
import { decideVoidedInvoice } from './voided-invoice.ts';

/** An issued billing invoice becomes an ERP invoice; a voided one is taken back or reversed. */
export function decideInvoice(books: Books, stored: StoredEntity<'invoice'>): Decision {
  const { entity: invoice, connectionId } = stored;
  const label = `Invoice ${invoice.number ?? stored.externalId}`;
  if (stored.isDeleted) return decideTakenBack(books, stored.id, `${label} was deleted in billing`);
  if (invoice.status === 'draft' || invoice.issuedOn === null) return nothingToDo;
  if (invoice.status === 'void') return decideVoidedInvoice(books, stored);
  if (invoice.total.minor === 0n) return decideTakenBack(books, stored.id, `${label} comes to nothing now`);
  const reference = invoice.number ?? stored.externalId;
  return decideLedgerEffect(books, {
    flow: 'invoice-to-erp',
    effect: 'invoice',
    documentType: 'invoice',
    commandType: 'invoice.post',
    expectation: 'invoice-to-erp',
    subjectId: stored.id,
    source: { connectionId, externalId: stored.externalId },
    label,
    reference,
    customerExternalId: invoice.customerExternalId,
    legalEntity: invoice.legalEntity,
    on: invoice.issuedOn,
    finalOn: invoice.finalisedOn ?? invoice.issuedOn,
    amount: invoice.total,
    lane: 2,
    waitsFor: [],
    holdsFor: (customerId) => heldAsCorrection(books, customerId, invoice.total),
    build(target) {
      const mapped = mapLines(books, connectionId, invoice.lines, target, label);
      const exceptions = [
        ...mapped.exceptions,
        ...checkTotal(stored.id, label, invoice.lines, invoice.total, target),
      ];
      if (!mapped.lines || !target.subsidiaryId || !target.customerId || !target.currencyId) {
        return { command: null, exceptions };
      }
      return {
        exceptions,
        command: {
          type: 'invoice.post',
          subsidiaryId: target.subsidiaryId,
          customerId: target.customerId,
          currencyId: target.currencyId,
          currency: invoice.total.currency,
          postedOn: target.postedOn,
          dueOn: invoice.dueOn,
          reference,
          memo: memoOf(label, target.movedFromOn),
          lines: mapped.lines,
          total: invoice.total,
        },
      };
    },
  });
}

/** A document whose lines and tax do not add up to its total is never posted and never adjusted. */
export function checkTotal(
  subjectId: string,
  label: string,
  lines: readonly BillingLine[],
  total: Money,
  target: LedgerTarget,
): ExceptionDraft[] {
  const { currency } = total;
  const net = sum(
    lines.map(({ amount }) => amount),
    currency,
  );
  const tax = sum(
    lines.map((line) => line.tax),
    currency,
  );
  if (sameMoney(add(net, tax), total)) return [];
  return [
    {
      code: 'DOCUMENT_TOTAL_DIFFERS',
      causeKey: `document:${subjectId}`,
      legalEntity: target.legalEntity || null,
      period: target.period,
      amount: total,
      message: `${label}: lines and tax add up to ${inWords(add(net, tax))}, the total says ${inWords(total)}.`,
    },
  ];
}
