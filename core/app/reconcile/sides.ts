import { addDays, type Day, firstDayOf, lastDayOf, type Period } from '#core/domain/day.ts';
import type { Money } from '#core/domain/money.ts';
import type { AnyStoredEntity, StoredEntity } from '#core/storage/repositories/entities.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import type { Books } from '#core/workflow/books.ts';

export type Scope = 'receivables' | 'cash';

/** One document on one side of the period's reconciliation, in the words of both. */
export interface SideDocument {
  readonly key: string;
  readonly scope: Scope;
  readonly kind: 'invoice' | 'credit-note' | 'payment' | 'refund';
  readonly connectionId: string;
  readonly externalId: string;
  readonly entityId: string;
  /** The number under which both systems know it. */
  readonly reference: string | null;
  /** The ERP's id of the document that this one is or became. */
  readonly link: string | null;
  /** The ERP's customer and subsidiary, on both sides. */
  readonly customer: string | null;
  readonly subsidiary: string | null;
  readonly legalEntity: string;
  readonly on: Day;
  /** Signed: credits and refunds are negative. */
  readonly amount: Money;
  readonly posting: Posting | null;
}

/** Days on either side of the period in which a counterpart is looked for. */
const neighbourDays = 62;

export interface PeriodWindow {
  readonly period: Period;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly fromOn: Day;
  readonly toOn: Day;
}

export function windowOf(period: Period): PeriodWindow {
  const [firstDay, lastDay] = [firstDayOf(period), lastDayOf(period)];
  return {
    period,
    firstDay,
    lastDay,
    fromOn: addDays(firstDay, -neighbourDays),
    toOn: addDays(lastDay, neighbourDays),
  };
}

const daysAtOnce = 8;

/** The same window in pieces of a few days, so that reading it can be stopped in between. */
export function* piecesOf(window: PeriodWindow): Generator<PeriodWindow, void> {
  for (let fromOn = window.fromOn; fromOn <= window.toOn; fromOn = addDays(fromOn, daysAtOnce)) {
    const toOn = addDays(fromOn, daysAtOnce - 1);
    yield { ...window, fromOn, toOn: toOn < window.toOn ? toOn : window.toOn };
  }
}

/** What a match or a break was decided on: while this text stays, it is the same document with the same content. */
export function fingerprint(document: SideDocument): string {
  const { kind, connectionId, externalId, on, amount, customer, subsidiary } = document;
  return [kind, connectionId, externalId, on, amount.currency, amount.minor, customer, subsidiary].join('|');
}

export function isInPeriod(window: PeriodWindow, on: Day): boolean {
  return on >= window.firstDay && on <= window.lastDay;
}

const commandTypes = {
  invoice: 'invoice.post',
  'credit-note': 'credit-memo.post',
  payment: 'payment.post',
  refund: 'refund.post',
} as const;

/** What billing says happened: issued invoices, credit notes, received payments, refunds; voids and failures are none. */
export function billingSide(books: Books, window: PeriodWindow): SideDocument[] {
  const { entities } = books;
  const invoices = entities
    .between('invoice', window.fromOn, window.toOn)
    .filter(({ entity, isDeleted }) => !isDeleted && entity.status !== 'draft' && entity.status !== 'void')
    .filter(({ entity }) => entity.total.minor !== 0n)
    .map((stored) =>
      billingDocument(books, stored, 'invoice', stored.entity.total, stored.entity.issuedOn as Day),
    );
  const credits = entities
    .between('credit-note', window.fromOn, window.toOn)
    .filter(({ entity, isDeleted }) => !isDeleted && entity.status === 'issued' && entity.total.minor !== 0n)
    .map((stored) =>
      billingDocument(books, stored, 'credit-note', negative(stored.entity.total), stored.entity.issuedOn),
    );
  const payments = entities
    .between('payment', window.fromOn, window.toOn)
    .filter(
      ({ entity, isDeleted }) => !isDeleted && entity.status === 'succeeded' && entity.amount.minor !== 0n,
    )
    .map((stored) =>
      billingDocument(books, stored, 'payment', stored.entity.amount, stored.entity.receivedOn),
    );
  const refunds = entities
    .between('refund', window.fromOn, window.toOn)
    .filter(
      ({ entity, isDeleted }) => !isDeleted && entity.status === 'succeeded' && entity.amount.minor !== 0n,
    )
    .map((stored) =>
      billingDocument(books, stored, 'refund', negative(stored.entity.amount), stored.entity.refundedOn),
    );
  return [...invoices, ...credits, ...payments, ...refunds];
}

type BillingKind = keyof typeof commandTypes;
type BillingEntity = Extract<AnyStoredEntity, { readonly kind: BillingKind }>;

function billingDocument(
  books: Books,
  stored: BillingEntity,
  kind: BillingKind,
  amount: Money,
  on: Day,
): SideDocument {
  const posting =
    books.postings
      .ofSubject(stored.id)
      .find(({ commandType, reversalOf }) => commandType === commandTypes[kind] && reversalOf === null) ??
    null;
  const customerExternalId = customerOf(books, stored);
  const customer =
    customerExternalId === null ? null : books.customerOf(stored.connectionId, customerExternalId);
  const legalEntity =
    posting?.legalEntity ?? legalEntityOf(books, stored) ?? customer?.row.legal_entity ?? '';
  const subsidiary = books.mapping.resolve({ type: 'subsidiary', key: legalEntity, legalEntity, on });
  const { entity } = stored;
  return {
    key: `${kind} ${stored.connectionId}/${stored.externalId}`,
    scope: kind === 'invoice' || kind === 'credit-note' ? 'receivables' : 'cash',
    kind,
    connectionId: stored.connectionId,
    externalId: stored.externalId,
    entityId: stored.id,
    reference: 'number' in entity && entity.number !== null ? entity.number : stored.externalId,
    link: posting?.state === 'POSTED' ? posting.documentId : null,
    customer: customer?.erpCustomerId ?? null,
    subsidiary: subsidiary.kind === 'found' ? String(subsidiary.target['subsidiaryId']) : null,
    legalEntity,
    on,
    amount,
    posting,
  };
}

function customerOf(books: Books, stored: BillingEntity): string | null {
  if ('customerExternalId' in stored.entity && stored.entity.customerExternalId !== null) {
    return stored.entity.customerExternalId;
  }
  if (stored.entity.kind !== 'refund') return null;
  return (
    books.find(stored.connectionId, 'payment', stored.entity.paymentExternalId)?.entity.customerExternalId ??
    null
  );
}

function legalEntityOf(books: Books, stored: BillingEntity): string | null {
  const { entity, connectionId } = stored;
  switch (entity.kind) {
    case 'invoice':
      return entity.legalEntity;
    case 'credit-note':
      return books.find(connectionId, 'invoice', entity.invoiceExternalId)?.entity.legalEntity ?? null;
    case 'payment':
      return entity.invoiceExternalId === null
        ? null
        : (books.find(connectionId, 'invoice', entity.invoiceExternalId)?.entity.legalEntity ?? null);
    case 'refund': {
      const payment = books.find(connectionId, 'payment', entity.paymentExternalId);
      return payment ? legalEntityOf(books, payment) : null;
    }
  }
}

const ledgerKinds = {
  invoice: 'invoice',
  'credit-memo': 'credit-note',
  payment: 'payment',
  refund: 'refund',
} as const;

/**
 * What the ERP says: its receivables and cash documents, without those that were voided or reversed by a document.
 * `subsidiaries` names the legal entity of each of the ERP's.
 */
export function ledgerSide(
  books: Books,
  window: PeriodWindow,
  subsidiaries: ReadonlyMap<string, string>,
): SideDocument[] {
  return books.entities
    .between('ledger-document', window.fromOn, window.toOn)
    .filter(({ entity, isDeleted }) => !isDeleted && !entity.isVoid && entity.type !== 'journal')
    .filter((stored) => !isReversed(books, stored))
    .map((stored): SideDocument => {
      const { entity } = stored;
      const kind = ledgerKinds[entity.type as keyof typeof ledgerKinds];
      const isNegative = kind === 'credit-note' || kind === 'refund';
      return {
        key: `${kind} ${stored.connectionId}/${stored.externalId}`,
        scope: kind === 'invoice' || kind === 'credit-note' ? 'receivables' : 'cash',
        kind,
        connectionId: stored.connectionId,
        externalId: stored.externalId,
        entityId: stored.id,
        reference: entity.reference,
        link: stored.externalId,
        customer: entity.customerExternalId,
        subsidiary: entity.subsidiaryExternalId,
        legalEntity: subsidiaries.get(entity.subsidiaryExternalId) ?? entity.subsidiaryExternalId,
        on: entity.postedOn,
        amount: isNegative ? negative(entity.total) : entity.total,
        posting: null,
      };
    });
}

/** Both halves of a finished reversal: they cancel each other in the ERP and stand for nothing in billing. */
function isReversed(books: Books, stored: StoredEntity<'ledger-document'>): boolean {
  return books.postings
    .ofDocument(stored.connectionId, stored.externalId)
    .some(({ state, reversalOf }) => state === 'REVERSED' || (state === 'POSTED' && reversalOf !== null));
}

export function legalEntityBySubsidiary(books: Books, window: PeriodWindow): ReadonlyMap<string, string> {
  const codes = new Set(
    books.entities
      .ofKind('customer')
      .map(({ entity }) => entity.legalEntity)
      .filter((code) => code !== null),
  );
  const found = new Map<string, string>();
  for (const code of codes) {
    const answer = books.mapping.resolve({
      type: 'subsidiary',
      key: code,
      legalEntity: code,
      on: window.lastDay,
    });
    if (answer.kind === 'found') found.set(String(answer.target['subsidiaryId']), code);
  }
  return found;
}

function negative(amount: Money): Money {
  return { minor: -amount.minor, currency: amount.currency };
}
