import type Stripe from 'stripe';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, closeAll, loadOpenApi, SECRET_KEY, START_MS, start } from './stripe-sandbox-harness.ts';

beforeAll(loadOpenApi);
afterEach(closeAll);

const failure = (call: Promise<unknown>): Promise<Stripe.errors.StripeError | null> =>
  call.then(
    () => null,
    (error: unknown) => error as Stripe.errors.StripeError,
  );

/** A call without the client, to see status and headers. */
async function post(baseUrl: string, path: string, form: Record<string, string>, key: string) {
  const response = await fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET_KEY}`, 'idempotency-key': key },
    body: new URLSearchParams(form),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('idempotency keys', () => {
  it('replays the first answer byte for byte and says so', async () => {
    const { server, organisation } = await start();
    const first = await post(server.baseUrl, '/v1/customers', { name: 'A' }, 'k1');
    const second = await post(server.baseUrl, '/v1/customers', { name: 'A' }, 'k1');
    expect(second.text).toBe(first.text);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(second.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
    expect(organisation.commits.of('customer')).toHaveLength(1);
  });

  it('refuses other parameters, another end point and a key that is too long', async () => {
    const { client } = await start();
    await client.customers.create({ name: 'A' }, { idempotencyKey: 'k1' });
    expect(await failure(client.customers.create({ name: 'B' }, { idempotencyKey: 'k1' }))).toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
      message: expect.stringContaining('same parameters'),
    });
    expect(await failure(client.products.create({ name: 'A' }, { idempotencyKey: 'k1' }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('same endpoint'),
    });
    expect(await failure(client.customers.create({}, { idempotencyKey: 'k'.repeat(256) }))).toMatchObject({
      statusCode: 400,
    });
  });

  it('forgets a key after 24 hours, and the same call then makes a second object', async () => {
    const { client, clock, organisation } = await start();
    const create = () => client.customers.create({ name: 'A' }, { idempotencyKey: 'k1' });
    const first = await create();
    clock.advance(DAY_MS - 1);
    expect((await create()).id).toBe(first.id);
    clock.advance(1);
    expect((await create()).id).not.toBe(first.id);
    expect(organisation.commits.of('customer')).toHaveLength(2);
  });

  it('saves a refusal of the work itself, but not one of the parameters', async () => {
    const { client, server, store } = await start();
    const customer = store.customers.create({ name: 'A', paymentMethod: 'tok_chargeCustomerFail' });
    const form = { amount: '100', currency: 'usd', customer: customer.id };
    const declined = await post(server.baseUrl, '/v1/charges', form, 'k1');
    store.customers.update(customer.id, { paymentMethod: 'tok_visa' });
    const again = await post(server.baseUrl, '/v1/charges', form, 'k1');
    expect([declined.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([
      402,
      402,
      'true',
    ]);
    expect((await client.charges.list()).data).toHaveLength(1);
    expect((await post(server.baseUrl, '/v1/charges', { ...form, amount: 'x' }, 'k2')).status).toBe(400);
    expect((await post(server.baseUrl, '/v1/charges', form, 'k2')).status).toBe(200);
  });

  it('refuses a twin that runs at the same time', async () => {
    const { client, clock, organisation } = await start({ executionMs: 1000 });
    const create = () => client.customers.create({ name: 'A' }, { idempotencyKey: 'k1' });
    const first = create();
    while (clock.nextWakeInMs() === null) await new Promise((resolve) => setImmediate(resolve));
    expect(await failure(create())).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    clock.advance(1000);
    await first;
    expect(organisation.commits.of('customer')).toHaveLength(1);
  });
});

describe('faults around a write', () => {
  const create = (client: Stripe, key: string) =>
    client.customers.create({ name: 'A', metadata: { tieout_id: 'T-1' } }, { idempotencyKey: key });

  it.each([
    ['before-receive', 0],
    ['after-receive', 0],
    ['after-commit', 1],
    ['during-response', 1],
  ] as const)('leaves %s with %i commits, and a retry with the key makes it one', async (port, committed) => {
    const { server, faults, organisation } = await start();
    faults.add({ id: 'cut', match: { methods: ['POST'] }, port, action: 'reset', times: 1 });
    const send = () =>
      post(server.baseUrl, '/v1/customers', { name: 'A', 'metadata[tieout_id]': 'T-1' }, 'k1');
    expect(await failure(send())).toBeInstanceOf(Error);
    expect(organisation.commits.of('customer')).toHaveLength(committed);
    expect((await send()).status).toBe(200);
    expect(organisation.commits.of('customer')).toHaveLength(1);
    expect(organisation.commits.of('customer')[0]).toMatchObject({
      externalId: 'T-1',
      by: 'api',
      action: 'create',
    });
  });

  it('replays a saved 500 although the object exists', async () => {
    const { client, faults, organisation } = await start();
    const body = { error: { type: 'api_error', message: 'An unknown error occurred' } };
    faults.add({ id: 'e', match: {}, port: 'after-commit', action: { status: 500, body }, times: 1 });
    expect(await failure(create(client, 'k1'))).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
    expect(await failure(create(client, 'k1'))).toMatchObject({ statusCode: 500 });
    expect(organisation.commits.of('customer')).toHaveLength(1);
  });

  it('lets the real client repeat by itself after a reset (it does so once whatever it is told), with one object', async () => {
    const { client, server, faults, organisation } = await start();
    faults.add({ id: 'cut', match: { methods: ['POST'] }, port: 'after-commit', action: 'reset', times: 1 });
    const customer = await client.customers.create({ name: 'A' });
    expect(organisation.commits.of('customer').map((commit) => commit.id)).toEqual([customer.id]);
    expect(server.requests.count('POST')).toBe(2);
  });

  it('is unknown to search until the lag has passed', async () => {
    const { client, clock, violations } = await start({ searchLagMs: 60_000 });
    const customer = await create(client, 'k1');
    const find = () => client.customers.search({ query: "metadata['tieout_id']:'T-1'" });
    expect((await find()).data).toEqual([]);
    clock.advance(60_000);
    expect((await find()).data.map((one) => one.id)).toEqual([customer.id]);
    expect(violations).toEqual([]);
  });
});

describe('search', () => {
  it('knows AND, OR, negation, numbers and pages, and refuses what it does not know', async () => {
    const { client, store, violations } = await start();
    for (let index = 0; index < 25; index += 1) {
      const metadata = { parity: index % 2 === 0 ? 'even' : 'odd' };
      store.customers.create({ name: `Firm ${index}`, metadata }, START_MS - index * DAY_MS);
    }
    const count = async (query: string) =>
      (await client.customers.search({ query, limit: 10 }).autoPagingToArray({ limit: 100 })).length;
    expect(await count("metadata['parity']:'even'")).toBe(13);
    expect(await count("metadata['parity']:'even' AND name:'Firm 4'")).toBe(1);
    expect(await count("name:'Firm 4' OR name:'firm 5'")).toBe(2);
    expect(await count("-metadata['parity']:'even'")).toBe(12);
    expect(await count(`created>${START_MS / 1000 - 86_400 * 3}`)).toBe(3);
    expect(await count("name~'Firm'")).toBe(25);
    expect(await failure(client.customers.search({ query: 'nothing:1' }))).toMatchObject({
      statusCode: 400,
      param: 'query',
    });
    expect(
      await failure(client.customers.search({ query: "name:'a' AND name:'b' OR name:'c'" })),
    ).toMatchObject({ param: 'query' });
    expect(violations).toEqual([]);
  });
});

describe('rate limit and outages', () => {
  it('admits 25 calls in a second of its own clock when switched on', async () => {
    const { client, clock } = await start({ ratePerSecond: 25 });
    const calls = await Promise.all(Array.from({ length: 30 }, () => failure(client.customers.list())));
    expect(calls.filter((error) => error?.statusCode === 429)).toHaveLength(5);
    expect(calls.find((error) => error !== null)).toMatchObject({
      type: 'StripeRateLimitError',
      code: 'rate_limit',
    });
    clock.advance(1000);
    expect(await failure(client.customers.list())).toBeNull();
  });

  it("refuses with Stripe's own body under a rate limit fault, and shows HTML under maintenance", async () => {
    const { client, faults, clock, organisation } = await start();
    faults.setRateLimit({ form: 'seconds', until: START_MS + 5000 });
    expect(await failure(client.customers.create({}))).toMatchObject({
      type: 'StripeRateLimitError',
      headers: expect.objectContaining({ 'retry-after': '5' }),
    });
    clock.advance(5000);
    faults.setMaintenance({ from: START_MS, to: START_MS + DAY_MS, form: '200-html' });
    expect(await failure(client.customers.create({}))).toMatchObject({
      message: expect.stringContaining('Invalid JSON'),
    });
    expect(organisation.commits.count).toBe(0);
  });
});
