import type { Result } from '#core/base/result.ts';
import type { Observation } from '#core/domain/entity.ts';
import { type Quarantine, type SourceRecord, translating, unknownValue } from '../sdk/index.ts';
import { translateAccount } from './translate/accounts.ts';
import { translateOpportunity } from './translate/opportunities.ts';
import { translateOrder } from './translate/orders.ts';
import { translatePriceBook } from './translate/price-books.ts';
import { translateProduct } from './translate/products.ts';

const translators: Readonly<Record<string, (record: SourceRecord) => Observation>> = {
  accounts: translateAccount,
  opportunities: translateOpportunity,
  orders: translateOrder,
  'price-books': translatePriceBook,
  products: translateProduct,
};

export function translateSalesforce(record: SourceRecord): Result<readonly Observation[], Quarantine> {
  return translating(() => {
    const translator = translators[record.stream];
    if (translator === undefined) return unknownValue('$', record.stream, Object.keys(translators));
    return [translator(record)];
  });
}
