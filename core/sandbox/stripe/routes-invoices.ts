import {
  createCreditNote,
  type CreditNoteInput,
  type CreditNoteLineInput,
  updateCreditNote,
  voidCreditNote,
} from './credit-notes.ts';
import {
  createInvoice,
  createInvoiceItem,
  deleteDraft,
  finalizeInvoice,
  type InvoiceChanges,
  type InvoiceInput,
  type InvoiceItemInput,
  markUncollectible,
  updateInvoice,
  voidInvoice,
} from './invoices.ts';
import type { Params } from './params.ts';
import { payInvoice, type PaymentInput } from './payments.ts';
import { renderRow } from './render.ts';
import { renderCreditNoteLine } from './render-credit-notes.ts';
import { renderInvoiceLine } from './render-invoices.ts';
import {
  type Call,
  given,
  listArray,
  listTable,
  pageParams,
  pathId,
  retrieve,
  type Route,
  route,
} from './route.ts';
import type { InvoiceRow } from './rows.ts';
import { inRange } from './collection.ts';
import { searchCall } from './search.ts';
import { invalid } from './stripe-error.ts';

const METHODS = ['charge_automatically', 'send_invoice'] as const;

function invoiceChanges(params: Params): InvoiceChanges {
  return given<InvoiceChanges>({
    description: params.clearable('description'),
    metadata: params.metadata(),
    autoAdvance: params.boolean('auto_advance'),
    dueDate: params.instant('due_date'),
    daysUntilDue: params.integer('days_until_due'),
    effectiveAt: params.instant('effective_at'),
    collectionMethod: params.choice('collection_method', METHODS),
    defaultTaxRates: params.ids('default_tax_rates'),
  });
}

function invoiceInput(params: Params): InvoiceInput {
  const pending = params.choice('pending_invoice_items_behavior', [
    'exclude',
    'include',
    'include_and_require',
  ]);
  return given<InvoiceInput>({
    ...invoiceChanges(params),
    customer: params.required('customer'),
    currency: params.text('currency'),
    subscription: params.text('subscription'),
    includePending: pending !== undefined && pending !== 'exclude',
  });
}

function listInvoices(call: Call): () => Record<string, unknown> {
  const { params } = call;
  const page = pageParams(params);
  const customer = params.text('customer');
  const subscription = params.text('subscription');
  const status = params.choice('status', ['draft', 'open', 'paid', 'uncollectible', 'void']);
  const method = params.choice('collection_method', METHODS);
  const created = params.range('created');
  const due = params.range('due_date');
  const by =
    subscription !== undefined
      ? { index: 'subscription', value: subscription }
      : customer === undefined
        ? undefined
        : { index: 'customer', value: customer };
  const filter = (row: InvoiceRow): boolean =>
    (status === undefined || row.status === status) &&
    (customer === undefined || row.customer === customer) &&
    (method === undefined || row.collectionMethod === method) &&
    (due === undefined || (row.dueDate !== null && inRange(row.dueDate, due)));
  return () =>
    listTable(call, 'invoice', page, {
      filter,
      ...(by === undefined ? {} : { by }),
      ...(created === undefined ? {} : { created }),
    });
}

/** A step of the invoice's life, without parameters. */
function step(name: string, work: (call: Call) => InvoiceRow): Route {
  return route(
    'POST',
    `/v1/invoices/:id/${name}`,
    (call) => () => renderRow(call.state, 'invoice', work(call)),
  );
}

const invoices: readonly Route[] = [
  route('POST', '/v1/invoices', (call) => {
    const input = invoiceInput(call.params);
    return () => renderRow(call.state, 'invoice', createInvoice(call.state, input));
  }),
  route('GET', '/v1/invoices', listInvoices),
  searchCall('invoice', '/v1/invoices/search'),
  route('GET', '/v1/invoices/:id', retrieve('invoice', 'invoice')),
  route('POST', '/v1/invoices/:id', (call) => {
    const changes = invoiceChanges(call.params);
    return () => renderRow(call.state, 'invoice', updateInvoice(call.state, pathId(call), changes));
  }),
  route('DELETE', '/v1/invoices/:id', (call) => () => {
    const { id } = deleteDraft(call.state, pathId(call));
    return { id, object: 'invoice', deleted: true };
  }),
  route('GET', '/v1/invoices/:id/lines', (call) => {
    const page = pageParams(call.params);
    return () => {
      const row = call.state.find('invoice', pathId(call), 'invoice', 404);
      const lines = row.lines.map((line, index) => renderInvoiceLine(call.state, row.id, line, index));
      return listArray(call, lines, page);
    };
  }),
  route('POST', '/v1/invoices/:id/finalize', (call) => {
    const autoAdvance = call.params.boolean('auto_advance');
    const options = autoAdvance === undefined ? {} : { autoAdvance };
    return () => renderRow(call.state, 'invoice', finalizeInvoice(call.state, pathId(call), options));
  }),
  route('POST', '/v1/invoices/:id/pay', (call) => {
    call.params.boolean('off_session');
    const input = given<PaymentInput>({
      paymentMethod: call.params.text('payment_method') ?? call.params.text('source'),
      paidOutOfBand: call.params.boolean('paid_out_of_band'),
    });
    return () => renderRow(call.state, 'invoice', payInvoice(call.state, pathId(call), input));
  }),
  step('void', (call) => voidInvoice(call.state, pathId(call))),
  step('mark_uncollectible', (call) => markUncollectible(call.state, pathId(call))),
];

const invoiceItems: readonly Route[] = [
  route('POST', '/v1/invoiceitems', (call) => {
    const { params } = call;
    const period = params.object('period');
    const unitAmount = params.integer('unit_amount');
    const quantity = params.integer('quantity');
    const amount =
      params.integer('amount') ?? (unitAmount === undefined ? undefined : unitAmount * (quantity ?? 1));
    const input = given<InvoiceItemInput>({
      customer: params.required('customer'),
      invoice: params.text('invoice'),
      currency: params.text('currency'),
      amount,
      quantity,
      price: params.text('price'),
      description: params.clearable('description'),
      periodStart: period?.instant('start'),
      periodEnd: period?.instant('end'),
      subscription: params.text('subscription'),
      taxRates: params.ids('tax_rates'),
      metadata: params.metadata() ?? undefined,
    });
    return () => renderRow(call.state, 'invoiceitem', createInvoiceItem(call.state, input));
  }),
  route('GET', '/v1/invoiceitems', (call) => {
    const { params } = call;
    const page = pageParams(params);
    const customer = params.text('customer');
    const invoice = params.text('invoice');
    const pending = params.boolean('pending');
    const created = params.range('created');
    return () =>
      listTable(call, 'invoiceitem', page, {
        filter: (row) =>
          (invoice === undefined || row.invoice === invoice) &&
          (pending === undefined || (row.invoice === null) === pending),
        ...(customer === undefined ? {} : { by: { index: 'customer', value: customer } }),
        ...(created === undefined ? {} : { created }),
      });
  }),
  route('GET', '/v1/invoiceitems/:id', retrieve('invoiceitem')),
];

function noteLine(line: Params): CreditNoteLineInput {
  const type = line.choice('type', ['invoice_line_item', 'custom_line_item']);
  if (type === undefined)
    throw invalid('Missing required param: lines[0][type].', 'lines[0][type]', 'parameter_missing');
  return given<CreditNoteLineInput>({
    type,
    amount: line.integer('amount'),
    quantity: line.integer('quantity'),
    unitAmount: line.integer('unit_amount'),
    invoiceLine: line.text('invoice_line_item'),
    description: line.text('description'),
    taxRates: line.ids('tax_rates'),
  });
}

const creditNotes: readonly Route[] = [
  route('POST', '/v1/credit_notes', (call) => {
    const { params } = call;
    const input = given<CreditNoteInput>({
      invoice: params.required('invoice'),
      amount: params.integer('amount'),
      lines: params.objects('lines')?.map(noteLine),
      refundAmount: params.integer('refund_amount'),
      refund: params.text('refund'),
      creditAmount: params.integer('credit_amount'),
      outOfBandAmount: params.integer('out_of_band_amount'),
      reason: params.choice('reason', ['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']),
      memo: params.clearable('memo'),
      effectiveAt: params.instant('effective_at'),
      metadata: params.metadata(),
    });
    return () => renderRow(call.state, 'credit_note', createCreditNote(call.state, input));
  }),
  route('GET', '/v1/credit_notes', (call) => {
    const page = pageParams(call.params);
    const invoice = call.params.text('invoice');
    const customer = call.params.text('customer');
    const by =
      invoice !== undefined
        ? { index: 'invoice', value: invoice }
        : customer === undefined
          ? undefined
          : { index: 'customer', value: customer };
    return () =>
      listTable(call, 'credit_note', page, {
        filter: (row) => customer === undefined || row.customer === customer,
        ...(by === undefined ? {} : { by }),
      });
  }),
  route('GET', '/v1/credit_notes/:id', retrieve('credit_note')),
  route('POST', '/v1/credit_notes/:id', (call) => {
    const memo = call.params.clearable('memo');
    const metadata = call.params.metadata();
    const changes = given<Parameters<typeof updateCreditNote>[2]>({ memo, metadata });
    return () => renderRow(call.state, 'credit_note', updateCreditNote(call.state, pathId(call), changes));
  }),
  route(
    'POST',
    '/v1/credit_notes/:id/void',
    (call) => () => renderRow(call.state, 'credit_note', voidCreditNote(call.state, pathId(call))),
  ),
  route('GET', '/v1/credit_notes/:id/lines', (call) => {
    const page = pageParams(call.params);
    return () => {
      const row = call.state.find('credit_note', pathId(call), 'credit_note', 404);
      const lines = row.lines.map((line, index) => renderCreditNoteLine(call.state, row.id, line, index));
      return listArray(call, lines, page);
    };
  }),
];

export const INVOICE_ROUTES: readonly Route[] = [...invoices, ...invoiceItems, ...creditNotes];
