import type { Result } from '#core/base/result.ts';
import type { EntityKind, Observation } from '#core/domain/entity.ts';
import type { Deletion, Quarantine, SourceRecord } from '../sdk/connector.ts';
import { translating, unknownValue } from '../sdk/quarantine.ts';
import { dayOf, fit, readBody } from './reading.ts';
import { deletionSchema } from './schemas.ts';
import { translateCharge } from './translate/charges.ts';
import { translateCreditNote } from './translate/credit-notes.ts';
import { translateCustomer } from './translate/customers.ts';
import { translateInvoice } from './translate/invoices.ts';
import { translatePrice } from './translate/prices.ts';
import { translateProduct } from './translate/products.ts';
import { translateRefund } from './translate/refunds.ts';
import { translateSubscription } from './translate/subscriptions.ts';
import { translateUsageSummary } from './translate/usage-summaries.ts';

interface Stream {
  readonly kind: EntityKind;
  readonly translate: (value: unknown) => Observation;
}

const streams: Readonly<Record<string, Stream>> = {
  customers: { kind: 'customer', translate: translateCustomer },
  products: { kind: 'product', translate: translateProduct },
  prices: { kind: 'product', translate: translatePrice },
  subscriptions: { kind: 'subscription', translate: translateSubscription },
  invoices: { kind: 'invoice', translate: translateInvoice },
  'credit-notes': { kind: 'credit-note', translate: translateCreditNote },
  charges: { kind: 'payment', translate: translateCharge },
  refunds: { kind: 'refund', translate: translateRefund },
  'usage-summaries': { kind: 'usage-summary', translate: translateUsageSummary },
};

function streamOf(record: SourceRecord): Stream {
  return streams[record.stream] ?? unknownValue('$', record.stream, Object.keys(streams));
}

/** Reads one record. An event itself says nothing that is trusted; only one that could not be read comes this far. */
export function translateStripe(record: SourceRecord): Result<readonly Observation[], Quarantine> {
  return translating(() => {
    const { translate } = streamOf(record);
    const value = readBody(record);
    return isDeletion(value) ? [] : [translate(value)];
  });
}

/** What an event tells of the end of an object: the feed is the only place that still names it. */
export function translateStripeDeletions(record: SourceRecord): Result<readonly Deletion[], Quarantine> {
  return translating(() => {
    const value = readBody(record);
    if (!isDeletion(value)) return [];
    const { kind } = streamOf(record);
    const event = fit(deletionSchema, value);
    const { id } = event.data.object;
    return [{ kind, externalId: id, ordering: { by: 'fetched' }, effectiveOn: dayOf(event.created) }];
  });
}

function isDeletion(value: unknown): boolean {
  const event = value as { object?: unknown; type?: unknown } | null;
  return event?.object === 'event' && String(event.type).endsWith('.deleted');
}
