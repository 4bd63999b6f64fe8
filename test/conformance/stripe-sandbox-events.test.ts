import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebhookRequest } from '#core/sandbox/stripe/webhooks.ts';
import { DAY_MS, closeAll, loadOpenApi, START_MS, start, WEBHOOK_SECRET } from './stripe-sandbox-harness.ts';

beforeAll(loadOpenApi);
afterEach(closeAll);

type Started = Awaited<ReturnType<typeof start>>;

function paidInvoice({ store }: Started, atMs?: number): string {
  const customer = store.customers.create({ name: 'A', paymentMethod: 'tok_visa' }, atMs);
  const { id } = store.invoices.issue(
    { customer: customer.id, currency: 'usd', lines: [{ amount: 5000 }] },
    atMs,
  );
  store.invoices.pay(id, {}, atMs);
  return id;
}

describe('events', () => {
  it('tell each step of an invoice, with the object as it then was', async () => {
    const started = await start();
    const { client, violations } = started;
    const id = paidInvoice(started);
    const events = await client.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    const ofInvoice = events.filter((event) => (event.data.object as { id?: string }).id === id).reverse();
    expect(ofInvoice.map((event) => [event.type, (event.data.object as { status?: string }).status])).toEqual(
      [
        ['invoice.created', 'draft'],
        ['invoice.finalized', 'open'],
        ['invoice.updated', 'paid'],
        ['invoice.paid', 'paid'],
        ['invoice.payment_succeeded', 'paid'],
      ],
    );
    expect(ofInvoice[2]?.data.previous_attributes).toMatchObject({ status: 'open', amount_paid: 0 });
    const charged = await client.events.list({ types: ['charge.succeeded', 'charge.failed'] });
    expect(charged.data.map((event) => event.api_version)).toEqual(['2023-08-16']);
    expect((await client.events.list({ type: 'invoice.*', limit: 2 })).has_more).toBe(true);
    expect(violations).toEqual([]);
  });

  it('go back thirty days of the sandbox clock', async () => {
    const started = await start();
    const { client, clock } = started;
    paidInvoice(started, START_MS - 31 * DAY_MS);
    expect((await client.events.list()).data).toEqual([]);
    expect(started.organisation.store.state.events.size).toBe(0);
    paidInvoice(started, START_MS - 29 * DAY_MS);
    const [event] = (await client.events.list()).data;
    expect(event?.created).toBe((START_MS - 29 * DAY_MS) / 1000);
    clock.advance(2 * DAY_MS);
    expect((await client.events.list()).data).toEqual([]);
    await expect(client.events.retrieve(event?.id as string)).rejects.toThrow(/No such event/);
  });

  it('name the request and the key that caused them', async () => {
    const { client } = await start();
    const customer = await client.customers.create({ name: 'A' }, { idempotencyKey: 'k1' });
    const [event] = (await client.events.list({ type: 'customer.created' })).data;
    expect(event?.request).toEqual({ id: customer.lastResponse.requestId, idempotency_key: 'k1' });
  });

  it('keep the shape of the version in which they were created', async () => {
    const started = await start({ eventApiVersion: '2020-08-27' });
    paidInvoice(started);
    const [event] = (await started.client.events.list({ type: 'charge.succeeded' })).data;
    expect(event?.api_version).toBe('2020-08-27');
    expect(event?.data.object).toHaveProperty('refunds.data', []);
    const charge = event?.data.object as { id: string } | undefined;
    expect(await started.client.charges.retrieve(charge?.id ?? '')).not.toHaveProperty('refunds');
  });

  it('page newest first, past the same second, without loss or repetition', async () => {
    const started = await start();
    for (let index = 0; index < 40; index += 1) paidInvoice(started, START_MS - (index % 7) * 1000);
    const { client, organisation } = started;
    const seen = await client.events.list({ limit: 7 }).autoPagingToArray({ limit: 1000 });
    expect(new Set(seen.map((event) => event.id)).size).toBe(seen.length);
    expect(seen.length).toBe(organisation.store.state.events.size);
    const since = await client.events
      .list({ created: { gte: START_MS / 1000 - 2 }, limit: 100 })
      .autoPagingToArray({ limit: 1000 });
    expect(since.every((event) => event.created >= START_MS / 1000 - 2)).toBe(true);
    expect(since.length).toBe(seen.filter((event) => event.created >= START_MS / 1000 - 2).length);
  });

  it('go missing, arrive late, come twice and come as twins when told to', async () => {
    const started = await start();
    const { client, clock, organisation, store } = started;
    const ids = async () => (await client.events.list({ limit: 100 })).data.map((event) => event.id);
    organisation.setEventFaults({ missing: 1 });
    store.customers.create({ name: 'never told' });
    expect(await ids()).toEqual([]);
    organisation.setEventFaults({ listDelayMs: { minMs: 60_000, maxMs: 60_000 } });
    store.customers.create({ name: 'told late' });
    expect(await ids()).toEqual([]);
    clock.advance(60_000);
    expect(await ids()).toHaveLength(1);
    organisation.setEventFaults({ listedTwice: 1 });
    store.customers.create({ name: 'told twice' });
    const doubled = await ids();
    expect([doubled.length, new Set(doubled).size]).toEqual([3, 2]);
    organisation.setEventFaults({ twinned: 1 });
    store.customers.create({ name: 'twins' });
    expect(new Set(await ids()).size).toBe(4);
    organisation.setEventFaults({});
    const [newest] = await ids();
    expect(organisation.loseEvent(newest as string)).toBe(true);
    expect(await ids()).not.toContain(newest);
  });
});

describe('webhooks', () => {
  async function deliveries(started: Started, statusOf: (index: number) => number | null = () => 200) {
    const sent: WebhookRequest[] = [];
    await started.organisation.webhooks.deliverDue(async (request) => {
      sent.push(request);
      return statusOf(sent.length - 1);
    });
    return sent;
  }

  it('are signed so that the real client accepts them, and only with the right secret and body', async () => {
    const started = await start();
    const { client, clock, violations } = started;
    const endpoint = await client.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/hook',
      enabled_events: ['invoice.paid'],
    });
    expect(endpoint.secret).toBe(WEBHOOK_SECRET);
    const id = paidInvoice(started);
    const [sent, ...others] = await deliveries(started);
    expect(others).toEqual([]);
    const signature = sent?.headers['stripe-signature'] as string;
    const body = sent?.body as string;
    const at = clock.now();
    const event = client.webhooks.constructEvent(body, signature, WEBHOOK_SECRET, 300, undefined, at);
    expect(event).toMatchObject({ type: 'invoice.paid', data: { object: { id } } });
    const verify = (text: string, secret: string, now: number) =>
      client.webhooks.constructEvent(text, signature, secret, 300, undefined, now);
    expect(() => verify(body.replace('5000', '5001'), WEBHOOK_SECRET, at)).toThrow(/signature/i);
    expect(() => verify(body, 'whsec_other', at)).toThrow(/signature/i);
    expect(() => verify(body, WEBHOOK_SECRET, at + 301_000)).toThrow(/tolerance/i);
    expect(violations).toEqual([]);
  });

  it('are repeated for three days until answered, and come doubled, late, shuffled or not at all when told to', async () => {
    const started = await start();
    const { clock, organisation, store } = started;
    organisation.webhooks.addEndpoint({ url: 'http://127.0.0.1:9/hook', enabledEvents: ['*'] });
    store.customers.create({ name: 'refused' });
    expect(await deliveries(started, () => 500)).toHaveLength(1);
    expect(await deliveries(started)).toEqual([]);
    clock.advance(3_600_000);
    expect(await deliveries(started)).toHaveLength(1);
    expect(organisation.webhooks.pending).toBe(0);

    organisation.setEventFaults({ webhookMissing: 1 });
    store.customers.create({ name: 'missing' });
    organisation.setEventFaults({ webhookDuplicated: 1, webhookDelayMs: { minMs: 1000, maxMs: 1000 } });
    store.customers.create({ name: 'doubled' });
    expect(await deliveries(started)).toEqual([]);
    clock.advance(1000);
    expect(await deliveries(started)).toHaveLength(2);

    organisation.setEventFaults({ webhookReordered: true });
    for (let index = 0; index < 8; index += 1) store.customers.create({ name: `n${index}` });
    const order = (await deliveries(started)).map((sent) => JSON.parse(sent.body).data.object.name as string);
    expect(order).toHaveLength(8);
    expect(order).not.toEqual([...order].sort());
  });
});
