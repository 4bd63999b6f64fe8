import { changeBalance, liveCustomer, mergeMetadata, printedCustomer, useCurrency } from './customers.ts';
import { flat } from './ids.ts';
import { buildLine, type LineInput, totalsOf } from './invoice-lines.ts';
import { settlePaid } from './payments.ts';
import type {
  BillingReason,
  CollectionMethod,
  InvoiceItemRow,
  InvoiceLine,
  InvoiceRow,
  Metadata,
  SubscriptionRow,
} from './rows.ts';
import type { StripeState } from './state.ts';
import { invalid } from './stripe-error.ts';

const DAY_SECONDS = 86_400;

export interface InvoiceInput {
  readonly id?: string;
  readonly customer: string;
  /** Absent: the customer's, or that of the first line's price. */
  readonly currency?: string;
  readonly subscription?: string;
  readonly lines?: readonly LineInput[];
  /** Takes the customer's pending invoice items along. */
  readonly includePending?: boolean;
  readonly collectionMethod?: CollectionMethod;
  readonly daysUntilDue?: number;
  readonly dueDate?: number;
  readonly effectiveAt?: number;
  readonly description?: string | null;
  readonly defaultTaxRates?: readonly string[];
  readonly autoAdvance?: boolean;
  readonly billingReason?: BillingReason;
  readonly periodStart?: number;
  readonly periodEnd?: number;
  readonly metadata?: Metadata | null;
}

/** What every draft begins with. */
const NOT_FINALIZED = {
  status: 'draft',
  number: null,
  amountPaid: 0,
  endingBalance: null,
  prePaymentCredits: 0,
  postPaymentCredits: 0,
  attemptCount: 0,
  paidOutOfBand: false,
  charge: null,
  paymentIntent: null,
  finalizedAt: null,
  paidAt: null,
  voidedAt: null,
  uncollectibleAt: null,
} as const;

/** A draft. Nothing of it is owed before `finalizeInvoice`. */
export function createInvoice(state: StripeState, input: InvoiceInput): InvoiceRow {
  const customer = liveCustomer(state, input.customer, 'customer');
  const subscription =
    input.subscription === undefined ? null : state.find('subscription', input.subscription, 'subscription');
  const collectionMethod = input.collectionMethod ?? subscription?.collectionMethod ?? 'charge_automatically';
  const daysUntilDue = input.daysUntilDue ?? subscription?.daysUntilDue ?? null;
  if (collectionMethod === 'send_invoice' && daysUntilDue === null && input.dueDate === undefined) {
    const message = 'When an invoice is sent you must provide either days_until_due or due_date.';
    throw invalid(message, 'days_until_due', 'parameter_missing');
  }
  const currency = currencyOf(state, input, subscription) ?? customer.currency ?? 'usd';
  useCurrency(state, customer, currency);
  const defaultTaxRates = input.defaultTaxRates ?? subscription?.defaultTaxRates ?? [];
  const lines = (input.lines ?? []).map((line) => buildLine(state, customer, line, defaultTaxRates));
  const base = state.fresh('in', input.id);
  if (input.includePending === true) lines.push(...claimPending(state, base.id, customer.id, currency));
  const row: InvoiceRow = {
    ...base,
    ...NOT_FINALIZED,
    customer: customer.id,
    printed: printedCustomer(state, customer),
    subscription: subscription?.id ?? null,
    subscriptionMetadata: subscription?.metadata ?? null,
    currency,
    lines,
    billingReason: input.billingReason ?? 'manual',
    collectionMethod,
    autoAdvance: input.autoAdvance ?? false,
    daysUntilDue,
    dueDate: input.dueDate ?? null,
    effectiveAt: input.effectiveAt ?? null,
    periodStart: input.periodStart ?? base.created,
    periodEnd: input.periodEnd ?? base.created,
    ...amountsOf(lines),
    startingBalance: customer.balance,
    description: input.description ?? null,
    defaultTaxRates,
    metadata: mergeMetadata({}, input.metadata),
  };
  state.insert('invoice', row, 'invoice.created');
  if (row.autoAdvance) advanceLater(state, row);
  return row;
}

function advanceLater(state: StripeState, row: InvoiceRow): void {
  state.advancingDrafts.set(row.id, row.created + Math.floor(state.draftMs / 1000));
}

function currencyOf(
  state: StripeState,
  input: InvoiceInput,
  subscription: SubscriptionRow | null,
): string | undefined {
  const priced = input.lines?.find((line) => line.price !== undefined)?.price;
  const ofPrice = priced === undefined ? undefined : state.find('price', priced, 'price').currency;
  return input.currency ?? subscription?.currency ?? ofPrice;
}

function amountsOf(
  lines: readonly InvoiceLine[],
): Pick<InvoiceRow, 'subtotal' | 'tax' | 'total' | 'amountDue'> {
  const totals = totalsOf(lines);
  return { ...totals, amountDue: Math.max(0, totals.total) };
}

/** Binds the customer's pending items of the currency to the invoice and gives their lines. */
function claimPending(
  state: StripeState,
  invoiceId: string,
  customerId: string,
  currency: string,
): InvoiceLine[] {
  const pending = pendingItems(state, customerId).filter((item) => item.currency === currency);
  return pending.map((item) => state.update('invoiceitem', item.id, { invoice: invoiceId }).line);
}

export function pendingItems(state: StripeState, customerId: string): InvoiceItemRow[] {
  return state.tables.invoiceitem.of('customer', customerId).filter((item) => item.invoice === null);
}

export interface InvoiceItemInput extends LineInput {
  readonly customer: string;
  readonly currency?: string;
  /** A draft to add to; absent: it waits for the customer's next invoice. */
  readonly invoice?: string;
}

export function createInvoiceItem(state: StripeState, input: InvoiceItemInput): InvoiceItemRow {
  const customer = liveCustomer(state, input.customer, 'customer');
  const draft = input.invoice === undefined ? null : editable(state, input.invoice, 'invoice');
  const ofPrice = input.price === undefined ? undefined : state.find('price', input.price, 'price').currency;
  const currency = input.currency ?? ofPrice ?? draft?.currency ?? customer.currency ?? 'usd';
  if (draft !== null && draft.currency !== currency) {
    throw invalid(
      `The currency of the invoice item (${currency}) is not the invoice's (${draft.currency}).`,
      'currency',
    );
  }
  useCurrency(state, customer, currency);
  const base = state.fresh('ii');
  const line = buildLine(state, customer, { ...input, invoiceItem: base.id }, draft?.defaultTaxRates);
  const row = state.insert(
    'invoiceitem',
    {
      ...base,
      customer: customer.id,
      currency,
      line,
      taxRates: input.taxRates ?? [],
      invoice: draft?.id ?? null,
    },
    'invoiceitem.created',
  );
  if (draft !== null) {
    const lines = [...draft.lines, line];
    state.update('invoice', draft.id, { lines, ...amountsOf(lines) }, 'invoice.updated');
  }
  return row;
}

/** The draft, or Stripe's refusal to change a finalised invoice. */
function editable(state: StripeState, id: string, param: string, status: 400 | 404 = 400): InvoiceRow {
  const row = state.find('invoice', id, param, status);
  if (row.status !== 'draft') {
    throw invalid(`This invoice is no longer editable`, param, 'invoice_not_editable');
  }
  return row;
}

/** Numbers the invoice, applies the customer's balance and makes it owed; with nothing to pay it is paid at once. */
export function finalizeInvoice(
  state: StripeState,
  id: string,
  options: { readonly number?: string; readonly autoAdvance?: boolean } = {},
): InvoiceRow {
  const draft = state.find('invoice', id, 'invoice', 404);
  if (draft.status !== 'draft') {
    throw invalid(
      `This invoice is already finalized, you can't re-finalize a non-draft invoice.`,
      undefined,
      'invoice_not_editable',
    );
  }
  state.advancingDrafts.delete(id);
  const customer = state.get('customer', draft.customer);
  const number = options.number ?? nextNumber(state, draft.customer);
  // A credit invoice asks for nothing; otherwise what the customer owes, or has to their credit, is taken along.
  const amountDue = draft.total < 0 ? 0 : Math.max(0, draft.total + customer.balance);
  const endingBalance = customer.balance + draft.total - amountDue;
  changeBalance(state, customer.id, endingBalance - customer.balance, {
    type: 'applied_to_invoice',
    invoice: id,
    currency: draft.currency,
  });
  const now = state.now();
  const due =
    draft.collectionMethod === 'send_invoice' ? now + (draft.daysUntilDue ?? 0) * DAY_SECONDS : null;
  const row = state.update(
    'invoice',
    id,
    {
      status: 'open',
      number,
      printed: printedCustomer(state, customer),
      amountDue,
      startingBalance: customer.balance,
      endingBalance,
      dueDate: draft.dueDate ?? due,
      effectiveAt: draft.effectiveAt ?? now,
      finalizedAt: now,
      autoAdvance: options.autoAdvance ?? draft.autoAdvance,
      paymentIntent: amountDue > 0 ? createIntent(state, draft, amountDue) : null,
    },
    'invoice.finalized',
  );
  if (amountDue === 0) return settlePaid(state, row.id, {});
  if (row.collectionMethod === 'send_invoice') state.emit('invoice.sent', 'invoice', row, null);
  return row;
}

function nextNumber(state: StripeState, customerId: string): string {
  const { invoicePrefix, nextInvoiceSequence } = state.get('customer', customerId);
  state.update('customer', customerId, { nextInvoiceSequence: nextInvoiceSequence + 1 });
  return flat(`${invoicePrefix}-${String(nextInvoiceSequence).padStart(4, '0')}`);
}

function createIntent(state: StripeState, invoice: InvoiceRow, amount: number): string {
  const intent = state.insert(
    'payment_intent',
    {
      ...state.fresh('pi'),
      amount,
      amountReceived: 0,
      currency: invoice.currency,
      customer: invoice.customer,
      invoice: invoice.id,
      status: 'requires_payment_method',
      latestCharge: null,
      paymentMethod: null,
      canceledAt: null,
      cancellationReason: null,
      description: null,
      metadata: {},
    },
    'payment_intent.created',
  );
  return intent.id;
}

export interface InvoiceChanges {
  readonly description?: string | null;
  readonly metadata?: Metadata | null;
  readonly autoAdvance?: boolean;
  readonly dueDate?: number;
  readonly daysUntilDue?: number;
  readonly effectiveAt?: number;
  readonly collectionMethod?: CollectionMethod;
  readonly defaultTaxRates?: readonly string[];
}

export function updateInvoice(state: StripeState, id: string, changes: InvoiceChanges): InvoiceRow {
  const row = state.find('invoice', id, 'invoice', 404);
  const { metadata, ...plain } = changes;
  const touched = Object.keys(plain).filter((key) => key !== 'autoAdvance');
  if (row.status !== 'draft' && touched.length > 0) {
    throw invalid(`Finalized invoices can't be updated in this way`, touched[0], 'invoice_not_editable');
  }
  const lines = plain.defaultTaxRates === undefined ? row.lines : retaxed(state, row, plain.defaultTaxRates);
  const autoAdvance = plain.autoAdvance ?? row.autoAdvance;
  if (row.status === 'draft' && autoAdvance) {
    advanceLater(state, row);
  } else state.advancingDrafts.delete(id);
  const amounts = row.status === 'draft' ? { lines, ...amountsOf(lines) } : {};
  const merged = mergeMetadata(row.metadata, metadata);
  return state.update('invoice', id, { ...plain, ...amounts, metadata: merged }, 'invoice.updated');
}

function retaxed(state: StripeState, row: InvoiceRow, rates: readonly string[]): readonly InvoiceLine[] {
  const customer = state.get('customer', row.customer);
  return row.lines.map((line) => ({
    ...line,
    taxes: buildLine(state, customer, { amount: line.amount }, rates).taxes,
  }));
}

export function deleteDraft(state: StripeState, id: string): InvoiceRow {
  const row = state.find('invoice', id, 'invoice', 404);
  if (row.status !== 'draft' || row.subscription !== null) {
    throw invalid(
      'You can only delete draft invoices that are not part of a subscription.',
      undefined,
      'invoice_not_editable',
    );
  }
  state.advancingDrafts.delete(id);
  state.remove('invoice', id);
  state.emit('invoice.deleted', 'invoice', row, null);
  return row;
}

export function voidInvoice(state: StripeState, id: string): InvoiceRow {
  const row = state.find('invoice', id, 'invoice', 404);
  if (row.status !== 'open' && row.status !== 'uncollectible') {
    throw invalid(
      `You can only pass in open invoices. This invoice isn't open.`,
      undefined,
      'invoice_not_editable',
    );
  }
  if (row.amountPaid > 0) {
    throw invalid(
      'You cannot void an invoice with a payment applied to it.',
      undefined,
      'invoice_not_editable',
    );
  }
  if (row.paymentIntent !== null) {
    state.update(
      'payment_intent',
      row.paymentIntent,
      { status: 'canceled', canceledAt: state.now(), cancellationReason: 'void_invoice' },
      'payment_intent.canceled',
    );
  }
  const consumed = row.endingBalance === null ? 0 : row.startingBalance - row.endingBalance;
  changeBalance(state, row.customer, consumed, {
    type: 'unapplied_from_invoice',
    invoice: id,
    currency: row.currency,
  });
  return state.update('invoice', id, { status: 'void', voidedAt: state.now() }, 'invoice.voided', 'void');
}

export function markUncollectible(state: StripeState, id: string): InvoiceRow {
  const row = state.find('invoice', id, 'invoice', 404);
  if (row.status !== 'open') {
    throw invalid(
      `You can only pass in open invoices. This invoice isn't open.`,
      undefined,
      'invoice_not_editable',
    );
  }
  return state.update(
    'invoice',
    id,
    { status: 'uncollectible', uncollectibleAt: state.now() },
    'invoice.marked_uncollectible',
  );
}
