import type { Application } from '../domain/command.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { applySettlements, type Settlement } from './settlement.ts';

/** The part of a payment or credit note that applies to its invoice's ERP document; empty when nothing is left open. */
export function appliedTo(
  books: Books,
  invoice: StoredEntity<'invoice'>,
  settlementExternalId: string,
  documentId: string,
): readonly Application[] {
  const owed = owedInErp(books, invoice, documentId);
  const applied = applySettlements(owed, settlementsOf(books, invoice)).get(settlementExternalId) ?? 0n;
  return applied > 0n
    ? [{ documentId, amount: { minor: applied, currency: invoice.entity.total.currency } }]
    : [];
}

/** What the ERP's document is over: it may differ from billing's by a rounding or an edit, and more than that cannot apply. */
function owedInErp(books: Books, invoice: StoredEntity<'invoice'>, documentId: string): bigint {
  const erp = books.connectionOf('erp');
  const document = erp === null ? null : books.find(erp, 'ledger-document', documentId);
  const billed = invoice.entity.total;
  if (!document || document.entity.total.currency !== billed.currency) return billed.minor;
  return document.entity.total.minor < billed.minor ? document.entity.total.minor : billed.minor;
}

function settlementsOf(books: Books, invoice: StoredEntity<'invoice'>): Settlement[] {
  const credits = books.entities
    .childrenOf(invoice.externalId, 'credit-note')
    .filter(({ entity, connectionId }) => entity.status === 'issued' && connectionId === invoice.connectionId)
    .map(({ externalId, entity }): Settlement => {
      return { externalId, kind: 'credit-note', on: entity.issuedOn, amountMinor: entity.total.minor };
    });
  const payments = books.entities
    .childrenOf(invoice.externalId, 'payment')
    .filter(
      ({ entity, connectionId }) => entity.status === 'succeeded' && connectionId === invoice.connectionId,
    )
    .map(({ externalId, entity }): Settlement => {
      return { externalId, kind: 'payment', on: entity.receivedOn, amountMinor: entity.amount.minor };
    });
  return [...credits, ...payments];
}
