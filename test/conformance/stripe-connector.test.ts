import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, PullPage, SourceRecord } from '#core/connectors/sdk/index.ts';
import type { AmendSubscription, CancelSubscription, Command } from '#core/domain/command.ts';
import type { CreditNote, Invoice } from '#core/domain/billing.ts';
import type { Entity } from '#core/domain/entity.ts';
import { money, sum } from '#core/domain/money.ts';
import { pull, walk } from './connector-replica.ts';
import { stripeHarness, type StripeWorld } from './stripe-harness.ts';

const dayMs = 86_400_000;
const worlds: StripeWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function start(options: Parameters<typeof stripeHarness.start>[0] = {}) {
  const world = (await stripeHarness.start(options)) as StripeWorld;
  worlds.push(world);
  return { world, store: world.organisation.store, ids: world.ids, connection: world.connect() };
}

function entityOf(connection: Connection, record: SourceRecord | undefined): Entity {
  const read = connection.translate(record ?? expect.fail('no record'));
  if (!read.ok) expect.fail(read.error.message);
  return read.value[0]?.entity ?? expect.fail('nothing in it');
}

const keys = (page: PullPage): string[] =>
  page.records.map(({ stream, externalId }) => `${stream}/${externalId}`).sort();

/** Everything the feed brings from a cursor on. */
async function follow(connection: Connection, cursor: string) {
  const pages = await walk(connection, 'events', cursor);
  return {
    records: pages.flatMap(({ records }) => records),
    keys: pages.flatMap(keys),
    cursor: pages.at(-1)?.cursor ?? '',
  };
}

describe('the live lane of Stripe', () => {
  it('starts at the newest event, then brings what changed as it is now, once a page', async () => {
    const { world, store, ids, connection } = await start();
    const anchor = await pull(connection, 'events', null);
    expect(anchor).toMatchObject({ records: [], isLast: true });
    world.clock.advance(10_000);
    const invoice = [...store.rows('invoice')].find(({ status }) => status === 'open') ?? expect.fail();
    for (const name of ['NW-1', 'NW-2', 'NW-3']) {
      store.invoices.update(invoice.id, { metadata: { legal_entity: name } });
    }
    store.customers.update(ids.customer.id, { name: 'Acme GmbH' });
    const first = await follow(connection, anchor.cursor);
    expect(first.keys).toEqual([`customers/${ids.customer.id}`, `invoices/${invoice.id}`]);
    const changed = first.records.find(({ stream }) => stream === 'invoices');
    expect(entityOf(connection, changed)).toMatchObject({ legalEntity: 'NW-3' });
    expect((await follow(connection, first.cursor)).keys).toEqual([]);
  });

  it('is not misled by events that come twice, late, twinned or out of order', async () => {
    const { world, store, ids, connection } = await start({ pageSize: 2 });
    world.organisation.setEventFaults({
      listedTwice: 0.5,
      twinned: 0.3,
      listDelayMs: { minMs: 0, maxMs: 120_000 },
    });
    let { cursor } = await pull(connection, 'events', null);
    const held = new Map<string, string>();
    for (let round = 0; round < 12; round += 1) {
      world.clock.advance(20_000);
      store.customers.update(ids.customer.id, { name: `Acme ${round}` });
      store.products.create({ name: `Product ${round}` });
      const found = await follow(connection, cursor);
      cursor = found.cursor;
      for (const record of found.records) held.set(record.externalId, record.body);
    }
    world.clock.advance(120_000);
    const last = await follow(connection, cursor);
    for (const record of last.records) held.set(record.externalId, record.body);
    expect(held.get(ids.customer.id)).toContain('"name":"Acme 11"');
    for (const product of store.rows('product')) {
      if (product.name.startsWith('Product')) expect(held.has(product.id), product.name).toBe(true);
    }
  });

  it('brings a refund, which the event tells only as a change of its charge', async () => {
    const { world, store, ids, connection } = await start();
    const { cursor } = await pull(connection, 'events', null);
    world.clock.advance(1_000);
    const paid = [...store.rows('invoice')].find(({ status }) => status === 'paid') ?? expect.fail();
    const [charge] = store.chargesOf(paid.id);
    const refund = store.refunds.create({ charge: charge?.id ?? '', amount: 100 });
    const { events } = store.state;
    for (const event of events.all()) if (event.kind === 'refund') events.lose(events.idOf(event));
    const found = await follow(connection, cursor);
    expect(found.keys).toContain(`refunds/${refund.id}`);
    expect(found.keys).toContain(`charges/${charge?.id}`);
    expect(ids.customer.id).toBe(paid.customer);
  });

  it('brings the end of a customer as a deletion, though the vendor shows it no more', async () => {
    const { world, connection } = await start();
    const { cursor } = await pull(connection, 'events', null);
    world.clock.advance(1_000);
    const created = world.organisation.store.customers.create({ name: 'Brief Ltd' });
    await api(world, 'DELETE', `/v1/customers/${created.id}`);
    const found = await follow(connection, cursor);
    const [gone] = found.records.filter(({ externalId }) => externalId === created.id);
    const record = gone ?? expect.fail('not told');
    expect(connection.translate(record)).toEqual({ ok: true, value: [] });
    expect(connection.translateDeletions?.(record)).toEqual({
      ok: true,
      value: [
        { kind: 'customer', externalId: created.id, ordering: { by: 'fetched' }, effectiveOn: '2026-09-15' },
      ],
    });
    expect(await connection.fetch('customers', created.id)).toEqual({ ok: true, value: null });
  });

  it('is expired after thirty days, and the lists with it; a day less loses nothing', async () => {
    const { world, store, connection } = await start();
    const events = await pull(connection, 'events', null);
    const list = (await walk(connection, 'products', null)).at(-1)?.cursor ?? '';
    world.clock.advance(29 * dayMs - 1);
    const product = store.products.create({ name: 'Later' }, world.clock.now() - 20 * dayMs);
    expect((await follow(connection, events.cursor)).keys).toContain(`products/${product.id}`);
    expect((await pull(connection, 'products', list)).isLast).toBe(true);
    world.clock.advance(dayMs + 1);
    for (const [stream, cursor] of [
      ['events', events.cursor],
      ['products', list],
    ] as const) {
      expect(await connection.pull({ stream, cursor, lane: 'live' })).toMatchObject({
        ok: false,
        error: { code: 'CURSOR_EXPIRED' },
      });
    }
  });

  it('starts a walk again from its top when the record it stood at is gone', async () => {
    const { world, store, connection } = await start({ pageSize: 2 });
    const made = ['A', 'B', 'C', 'D', 'E'].map((name) => store.customers.create({ name }));
    const first = await pull(connection, 'customers', null);
    const edge = first.records.at(-1)?.externalId ?? '';
    world.faults.add({
      id: 'forgotten',
      match: { pathPattern: '/v1/customers$' },
      port: 'after-receive',
      times: 1,
      action: {
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: {
          error: {
            type: 'invalid_request_error',
            code: 'resource_missing',
            param: 'starting_after',
            message: `No such customer: '${edge}'`,
          },
        },
      },
    });
    const rest = await walk(connection, 'customers', first.cursor);
    const ids = new Set(rest.flatMap(({ records }) => records.map(({ externalId }) => externalId)));
    for (const { id } of made) expect(ids).toContain(id);
  });
});

describe('records of Stripe', () => {
  it('hold every line of a long invoice, as the vendor wrote them', async () => {
    const { connection } = await start();
    const records = (await walk(connection, 'invoices', null)).flatMap((page) => page.records);
    const invoices = records.map((record) => entityOf(connection, record) as Invoice);
    const long = invoices.find(({ lines }) => lines.length === 130) ?? expect.fail('the lines were cut');
    for (const invoice of invoices) {
      const { currency } = invoice.total;
      const net = sum(
        invoice.lines.map(({ amount }) => amount),
        currency,
      );
      const tax = sum(
        invoice.lines.map((line) => line.tax),
        currency,
      );
      expect([net, tax]).toEqual([invoice.subtotal, invoice.tax]);
      expect(net.minor + tax.minor).toBe(invoice.total.minor);
    }
    expect(new Set(long.lines.map(({ id }) => id)).size).toBe(130);
  });

  it('show subscriptions that have ended too', async () => {
    const { store, ids, connection } = await start();
    store.subscriptions.cancel(ids.subscription.id);
    const records = (await walk(connection, 'subscriptions', null)).flatMap((page) => page.records);
    expect(entityOf(connection, records[0])).toMatchObject({
      status: 'cancelled',
      cancelledOn: '2026-09-15',
    });
  });

  it('say which product a credit note credits', async () => {
    const { connection, ids } = await start();
    const [record] = (await pull(connection, 'credit-notes', null)).records;
    const note = entityOf(connection, record) as CreditNote;
    expect(note.lines).toMatchObject([{ productExternalId: ids.seat.product, amount: money(1_010, 'USD') }]);
    expect(note.total).toEqual(money(1_202, 'USD'));
    const bare = (JSON.parse(record?.body ?? '') as { credit_note: object }).credit_note;
    const alone = { stream: 'credit-notes', externalId: 'x', body: JSON.stringify(bare) };
    expect((entityOf(connection, alone) as CreditNote).lines[0]?.productExternalId).toBeNull();
  });

  it('sum usage by metered item and period', async () => {
    const { connection, ids } = await start();
    const [record] = (await pull(connection, 'usage-summaries', null)).records;
    expect(entityOf(connection, record)).toMatchObject({
      kind: 'usage-summary',
      subscriptionExternalId: ids.subscription.id,
      quantity: 42,
      startOn: '2026-09-05',
    });
  });

  it('bring what was created since, and not everything again', async () => {
    const { world, store, connection } = await start({ documentCount: 9 });
    world.clock.advance(dayMs);
    const rested = (await walk(connection, 'charges', null)).at(-1)?.cursor ?? '';
    expect((await pull(connection, 'charges', rested)).records.length).toBeLessThan(2);
    const notes = (await walk(connection, 'credit-notes', null)).at(-1)?.cursor ?? '';
    const open = [...store.rows('invoice')].find(({ status }) => status === 'open') ?? expect.fail();
    const note = store.creditNotes.create({ invoice: open.id, amount: 100 });
    const found = (await pull(connection, 'credit-notes', notes)).records.map(({ externalId }) => externalId);
    expect(found[0]).toBe(note.id);
    // With the one before, which lies in the overlap.
    expect(found).toHaveLength(2);
  });
});

describe('a list that knows no filter by creation', () => {
  it('is left at the first older record', async () => {
    const { world, store, connection } = await start({ documentCount: 1, pageSize: 1 });
    const open = [...store.rows('invoice')].find(({ status }) => status === 'open') ?? expect.fail();
    const credit = (daysAgo: number) =>
      store.creditNotes.create({ invoice: open.id, amount: 10 }, world.clock.now() - daysAgo * dayMs);
    for (const daysAgo of [0.9, 0.8, 0.7, 0.6, 0.5]) credit(daysAgo);
    const rested = (await walk(connection, 'credit-notes', null)).at(-1)?.cursor ?? '';
    const note = credit(0);
    const pages = await walk(connection, 'credit-notes', rested);
    expect(pages[0]?.records[0]?.externalId).toBe(note.id);
    expect(pages.length).toBe(3);
  });
});

describe('changes of a subscription', () => {
  const amend = (world: StripeWorld): AmendSubscription =>
    stripeHarness.commands[2]?.make(world, 1) as AmendSubscription;

  async function send(connection: Connection, command: Command, externalId: string, attempt = 1) {
    const payload = connection.prepare(command, externalId, '2026-09-15');
    if (!payload.ok) expect.fail(payload.error.message);
    const context = { externalId, attempt };
    return {
      outcome: await connection.send(payload.value, context),
      lookUp: () => connection.lookUp(payload.value, context),
    };
  }

  it('are refused on any other version than the one they were drawn up against', async () => {
    const { world, connection } = await start();
    const drawn = amend(world);
    expect((await send(connection, drawn, 'FIRST')).outcome.kind).toBe('committed');
    const late = await send(connection, { ...drawn, contractVersion: 3 }, 'SECOND');
    expect(late.outcome).toMatchObject({
      kind: 'rejected',
      code: 'CONFLICT',
      message: 'drawn up against contract version 1, but the subscription is at version 2',
    });
    expect((await late.lookUp()).kind).toBe('absent');
    expect(
      world
        .commits()
        .of('subscription')
        .filter(({ by }) => by === 'api').length,
    ).toBeGreaterThan(0);
  });

  it('leave the id of the creation where its look-up finds it', async () => {
    const { world, connection } = await start();
    const command = stripeHarness.commands[0]?.make(world, 1) ?? expect.fail();
    const creation = await send(connection, command, 'CREATED');
    if (creation.outcome.kind !== 'committed') expect.fail(JSON.stringify(creation.outcome));
    const subscriptionId = creation.outcome.documentId;
    const change: CancelSubscription = {
      type: 'subscription.cancel',
      subscriptionId,
      contractNumber: 'C-91',
      baseVersion: 1,
      contractVersion: 2,
      orderExternalId: '801',
      cancelOn: '2026-12-01',
    };
    const cancellation = await send(connection, change, 'CHANGED');
    expect(cancellation.outcome.kind).toBe('committed');
    expect(await creation.lookUp()).toMatchObject({
      kind: 'found',
      document: { documentId: subscriptionId },
    });
    expect((await cancellation.lookUp()).kind).toBe('found');
  });

  it('end at once when their day has come, and are found although nothing of ours is left', async () => {
    const { world, connection } = await start();
    const command = {
      ...(stripeHarness.commands[3]?.make(world, 1) as CancelSubscription),
      cancelOn: '2026-09-15',
    };
    const first = await send(connection, command, 'NOW');
    expect(first.outcome).toEqual({ kind: 'committed', documentId: world.ids.subscription.id });
    expect((await first.lookUp()).kind).toBe('found');
    expect((await send(connection, command, 'NOW', 2)).outcome.kind).toBe('committed');
    const row = world.organisation.store.state.get('subscription', world.ids.subscription.id);
    expect(row.status).toBe('canceled');
    expect((await send(connection, amend(world), 'AFTER')).outcome).toMatchObject({
      kind: 'rejected',
      code: 'CONFLICT',
    });
  });

  it('bill one whole period at the price of the contract from a start in the past', async () => {
    const { world, store, connection } = await start();
    const sent = await send(connection, stripeHarness.commands[0]?.make(world, 1) ?? expect.fail(), 'PAST');
    if (sent.outcome.kind !== 'committed') expect.fail(JSON.stringify(sent.outcome));
    const id = sent.outcome.documentId;
    const invoices = [...store.rows('invoice')].filter(({ subscription }) => subscription === id);
    expect(invoices.map(({ subtotal }) => subtotal)).toEqual([10_100]);
    const record = await connection.fetch('subscriptions', id);
    expect(entityOf(connection, record.ok ? (record.value ?? undefined) : undefined)).toMatchObject({
      startOn: '2026-09-10',
      contractVersion: 1,
      cancelOn: null,
    });
  });

  it('under one attempt have one key, so that a repetition is answered and not done again', async () => {
    const { world, connection } = await start();
    const command = stripeHarness.commands[1]?.make(world, 1) ?? expect.fail();
    const [one, two] = [await send(connection, command, 'KEY'), await send(connection, command, 'KEY')];
    expect(two.outcome).toEqual(one.outcome);
    expect(
      world
        .commits()
        .of('customer')
        .filter(({ externalId }) => externalId === 'KEY'),
    ).toHaveLength(1);
  });

  it('of a customer that is there already make no second one under a further attempt', async () => {
    const { world, connection } = await start();
    const command = stripeHarness.commands[1]?.make(world, 1) ?? expect.fail();
    const one = await send(connection, command, 'TWICE');
    expect((await send(connection, command, 'TWICE', 2)).outcome).toEqual(one.outcome);
    expect(
      world
        .commits()
        .of('customer')
        .filter(({ externalId }) => externalId === 'TWICE'),
    ).toHaveLength(1);
  });

  it('with other bytes under a key that was used are unknown, not refused', async () => {
    const { world, connection } = await start();
    const { make } = stripeHarness.commands[1] ?? expect.fail();
    await send(connection, make(world, 1), 'CLASH');
    expect((await send(connection, make(world, 2), 'CLASH')).outcome.kind).toBe('unknown');
  });

  it('that a saved 500 hides go through under the key of the next attempt', async () => {
    const { world, connection } = await start();
    const command = stripeHarness.commands[1]?.make(world, 1) ?? expect.fail();
    const action = {
      status: 500,
      headers: { 'content-type': 'application/json' },
      body: { error: { type: 'api_error' } },
    };
    world.faults.add({ id: '500', match: { kind: 'write' }, port: 'after-receive', action, times: 1 });
    const first = await send(connection, command, 'SAVED');
    expect(first.outcome.kind).toBe('unknown');
    expect((await first.lookUp()).kind).toBe('absent');
    expect((await send(connection, command, 'SAVED')).outcome.kind).toBe('unknown');
    expect((await send(connection, command, 'SAVED', 2)).outcome.kind).toBe('committed');
  });

  it('name what Stripe refuses', async () => {
    const { world, connection } = await start();
    const command = stripeHarness.commands[0]?.make(world, 1) ?? expect.fail();
    const other = await send(connection, { ...command, customerId: 'cus_none' } as Command, 'NOBODY');
    expect(other.outcome).toMatchObject({ kind: 'rejected', code: 'CUSTOMER_INVALID', where: 'customer' });
    const items = [{ priceId: 'price_none', quantity: 1 }];
    const price = await send(connection, { ...command, items } as Command, 'NOPRICE');
    expect(price.outcome).toMatchObject({ kind: 'rejected', code: 'REFERENCE_INVALID' });
    const unknown = { ...amend(world), subscriptionId: 'sub_none' };
    expect((await send(connection, unknown, 'NOSUB')).outcome).toMatchObject({
      kind: 'rejected',
      code: 'NOT_FOUND',
    });
  });
});

/** A call of somebody else with the account's key. */
async function api(world: StripeWorld, method: string, path: string): Promise<void> {
  const response = await world.organisation.handle({
    method,
    path,
    query: new URLSearchParams(),
    headers: { authorization: 'Bearer sk_test_tieoutconnector01' },
    body: Buffer.alloc(0),
  });
  expect(response.status).toBe(200);
}
