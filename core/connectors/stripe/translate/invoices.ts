import type { z } from 'zod';
import type { BillingLine, Invoice } from '#core/domain/billing.ts';
import type { Observation } from '#core/domain/entity.ts';
import { unknownValue } from '#core/connectors/sdk/quarantine.ts';
import { stripeMoney } from '../amounts.ts';
import { dayOf, dayOrNull, fit } from '../reading.ts';
import { type invoiceLineSchema, invoiceSchema } from '../schemas.ts';
import { netAndTax, sumOf } from './billing-lines.ts';

type StripeInvoice = z.infer<typeof invoiceSchema>;

/** An invoice with all its lines. `subtotal` is net of discounts and of tax, so that subtotal + tax = total. */
export function translateInvoice(value: unknown): Observation<Invoice> {
  const invoice = fit(invoiceSchema, value);
  const { currency } = invoice;
  const issuedOn = issueDay(invoice);
  return {
    externalId: invoice.id,
    entity: {
      kind: 'invoice',
      number: invoice.number ?? null,
      customerExternalId: invoice.customer,
      subscriptionExternalId: invoice.subscription,
      legalEntity: invoice.metadata?.['legal_entity'] ?? null,
      status: invoice.status,
      issuedOn,
      finalisedOn: dayOrNull(invoice.status_transitions.finalized_at) ?? issuedOn,
      dueOn: dayOrNull(invoice.due_date),
      subtotal: stripeMoney(netTotal(invoice), currency, '$.subtotal'),
      tax: stripeMoney(invoice.tax ?? sumOf(invoice.total_tax_amounts), currency, '$.tax'),
      total: stripeMoney(invoice.total, currency, '$.total'),
      paid: stripeMoney(invoice.amount_paid, currency, '$.amount_paid'),
      remaining: stripeMoney(invoice.amount_remaining, currency, '$.amount_remaining'),
      lines: invoice.lines.data.map((line, index) => translateLine(line, index, currency)),
    },
    ordering: { by: 'fetched' },
    effectiveOn: stateDay(invoice) ?? issuedOn ?? dayOf(invoice.created),
  };
}

function issueDay(invoice: StripeInvoice): string | null {
  if (invoice.status === 'draft') return null;
  return dayOf(invoice.effective_at ?? invoice.status_transitions.finalized_at ?? invoice.created);
}

/** The day on which a void or write-off became true: the ERP is corrected then, not on the day of issue. */
function stateDay(invoice: StripeInvoice): string | null {
  const { voided_at, marked_uncollectible_at } = invoice.status_transitions;
  if (invoice.status === 'void') return dayOrNull(voided_at);
  return invoice.status === 'uncollectible' ? dayOrNull(marked_uncollectible_at) : null;
}

function netTotal(invoice: StripeInvoice): number {
  if (invoice.total_excluding_tax !== null && invoice.total_excluding_tax !== undefined) {
    return invoice.total_excluding_tax;
  }
  const inclusive = invoice.total_tax_amounts.filter((tax) => tax.inclusive);
  return invoice.subtotal - sumOf(invoice.total_discount_amounts ?? []) - sumOf(inclusive);
}

function translateLine(
  line: z.infer<typeof invoiceLineSchema>,
  index: number,
  currency: string,
): BillingLine {
  const path = `$.lines.data[${index}]`;
  if (line.currency !== currency) unknownValue(`${path}.currency`, line.currency, [currency]);
  return {
    id: line.id,
    productExternalId: line.price?.product ?? null,
    description: line.description ?? '',
    quantity: line.quantity ?? 1,
    ...netAndTax(line, currency, path),
    startOn: dayOf(line.period.start),
    endOn: dayOf(line.period.end),
    isProration: line.proration,
  };
}
