import { z } from 'zod';
import type { BillingLine, CreditNote } from '#core/domain/billing.ts';
import type { Observation } from '#core/domain/entity.ts';
import { stripeMoney } from '../amounts.ts';
import { dayOf, dayOrNull, fit } from '../reading.ts';
import { type creditNoteLineSchema, creditNoteSchema, invoiceLineSchema } from '../schemas.ts';
import { netAndTax, sumOf } from './billing-lines.ts';

type StripeCreditNote = z.infer<typeof creditNoteSchema>;
type InvoiceLine = z.infer<typeof invoiceLineSchema>;

/**
 * What `complete.ts` makes of a credit note that credits invoice lines: its own lines name no product, so the vendor's
 * texts of those invoice lines stand beside it.
 */
const creditNoteWithLines = z.strictObject({
  credit_note: z.unknown(),
  invoice_lines: z.array(invoiceLineSchema),
});

/** A credit note, with the products of the invoice lines that it credits where they were fetched. */
export function translateCreditNote(value: unknown): Observation<CreditNote> {
  const { note: bare, invoiceLines } = unwrap(value);
  const note = fit(creditNoteSchema, bare);
  const { currency } = note;
  const issuedOn = dayOf(note.effective_at ?? note.created);
  return {
    externalId: note.id,
    entity: {
      kind: 'credit-note',
      number: note.number,
      invoiceExternalId: note.invoice,
      customerExternalId: note.customer,
      status: note.status,
      reason: note.reason ?? null,
      issuedOn,
      subtotal: stripeMoney(netTotal(note), currency, '$.subtotal'),
      tax: stripeMoney(sumOf(note.tax_amounts), currency, '$.tax_amounts'),
      total: stripeMoney(note.total, currency, '$.total'),
      lines: note.lines.data.map((line, index) => translateLine(line, index, currency, invoiceLines)),
    },
    ordering: { by: 'fetched' },
    effectiveOn: (note.status === 'void' ? dayOrNull(note.voided_at) : null) ?? issuedOn,
  };
}

function unwrap(value: unknown): { note: unknown; invoiceLines: ReadonlyMap<string, InvoiceLine> } {
  const isWrapped = value !== null && typeof value === 'object' && 'credit_note' in value;
  if (!isWrapped) return { note: value, invoiceLines: new Map() };
  const both = fit(creditNoteWithLines, value);
  return { note: both.credit_note, invoiceLines: new Map(both.invoice_lines.map((line) => [line.id, line])) };
}

function netTotal(note: StripeCreditNote): number {
  if (note.total_excluding_tax !== null && note.total_excluding_tax !== undefined) {
    return note.total_excluding_tax;
  }
  const inclusive = note.tax_amounts.filter((tax) => tax.inclusive);
  return note.subtotal - sumOf(note.discount_amounts) - sumOf(inclusive);
}

function translateLine(
  line: z.infer<typeof creditNoteLineSchema>,
  index: number,
  currency: string,
  invoiceLines: ReadonlyMap<string, InvoiceLine>,
): BillingLine {
  const credited = invoiceLines.get(line.invoice_line_item ?? '');
  return {
    id: line.id,
    productExternalId: credited?.price?.product ?? null,
    description: line.description ?? '',
    quantity: line.quantity ?? 1,
    ...netAndTax(line, currency, `$.lines.data[${index}]`),
    startOn: dayOrNull(credited?.period.start),
    endOn: dayOrNull(credited?.period.end),
    isProration: credited?.proration ?? false,
  };
}
