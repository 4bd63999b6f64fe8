import type { MappingQuery } from '../mapping/lookup.ts';
import type { Day } from '../domain/day.ts';
import { summarise } from '../domain/entity-summary.ts';
import type { AnyStoredEntity } from '../storage/repositories/entities.ts';
import type { Books } from './books.ts';

/** What a document is mapped as: the entity it belongs to and the day that its mappings are asked for. */
export interface MappedAs {
  readonly legalEntity: string;
  readonly on: Day;
}

/** The entity and day of a source document by itself; null where nothing maps it. */
export function mappedAs(books: Books, stored: AnyStoredEntity): MappedAs | null {
  const { legalEntity, happenedOn } = summarise(stored.entity);
  const on = happenedOn ?? stored.effectiveOn;
  const own = legalEntity ?? customerEntity(books, stored);
  return own === null ? null : { legalEntity: own, on };
}

/** Everything that a source document asks of the mappings on its way to the next system. */
export function mappingQuestions(books: Books, stored: AnyStoredEntity, as: MappedAs): MappingQuery[] {
  const ask = (type: MappingQuery['type'], key: string): MappingQuery => ({ type, key, ...as });
  const { amount } = summarise(stored.entity);
  if (stored.kind === 'order') {
    const { currency, lines, billing } = stored.entity;
    return unique(
      lines.flatMap(({ productCode }) => [
        ask('price', `${productCode}|${billing}|${currency}`),
        ask('price', `${productCode}|${billing}`),
      ]),
    );
  }
  if (amount === null) return [];
  const head = [
    ask('subsidiary', as.legalEntity),
    ask('currency', amount.currency),
    ...customerAsk(books, stored, ask),
  ];
  switch (stored.kind) {
    case 'invoice':
    case 'credit-note':
      return unique([...head, ...stored.entity.lines.flatMap((line) => lineAsks(books, stored, line, ask))]);
    case 'payment':
    case 'refund':
      return unique([...head, ask('account', `bank:${amount.currency}`), ask('account', 'bank')]);
    default:
      return [];
  }
}

type Ask = (type: MappingQuery['type'], key: string) => MappingQuery;

function lineAsks(
  books: Books,
  { connectionId }: AnyStoredEntity,
  line: { readonly productExternalId: string | null; readonly taxCode: string },
  ask: Ask,
): MappingQuery[] {
  const product =
    line.productExternalId === null ? null : books.find(connectionId, 'product', line.productExternalId);
  const code = product?.entity.code ?? '';
  const tax = ask('tax-code', line.taxCode);
  if (code === '') return [tax];
  return [ask('item', code), tax, ask('department', code), ask('class', code), ask('location', code)];
}

function customerAsk(books: Books, stored: AnyStoredEntity, ask: Ask): MappingQuery[] {
  const { customerExternalId } = summarise(stored.entity);
  if (customerExternalId === null) return [];
  const known = books.customerOf(stored.connectionId, customerExternalId);
  return known?.crmAccountId ? [ask('customer', known.crmAccountId)] : [];
}

function customerEntity(books: Books, stored: AnyStoredEntity): string | null {
  const { customerExternalId } = summarise(stored.entity);
  if (customerExternalId === null) return null;
  return books.customerOf(stored.connectionId, customerExternalId)?.row.legal_entity ?? null;
}

function unique(queries: readonly MappingQuery[]): MappingQuery[] {
  const byKey = new Map(queries.map((query) => [`${query.type}\n${query.key}`, query]));
  return [...byKey.values()];
}
