import Stripe from 'stripe';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, closeAll, DAY_MS, loadOpenApi, START_MS, start } from './stripe-sandbox-harness.ts';

beforeAll(loadOpenApi);
afterEach(closeAll);

type Started = Awaited<ReturnType<typeof start>>;

/** A German customer who is sent invoices with 19 % tax, and prices for seats and calls. */
async function catalogue({ client }: Started) {
  const tax = await client.taxRates.create({
    display_name: 'VAT',
    percentage: 19,
    inclusive: false,
    country: 'DE',
  });
  const product = await client.products.create({
    name: 'Analytics seats',
    metadata: { product_code: 'SEAT' },
  });
  const calls = await client.products.create({ name: 'API calls' });
  const seat = await client.prices.create({
    product: product.id,
    currency: 'eur',
    unit_amount: 1000,
    recurring: { interval: 'month' },
  });
  const customer = await client.customers.create({
    name: 'Müller & Söhne GmbH',
    address: { country: 'DE', city: 'Köln' },
    metadata: { crm_account_id: '001A', legal_entity: 'NW-DE' },
  });
  return { tax, product, calls, seat, customer };
}

/** Members that this API version has and the newest client types no longer name. */
type Older = Record<string, unknown>;

describe('the Stripe organisation under the real client', () => {
  it('subscribes, drafts, finalises, pays, credits and refunds', async () => {
    const started = await start();
    const { client, clock, violations } = started;
    const { tax, seat, customer } = await catalogue(started);
    const subscription = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: seat.id, quantity: 5 }],
      collection_method: 'send_invoice',
      days_until_due: 30,
      default_tax_rates: [tax.id],
      metadata: { contract_number: 'C-1', contract_version: '1', tieout_id: 'T-1' },
      expand: ['latest_invoice'],
    });
    expect(subscription.status).toBe('active');
    const draft = subscription.latest_invoice as Stripe.Invoice;
    expect(draft).toMatchObject({
      status: 'draft',
      subtotal: 5000,
      total: 5950,
      amount_due: 5950,
      number: null,
    });
    clock.advance(3_600_000);
    const open = await client.invoices.retrieve(draft.id, {
      expand: ['customer', 'lines.data.price.product'],
    });
    expect(open).toMatchObject({ status: 'open', tax: 950, customer: { name: 'Müller & Söhne GmbH' } });
    expect(open.number).toMatch(/^[0-9A-F]{8}-0001$/);
    expect(open.due_date).toBe(START_MS / 1000 + 3600 + 30 * 86_400);
    const note = await client.creditNotes.create({
      invoice: open.id,
      lines: [
        { type: 'invoice_line_item', invoice_line_item: open.lines.data[0]?.id as string, amount: 1000 },
      ],
      reason: 'order_change',
    });
    expect(note).toMatchObject({ subtotal: 1000, total: 1190, status: 'issued', type: 'pre_payment' });
    const paid = await client.invoices.pay(open.id, { source: 'tok_visa' });
    expect(paid).toMatchObject({ status: 'paid', amount_due: 4760, amount_paid: 4760, amount_remaining: 0 });
    const charge = (paid as unknown as Older)['charge'] as string;
    const refund = await client.refunds.create({ charge, amount: 760, reason: 'requested_by_customer' });
    expect(refund).toMatchObject({ amount: 760, status: 'succeeded' });
    expect(await client.charges.retrieve(charge, { expand: ['refunds'] })).toMatchObject({
      amount: 4760,
      amount_refunded: 760,
      refunds: { data: [{ id: refund.id }] },
    });
    await expect(client.creditNotes.voidCreditNote(note.id)).rejects.toThrow(/invoice is open/);
    expect(violations).toEqual([]);
  });

  it('charges at once, and refuses or stays incomplete when it cannot', async () => {
    const started = await start();
    const { client, violations } = started;
    const { seat, customer } = await catalogue(started);
    const items = [{ price: seat.id }];
    await expect(client.subscriptions.create({ customer: customer.id, items })).rejects.toThrow(
      /no attached payment source/,
    );
    await client.customers.update(customer.id, { source: 'tok_chargeCustomerFail' });
    const incomplete = await client.subscriptions.create({ customer: customer.id, items });
    expect(incomplete.status).toBe('incomplete');
    const invoice = incomplete.latest_invoice as string;
    const failure = await client.invoices.pay(invoice).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(failure).toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'generic_decline',
    });
    await client.customers.update(customer.id, { source: 'tok_visa' });
    expect((await client.invoices.pay(invoice)).status).toBe('paid');
    expect((await client.subscriptions.retrieve(incomplete.id)).status).toBe('active');
    const charges = await client.charges.list({ customer: customer.id });
    expect(charges.data.map((charge) => charge.status)).toEqual(['succeeded', 'failed', 'failed']);
    expect(violations).toEqual([]);
  });

  it('prorates an upgrade to the second and bills it on the next invoice', async () => {
    const started = await start();
    const { client, clock, store, violations } = started;
    const { seat, customer } = await catalogue(started);
    const subscription = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: seat.id, quantity: 5 }],
      collection_method: 'send_invoice',
      days_until_due: 14,
    });
    clock.advance(15 * DAY_MS);
    const item = subscription.items.data[0]?.id as string;
    await client.subscriptions.update(subscription.id, { items: [{ id: item, quantity: 8 }] });
    const pending = await client.invoiceItems.list({ customer: customer.id, pending: true });
    expect(pending.data.map((one) => one.amount)).toEqual([4000, -2500]);
    clock.advance(15 * DAY_MS);
    const renewal = store.subscriptions.cycle(subscription.id);
    expect(renewal).toMatchObject({ billingReason: 'subscription_cycle', subtotal: 9500, status: 'draft' });
    const lines = await client.invoices.listLineItems(renewal?.id as string);
    expect(lines.data.map((line) => [line.amount, (line as unknown as Older)['proration']])).toEqual([
      [8000, false],
      [-2500, true],
      [4000, true],
    ]);
    const canceled = await client.subscriptions.cancel(subscription.id);
    expect(canceled).toMatchObject({ status: 'canceled', ended_at: START_MS / 1000 + 30 * 86_400 });
    expect((await client.subscriptions.list({ customer: customer.id })).data).toEqual([]);
    expect((await client.subscriptions.list({ customer: customer.id, status: 'all' })).data).toHaveLength(1);
    expect(violations).toEqual([]);
  });

  it('sums metered usage by period and bills it afterwards', async () => {
    const started = await start();
    const { client, store, clock, violations } = started;
    const { calls, customer } = await catalogue(started);
    const price = await client.prices.create({
      product: calls.id,
      currency: 'eur',
      unit_amount_decimal: '2.5',
      recurring: { interval: 'month', usage_type: 'metered' },
    } as unknown as Stripe.PriceCreateParams);
    const subscription = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      collection_method: 'send_invoice',
      days_until_due: 14,
    });
    const item = subscription.items.data[0]?.id as string;
    store.usage.record(item, 100, START_MS + DAY_MS);
    await client.rawRequest('POST', `/v1/subscription_items/${item}/usage_records`, {
      quantity: 31,
      timestamp: START_MS / 1000 + 2 * 86_400,
    });
    clock.advance(30 * DAY_MS);
    expect(store.subscriptions.cycle(subscription.id)).toMatchObject({ subtotal: 328 });
    const summaries = (await client.rawRequest(
      'GET',
      `/v1/subscription_items/${item}/usage_record_summaries`,
    )) as unknown as { data: Older[] };
    expect(summaries.data.map((summary) => summary['total_usage'])).toEqual([0, 131]);
    expect(violations).toEqual([]);
  });

  it('pages through everything newest first, in both directions', async () => {
    const { client, store, violations } = await start();
    for (let index = 0; index < 250; index += 1) {
      store.customers.create({ name: `Customer ${index}` }, START_MS - ((index * 7919) % 250) * 60_000);
    }
    const names: Array<string | null | undefined> = [];
    const created: number[] = [];
    for await (const customer of client.customers.list({ limit: 100 })) {
      names.push(customer.name);
      created.push(customer.created);
    }
    expect(new Set(names).size).toBe(250);
    expect(created).toEqual([...created].sort((a, b) => b - a));
    const last = await client.customers.list({ limit: 3 });
    const after = await client.customers.list({ limit: 3, starting_after: last.data[2]?.id as string });
    const back = await client.customers.list({ limit: 3, ending_before: after.data[0]?.id as string });
    expect(back.data.map((one) => one.id)).toEqual(last.data.map((one) => one.id));
    const hour = await client.customers.list({
      created: { gte: START_MS / 1000 - 3600, lt: START_MS / 1000 },
      limit: 100,
    });
    expect(hour.data).toHaveLength(60);
    expect(violations).toEqual([]);
  });

  it('embeds ten lines of an invoice and lists the rest', async () => {
    const { client, store, violations } = await start();
    const customer = store.customers.create({ name: 'Many lines' });
    const lines = Array.from({ length: 23 }, (_, index) => ({
      amount: 100 + index,
      description: `Line ${index}`,
    }));
    const { id } = store.invoices.issue({ customer: customer.id, currency: 'usd', lines });
    const invoice = await client.invoices.retrieve(id);
    expect([invoice.lines.data.length, invoice.lines.has_more]).toEqual([10, true]);
    const all = await client.invoices.listLineItems(id, { limit: 10 }).autoPagingToArray({ limit: 100 });
    expect(all.map((line) => line.amount)).toEqual(lines.map((line) => line.amount));
    expect(violations).toEqual([]);
  });

  it('answers bad requests as Stripe does', async () => {
    const started = await start({ restrictedKeys: { rk_test_readonlykey0001: 'read' } });
    const { client, server, violations } = started;
    const failure = (call: Promise<unknown>) =>
      call.then(
        () => null,
        (error: unknown) => error as Stripe.errors.StripeError,
      );
    expect(await failure(client.customers.retrieve('cus_none'))).toMatchObject({
      statusCode: 404,
      type: 'StripeInvalidRequestError',
      code: 'resource_missing',
      message: "No such customer: 'cus_none'",
      param: 'id',
    });
    expect(
      await failure(client.subscriptions.create({ customer: 'cus_none', items: [{ price: 'x' }] })),
    ).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
    });
    expect(await failure(client.customers.create({ nope: 1 } as Stripe.CustomerCreateParams))).toMatchObject({
      statusCode: 400,
      code: 'parameter_unknown',
      param: 'nope',
    });
    expect(await failure(client.invoices.list({ limit: 101 }))).toMatchObject({
      statusCode: 400,
      param: 'limit',
    });
    expect(await failure(client.invoices.list({ starting_after: 'in_none' }))).toMatchObject({
      param: 'starting_after',
    });
    expect(await failure(client.customers.list({ expand: ['data.nothing'] }))).toMatchObject({
      param: 'expand',
    });
    expect(await failure(client.rawRequest('GET', '/v1/nowhere'))).toMatchObject({ statusCode: 404 });
    const wrong = await failure(clientOf(server, 'sk_test_wrongkey00009999').customers.list());
    expect(wrong).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    const reader = clientOf(server, 'rk_test_readonlykey0001');
    expect((await reader.customers.list()).data).toEqual([]);
    expect(await failure(reader.customers.create({}))).toMatchObject({
      type: 'StripePermissionError',
      statusCode: 403,
    });
    expect(wrong?.requestId).toMatch(/^req_/);
    expect(violations).toEqual([]);
  });
});
