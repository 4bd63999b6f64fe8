import { describe, expect, it } from 'vitest';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { createStripeOrganisation, type StripeOptions } from './organisation.ts';

const START_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

function account(options: StripeOptions = {}) {
  const clock = new ManualClock(START_MS);
  const organisation = createStripeOrganisation({
    clock,
    random: seededRandom('billing'),
    accountId: 'acct_1',
    secretKey: 'sk_test_1',
    webhookSecret: 'whsec_1',
    options,
  });
  const { store } = organisation;
  const product = store.products.create({ name: 'Seats' });
  const yearly = store.prices.create({
    product: product.id,
    currency: 'usd',
    unitAmount: 12_000,
    recurring: { interval: 'year' },
  });
  const customer = store.customers.create({ name: 'A', paymentMethod: 'tok_visa' });
  const issue = (amount: number, taxRates: readonly string[] = []) =>
    store.invoices.issue({
      customer: customer.id,
      currency: 'usd',
      lines: [{ amount }],
      defaultTaxRates: taxRates,
    });
  const balance = () => store.state.get('customer', customer.id).balance;
  return { clock, organisation, store, customer, yearly, issue, balance };
}

describe('payments of an invoice', () => {
  it('in part leave it open, in full settle it, in excess become credit for the next invoice', () => {
    const { store, issue, balance } = account();
    const { id } = issue(10_000);
    expect(store.invoices.pay(id, { amount: 4000 })).toMatchObject({ status: 'open', amountPaid: 4000 });
    expect(store.invoices.pay(id, { amount: 6500 })).toMatchObject({ status: 'paid', amountPaid: 10_000 });
    expect(balance()).toBe(-500);
    expect(store.chargesOf(id).map((charge) => charge.amount)).toEqual([4000, 6500]);
    expect(issue(2000)).toMatchObject({
      total: 2000,
      amountDue: 1500,
      startingBalance: -500,
      endingBalance: 0,
    });
    expect(balance()).toBe(0);
  });

  it('fail with a charge and no money, and can be tried again', () => {
    const { store, issue } = account();
    const { id } = issue(10_000);
    expect(store.invoices.attempt(id, { declineCode: 'insufficient_funds' })).toMatchObject({
      status: 'open',
      attemptCount: 1,
    });
    expect(() => store.invoices.pay(id, { declineCode: 'insufficient_funds' })).toThrow(
      'Your card has insufficient funds.',
    );
    expect(store.invoices.pay(id)).toMatchObject({ status: 'paid', attemptCount: 3 });
    expect(() => store.invoices.pay(id)).toThrow('Invoice is already paid');
  });

  it('are given back by refunds, up to what was paid', () => {
    const { store, issue } = account();
    const paid = store.invoices.pay(issue(10_000).id);
    const charge = paid.charge as string;
    store.refunds.create({ charge, amount: 2500 });
    expect(() => store.refunds.create({ charge, amount: 7501 })).toThrow(
      /greater than unrefunded amount on charge \(7500\)/,
    );
    const refund = store.refunds.create({ charge });
    expect(() => store.refunds.create({ charge })).toThrow(/already been refunded/);
    store.refunds.update(refund.id, { failureReason: 'lost_or_stolen_card' });
    expect(store.state.get('charge', charge).amountRefunded).toBe(2500);
  });
});

describe('invoices', () => {
  it('are voided with the credit they used given back, and not when paid', () => {
    const { store, issue, balance, customer, organisation } = account();
    store.customers.update(customer.id, { balance: -300 });
    const { id } = issue(1000);
    expect(balance()).toBe(0);
    expect(store.invoices.void(id)).toMatchObject({ status: 'void', voidedAt: START_MS / 1000 });
    expect(balance()).toBe(-300);
    expect(organisation.commits.of('invoice').map((commit) => commit.action)).toEqual(['create', 'void']);
    const paid = store.invoices.pay(issue(1000).id);
    expect(() => store.invoices.void(paid.id)).toThrow(/You can only pass in open invoices/);
  });

  it('number themselves by customer without gaps', () => {
    const { store, issue } = account();
    const [first, second] = [issue(100).number, issue(100).number];
    expect(first?.slice(-4)).toBe('0001');
    expect(second).toBe(first?.replace('0001', '0002'));
    const own = store.invoices.create({
      customer: issue(1).customer,
      currency: 'usd',
      lines: [{ amount: 5 }],
    });
    expect(store.invoices.finalize(own.id, { number: 'INV-77' }).number).toBe('INV-77');
  });

  it('tax exclusive, inclusive, exempt and reverse-charged customers differently', () => {
    const { store, customer, issue } = account();
    const exclusive = store.taxRates.create({ displayName: 'VAT', percentage: '19' });
    const inclusive = store.taxRates.create({ displayName: 'VAT', percentage: '20', inclusive: true });
    expect(issue(10_000, [exclusive.id])).toMatchObject({ subtotal: 10_000, tax: 1900, total: 11_900 });
    expect(issue(12_000, [inclusive.id])).toMatchObject({ subtotal: 12_000, tax: 2000, total: 12_000 });
    store.customers.update(customer.id, { taxExempt: 'reverse' });
    const reversed = issue(10_000, [exclusive.id]);
    expect(reversed).toMatchObject({ tax: 0, total: 10_000 });
    expect(reversed.lines[0]?.taxes[0]?.reason).toBe('reverse_charge');
  });
});

describe('credit notes', () => {
  it('reduce an open invoice until it is settled, and can be voided before', () => {
    const { store, issue } = account();
    const { id } = issue(10_000);
    const note = store.creditNotes.create({ invoice: id, amount: 2500, reason: 'order_change' });
    expect(store.state.get('invoice', id)).toMatchObject({
      amountDue: 7500,
      prePaymentCredits: 2500,
      total: 10_000,
    });
    store.creditNotes.void(note.id);
    expect(store.state.get('invoice', id)).toMatchObject({ amountDue: 10_000, prePaymentCredits: 0 });
    store.creditNotes.create({ invoice: id, amount: 10_000 });
    expect(store.state.get('invoice', id)).toMatchObject({ status: 'paid', amountDue: 0 });
  });

  it('carry the tax of what they credit', () => {
    const { store, issue } = account();
    const rate = store.taxRates.create({ displayName: 'VAT', percentage: '19' });
    const { id } = issue(10_000, [rate.id]);
    const line = { type: 'invoice_line_item' as const, invoiceLine: 0, amount: 1000 };
    expect(store.creditNotes.create({ invoice: id, lines: [line] })).toMatchObject({
      subtotal: 1000,
      tax: 190,
      total: 1190,
    });
    expect(store.creditNotes.create({ invoice: id, amount: 1190 })).toMatchObject({
      subtotal: 1000,
      tax: 190,
      total: 1190,
    });
    expect(() => store.creditNotes.create({ invoice: id, amount: 9521 })).toThrow(
      /exceeds the creditable amount \(9520\)/,
    );
  });

  it('on a paid invoice say where the money goes', () => {
    const { store, issue, balance } = account();
    const paid = store.invoices.pay(issue(10_000).id);
    expect(() => store.creditNotes.create({ invoice: paid.id, amount: 1000 })).toThrow(
      /must equal the total/,
    );
    const note = store.creditNotes.create({
      invoice: paid.id,
      amount: 1000,
      refundAmount: 400,
      creditAmount: 500,
      outOfBandAmount: 100,
    });
    expect(note).toMatchObject({ type: 'post_payment', number: `${paid.number}-CN-01` });
    expect(store.state.get('refund', note.refund as string).amount).toBe(400);
    expect(balance()).toBe(-500);
    expect(store.state.get('invoice', paid.id)).toMatchObject({
      postPaymentCredits: 1000,
      amountDue: 10_000,
    });
    expect(() => store.creditNotes.void(note.id)).toThrow(/invoice is open/);
  });
});

describe('subscriptions', () => {
  it("end at the period's end, and renew with a draft that charges itself after an hour", () => {
    const { store, customer, yearly, clock, organisation } = account();
    const items = [{ price: yearly.id, quantity: 5 }];
    const subscription = store.subscriptions.create({ customer: customer.id, items });
    expect(subscription).toMatchObject({ status: 'active', currentPeriodEnd: Date.UTC(2027, 0, 1) / 1000 });
    clock.advance(365 * DAY_MS);
    const renewal = store.subscriptions.cycle(subscription.id);
    expect(renewal).toMatchObject({ status: 'draft', total: 60_000, billingReason: 'subscription_cycle' });
    clock.advance(3_600_000);
    organisation.runDue();
    expect(store.state.get('invoice', renewal?.id as string).status).toBe('paid');
    store.subscriptions.update(subscription.id, { cancelAtPeriodEnd: true });
    expect(store.subscriptions.cycle(subscription.id)).toBeNull();
    expect(store.state.get('subscription', subscription.id).status).toBe('canceled');
  });

  it('renew by themselves when asked to', () => {
    const { store, customer, yearly, clock, organisation } = account({ billAutomatically: true });
    store.subscriptions.create({ customer: customer.id, items: [{ price: yearly.id }] });
    clock.advance(3 * 366 * DAY_MS);
    organisation.runDue();
    expect([...store.rows('invoice')].map((row) => [row.billingReason, row.status])).toEqual([
      ['subscription_create', 'paid'],
      ...Array.from({ length: 3 }, () => ['subscription_cycle', 'paid']),
    ]);
  });

  it('go past due when a renewal fails, and back when it is paid', () => {
    const { store, customer, yearly, clock } = account({ draftMs: 0 });
    const subscription = store.subscriptions.create({ customer: customer.id, items: [{ price: yearly.id }] });
    store.customers.update(customer.id, { paymentMethod: 'pm_card_chargeCustomerFail' });
    clock.advance(365 * DAY_MS);
    const renewal = store.subscriptions.cycle(subscription.id);
    expect([renewal?.status, store.state.get('subscription', subscription.id).status]).toEqual([
      'open',
      'past_due',
    ]);
    store.invoices.pay(renewal?.id as string, { paymentMethod: 'pm_card_visa' });
    expect(store.state.get('subscription', subscription.id).status).toBe('active');
  });

  it('start before today with the past prorated, and up to an anchor in part', () => {
    const { store, customer, yearly } = account();
    const items = [{ price: yearly.id, quantity: 1 }];
    const backdated = store.subscriptions.create({
      customer: customer.id,
      items,
      backdateStartDate: (START_MS - 73 * DAY_MS) / 1000,
    });
    const lines = store.state.get('invoice', backdated.latestInvoice as string).lines;
    expect(lines.map((line) => [line.amount, line.proration])).toEqual([
      [2400, true],
      [12_000, false],
    ]);
    const anchored = store.subscriptions.create({
      customer: customer.id,
      items,
      billingCycleAnchor: Date.UTC(2026, 6, 1) / 1000,
    });
    expect(store.state.get('invoice', anchored.latestInvoice as string).total).toBe(5951);
    expect(anchored.currentPeriodEnd).toBe(Date.UTC(2026, 6, 1) / 1000);
  });
});

describe('seeding', () => {
  it('gives the same ids for the same seed and keeps the instants it is told', () => {
    const ids = () => {
      const { store, customer } = account();
      const past = START_MS - 400 * DAY_MS;
      const { id, created } = store.invoices.issue(
        { customer: customer.id, currency: 'usd', lines: [{ amount: 1 }] },
        past,
      );
      expect(created).toBe(past / 1000);
      return [customer.id, id];
    };
    expect(ids()).toEqual(ids());
  });

  it('holds many invoices and lists each once', async () => {
    const { store, customer, organisation } = account();
    const count = 3000;
    for (let index = 0; index < count; index += 1) {
      const input = { customer: customer.id, currency: 'usd', lines: [{ amount: 1 + index }] };
      store.invoices.issue(input, START_MS - ((index * 7919) % count) * 1000);
    }
    let total = 0;
    let after: string | undefined;
    for (;;) {
      const query = new URLSearchParams({
        limit: '100',
        ...(after === undefined ? {} : { starting_after: after }),
      });
      const headers = { authorization: 'Bearer sk_test_1' };
      const response = await organisation.handle({
        method: 'GET',
        path: '/v1/invoices',
        query,
        headers,
        body: Buffer.alloc(0),
      });
      const page = JSON.parse(String(response.body)) as {
        data: Array<{ id: string; total: number }>;
        has_more: boolean;
      };
      for (const invoice of page.data) total += invoice.total;
      after = page.data.at(-1)?.id;
      if (!page.has_more) break;
    }
    expect(total).toBe((count * (count + 1)) / 2);
  });
});
