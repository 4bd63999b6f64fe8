import { assert, present } from '#core/base/assert.ts';
import type { ChargeRow, InvoiceRow, SubscriptionRow } from '../stripe/rows.ts';
import type { StripeStore } from '../stripe/store.ts';
import { PRODUCTS, productOf } from './catalogue.ts';
import type { Customer, CustomerHistory, Invoice, InvoiceLine } from './company-model.ts';
import { addDays } from '#core/domain/day.ts';
import { type SampleCurrency, TAX_CODES, type TaxCodeKey } from './legal-entities.ts';
import { instant, type SampleCalendar } from './sample-calendar.ts';
import type { CrmIds } from './seed-crm.ts';
import {
  type BilledParty,
  type BillingCatalogue,
  DUE_IN_DAYS,
  finishSubscription,
  insertSubscription,
  priceOf,
} from './seed-subscriptions.ts';

const CURRENCIES = ['USD', 'EUR', 'GBP'] as const;

export interface BillingDocument {
  readonly id: string;
  /** Number of an invoice or credit note; the id itself for charges and refunds. */
  readonly number: string;
}

/** What billing made of one customer: documents by their keys. */
export interface BillingIds {
  readonly customerId: string | null;
  readonly subscriptionId: string | null;
  readonly documents: ReadonlyMap<string, BillingDocument>;
}

export function seedBillingCatalogue(store: StripeStore, calendar: SampleCalendar): BillingCatalogue {
  const atMs = instant(addDays(calendar.lastDay, -400), 9);
  const prices = new Map<string, string>();
  for (const product of PRODUCTS) {
    if (!product.inBilling) continue;
    const metadata = { product_code: product.code };
    const row = store.products.create({ name: product.name, metadata }, atMs);
    for (const currency of CURRENCIES) {
      const recurring =
        product.interval === null
          ? {}
          : {
              recurring: {
                interval: product.interval,
                usageType: product.metered ? ('metered' as const) : ('licensed' as const),
              },
            };
      const price = store.prices.create(
        {
          product: row.id,
          currency: currency.toLowerCase(),
          unitAmount: product.priceMinor[currency],
          lookupKey: `${product.code}:${currency}`,
          ...recurring,
        },
        atMs,
      );
      prices.set(`${product.code}:${currency}`, price.id);
    }
  }
  const taxRates = new Map<TaxCodeKey, string>();
  for (const code of TAX_CODES) {
    if (code.ratePercent === '0') continue;
    const [country, state] = code.key.split('-') as [string, string];
    const rate = store.taxRates.create(
      {
        displayName: code.name,
        percentage: code.ratePercent,
        country: country === 'UK' ? 'GB' : country,
        jurisdiction: country === 'US' ? state : country,
        metadata: { tax_code: code.key },
      },
      atMs,
    );
    taxRates.set(code.key, rate.id);
  }
  return { prices, taxRates };
}

interface Seeding extends BilledParty {
  readonly subscription: SubscriptionRow | null;
  readonly documents: Map<string, BillingDocument>;
}

/** The customer, its subscription and every document, in the order of their instants. */
export function seedBilling(
  store: StripeStore,
  catalogue: BillingCatalogue,
  history: CustomerHistory,
  crm: CrmIds,
): BillingIds {
  const { customer } = history;
  const documents = new Map<string, BillingDocument>();
  if (!customer.inBilling) return { customerId: null, subscriptionId: null, documents };
  const row = store.customers.create(
    {
      name: customer.name,
      email: `billing+${customer.number}@customer.example`,
      address: {
        country: customer.market.country,
        ...(customer.market.state === null ? {} : { state: customer.market.state }),
      },
      taxExempt: customer.market.taxExempt,
      invoicePrefix: invoicePrefix(customer),
      metadata: { crm_account_id: crm.accountId, legal_entity: customer.entity },
    },
    customer.sinceMs,
  );
  const subscription =
    history.subscription === null
      ? null
      : insertSubscription({ store, catalogue, customer, customerId: row.id }, history.subscription, crm);
  const seeding: Seeding = { store, catalogue, customer, customerId: row.id, subscription, documents };
  for (const invoice of history.invoices) seedInvoice(seeding, invoice);
  if (history.subscription !== null && subscription !== null) {
    finishSubscription(seeding, history.subscription, subscription.id, crm);
  }
  return { customerId: row.id, subscriptionId: subscription?.id ?? null, documents };
}

function invoicePrefix(customer: Customer): string {
  // Letters from the name, digits from the number: unique, and recognisable when read aloud.
  const letters = customer.name
    .replace(/[^A-Za-z]/g, '')
    .toUpperCase()
    .slice(0, 3)
    .padEnd(3, 'X');
  return `${letters}${customer.number.toString(36).toUpperCase().padStart(5, '0')}`;
}

function seedInvoice(seeding: Seeding, invoice: Invoice): void {
  const { store, documents } = seeding;
  const row =
    invoice.reason === 'subscription_cycle' && isRecurring(invoice)
      ? cycleInto(seeding, invoice)
      : issue(seeding, invoice);
  assert(
    row.total === invoice.totalMinor && (row.tax ?? 0) === invoice.taxMinor,
    `${invoice.key}: billing made ${row.total} with tax ${row.tax} of ${invoice.totalMinor} with ${invoice.taxMinor}`,
  );
  documents.set(invoice.key, { id: row.id, number: present(row.number, 'a finalised invoice has a number') });
  const steps: { readonly atMs: number; readonly run: () => void }[] = [
    ...invoice.payments.map((payment) => ({ atMs: payment.atMs, run: () => pay(seeding, row, payment) })),
    ...invoice.credits.map((credit) => ({ atMs: credit.atMs, run: () => giveCredit(seeding, row, credit) })),
  ];
  for (const step of steps.sort((left, right) => left.atMs - right.atMs)) step.run();
  if (invoice.voidedAtMs !== null) store.invoices.void(row.id, invoice.voidedAtMs);
}

/** Billed by the running cycle of a monthly subscription, not by hand. */
function isRecurring(invoice: Invoice): boolean {
  return invoice.lines.every((line) => productOf(line.product).interval === 'month');
}

function cycleInto(seeding: Seeding, invoice: Invoice): InvoiceRow {
  const { store, subscription } = seeding;
  const { id } = present(subscription, 'a cycle belongs to a subscription');
  for (const line of invoice.lines) recordUsage(seeding, id, line);
  const draft = present(store.subscriptions.cycle(id), 'the subscription goes on');
  tag(seeding, draft.id, invoice);
  return store.invoices.finalize(draft.id, {}, invoice.issuedAtMs);
}

function tag(seeding: Seeding, id: string, invoice: Invoice): void {
  seeding.store.invoices.update(
    id,
    { metadata: { legal_entity: seeding.customer.entity } },
    invoice.issuedAtMs,
  );
}

/** A metered line is reported once, in the middle of its period. */
function recordUsage({ store }: Seeding, subscriptionId: string, line: InvoiceLine): void {
  if (!productOf(line.product).metered) return;
  const [item] = store.state.get('subscription', subscriptionId).items;
  store.usage.record(
    present(item, 'a metered subscription has an item').id,
    line.quantity,
    instant(addDays(line.startOn, 12), 3),
  );
}

function issue(
  { store, catalogue, customer, customerId, subscription }: Seeding,
  invoice: Invoice,
): InvoiceRow {
  const taxRate = catalogue.taxRates.get(customer.market.taxCode);
  const row = store.invoices.issue(
    {
      customer: customerId,
      currency: customer.currency.toLowerCase(),
      ...(subscription === null ? {} : { subscription: subscription.id }),
      billingReason: invoice.reason,
      collectionMethod: 'send_invoice',
      daysUntilDue: DUE_IN_DAYS,
      metadata: { legal_entity: customer.entity },
      // Dated back: billing makes it final today and says on which day it counts.
      effectiveAt: Math.min(invoice.issuedAtMs, instant(invoice.issuedOn, 23)) / 1000,
      defaultTaxRates: taxRate === undefined ? [] : [taxRate],
      lines: invoice.lines.map((line) => ({
        amount: line.amountMinor,
        price: priceOf(catalogue, line.product, customer.currency),
        quantity: line.quantity,
        description: line.description,
        periodStart: instant(line.startOn) / 1000,
        periodEnd: instant(line.endOn) / 1000,
        proration: line.proration,
        ...subscriptionLine(subscription, catalogue, line, customer.currency),
      })),
    },
    invoice.issuedAtMs,
  );
  if (subscription !== null) {
    store.state.during({ atMs: invoice.issuedAtMs }, () =>
      store.state.update('subscription', subscription.id, { latestInvoice: row.id }),
    );
  }
  return row;
}

function subscriptionLine(
  subscription: SubscriptionRow | null,
  catalogue: BillingCatalogue,
  line: InvoiceLine,
  currency: SampleCurrency,
): { subscription?: string; subscriptionItem?: string } {
  if (subscription === null || productOf(line.product).interval === null) return {};
  const price = priceOf(catalogue, line.product, currency);
  const item = subscription.items.find((one) => one.price === price);
  return { subscription: subscription.id, ...(item === undefined ? {} : { subscriptionItem: item.id }) };
}

function pay({ store, documents }: Seeding, row: InvoiceRow, payment: Invoice['payments'][number]): void {
  store.invoices.attempt(
    row.id,
    {
      amount: payment.amountMinor,
      paymentMethod: 'pm_card_visa',
      ...(payment.failureCode === null ? {} : { declineCode: payment.failureCode }),
    },
    payment.atMs,
  );
  const charge = store.chargesOf(row.id).at(-1) as ChargeRow;
  documents.set(payment.key, { id: charge.id, number: charge.id });
}

function giveCredit(
  { store, documents }: Seeding,
  row: InvoiceRow,
  credit: Invoice['credits'][number],
): void {
  const note = store.creditNotes.create(
    {
      invoice: row.id,
      lines: credit.lines.map((line) => ({
        type: 'invoice_line_item' as const,
        invoiceLine: line.lineIndex,
        amount: line.amountMinor,
      })),
      reason: credit.reason,
      ...(credit.refund === null ? {} : { refundAmount: credit.totalMinor }),
    },
    credit.atMs,
  );
  assert(
    note.total === credit.totalMinor,
    `${credit.key}: billing credited ${note.total} of ${credit.totalMinor}`,
  );
  documents.set(credit.key, { id: note.id, number: note.number });
  if (credit.refund !== null && note.refund !== null) {
    documents.set(credit.refund.key, { id: note.refund, number: note.refund });
  }
}
