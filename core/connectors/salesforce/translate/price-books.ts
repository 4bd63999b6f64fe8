import type { PriceBook } from '#core/domain/contract.ts';
import type { Observation } from '#core/domain/entity.ts';
import { parseRecord, type SourceRecord } from '#core/connectors/sdk/index.ts';
import { changedAt, dayOrNullAt } from '../reading.ts';
import { priceBookSchema } from '../schemas.ts';

export function translatePriceBook(record: SourceRecord): Observation<PriceBook> {
  const book = parseRecord(record, priceBookSchema, 'exact');
  const at = changedAt(book.SystemModstamp);
  const validFromOn = dayOrNullAt(book.Valid_From__c, '$.Valid_From__c');
  return {
    externalId: book.Id,
    entity: {
      kind: 'price-book',
      name: book.Name,
      isActive: book.IsActive && !book.IsDeleted,
      validFromOn,
      validToOn: dayOrNullAt(book.Valid_To__c, '$.Valid_To__c'),
    },
    ordering: { by: 'instant', at },
    effectiveOn: validFromOn ?? at.slice(0, 10),
    isDeleted: book.IsDeleted,
  };
}
