import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import type { Invoice } from './company-model.ts';
import { type CompanyOptions, generateCompany } from './generate-company.ts';
import { percentOf } from './exact-amounts.ts';
import { taxCode } from './legal-entities.ts';
import { BREAK_CLASSES, type ExceptionCode } from './truth.ts';

function digest(options: CompanyOptions): string {
  const hash = createHash('sha256');
  for (const one of generateCompany(options).histories()) {
    hash.update(canonicalJson(one as unknown as CanonicalValue));
  }
  return hash.digest('hex');
}

const small = [...generateCompany({ seed: 7 }).histories()];
const invoices = small.flatMap(({ history }) => history.invoices);
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const paid = (invoice: Invoice): number =>
  sum(invoice.payments.filter((one) => one.failureCode === null).map((one) => one.amountMinor));

describe('the generated company', () => {
  it('is the same for the same seed and another for another', () => {
    expect(digest({ seed: 7 })).toBe(digest({ seed: 7 }));
    expect(digest({ seed: 7, months: 3 })).toBe(digest({ seed: 7, months: 3 }));
    expect(digest({ seed: 8 })).not.toBe(digest({ seed: 7 }));
  });

  it('has about the invoices asked for, in the month asked for', () => {
    const large = [
      ...generateCompany({ seed: 7, invoices: 1_000, months: 2, firstMonth: '2026-11' }).histories(),
    ];
    const issued = large.flatMap(({ history }) => history.invoices.map((one) => one.issuedOn.slice(0, 7)));
    for (const month of ['2026-11', '2026-12']) {
      const count = issued.filter((one) => one === month).length;
      expect(count).toBeGreaterThan(950);
      expect(count).toBeLessThan(1_050);
    }
    const inMonth = invoices.filter((one) => one.issuedOn.startsWith('2026-09'));
    expect(inMonth.length).toBeGreaterThan(110);
    expect(inMonth.length).toBeLessThan(130);
  });

  it('adds up: lines make subtotal, tax and total; tax is the rate of the market', () => {
    for (const { history } of small) {
      const rate = taxCode(history.customer.market.taxCode).ratePercent;
      for (const invoice of history.invoices) {
        expect(invoice.subtotalMinor).toBe(sum(invoice.lines.map((line) => line.amountMinor)));
        expect(invoice.taxMinor).toBe(sum(invoice.lines.map((line) => line.taxMinor)));
        expect(invoice.totalMinor).toBe(invoice.subtotalMinor + invoice.taxMinor);
        expect(invoice.totalMinor).toBeGreaterThan(0);
        for (const line of invoice.lines) expect(line.taxMinor).toBe(percentOf(line.amountMinor, rate));
        for (const credit of invoice.credits) {
          expect(credit.totalMinor).toBe(sum(credit.lines.map((line) => line.amountMinor + line.taxMinor)));
          expect(credit.totalMinor).toBeLessThanOrEqual(invoice.totalMinor);
        }
      }
      for (const order of history.orders) {
        for (const line of order.lines) expect(line.totalMinor).toBe(line.unitPriceMinor * line.quantity);
      }
    }
  });

  it('lives through every kind of contract and payment', () => {
    const orders = small.flatMap(({ history }) => history.orders);
    expect(new Set(orders.map((order) => order.type))).toEqual(
      new Set(['New', 'Amendment', 'Renewal', 'Cancellation']),
    );
    expect(new Set(orders.map((order) => order.frequency))).toEqual(new Set(['Annual', 'Monthly', 'Usage']));
    const products = new Set(invoices.flatMap((invoice) => invoice.lines.map((line) => line.product)));
    expect([...products].sort()).toEqual([
      'NW-ANALYTICS',
      'NW-BUNDLE',
      'NW-ONBOARD',
      'NW-SEAT-A',
      'NW-SEAT-M',
      'NW-TRAIN',
      'NW-USAGE',
    ]);
    expect(invoices.some((one) => one.lines.some((line) => line.proration && line.amountMinor < 0))).toBe(
      true,
    );
    expect(invoices.filter((one) => one.voidedAtMs !== null).length).toBeGreaterThan(0);
    expect(
      invoices.filter((one) => one.credits.some((credit) => credit.refund !== null)).length,
    ).toBeGreaterThan(1);
    expect(
      invoices.filter((one) => one.credits.some((credit) => credit.refund === null)).length,
    ).toBeGreaterThan(1);
    expect(invoices.some((one) => paid(one) > one.totalMinor)).toBe(true);
    expect(invoices.some((one) => paid(one) > 0 && paid(one) < one.totalMinor)).toBe(true);
    expect(invoices.some((one) => one.payments.some((payment) => payment.failureCode !== null))).toBe(true);
    const entities = new Set(
      small.map(({ history }) => `${history.customer.entity} ${history.customer.currency}`),
    );
    expect(entities).toEqual(new Set(['NW-US USD', 'NW-DE EUR', 'NW-DE USD', 'NW-UK GBP', 'NW-UK EUR']));
  });

  it('keeps each contract in versions that follow one another', () => {
    for (const { history } of small) {
      history.orders.forEach((order, index) => expect(order.version).toBe(index + 1));
      const billed = history.orders.filter((order) => order.billed).at(-1);
      if (history.subscription !== null) expect(history.subscription.contractVersion).toBe(billed?.version);
    }
  });

  it('leaves 60 to 70 per cent of the last month to be posted', () => {
    const { cutoverOn } = generateCompany({ seed: 7 }).calendar;
    const days = invoices.flatMap((one) => [
      ...(one.voidedAtMs === null ? [one.issuedOn] : []),
      ...one.payments.filter((payment) => payment.failureCode === null).map((payment) => payment.on),
      ...one.credits.map((credit) => credit.on),
    ]);
    const later = days.filter((day) => day >= cutoverOn).length / days.length;
    expect(later).toBeGreaterThan(0.58);
    expect(later).toBeLessThan(0.72);
  });

  it('plants every class of break in several places, and every exception', () => {
    const plans = small.flatMap(({ history, breaks }) =>
      breaks.map((plan) => ({ ...plan, customer: history.customer })),
    );
    for (const breakClass of BREAK_CLASSES) {
      const ofClass = plans.filter((plan) => plan.class === breakClass);
      expect(ofClass.length, breakClass).toBeGreaterThan(1);
      expect(new Set(ofClass.map((plan) => plan.customer.entity)).size, breakClass).toBeGreaterThan(1);
      expect(new Set(ofClass.map((plan) => plan.customer.currency)).size, breakClass).toBeGreaterThan(1);
    }
    const exceptions = small.flatMap((one) => one.exceptions.map((plan) => plan.code));
    const wanted: ExceptionCode[] = [
      'APPROVAL_PENDING',
      'CONTRACT_VERSION_STALE',
      'ERP_CUSTOMER_UNKNOWN',
      'ERP_ITEM_UNMAPPED',
      'ORDER_MISSING',
      'PERIOD_CLOSED',
      'PRICE_BOOK_EXPIRED',
      'PRODUCT_NOT_IN_BILLING',
      'TAX_SETUP_MISSING',
    ];
    expect([...exceptions].sort()).toEqual(wanted);
    expect(small.flatMap((one) => one.pendingOrderKeys)).toHaveLength(11);
  });

  it('is clean when nothing is to be planted', () => {
    const clean = [...generateCompany({ seed: 7, planted: false }).histories()];
    expect(clean.flatMap((one) => [...one.breaks, ...one.exceptions, ...one.pendingOrderKeys])).toEqual([]);
  });

  it('makes a large company one customer at a time', () => {
    const customers = new Set<string>();
    let count = 0;
    for (const { history } of generateCompany({ seed: 7, invoices: 20_000 }).histories()) {
      customers.add(history.customer.key);
      count += history.invoices.length;
    }
    expect(customers.size).toBeGreaterThan(19_000);
    expect(count).toBeGreaterThan(19_900);
  });
});
