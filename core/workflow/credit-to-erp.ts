import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { type Decision, entityKey, nothingToDo, subjectKey } from './decision.ts';
import { appliedTo, isBehindItsCredits } from './invoice-settlement.ts';
import { checkTotal } from './invoice-to-erp.ts';
import { decideLedgerEffect, memoOf } from './ledger-document.ts';
import { mapLines } from './ledger-target.ts';
import { decideTakenBack } from './taken-back.ts';
import { coveredByEdit } from './manual-edit.ts';

/** An issued credit note becomes an ERP credit memo, applied to its invoice as far as that is open. */
export function decideCreditNote(books: Books, stored: StoredEntity<'credit-note'>): Decision {
  const { entity: note, connectionId } = stored;
  const label = `Credit note ${note.number}`;
  if (stored.isDeleted) return decideTakenBack(books, stored.id, `${label} was deleted in billing`);
  if (note.total.minor === 0n) return decideTakenBack(books, stored.id, `${label} comes to nothing now`);
  if (note.status === 'void') return decideVoidedCreditNote(books, stored, label);
  const invoice = books.find(connectionId, 'invoice', note.invoiceExternalId);
  const parent = invoice ? books.postedDocument(invoice.id, 'invoice.post') : null;
  return decideLedgerEffect(books, {
    flow: 'credit-to-erp',
    effect: 'credit-note',
    documentType: 'credit-memo',
    commandType: 'credit-memo.post',
    expectation: null,
    subjectId: stored.id,
    source: { connectionId, externalId: stored.externalId },
    label,
    reference: note.number,
    customerExternalId: note.customerExternalId,
    legalEntity: invoice?.entity.legalEntity ?? null,
    on: note.issuedOn,
    finalOn: note.issuedOn,
    amount: note.total,
    lane: 3,
    coveredBy: parent ? coveredByEdit(books, stored, parent) : null,
    waitsFor: parent
      ? behindKeys(books, invoice)
      : [invoice ? subjectKey(invoice.id) : `entity:${connectionId}/invoice/${note.invoiceExternalId}`],
    build(target) {
      const mapped = mapLines(books, connectionId, note.lines, target, label);
      const exceptions = [
        ...mapped.exceptions,
        ...checkTotal(stored.id, label, note.lines, note.total, target),
      ];
      if (!mapped.lines || !target.subsidiaryId || !target.customerId || !target.currencyId) {
        return { command: null, exceptions };
      }
      return {
        exceptions,
        command: {
          type: 'credit-memo.post',
          subsidiaryId: target.subsidiaryId,
          customerId: target.customerId,
          currencyId: target.currencyId,
          currency: note.total.currency,
          postedOn: target.postedOn,
          reference: note.number,
          memo: memoOf(label, target.movedFromOn),
          lines: mapped.lines,
          total: note.total,
          applications:
            invoice && parent?.documentId
              ? appliedTo(books, invoice, stored.externalId, parent.documentId)
              : [],
        },
      };
    },
  });
}

function behindKeys(books: Books, invoice: StoredEntity<'invoice'> | null): string[] {
  if (!invoice || !isBehindItsCredits(books, invoice)) return [];
  return [entityKey(invoice.connectionId, 'invoice', invoice.externalId)];
}

function decideVoidedCreditNote(books: Books, stored: StoredEntity<'credit-note'>, label: string): Decision {
  const posted = books.postedDocument(stored.id, 'credit-memo.post');
  if (!posted) return { ...nothingToDo, withdrawal: { reason: `${label} was voided`, isForGood: true } };
  return {
    ...nothingToDo,
    exceptions: [
      {
        code: 'CREDIT_VOIDED_AFTER_POSTING',
        causeKey: `posting:${posted.id}`,
        legalEntity: posted.legalEntity,
        period: posted.period,
        amount: posted.amount,
        postingId: posted.id,
        message: `${label} was voided in billing after it was posted as ${posted.documentId}.`,
      },
    ],
  };
}
