import type { Result } from '#core/base/result.ts';
import type { Observation } from '#core/domain/entity.ts';
import type { Quarantine, SourceRecord } from '../sdk/connector.ts';
import { translating, unknownValue } from '../sdk/quarantine.ts';
import { readObject, type StripeObject } from './reading.ts';
import { translateCharge } from './translate/charges.ts';
import { translateCreditNote } from './translate/credit-notes.ts';
import { translateCustomer } from './translate/customers.ts';
import { translateInvoice } from './translate/invoices.ts';
import { translatePrice } from './translate/prices.ts';
import { translateProduct } from './translate/products.ts';
import { translateRefund } from './translate/refunds.ts';
import { translateSubscription } from './translate/subscriptions.ts';
import { translateUsageSummary } from './translate/usage-summaries.ts';

const translators: Readonly<Record<string, (object: StripeObject) => Observation>> = {
  customers: translateCustomer,
  products: translateProduct,
  prices: translatePrice,
  subscriptions: translateSubscription,
  invoices: translateInvoice,
  'credit-notes': translateCreditNote,
  charges: translateCharge,
  refunds: translateRefund,
  'usage-summaries': translateUsageSummary,
};

/** Reads one record. An event itself says nothing that is trusted; only one that could not be read comes this far. */
export function translateStripe(record: SourceRecord): Result<readonly Observation[], Quarantine> {
  return translating(() => {
    const translator = translators[record.stream];
    if (translator === undefined) return unknownValue('$', record.stream, Object.keys(translators));
    return [translator(readObject(record))];
  });
}
