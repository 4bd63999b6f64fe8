import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { netsuite } from '#core/connectors/netsuite/connector.ts';
import { type Connection, createRateGovernor } from '#core/connectors/sdk/index.ts';
import type { Command, PostingLine } from '#core/domain/command.ts';
import type { Entity } from '#core/domain/entity.ts';
import { money } from '#core/domain/money.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import { startServer } from '#core/sandbox/kit/server.ts';
import { DOCUMENT_TYPES, type SandboxDocument } from '#core/sandbox/netsuite/model.ts';
import {
  createNetSuiteOrganisation,
  type NetSuiteOrganisation,
} from '#core/sandbox/netsuite/organisation.ts';
import type { NetSuiteSettings } from '#core/sandbox/netsuite/settings.ts';
import type { Drift, VendorHarness, VendorWorld, WorldOptions } from './connector-harness.ts';

const accountId = '7654321_SB1';
const startMs = Date.UTC(2026, 8, 15, 10, 0, 0);
const { publicKey, privateKey } = await generateKeyPair('PS256', { extractable: true });
const [publicKeyPem, privateKeyPem] = [await exportSPKI(publicKey), await exportPKCS8(privateKey)];

export interface NetSuiteWorld extends VendorWorld {
  readonly organisation: NetSuiteOrganisation;
  readonly ids: ReturnType<typeof seed>;
}

function seed({ store }: NetSuiteOrganisation) {
  const usd = store.addCurrency({ symbol: 'USD', name: 'US Dollar', precision: 2 });
  const jpy = store.addCurrency({ symbol: 'JPY', name: 'Yen', precision: 0 });
  const us = store.addSubsidiary({ name: 'NW-US', currencyId: usd, country: 'US', parentId: null });
  store.setExchangeRate(jpy, usd, '0.0067');
  store.addPeriods([2026]);
  const scope = { subsidiaryIds: null, parentId: null };
  const account = (number: string, name: string, accountType: string) =>
    store.addAccount({ number, name, accountType, subsidiaryIds: null });
  return {
    usd,
    jpy,
    us,
    bank: account('1000', 'Bank', 'Bank'),
    revenue: account('4000', 'Revenue', 'Income'),
    item: store.addItem({ itemId: 'PRO', displayName: 'Pro plan', subsidiaryIds: null }),
    vat: store.addTaxCode({ itemId: 'DE-19', ratePercent: '19' }),
    sales: store.addDepartment({ name: 'Sales', ...scope }),
    acme: store.addCustomer({
      companyName: 'Acme Inc',
      subsidiaryIds: [us],
      currencyIds: [usd, jpy],
      custom: { custentity_crm_id: '001A', custentity_billing_id: 'cus_1' },
    }),
  };
}

type Ids = ReturnType<typeof seed>;

function addDocuments(organisation: NetSuiteOrganisation, ids: Ids, count: number): void {
  const { store } = organisation;
  for (let index = 0; index < count; index += 1) {
    // Several share a second, so that page edges fall between equal stamps.
    const atMs = startMs - 86_400_000 + Math.floor(index / 4) * 1_000;
    const type = DOCUMENT_TYPES[index % 5] ?? 'invoice';
    const currencyId = index % 7 === 6 ? ids.jpy : ids.usd;
    const common = {
      type,
      subsidiaryId: ids.us,
      currencyId,
      tranDate: '2026-09-10',
      atMs,
      otherRefNum: `IN-${index}`,
    };
    if (type === 'journalEntry') {
      const lines = [
        { accountId: ids.bank, amountMinor: 500 + index },
        { accountId: ids.revenue, amountMinor: -500 - index },
      ];
      store.addDocument({ ...common, lines });
    } else if (type === 'invoice' || type === 'creditMemo') {
      const line = { itemId: ids.item, taxCodeId: ids.vat, departmentId: ids.sales, quantity: '1' };
      const lines = [{ ...line, amountMinor: 1010 + index, taxMinor: 192 }];
      store.addDocument({ ...common, customerId: ids.acme, lines });
    } else {
      store.addDocument({ ...common, customerId: ids.acme, accountId: ids.bank, totalMinor: 330 + index });
    }
  }
}

function digestOf(type: string, total: bigint | number, memo: string | null, isVoid: boolean): string {
  return `${type} ${total} ${memo ?? '-'} ${isVoid}`;
}

const typeNames: Readonly<Record<SandboxDocument['type'], string>> = {
  invoice: 'invoice',
  creditMemo: 'credit-memo',
  customerPayment: 'payment',
  customerRefund: 'refund',
  journalEntry: 'journal',
};

async function start(options: WorldOptions = {}): Promise<NetSuiteWorld> {
  const clock = new ManualClock(startMs);
  const searchLagMs = options.searchLagMs ?? 0;
  const sandbox: Partial<NetSuiteSettings> = { searchLagMs };
  const credential = {
    clientId: 'client-1',
    certificateId: 'certificate-1',
    publicKeyPem,
    algorithm: 'PS256' as const,
  };
  const organisation = createNetSuiteOrganisation({
    clock,
    random: seededRandom('netsuite conformance'),
    accountId,
    credentials: [credential],
    options: sandbox,
  });
  const ids = seed(organisation);
  addDocuments(organisation, ids, options.documentCount ?? 3);
  const faults = new FaultPorts();
  const server = await startServer(organisation, { clock, faults });
  const connections: Connection[] = [];
  let [isRefused, inserted, isListening] = [false, 0, true];
  const stopListening = async () => {
    if (isListening) await server.close();
    isListening = false;
  };
  const all = () => DOCUMENT_TYPES.flatMap((type) => [...organisation.store.documentsOf(type)]);
  const find = (externalId: string) =>
    all().find(({ id }) => String(id) === externalId) ?? fail(`no document ${externalId}`);
  const edit = (input: Record<string, unknown>) => {
    const outcome = organisation.handEdit(input);
    if (!outcome.ok) fail(outcome.message);
  };
  return {
    clock,
    faults,
    organisation,
    ids,
    accountId,
    requests: server.requests,
    commits: () => organisation.commits,
    connect(settings = {}) {
      const parsed = netsuite.parseSettings({
        baseUrl: server.baseUrl,
        environment: 'sandbox',
        clientId: credential.clientId,
        certificateId: credential.certificateId,
        searchLagMs,
        ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
        ...settings,
      });
      if (!parsed.ok) return fail(JSON.stringify(parsed.error));
      const connection = netsuite.connect('erp', parsed.value, {
        clock,
        log: silentLog,
        governor: createRateGovernor({ clock, concurrencyMax: 4 }),
        secret: async () => (isRefused ? otherKeyPem : privateKeyPem),
      });
      connections.push(connection);
      return connection;
    },
    truth: () =>
      new Map(
        all().map((one) => [
          String(one.id),
          digestOf(typeNames[one.type], one.totalMinor, one.memo, one.voided),
        ]),
      ),
    insert() {
      inserted += 1;
      const lines = [{ itemId: ids.item, amountMinor: 700 + inserted }];
      const document = {
        customerId: ids.acme,
        subsidiaryId: ids.us,
        currencyId: ids.usd,
        tranDate: '2026-09-14',
        lines,
      };
      edit({ action: 'create', type: 'invoice', document });
    },
    update(externalId) {
      inserted += 1;
      edit({
        action: 'change-memo',
        type: find(externalId).type,
        id: Number(externalId),
        memo: `edit ${inserted}`,
      });
    },
    remove(externalId) {
      edit({ action: 'delete', type: find(externalId).type, id: Number(externalId) });
    },
    revokeTokens: () => organisation.revokeTokens(),
    refuseCredentials() {
      isRefused = true;
    },
    stopListening,
    async close() {
      await Promise.all(connections.map((connection) => connection.close()));
      await stopListening();
    },
  };
}

const otherKeyPem = await generateKeyPair('PS256', { extractable: true }).then((pair) =>
  exportPKCS8(pair.privateKey),
);

function fail(message: string): never {
  throw new Error(message);
}

function digest(entity: Entity): string {
  if (entity.kind !== 'ledger-document') return fail(`not a ledger document: ${entity.kind}`);
  return digestOf(entity.type, entity.total.minor, entity.memo, entity.isVoid);
}

const swap =
  (pattern: RegExp, text: string) =>
  (body: string): string =>
    body.replace(pattern, text);

const drifts: readonly Drift[] = [
  { name: 'a new field', change: swap(/"tranid"/, '"new_field":{"a":[1]},"tranid"'), quarantine: null },
  {
    name: 'an unknown status',
    change: swap(/"status":"\w"/, '"status":"Q"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.status' },
  },
  {
    name: 'an unknown type',
    change: swap(/"type":"CustInvc"/, '"type":"CustNew"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.type' },
  },
  {
    name: 'a missing required field',
    change: swap(/"subsidiary":"\d+",/, ''),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.transaction.subsidiary' },
  },
  {
    name: 'a number for a text',
    change: swap(/"foreigntotal":"([\d.]+)"/, '"foreigntotal":$1'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.transaction.foreigntotal' },
  },
  {
    name: 'null for absent',
    change: swap(/"tranid":"[^"]+"/, '"tranid":null'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$.transaction.tranid' },
  },
  {
    name: 'thousands separators',
    change: swap(/"foreigntotal":"[\d.]+"/, '"foreigntotal":"1,234.00"'),
    quarantine: { code: 'MONEY_INVALID', where: '$.transaction.foreigntotal' },
  },
  {
    name: 'more decimals than the currency has',
    change: swap(/"foreigntotal":"[\d.]+"/, '"foreigntotal":"1.005"'),
    quarantine: { code: 'MONEY_INVALID', where: '$.transaction.foreigntotal' },
  },
  {
    name: 'an amount of a line that is none',
    change: swap(/("mainline":"F".*?"foreignamount":)"[\d.]+"/, '$1"n/a"'),
    quarantine: { code: 'MONEY_INVALID', where: '$.lines[1].foreignamount' },
  },
  {
    name: 'another date format',
    change: swap(/"trandate":"[\d-]+"/, '"trandate":"9/10/2026"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.trandate' },
  },
  {
    name: 'a flag that is neither',
    change: swap(/"voided":"F"/, '"voided":"false"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.voided' },
  },
  {
    name: 'a currency that nobody knows',
    change: swap(/"currencysymbol":"USD"/, '"currencysymbol":"XQQ"'),
    quarantine: { code: 'VALUE_INVALID', where: '$.transaction.currencysymbol' },
  },
  {
    name: 'a key that stands twice',
    change: swap(/"tranid"/, '"foreigntotal":"9.00","tranid"'),
    quarantine: { code: 'SHAPE_UNKNOWN', where: '$' },
  },
];

const usd = (minor: number) => money(minor, 'USD');

function head(world: VendorWorld, number: number) {
  const { ids } = world as NetSuiteWorld;
  return {
    subsidiaryId: String(ids.us),
    customerId: String(ids.acme),
    currencyId: `currency:${ids.usd}`,
    currency: 'USD',
    postedOn: '2026-09-12',
    reference: `IN-9${number}`,
    memo: `Billing document ${number}`,
  };
}

function lines(world: VendorWorld): readonly PostingLine[] {
  const { ids } = world as NetSuiteWorld;
  const common = {
    itemId: `item:${ids.item}`,
    description: 'Pro plan',
    taxCodeId: String(ids.vat),
    departmentId: `department:${ids.sales}`,
    classId: null,
    locationId: null,
  };
  return [
    { ...common, quantity: 3, amount: usd(10_010), tax: usd(1_902) },
    { ...common, quantity: 0.5, amount: usd(-10), tax: usd(-2) },
  ];
}

/** An open document of the type in the organisation, put there by hand. */
function open(world: VendorWorld, type: 'invoice' | 'creditMemo', amountMinor: number): string {
  const { organisation, ids } = world as NetSuiteWorld;
  const id = organisation.store.addDocument({
    type,
    customerId: ids.acme,
    subsidiaryId: ids.us,
    currencyId: ids.usd,
    tranDate: '2026-09-10',
    lines: [{ itemId: ids.item, amountMinor }],
  });
  return String(id);
}

const total = usd(11_900);

const commands: VendorHarness['commands'] = [
  {
    name: 'invoice.post',
    make: (world, number): Command => ({
      type: 'invoice.post',
      ...head(world, number),
      dueOn: '2026-10-12',
      lines: lines(world),
      total,
    }),
    spoil: (command) => ({ ...command, total: usd(11_901) }) as Command,
  },
  {
    name: 'credit-memo.post',
    make: (world, number): Command => ({
      type: 'credit-memo.post',
      ...head(world, number),
      lines: lines(world),
      total,
      applications: [{ documentId: open(world, 'invoice', 20_000), amount: usd(11_000) }],
    }),
    spoil: (command) => ({ ...command, currency: 'XQQ' }) as Command,
  },
  {
    name: 'payment.post',
    make: (world, number): Command => ({
      type: 'payment.post',
      ...head(world, number),
      accountId: `account:${(world as NetSuiteWorld).ids.bank}`,
      total,
      applications: [{ documentId: open(world, 'invoice', 10_000), amount: usd(10_000) }],
    }),
    spoil: (command) => ({ ...command, customerId: '' }) as Command,
  },
  {
    name: 'refund.post',
    make: (world, number): Command => ({
      type: 'refund.post',
      ...head(world, number),
      accountId: `account:${(world as NetSuiteWorld).ids.bank}`,
      total,
      applications: [{ documentId: open(world, 'creditMemo', 11_900), amount: total }],
    }),
    spoil: (command) => ({ ...command, applications: [] }) as Command,
  },
];

export const netsuiteHarness: VendorHarness = {
  vendor: 'netsuite',
  connector: netsuite,
  start,
  stream: 'transactions',
  deletionStream: 'deletions',
  digest,
  tokenPath: '/services/rest/auth/oauth2/v1/token',
  readPathPattern: '/suiteql$',
  emptyPageWithMore: {
    status: 200,
    headers: { 'content-type': 'application/vnd.oracle.resource+json; type=collection; charset=UTF-8' },
    body: { links: [], count: 0, hasMore: true, items: [], offset: 0, totalResults: 9 },
  },
  drifts,
  commands,
  commitsOf: (world, externalId) =>
    world
      .commits()
      .all()
      .filter((commit) => commit.externalId === externalId).length,
};
