import { type Day, periodOf } from '../domain/day.ts';
import { inWords, sameMoney, sum } from '../domain/money.ts';
import type { ExceptionCode } from '../exceptions/catalogue.ts';
import type { ExceptionDraft } from '../exceptions/draft.ts';
import type { StoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';
import type { OrderCase } from './order-case.ts';

/** The gate between a signed order and billing: approval, tax, legal entity, price book, arithmetic. */
export function checkOrder({ books, stored, customer, legalEntity }: OrderCase): ExceptionDraft[] {
  const { entity: order, connectionId } = stored;
  const label = orderLabel(stored);
  const exceptions: ExceptionDraft[] = [];
  const raise = (
    code: ExceptionCode,
    causeKey: string,
    message: string,
    detail: ExceptionDraft['detail'] = {},
  ) =>
    exceptions.push({
      code,
      causeKey,
      legalEntity,
      period: periodOf(order.startOn),
      amount: order.total,
      message: `${label}: ${message}`,
      detail,
    });
  if (order.approval !== 'approved') {
    raise('ORDER_NOT_APPROVED', `order:${stored.id}`, `its commercial approval is ${order.approval}.`);
  }
  if (customer.row.tax_setup !== 'complete') {
    raise(
      'TAX_SETUP_MISSING',
      `tax-setup:${customer.row.id}`,
      `${customer.row.legal_name} has no tax set-up.`,
    );
  }
  if (legalEntity === null) {
    raise('LEGAL_ENTITY_MISSING', `legal-entity:${customer.row.id}`, 'it belongs to no legal entity.');
  }
  const bookProblem = checkPriceBook(books, connectionId, order.priceBookExternalId, signedOn(books, stored));
  if (bookProblem) {
    raise(
      'PRICE_BOOK_EXPIRED',
      `price-book:${order.priceBookExternalId}`,
      bookProblem.message,
      bookProblem.detail,
    );
  }
  const lineSum = sum(
    order.lines.map(({ total }) => total),
    order.total.currency,
  );
  if (!sameMoney(lineSum, order.total)) {
    const message = `its lines add up to ${inWords(lineSum)}, its total says ${inWords(order.total)}.`;
    raise('ORDER_TOTAL_DIFFERS', `order:${stored.id}`, message);
  }
  return exceptions;
}

export function orderLabel(stored: StoredEntity<'order'>): string {
  const { entity } = stored;
  return `Order ${entity.number} (contract ${entity.contractNumber} v${entity.contractVersion})`;
}

/** The day on which the deal was made, by which the price book has to be valid. */
function signedOn(books: Books, stored: StoredEntity<'order'>): Day {
  const { entity, connectionId } = stored;
  const opportunity =
    entity.opportunityExternalId === null
      ? null
      : books.find(connectionId, 'opportunity', entity.opportunityExternalId);
  return opportunity?.entity.closedOn ?? entity.startOn;
}

function checkPriceBook(
  books: Books,
  connectionId: string,
  externalId: string | null,
  on: Day,
): { readonly message: string; readonly detail: NonNullable<ExceptionDraft['detail']> } | null {
  if (externalId === null) return null;
  const book = books.find(connectionId, 'price-book', externalId);
  if (!book) return null;
  const { name, isActive, validFromOn, validToOn } = book.entity;
  const tooEarly = validFromOn !== null && on < validFromOn;
  const tooLate = validToOn !== null && on > validToOn;
  if (isActive && !tooEarly && !tooLate) return null;
  const present = validBook(books, on);
  return {
    message: `price book "${name}" is ${isActive ? `valid ${validFromOn ?? '…'} to ${validToOn ?? '…'}` : 'inactive'}, the deal is of ${on}; valid then: ${present ? `"${present.entity.name}"` : 'none'}.`,
    detail: {
      priceBook: name,
      validFromOn,
      validToOn,
      signedOn: on,
      validPriceBook: present?.entity.name ?? null,
    },
  };
}

/** The price book that was valid on a day; of several the one that began last, which is the one made for it. */
function validBook(books: Books, on: Day): StoredEntity<'price-book'> | null {
  const [newest] = books.entities
    .ofKind('price-book')
    .filter(({ entity, isDeleted }) => !isDeleted && entity.isActive)
    .filter(({ entity }) => (entity.validFromOn ?? on) <= on && (entity.validToOn ?? on) >= on)
    .sort((left, right) => {
      const [first, second] = [left.entity.validFromOn ?? '', right.entity.validFromOn ?? ''];
      if (first !== second) return first > second ? -1 : 1;
      return left.externalId < right.externalId ? -1 : 1;
    });
  return newest ?? null;
}
