import { safe, share } from './arithmetic.ts';
import { changeBalance, mergeMetadata } from './customers.ts';
import { taxesOf, totalsOf } from './invoice-lines.ts';
import { lineId } from './ids.ts';
import { settlePaid } from './payments.ts';
import { createRefund } from './refunds.ts';
import type {
  CreditNoteLine,
  CreditNoteReason,
  CreditNoteRow,
  InvoiceLine,
  InvoiceRow,
  Metadata,
} from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid, missing } from './stripe-error.ts';

export interface CreditNoteLineInput {
  readonly type: 'invoice_line_item' | 'custom_line_item';
  /** Without exclusive tax. For an invoice line: instead of a quantity. */
  readonly amount?: number;
  readonly quantity?: number;
  readonly unitAmount?: number;
  /** The line's id; or its position on the invoice when seeding. */
  readonly invoiceLine?: string | number;
  readonly description?: string;
  /** Custom lines only; an invoice line is taxed as it was. */
  readonly taxRates?: readonly string[];
}

export interface CreditNoteInput {
  readonly invoice: string;
  /** The whole credit including tax, instead of lines. */
  readonly amount?: number;
  readonly lines?: readonly CreditNoteLineInput[];
  /** For paid invoices; the three must add up to the total. */
  readonly refundAmount?: number;
  readonly refund?: string;
  readonly creditAmount?: number;
  readonly outOfBandAmount?: number;
  readonly reason?: CreditNoteReason;
  readonly memo?: string | null;
  readonly effectiveAt?: number;
  readonly metadata?: Metadata | null;
}

export function createCreditNote(state: StripeState, input: CreditNoteInput): CreditNoteRow {
  const invoice = state.find('invoice', input.invoice, 'invoice');
  if (invoice.status !== 'open' && invoice.status !== 'paid' && invoice.status !== 'uncollectible') {
    throw invalid(`You cannot create a credit note for an invoice with status ${invoice.status}.`, 'invoice');
  }
  const lines = linesOf(state, invoice, input);
  const totals = totalsOf(lines);
  const total = totals.total;
  const type = invoice.status === 'paid' ? 'post_payment' : 'pre_payment';
  checkAmount(state, invoice, input, total, type);
  const base = state.fresh('cn');
  const settled = type === 'post_payment' ? settleCredit(state, invoice, input, base.id) : NOT_SETTLED;
  const issued = state.tables.credit_note.of('invoice', invoice.id).length;
  const row = state.insert(
    'credit_note',
    {
      ...base,
      invoice: invoice.id,
      customer: invoice.customer,
      currency: invoice.currency,
      number: `${invoice.number}-CN-${String(issued + 1).padStart(2, '0')}`,
      status: 'issued',
      type,
      lines,
      subtotal: totals.subtotal,
      tax: totals.tax ?? 0,
      total,
      reason: input.reason ?? null,
      memo: input.memo ?? null,
      ...settled,
      effectiveAt: input.effectiveAt ?? base.created,
      voidedAt: null,
      metadata: mergeMetadata({}, input.metadata),
    },
    'credit_note.created',
  );
  reduceInvoice(state, invoice, total, type);
  return row;
}

const NOT_SETTLED = { refund: null, balanceTransaction: null, outOfBandAmount: null };

function linesOf(state: StripeState, invoice: InvoiceRow, input: CreditNoteInput): readonly CreditNoteLine[] {
  if (input.lines !== undefined && input.lines.length > 0) {
    return input.lines.map((line) =>
      line.type === 'custom_line_item' ? customLine(state, invoice, line) : invoiceLine(invoice, line),
    );
  }
  if (input.amount === undefined)
    throw invalid('You must pass one of amount, lines or shipping_cost.', 'amount');
  return [wholeLine(invoice, input.amount)];
}

/** An amount including tax: its tax is the invoice's proportion. */
function wholeLine(invoice: InvoiceRow, amount: number): CreditNoteLine {
  const first = invoice.lines.flatMap((line) => line.taxes)[0];
  const exclusive = invoice.total - invoice.subtotal;
  const tax = invoice.total === 0 ? 0 : share(amount, exclusive, invoice.total);
  const taxes =
    first === undefined || tax === 0
      ? []
      : [{ ...first, amount: tax, taxable: amount - tax, inclusive: false }];
  return {
    type: 'custom_line_item',
    amount: amount - (taxes.length > 0 ? tax : 0),
    description: `Credit for invoice ${invoice.number}`,
    invoiceLine: null,
    quantity: 1,
    unitAmount: amount - (taxes.length > 0 ? tax : 0),
    taxes,
  };
}

function customLine(state: StripeState, invoice: InvoiceRow, line: CreditNoteLineInput): CreditNoteLine {
  const quantity = line.quantity ?? 1;
  const amount = line.amount ?? safe(quantity * (line.unitAmount ?? 0));
  return {
    type: 'custom_line_item',
    amount,
    description: line.description ?? null,
    invoiceLine: null,
    quantity,
    unitAmount: line.unitAmount ?? amount,
    taxes: taxesOf(state, state.get('customer', invoice.customer), amount, line.taxRates ?? []),
  };
}

function invoiceLine(invoice: InvoiceRow, line: CreditNoteLineInput): CreditNoteLine {
  const { index, source } = findLine(invoice, line.invoiceLine);
  const quantity = line.quantity ?? source.quantity ?? 1;
  const credited =
    line.quantity === undefined ? source.amount : share(source.amount, line.quantity, source.quantity ?? 1);
  const amount = line.amount ?? credited;
  if (amount > source.amount) {
    throw invalid(`The credit of ${amount} is more than the line's amount of ${source.amount}.`, 'lines');
  }
  return {
    type: 'invoice_line_item',
    amount,
    description: line.description ?? source.description,
    invoiceLine: lineId('il', invoice.id, index),
    quantity: line.amount === undefined ? quantity : null,
    unitAmount: null,
    taxes: source.taxes.map((tax) => ({
      ...tax,
      amount: source.amount === 0 ? 0 : share(tax.amount, amount, source.amount),
      taxable: source.amount === 0 ? 0 : share(tax.taxable, amount, source.amount),
    })),
  };
}

function findLine(
  invoice: InvoiceRow,
  wanted: string | number | undefined,
): { index: number; source: InvoiceLine } {
  const index =
    typeof wanted === 'number'
      ? wanted
      : invoice.lines.findIndex((_line, at) => lineId('il', invoice.id, at) === wanted);
  const source = invoice.lines[index];
  if (source === undefined) throw missing('invoice line item', String(wanted), 'lines');
  return { index, source };
}

function checkAmount(
  state: StripeState,
  invoice: InvoiceRow,
  input: CreditNoteInput,
  total: number,
  type: CreditNoteRow['type'],
): void {
  if (total <= 0) throw invalid('The total of a credit note must be greater than 0.', 'amount');
  const credited = state.tables.credit_note
    .of('invoice', invoice.id)
    .filter((note) => note.status === 'issued')
    .reduce((sum, note) => sum + note.total, 0);
  const creditable =
    type === 'pre_payment' ? invoice.amountDue - invoice.amountPaid : invoice.total - credited;
  if (total > creditable) {
    throw invalid(
      `The sum of credit amounts (${total}) exceeds the creditable amount (${creditable}).`,
      'amount',
    );
  }
  const settled = (input.refundAmount ?? 0) + (input.creditAmount ?? 0) + (input.outOfBandAmount ?? 0);
  const linked = input.refund === undefined ? 0 : state.find('refund', input.refund, 'refund').amount;
  if (type === 'post_payment' && settled + linked !== total) {
    throw invalid(
      'The sum of refund amount, credit amount and out of band amount must equal the total credit note amount for a paid invoice.',
    );
  }
  if (type === 'pre_payment' && settled + linked > 0) {
    throw invalid('Refund, credit and out of band amounts can only be given for paid invoices.');
  }
}

function settleCredit(
  state: StripeState,
  invoice: InvoiceRow,
  input: CreditNoteInput,
  creditNote: string,
): Pick<CreditNoteRow, 'refund' | 'balanceTransaction' | 'outOfBandAmount'> {
  const refunded = input.refundAmount;
  if (refunded !== undefined && refunded > 0 && invoice.charge === null) {
    throw invalid('The invoice has no charge to refund.', 'refund_amount');
  }
  const refund =
    refunded !== undefined && refunded > 0
      ? createRefund(state, { charge: invoice.charge as string, amount: refunded }).id
      : (input.refund ?? null);
  const balance = changeBalance(state, invoice.customer, -(input.creditAmount ?? 0), {
    type: 'credit_note',
    creditNote,
    invoice: invoice.id,
    currency: invoice.currency,
  });
  return { refund, balanceTransaction: balance?.id ?? null, outOfBandAmount: input.outOfBandAmount ?? null };
}

function reduceInvoice(
  state: StripeState,
  invoice: InvoiceRow,
  total: number,
  type: CreditNoteRow['type'],
): void {
  if (type === 'post_payment') {
    const postPaymentCredits = invoice.postPaymentCredits + total;
    state.update('invoice', invoice.id, { postPaymentCredits }, 'invoice.updated');
    return;
  }
  const amountDue = invoice.amountDue - total;
  const prePaymentCredits = invoice.prePaymentCredits + total;
  state.update('invoice', invoice.id, { amountDue, prePaymentCredits }, 'invoice.updated');
  if (amountDue === invoice.amountPaid) settlePaid(state, invoice.id, {});
}

/** Only while the invoice is open, as Stripe has it; what the note took off is owed again. */
export function voidCreditNote(state: StripeState, id: string): CreditNoteRow {
  const row = state.find('credit_note', id, 'id', 404);
  const invoice = state.get('invoice', row.invoice);
  if (row.status === 'void') throw invalid('This credit note is already void.');
  if (row.type !== 'pre_payment' || invoice.status !== 'open') {
    throw invalid('You can only void a credit note if the associated invoice is open.');
  }
  const changes = {
    amountDue: invoice.amountDue + row.total,
    prePaymentCredits: invoice.prePaymentCredits - row.total,
  };
  state.update('invoice', invoice.id, changes, 'invoice.updated');
  return state.update(
    'credit_note',
    id,
    { status: 'void', voidedAt: state.now() },
    'credit_note.voided',
    'void',
  );
}

export function updateCreditNote(
  state: StripeState,
  id: string,
  changes: { readonly memo?: string | null; readonly metadata?: Metadata | null },
): CreditNoteRow {
  const row = state.find('credit_note', id, 'id', 404);
  const metadata = mergeMetadata(row.metadata, changes.metadata);
  const memo = changes.memo === undefined ? row.memo : changes.memo;
  return state.update('credit_note', id, { memo, metadata }, 'credit_note.updated');
}
