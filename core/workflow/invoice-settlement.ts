import type { Application } from '../domain/command.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import { applySettlements, type Settlement } from './settlement.ts';

/**
 * The part of a payment or credit note that applies to its invoice's ERP document; empty when nothing is left open.
 * What was sent is a fact, however it came about; what was not is planned over what that leaves.
 */
export function appliedTo(
  books: Books,
  invoice: StoredEntity<'invoice'>,
  settlementExternalId: string,
  documentId: string,
): readonly Application[] {
  let left = owedInErp(books, invoice, documentId);
  const planned: Settlement[] = [];
  for (const known of settlementsOf(books, invoice)) {
    const isOwn = known.settlement.externalId === settlementExternalId;
    const sent = isOwn ? null : sentTo(books, known.subjectId, documentId);
    if (sent === null) planned.push(known.settlement);
    else left -= sent;
  }
  const applied = applySettlements(left, planned).get(settlementExternalId) ?? 0n;
  return applied > 0n
    ? [{ documentId, amount: { minor: applied, currency: invoice.entity.total.currency } }]
    : [];
}

/** How much of a settlement was sent to the ERP as applied to a document; null while its bytes may still change. */
export function sentTo(books: Books, subjectId: string, documentId: string): bigint | null {
  const posting = books.postings
    .ofSubject(subjectId)
    .find(({ state, payload, reversalOf }) => sentStates.has(state) && payload !== '' && reversalOf === null);
  if (!posting || !('applications' in posting.command)) return null;
  return posting.command.applications
    .filter((application) => application.documentId === documentId)
    .reduce((sum, { amount }) => sum + amount.minor, 0n);
}

const sentStates: ReadonlySet<string> = new Set(['SENDING', 'UNKNOWN', 'POSTED', 'REVERSING']);

/** What the ERP's document is over: it may differ from billing's by a rounding or an edit, and more than that cannot apply. */
function owedInErp(books: Books, invoice: StoredEntity<'invoice'>, documentId: string): bigint {
  const erp = books.connectionOf('erp');
  const document = erp === null ? null : books.find(erp, 'ledger-document', documentId);
  const billed = invoice.entity.total;
  if (!document || document.entity.total.currency !== billed.currency) return billed.minor;
  return document.entity.total.minor < billed.minor ? document.entity.total.minor : billed.minor;
}

interface KnownSettlement {
  readonly subjectId: string;
  readonly settlement: Settlement;
}

/**
 * What credits took off what was asked for. A credit of an invoice that was paid already takes nothing off: it is paid
 * back or kept for the customer, and its credit memo stays open for that.
 */
function creditedMinor({ entity }: StoredEntity<'invoice'>): bigint {
  const credited = entity.total.minor - entity.paid.minor - entity.remaining.minor;
  return credited > 0n ? credited : 0n;
}

/** An open invoice that does not show its credits yet: what they apply to is known when it was read again. */
export function isBehindItsCredits(books: Books, invoice: StoredEntity<'invoice'>): boolean {
  if (invoice.entity.status !== 'open') return false;
  const issued = creditsOf(books, invoice).reduce((sum, { entity }) => sum + entity.total.minor, 0n);
  return issued > creditedMinor(invoice);
}

function creditsOf(books: Books, invoice: StoredEntity<'invoice'>): StoredEntity<'credit-note'>[] {
  return books.entities
    .childrenOf(invoice.externalId, 'credit-note')
    .filter(({ entity, connectionId }) => entity.status === 'issued' && connectionId === invoice.connectionId)
    .sort((left, right) => (left.entity.issuedOn < right.entity.issuedOn ? -1 : 1));
}

function settlementsOf(books: Books, invoice: StoredEntity<'invoice'>): KnownSettlement[] {
  let left = creditedMinor(invoice);
  const credits = creditsOf(books, invoice).map(({ id, externalId, entity }): KnownSettlement => {
    const amountMinor = entity.total.minor < left ? entity.total.minor : left;
    left -= amountMinor;
    return {
      subjectId: id,
      settlement: { externalId, kind: 'credit-note', on: entity.issuedOn, amountMinor },
    };
  });
  const payments = books.entities
    .childrenOf(invoice.externalId, 'payment')
    .filter(
      ({ entity, connectionId }) => entity.status === 'succeeded' && connectionId === invoice.connectionId,
    )
    .map(({ id, externalId, entity }): KnownSettlement => {
      const { receivedOn: on, amount } = entity;
      return { subjectId: id, settlement: { externalId, kind: 'payment', on, amountMinor: amount.minor } };
    });
  return [...credits, ...payments];
}
