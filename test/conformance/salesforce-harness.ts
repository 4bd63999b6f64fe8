import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { salesforce } from '#core/connectors/salesforce/connector.ts';
import { type Connection, createRateGovernor } from '#core/connectors/sdk/index.ts';
import type { Command } from '#core/domain/command.ts';
import type { Entity } from '#core/domain/entity.ts';
import { money } from '#core/domain/money.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import { startServer } from '#core/sandbox/kit/server.ts';
import type { StoredRecord } from '#core/sandbox/salesforce/record-store.ts';
import {
  createSalesforceOrganisation,
  type SalesforceOrganisation,
} from '#core/sandbox/salesforce/salesforce-organisation.ts';
import type { Drift, VendorHarness, VendorWorld, WorldOptions } from './connector-harness.ts';

const orgId = '00Dak00000NwOrg';
const startMs = Date.UTC(2026, 8, 15, 10, 0, 0);
const client = {
  clientId: '3MVG9.sandbox',
  clientSecret: 'right',
  username: 'integration@northwind.example',
};

export interface SalesforceWorld extends VendorWorld {
  readonly organisation: SalesforceOrganisation;
  readonly accountIds: readonly string[];
}

function fail(message: string): never {
  throw new Error(message);
}

function seed({ store }: SalesforceOrganisation, count: number): { accounts: string[]; productId: string } {
  const product = store.insert('Product2', {
    Name: 'Pro plan',
    ProductCode: 'PRO',
    Family: 'Plans',
    IsActive: true,
  });
  const book = store.insert('Pricebook2', { Name: '2026', IsActive: true, Valid_From__c: '2026-01-01' });
  const accounts = ['Acme Inc', 'Müller & Söhne', 'Contoso Ltd'].map(
    (Name) =>
      store.insert('Account', {
        Name,
        BillingCountryCode: 'US',
        CurrencyIsoCode: 'USD',
        Legal_Entity__c: 'NW-US',
        Tax_Setup__c: 'Complete',
        ARR__c: '12000.00',
      }).Id,
  );
  const opportunity = store.insert('Opportunity', {
    Name: 'Acme renewal',
    AccountId: accounts[0] ?? null,
    StageName: 'Closed Won',
    IsClosed: true,
    IsWon: true,
    CloseDate: '2026-08-20',
    Amount: '1200.50',
    CurrencyIsoCode: 'USD',
    Type: 'New Business',
    Pricebook2Id: book.Id,
  });
  const line = {
    Product2Id: product.Id,
    ProductCode: 'PRO',
    Quantity: '2',
    UnitPrice: '600.25',
    TotalPrice: '1200.50',
  };
  store.insert('OpportunityLineItem', { OpportunityId: opportunity.Id, ...line });
  for (let index = 0; index < count; index += 1) {
    // Several share a second, so that page edges fall between equal stamps.
    addOrder(
      store,
      accounts[index % 3] ?? '',
      product.Id,
      index,
      startMs - 86_400_000 + Math.floor(index / 4) * 1_000,
    );
  }
  return { accounts, productId: product.Id };
}

function addOrder(
  store: SalesforceOrganisation['store'],
  accountId: string,
  productId: string,
  index: number,
  atMs: number,
): void {
  const order = store.insert(
    'Order',
    {
      OrderNumber: String(index + 1).padStart(8, '0'),
      AccountId: accountId,
      Status: 'Activated',
      Type: 'New',
      EffectiveDate: '2026-09-01',
      EndDate: '2027-08-31',
      TotalAmount: `${100 + index}.10`,
      CurrencyIsoCode: index % 7 === 6 ? 'EUR' : 'USD',
      Contract_Number__c: `C-${index}`,
      Contract_Version__c: '1',
      Approval_Status__c: 'Approved',
      Billing_Frequency__c: 'Annual',
    },
    { atMs },
  );
  const item = { OrderId: order.Id, Product2Id: productId, Quantity: '1', ServiceDate: '2026-09-01' };
  store.insert('OrderItem', { ...item, UnitPrice: `${100 + index}.10`, TotalPrice: `${100 + index}.10` });
}

function digestOf(total: bigint | string, renewalOn: string | null): string {
  const minor = typeof total === 'string' ? BigInt(total.replace('.', '')) : total;
  return `${minor} ${renewalOn ?? '-'}`;
}

/** Connections to the org, each with its own governor, token and sockets. */
function connector(baseUrl: string, clock: ManualClock, secret: () => string) {
  const connections: Connection[] = [];
  const connect = (settings: Readonly<Record<string, unknown>> = {}): Connection => {
    const { clientId } = client;
    const parsed = salesforce.parseSettings({ baseUrl, environment: 'sandbox', clientId, ...settings });
    if (!parsed.ok) return fail(JSON.stringify(parsed.error));
    const connection = salesforce.connect('crm', parsed.value, {
      clock,
      log: silentLog,
      governor: createRateGovernor({ clock, concurrencyMax: 4 }),
      secret: async () => secret(),
    });
    connections.push(connection);
    return connection;
  };
  const close = () => Promise.all(connections.map((connection) => connection.close()));
  return { connect, close };
}

async function start(options: WorldOptions = {}): Promise<SalesforceWorld> {
  const clock = new ManualClock(startMs);
  const organisation = createSalesforceOrganisation({
    clock,
    random: seededRandom('salesforce connector'),
    orgId,
    credentials: client,
    // Lines count towards the size of a page.
    options: options.pageSize === undefined ? {} : { maxBatchSize: options.pageSize * 2 },
  });
  const { store } = organisation;
  const { accounts, productId } = seed(organisation, options.documentCount ?? 3);
  const faults = new FaultPorts();
  const server = await startServer(organisation, { clock, faults });
  const connections = connector(server.baseUrl, clock, () => secret);
  let [secret, edits, isListening] = [client.clientSecret, 0, true];
  const orders = (): StoredRecord[] => [...store.all('Order')];
  const stopListening = async () => {
    if (isListening) await server.close();
    isListening = false;
  };
  return {
    clock,
    faults,
    organisation,
    accountIds: accounts,
    accountId: orgId,
    requests: server.requests,
    commits: () => organisation.commits,
    connect: connections.connect,
    truth: () =>
      new Map(
        orders()
          .filter(({ IsDeleted }) => !IsDeleted)
          .map((order) => [
            order.Id,
            digestOf(String(order['TotalAmount']), (order['Renewal_Date__c'] as string | undefined) ?? null),
          ]),
      ),
    insert() {
      edits += 1;
      addOrder(store, accounts[0] ?? '', productId, 1000 + edits, clock.now());
    },
    update(externalId) {
      edits += 1;
      const renewal = new Date(startMs + edits * 86_400_000).toISOString().slice(0, 10);
      organisation.handEdit({
        object: 'Order',
        action: 'update',
        id: externalId,
        fields: { Renewal_Date__c: renewal },
      });
    },
    remove(externalId) {
      store.change('Order', externalId, { IsDeleted: true });
    },
    revokeTokens: () => organisation.sessions.endAll(),
    refuseCredentials() {
      secret = 'wrong';
    },
    stopListening,
    async close() {
      await connections.close();
      await stopListening();
    },
  };
}

function digest(entity: Entity): string {
  if (entity.kind !== 'order') return fail(`not an order: ${entity.kind}`);
  return digestOf(entity.total.minor, entity.renewalOn);
}

const swap =
  (pattern: RegExp, text: string) =>
  (body: string): string =>
    body.replace(pattern, text);

const drifts: readonly Drift[] = [
  { name: 'a new field', change: swap(/"Status"/, '"New__c":{"a":[1]},"Status"'), quarantine: null },
  {
    name: 'a longer number',
    change: swap(/"TotalAmount":100\.10/, '"TotalAmount":1.00100E2'),
    quarantine: null,
  },
  {
    name: 'an unknown status',
    change: swap(/"Status":"Activated"/, '"Status":"In Approval"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.Status' },
  },
  {
    name: 'an unknown type',
    change: swap(/"Type":"New"/, '"Type":"Upsell"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.Type' },
  },
  {
    name: 'a missing required field',
    change: swap(/"AccountId":"\w+",/, ''),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.AccountId' },
  },
  {
    name: 'a text for a number',
    change: swap(/"TotalAmount":([\d.]+)/, '"TotalAmount":"$1"'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.TotalAmount' },
  },
  {
    name: 'null for a required number',
    change: swap(/"Contract_Version__c":[\d.]+/, '"Contract_Version__c":null'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.Contract_Version__c' },
  },
  {
    name: 'half a version',
    change: swap(/"Contract_Version__c":[\d.]+/, '"Contract_Version__c":1.5'),
    quarantine: { code: 'VALUE_INVALID', where: '$.Contract_Version__c' },
  },
  {
    name: 'more decimals than the currency has',
    change: swap(/"TotalAmount":[\d.]+/, '"TotalAmount":1.005'),
    quarantine: { code: 'MONEY_INVALID', where: '$.TotalAmount' },
  },
  {
    name: 'an amount of a line that is too exact',
    change: swap(/"UnitPrice":[\d.]+/, '"UnitPrice":0.0001'),
    quarantine: { code: 'MONEY_INVALID', where: '$.OrderItems.records[0].UnitPrice' },
  },
  {
    name: 'lines that are cut off',
    change: swap(/"done":true/, '"done":false'),
    quarantine: { code: 'VALUE_INVALID', where: '$.OrderItems.done' },
  },
  {
    name: 'another date format',
    change: swap(/"EffectiveDate":"[\d-]+"/, '"EffectiveDate":"09/01/2026"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.EffectiveDate' },
  },
  {
    name: 'an instant in another zone',
    change: swap(/("SystemModstamp":"[^"]+)\+0000"/, '$1+0200"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.SystemModstamp' },
  },
  {
    name: 'a currency that nobody knows',
    change: swap(/"CurrencyIsoCode":"USD"/, '"CurrencyIsoCode":"XQQ"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.CurrencyIsoCode' },
  },
  {
    name: 'a longer id',
    change: swap(/("AccountId":"\w+)"/, '$1XX"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.AccountId' },
  },
  {
    name: 'a key that stands twice',
    change: swap(/"Status"/, '"TotalAmount":9.00,"Status"'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$' },
  },
];

function orderId(world: VendorWorld, number: number): string {
  return [...world.truth().keys()][number] ?? fail('no such order');
}

const commands: VendorHarness['commands'] = [
  {
    name: 'order.write-back',
    make: (world, number): Command => ({
      type: 'order.write-back',
      orderExternalId: orderId(world, number),
      billingSubscriptionId: `sub_${number}`,
      invoiceSchedule: 'annually in advance from 2026-09-01',
      renewalOn: '2027-09-01',
    }),
    spoil: (command) => ({ ...command, orderExternalId: "801' OR Id != '" }) as Command,
  },
  {
    name: 'account.write-back',
    make: (world, number): Command => ({
      type: 'account.write-back',
      accountExternalId: (world as SalesforceWorld).accountIds[number] ?? '',
      billingCustomerId: `cus_${number}`,
      erpCustomerId: null,
      annualRecurringRevenue: money(6_000_050, 'USD'),
    }),
    spoil: (command) =>
      ({ ...command, billingCustomerId: null, erpCustomerId: null, annualRecurringRevenue: null }) as Command,
  },
];

/** A write-back is a change of one record; the account has no field for our id, so the record stands for it. */
function commitsOf(world: VendorWorld, externalId: string): number {
  const [, at, number] = /^TIEOUT(\d)X(\d)$/.exec(externalId) ?? fail(externalId);
  const account = (world as SalesforceWorld).accountIds[Number(number)];
  const written = world
    .commits()
    .all()
    .filter(({ by }) => by === 'api');
  return written.filter((one) => (at === '0' ? one.externalId === externalId : one.id === account)).length;
}

export const salesforceHarness: VendorHarness = {
  vendor: 'salesforce',
  connector: salesforce,
  start,
  stream: 'orders',
  deletionStream: null,
  digest,
  tokenPath: '/services/oauth2/token',
  readPathPattern: '/query',
  emptyPageWithMore: {
    status: 200,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: {
      totalSize: 9,
      done: false,
      nextRecordsUrl: '/services/data/v60.0/query/01gak0000000001-1',
      records: [],
    },
  },
  drifts,
  commands,
  commitsOf,
};
