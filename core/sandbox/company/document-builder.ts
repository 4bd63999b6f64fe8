import { addDays } from '#core/domain/day.ts';
import { productOf, type ProductCode } from './catalogue.ts';
import {
  AS_IS,
  type CreditNote,
  type Customer,
  type Invoice,
  type InvoiceLine,
  type LedgerTreatment,
  type OrderLine,
  type Payment,
} from './company-model.ts';
import { percentOf, shareOf } from './exact-amounts.ts';
import { taxCode } from './legal-entities.ts';
import { instant } from './sample-calendar.ts';

export interface LineSpec {
  readonly product: ProductCode;
  readonly quantity: number;
  readonly startOn: string;
  readonly endOn: string;
  /** Part of the price that is charged, as days of days; absent: all of it. Negative days: a credit. */
  readonly part?: readonly [days: number, ofDays: number];
}

/** One order line at list price. */
export function orderLine(customer: Customer, product: ProductCode, quantity: number): OrderLine {
  const unitPriceMinor = productOf(product).priceMinor[customer.currency];
  return { product, quantity, unitPriceMinor, totalMinor: unitPriceMinor * quantity };
}

export function invoiceLine(customer: Customer, spec: LineSpec): InvoiceLine {
  const product = productOf(spec.product);
  const full = product.priceMinor[customer.currency] * spec.quantity;
  const amountMinor = spec.part === undefined ? full : shareOf(full, spec.part[0], spec.part[1]);
  return {
    product: spec.product,
    description: `${spec.quantity} × ${product.name}`,
    quantity: spec.quantity,
    amountMinor,
    taxMinor: percentOf(amountMinor, taxCode(customer.market.taxCode).ratePercent),
    startOn: spec.startOn,
    endOn: spec.endOn,
    proration: spec.part !== undefined,
  };
}

export interface InvoiceSpec {
  readonly key: string;
  readonly reason: Invoice['reason'];
  readonly issuedOn: string;
  /** Hour and minute of the day, UTC. */
  readonly at: readonly [number, number];
  readonly lines: readonly InvoiceLine[];
  readonly ledger?: LedgerTreatment;
}

const DUE_IN_DAYS = 30;

export function buildInvoice(spec: InvoiceSpec): Invoice {
  const subtotalMinor = spec.lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const taxMinor = spec.lines.reduce((sum, line) => sum + line.taxMinor, 0);
  return {
    key: spec.key,
    reason: spec.reason,
    issuedAtMs: instant(spec.issuedOn, ...spec.at),
    issuedOn: spec.issuedOn,
    dueOn: addDays(spec.issuedOn, DUE_IN_DAYS),
    lines: spec.lines,
    subtotalMinor,
    taxMinor,
    totalMinor: subtotalMinor + taxMinor,
    voidedAtMs: null,
    payments: [],
    credits: [],
    ledger: spec.ledger ?? AS_IS,
  };
}

export interface PaymentSpec {
  readonly on: string;
  readonly amountMinor: number;
  readonly failureCode?: string;
  readonly ledger?: LedgerTreatment;
}

/** The invoice with one more payment; attempts of one day follow each other by the hour. */
export function withPayment(invoice: Invoice, spec: PaymentSpec): Invoice {
  const number = invoice.payments.length + 1;
  const payment: Payment = {
    key: `${invoice.key}/P${number}`,
    atMs: instant(spec.on, 17 + Math.min(number, 5), 30),
    on: spec.on,
    amountMinor: spec.amountMinor,
    failureCode: spec.failureCode ?? null,
    ledger: spec.ledger ?? AS_IS,
  };
  return { ...invoice, payments: [...invoice.payments, payment] };
}

export interface CreditSpec {
  readonly on: string;
  readonly reason: CreditNote['reason'];
  /** Which line, and which part of it, as numerator and denominator. */
  readonly lineIndex: number;
  readonly part: readonly [number, number];
  readonly refunded: boolean;
  readonly ledger?: LedgerTreatment;
}

/** The invoice with a credit note on part of one line; its tax is the line's tax in proportion. */
export function withCredit(invoice: Invoice, spec: CreditSpec): Invoice {
  const line = invoice.lines[spec.lineIndex] as InvoiceLine;
  const amountMinor = shareOf(line.amountMinor, ...spec.part);
  const taxMinor = shareOf(line.taxMinor, amountMinor, line.amountMinor);
  const key = `${invoice.key}/K${invoice.credits.length + 1}`;
  const atMs = instant(spec.on, 15, 10);
  const credit: CreditNote = {
    key,
    atMs,
    on: spec.on,
    reason: spec.reason,
    lines: [{ lineIndex: spec.lineIndex, amountMinor, taxMinor }],
    totalMinor: amountMinor + taxMinor,
    refund: spec.refunded ? { key: `${key}/R`, atMs, on: spec.on } : null,
    ledger: spec.ledger ?? AS_IS,
  };
  return { ...invoice, credits: [...invoice.credits, credit] };
}
