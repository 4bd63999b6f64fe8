import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { type Connection, createRateGovernor } from '#core/connectors/sdk/index.ts';
import { stripe } from '#core/connectors/stripe/connector.ts';
import type { Command } from '#core/domain/command.ts';
import type { Entity } from '#core/domain/entity.ts';
import { money } from '#core/domain/money.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import { startServer } from '#core/sandbox/kit/server.ts';
import { createStripeOrganisation, type StripeOrganisation } from '#core/sandbox/stripe/organisation.ts';
import type { SubscriptionRow } from '#core/sandbox/stripe/rows.ts';
import type { Drift, VendorHarness, VendorWorld, WorldOptions } from './connector-harness.ts';

const accountId = 'acct_1NorthwindMetrics';
const secretKey = 'sk_test_tieoutconnector01';
const startMs = Date.UTC(2026, 8, 15, 10, 0, 0);
const dayMs = 86_400_000;

export interface StripeWorld extends VendorWorld {
  readonly organisation: StripeOrganisation;
  readonly ids: ReturnType<typeof seed>;
}

function fail(message: string): never {
  throw new Error(message);
}

/** One of everything that is read: two products, licensed and metered prices, a subscription with usage, money in and out. */
function seed({ store }: StripeOrganisation) {
  const atMs = startMs - 20 * dayMs;
  const tax = store.taxRates.create({ displayName: 'VAT', percentage: '19', inclusive: false }, atMs);
  const seats = store.products.create({ name: 'Seats', metadata: { product_code: 'SEAT' } }, atMs);
  const calls = store.products.create({ name: 'Calls', metadata: { product_code: 'CALL' } }, atMs);
  const price = { currency: 'usd', recurring: { interval: 'month' as const } };
  const seat = store.prices.create({ ...price, product: seats.id, unitAmount: 1_010 }, atMs);
  const metered = { interval: 'month' as const, usageType: 'metered' as const };
  const call = store.prices.create({ ...price, product: calls.id, unitAmount: 2, recurring: metered }, atMs);
  const customer = store.customers.create(
    {
      name: 'Acme Inc',
      address: { country: 'US' },
      paymentMethod: 'pm_card_visa',
      metadata: { crm_account_id: '001A', legal_entity: 'NW-US' },
    },
    atMs,
  );
  const subscription = store.subscriptions.create(
    {
      customer: customer.id,
      items: [{ price: seat.id, quantity: 5 }, { price: call.id }],
      collectionMethod: 'send_invoice',
      daysUntilDue: 30,
      metadata: {
        contract_number: 'C-1',
        contract_version: '1',
        crm_order_id: '801A',
        legal_entity: 'NW-US',
      },
    },
    startMs - 10 * dayMs,
  );
  const meteredItem = subscription.items[1]?.id ?? fail('no metered item');
  store.usage.record(meteredItem, 42, startMs - 2 * dayMs);
  const paid = store.invoices.issue(
    { customer: customer.id, lines: [{ price: seat.id, quantity: 3, taxRates: [tax.id] }] },
    startMs - 5 * dayMs,
  );
  store.invoices.pay(paid.id, {}, startMs - 4 * dayMs);
  const [charge] = store.chargesOf(paid.id);
  store.refunds.create({ charge: charge?.id ?? fail('no charge'), amount: 500 }, startMs - 3 * dayMs);
  const open = store.invoices.issue(
    { customer: customer.id, lines: [{ price: seat.id, quantity: 2, taxRates: [tax.id] }] },
    startMs - 5 * dayMs,
  );
  const credited = { type: 'invoice_line_item' as const, invoiceLine: 0, quantity: 1 };
  store.creditNotes.create({ invoice: open.id, lines: [credited] }, startMs - 3 * dayMs);
  return { customer, seat, call, subscription, tax };
}

type Ids = ReturnType<typeof seed>;

function addInvoices({ store }: StripeOrganisation, ids: Ids, count: number): void {
  for (let index = 0; index < count; index += 1) {
    // Several share a second, so that page edges fall between equal times of creation.
    const atMs = startMs - dayMs + Math.floor(index / 4) * 1_000;
    const line = { price: ids.seat.id, quantity: index + 1, taxRates: [ids.tax.id] };
    // More lines than Stripe shows inside an invoice, and than one further page holds.
    const lines = index === 1 ? Array.from({ length: 130 }, () => line) : [line];
    store.invoices.issue({ customer: ids.customer.id, lines }, atMs);
  }
}

function digestOf(total: bigint | number, status: string, legalEntity: string | null): string {
  return `${total} ${status} ${legalEntity ?? '-'}`;
}

/** Connections to the account, each with its own governor and sockets. */
function connector(baseUrl: string, clock: ManualClock, options: WorldOptions, key: () => string) {
  const connections: Connection[] = [];
  const connect = (settings: Readonly<Record<string, unknown>> = {}): Connection => {
    const paging = options.pageSize === undefined ? {} : { pageSize: options.pageSize };
    const parsed = stripe.parseSettings({ baseUrl, environment: 'sandbox', ...paging, ...settings });
    if (!parsed.ok) return fail(JSON.stringify(parsed.error));
    const connection = stripe.connect('billing', parsed.value, {
      clock,
      log: silentLog,
      governor: createRateGovernor({ clock, concurrencyMax: 4 }),
      secret: async () => key(),
    });
    connections.push(connection);
    return connection;
  };
  const close = () => Promise.all(connections.map((connection) => connection.close()));
  return { connect, close };
}

async function start(options: WorldOptions = {}): Promise<StripeWorld> {
  const clock = new ManualClock(startMs);
  const organisation = createStripeOrganisation({
    clock,
    random: seededRandom('stripe connector'),
    accountId,
    secretKey,
    webhookSecret: 'whsec_connector',
    options: { searchLagMs: options.searchLagMs ?? 0 },
  });
  const ids = seed(organisation);
  addInvoices(organisation, ids, options.documentCount ?? 3);
  organisation.runDue();
  const { store } = organisation;
  const faults = new FaultPorts();
  const server = await startServer(organisation, { clock, faults });
  const connections = connector(server.baseUrl, clock, options, () => key);
  let [key, edits, isListening] = [secretKey, 0, true];
  const stopListening = async () => {
    if (isListening) await server.close();
    isListening = false;
  };
  return {
    clock,
    faults,
    organisation,
    ids,
    accountId,
    requests: server.requests,
    commits: () => organisation.commits,
    connect: connections.connect,
    truth: () =>
      new Map(
        [...store.rows('invoice')].map((row) => [
          row.id,
          digestOf(row.total, row.status, row.metadata['legal_entity'] ?? null),
        ]),
      ),
    insert() {
      edits += 1;
      store.invoices.issue({ customer: ids.customer.id, lines: [{ price: ids.seat.id, quantity: edits }] });
    },
    update(externalId) {
      edits += 1;
      store.invoices.update(externalId, { metadata: { legal_entity: `NW-${edits}` } });
    },
    // Stripe's keys do not end by themselves.
    revokeTokens: () => {},
    refuseCredentials() {
      key = 'sk_test_somebodyelse0001';
    },
    stopListening,
    async close() {
      await connections.close();
      await stopListening();
    },
  };
}

function digest(entity: Entity): string {
  if (entity.kind !== 'invoice') return fail(`not an invoice: ${entity.kind}`);
  return digestOf(entity.total.minor, entity.status, entity.legalEntity);
}

const swap =
  (pattern: RegExp, text: string) =>
  (body: string): string =>
    body.replace(pattern, text);

const drifts: readonly Drift[] = [
  { name: 'a new field', change: swap(/"number"/, '"new_field":{"a":[1]},"number"'), quarantine: null },
  {
    name: 'an unknown status',
    change: swap(/"status":"open"/, '"status":"disputed"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.status' },
  },
  {
    name: 'a missing required field',
    change: swap(/"total":\d+,/, ''),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.total' },
  },
  {
    name: 'a text for a number',
    change: swap(/"total":(\d+)/, '"total":"$1"'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.total' },
  },
  {
    name: 'part of a minor unit',
    change: swap(/"total":(\d+)/, '"total":$1.5'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.total' },
  },
  {
    name: 'more than a safe integer',
    change: swap(/"total":\d+/, '"total":9007199254740993'),
    quarantine: { code: 'VALUE_INVALID', where: '$.total' },
  },
  {
    name: 'null for an amount',
    change: swap(/"amount_paid":\d+/, '"amount_paid":null'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.amount_paid' },
  },
  {
    name: 'absent for null',
    change: swap(/^(.*)"subscription":null,/s, '$1'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.subscription' },
  },
  {
    name: 'an expanded customer',
    change: swap(/"customer":"(cus_\w+)"/, '"customer":{"id":"$1"}'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.customer' },
  },
  {
    name: 'lines that are cut off',
    change: swap(/"has_more":false/, '"has_more":true'),
    quarantine: { code: 'VALUE_INVALID', where: '$.lines.has_more' },
  },
  {
    name: 'an instant as a text',
    change: swap(/"created":(\d+)/, '"created":"2026-09-14T10:00:00Z"'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.created' },
  },
  {
    name: 'a currency that nobody knows',
    change: (body) => body.replaceAll(/"currency":"usd"/g, '"currency":"xqq"'),
    quarantine: { code: 'MONEY_INVALID', where: '$.subtotal' },
  },
  {
    name: 'a key that stands twice',
    change: swap(/"number"/, '"total":9,"number"'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$' },
  },
];

function held(world: VendorWorld): SubscriptionRow {
  const { organisation, ids } = world as StripeWorld;
  return organisation.store.state.get('subscription', ids.subscription.id);
}

function change(world: VendorWorld) {
  const baseVersion = Number(held(world).metadata['contract_version']);
  return {
    subscriptionId: held(world).id,
    contractNumber: 'C-1',
    baseVersion,
    contractVersion: baseVersion + 1,
    orderExternalId: `801V${baseVersion + 1}`,
  };
}

const commands: VendorHarness['commands'] = [
  {
    name: 'subscription.create',
    make: (world, number): Command => ({
      type: 'subscription.create',
      customerId: (world as StripeWorld).ids.customer.id,
      currency: 'USD',
      contractNumber: `C-9${number}`,
      contractVersion: 1,
      orderExternalId: `801N${number}`,
      crmAccountId: '001A',
      legalEntity: 'NW-US',
      startOn: '2026-09-10',
      endOn: '2027-09-09',
      items: [
        { priceId: (world as StripeWorld).ids.seat.id, quantity: 10 },
        { priceId: (world as StripeWorld).ids.call.id, quantity: null },
      ],
      total: money(121_200, 'USD'),
    }),
    spoil: (command) => ({ ...command, total: money(121_200, 'EUR') }) as Command,
  },
  {
    name: 'billing-customer.create',
    make: (_world, number): Command => ({
      type: 'billing-customer.create',
      legalName: `Müller & Söhne ${number}`,
      crmAccountId: `001N${number}`,
      legalEntity: 'NW-DE',
      country: 'DE',
      currency: 'EUR',
    }),
    spoil: (command) => ({ ...command, country: 'Germany' }) as Command,
  },
  {
    name: 'subscription.amend',
    make: (world): Command => {
      const [seats, calls] = held(world).items;
      const { seat, call } = (world as StripeWorld).ids;
      return {
        type: 'subscription.amend',
        ...change(world),
        effectiveOn: '2026-09-15',
        items: [
          { itemId: seats?.id ?? null, priceId: seat.id, quantity: 8, isRemoved: false },
          { itemId: calls?.id ?? null, priceId: call.id, quantity: null, isRemoved: false },
        ],
        total: money(96_960, 'USD'),
      };
    },
    spoil: (command) => ({ ...command, contractVersion: 1, baseVersion: 1 }) as Command,
  },
  {
    name: 'subscription.cancel',
    make: (world): Command => ({ type: 'subscription.cancel', ...change(world), cancelOn: '2026-10-01' }),
    spoil: (command) => ({ ...command, cancelOn: 'tomorrow' }) as Command,
  },
];

/** Creations by our id; changes by the states of the subscription that carry it, its newest invoice left aside. */
function commitsOf(world: VendorWorld, externalId: string): number {
  const ours = world
    .commits()
    .all()
    .filter((one) => one.externalId === externalId && one.by === 'api');
  const created = ours.filter(({ action }) => action === 'create').length;
  const states = ours.map(({ body }) => {
    const { latestInvoice: _invoice, ...state } = body as SubscriptionRow;
    return JSON.stringify(state);
  });
  return created > 0 ? created : new Set(states).size;
}

export const stripeHarness: VendorHarness = {
  vendor: 'stripe',
  connector: stripe,
  start,
  stream: 'invoices',
  deletionStream: 'events',
  digest,
  tokenPath: null,
  readPathPattern: '/v1/invoices$',
  emptyPageWithMore: {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: { object: 'list', url: '/v1/invoices', has_more: true, data: [] },
  },
  drifts,
  commands,
  commitsOf,
};
