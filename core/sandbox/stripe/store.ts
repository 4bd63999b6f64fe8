import type { EpochMs } from '#core/base/clock.ts';
import {
  createPrice,
  createProduct,
  createTaxRate,
  type PriceInput,
  type ProductInput,
  type TaxRateInput,
  updatePrice,
  updateProduct,
} from './catalogue.ts';
import { createRefund, type RefundInput, updateRefund } from './refunds.ts';
import { createCreditNote, type CreditNoteInput, voidCreditNote } from './credit-notes.ts';
import { createCustomer, type CustomerChanges, type CustomerInput, updateCustomer } from './customers.ts';
import {
  createInvoice,
  createInvoiceItem,
  finalizeInvoice,
  type InvoiceChanges,
  type InvoiceInput,
  type InvoiceItemInput,
  markUncollectible,
  updateInvoice,
  voidInvoice,
} from './invoices.ts';
import { attemptInvoice, payInvoice, type PaymentInput } from './payments.ts';
import type {
  ChargeRow,
  CreditNoteRow,
  CustomerRow,
  InvoiceItemRow,
  InvoiceRow,
  Kind,
  PriceRow,
  ProductRow,
  RefundRow,
  RowByKind,
  SubscriptionRow,
  TaxRateRow,
} from './rows.ts';
import type { StripeState } from './state.ts';
import {
  type CancelInput,
  cancelSubscription,
  cycleSubscription,
  type SubscriptionChanges,
  updateSubscription,
} from './subscription-changes.ts';
import { createSubscription, type SubscriptionInput } from './subscriptions.ts';
import type { UsageBook } from './usage.ts';

/**
 * The account as a typed store, for seeding history: the same operations as behind HTTP, so events and commits follow.
 * The last argument of every change is its instant on the sandbox clock; absent: now. What is done here is logged as
 * done by hand. Refusals are thrown as StripeError.
 */
export class StripeStore {
  readonly state: StripeState;
  readonly #usage: UsageBook;

  constructor(state: StripeState, usage: UsageBook) {
    this.state = state;
    this.#usage = usage;
  }

  readonly customers = {
    create: (input: CustomerInput, atMs?: EpochMs): CustomerRow =>
      this.#at(atMs, () => createCustomer(this.state, input)),
    update: (id: string, changes: CustomerChanges, atMs?: EpochMs): CustomerRow =>
      this.#at(atMs, () => updateCustomer(this.state, id, changes)),
  };

  readonly products = {
    create: (input: ProductInput, atMs?: EpochMs): ProductRow =>
      this.#at(atMs, () => createProduct(this.state, input)),
    update: (id: string, changes: Partial<ProductInput>, atMs?: EpochMs): ProductRow =>
      this.#at(atMs, () => updateProduct(this.state, id, changes)),
  };

  readonly prices = {
    create: (input: PriceInput, atMs?: EpochMs): PriceRow =>
      this.#at(atMs, () => createPrice(this.state, input)),
    update: (id: string, changes: Parameters<typeof updatePrice>[2], atMs?: EpochMs): PriceRow =>
      this.#at(atMs, () => updatePrice(this.state, id, changes)),
  };

  readonly taxRates = {
    create: (input: TaxRateInput, atMs?: EpochMs): TaxRateRow =>
      this.#at(atMs, () => createTaxRate(this.state, input)),
  };

  readonly subscriptions = {
    create: (input: SubscriptionInput, atMs?: EpochMs): SubscriptionRow =>
      this.#at(atMs, () => createSubscription(this.state, input)),
    update: (id: string, changes: SubscriptionChanges, atMs?: EpochMs): SubscriptionRow =>
      this.#at(atMs, () => updateSubscription(this.state, id, changes)),
    cancel: (id: string, input: CancelInput = {}, atMs?: EpochMs): SubscriptionRow =>
      this.#at(atMs, () => cancelSubscription(this.state, id, input)),
    /** Into the next period, at its boundary unless told otherwise. Null when the subscription ended instead. */
    cycle: (id: string, atMs?: EpochMs): InvoiceRow | null =>
      this.#at(atMs ?? this.state.get('subscription', id).currentPeriodEnd * 1000, () =>
        cycleSubscription(this.state, this.#usage, id),
      ),
  };

  readonly usage = {
    /** Reports usage of a metered item at an instant. */
    record: (
      itemId: string,
      quantity: number,
      atMs: EpochMs,
      action: 'increment' | 'set' = 'increment',
    ): string => this.#usage.record(itemId, Math.floor(atMs / 1000), quantity, action),
  };

  readonly invoices = {
    /** A draft. */
    create: (input: InvoiceInput, atMs?: EpochMs): InvoiceRow =>
      this.#at(atMs, () => createInvoice(this.state, input)),
    /** Drafted and finalised at once; `number` overrides the customer's numbering. */
    issue: (input: InvoiceInput & { readonly number?: string }, atMs?: EpochMs): InvoiceRow =>
      this.#at(atMs, () => {
        const { number, ...draft } = input;
        const { id } = createInvoice(this.state, draft);
        return finalizeInvoice(this.state, id, number === undefined ? {} : { number });
      }),
    addItem: (input: InvoiceItemInput, atMs?: EpochMs): InvoiceItemRow =>
      this.#at(atMs, () => createInvoiceItem(this.state, input)),
    update: (id: string, changes: InvoiceChanges, atMs?: EpochMs): InvoiceRow =>
      this.#at(atMs, () => updateInvoice(this.state, id, changes)),
    finalize: (id: string, options: { readonly number?: string } = {}, atMs?: EpochMs): InvoiceRow =>
      this.#at(atMs, () => finalizeInvoice(this.state, id, options)),
    /** Pays, in part or too much; a decline is thrown. */
    pay: (id: string, input: PaymentInput = {}, atMs?: EpochMs): InvoiceRow =>
      this.#at(atMs, () => payInvoice(this.state, id, input)),
    /** Pays or fails; a decline leaves a failed charge and is not thrown. */
    attempt: (id: string, input: PaymentInput = {}, atMs?: EpochMs): InvoiceRow =>
      this.#at(atMs, () => attemptInvoice(this.state, this.state.get('invoice', id), input).invoice),
    void: (id: string, atMs?: EpochMs): InvoiceRow => this.#at(atMs, () => voidInvoice(this.state, id)),
    markUncollectible: (id: string, atMs?: EpochMs): InvoiceRow =>
      this.#at(atMs, () => markUncollectible(this.state, id)),
  };

  readonly creditNotes = {
    create: (input: CreditNoteInput, atMs?: EpochMs): CreditNoteRow =>
      this.#at(atMs, () => createCreditNote(this.state, input)),
    void: (id: string, atMs?: EpochMs): CreditNoteRow => this.#at(atMs, () => voidCreditNote(this.state, id)),
  };

  readonly refunds = {
    create: (input: RefundInput, atMs?: EpochMs): RefundRow =>
      this.#at(atMs, () => createRefund(this.state, input)),
    update: (id: string, changes: Parameters<typeof updateRefund>[2], atMs?: EpochMs): RefundRow =>
      this.#at(atMs, () => updateRefund(this.state, id, changes)),
  };

  /** Charges of the invoice, oldest first. */
  chargesOf(invoiceId: string): ChargeRow[] {
    const { customer } = this.state.get('invoice', invoiceId);
    return this.state.tables.charge.of('customer', customer).filter((charge) => charge.invoice === invoiceId);
  }

  /** Every row of a kind, in order of insertion. */
  rows<K extends Kind>(kind: K): IterableIterator<RowByKind[K]> {
    return this.state.tables[kind].values();
  }

  #at<T>(atMs: EpochMs | undefined, work: () => T): T {
    return this.state.during(atMs === undefined ? {} : { atMs }, work);
  }
}
