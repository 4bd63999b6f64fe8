import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { netsuite } from '#core/connectors/netsuite/connector.ts';
import { type Connection, createRateGovernor } from '#core/connectors/sdk/index.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import { startServer } from '#core/sandbox/kit/server.ts';
import { DOCUMENT_TYPES, type SandboxDocument } from '#core/sandbox/netsuite/model.ts';
import {
  createNetSuiteOrganisation,
  type NetSuiteOrganisation,
} from '#core/sandbox/netsuite/organisation.ts';
import type { VendorWorld, WorldOptions } from './connector-harness.ts';

const accountId = '7654321_SB1';
const startMs = Date.UTC(2026, 8, 15, 10, 0, 0);
const { publicKey, privateKey } = await generateKeyPair('PS256', { extractable: true });
const [publicKeyPem, privateKeyPem] = [await exportSPKI(publicKey), await exportPKCS8(privateKey)];
const otherPair = await generateKeyPair('PS256', { extractable: true });
const otherKeyPem = await exportPKCS8(otherPair.privateKey);
const credential = {
  clientId: 'client-1',
  certificateId: 'certificate-1',
  publicKeyPem,
  algorithm: 'PS256' as const,
};

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

/** What of a document the cases compare. */
export function digestOf(type: string, total: bigint | number, memo: string | null, isVoid: boolean): string {
  return `${type} ${total} ${memo ?? '-'} ${isVoid}`;
}

const typeNames: Readonly<Record<SandboxDocument['type'], string>> = {
  invoice: 'invoice',
  creditMemo: 'credit-memo',
  customerPayment: 'payment',
  customerRefund: 'refund',
  journalEntry: 'journal',
};

/** The organisation behind a loopback server, on a clock that stands still. */
export async function startNetSuite(options: WorldOptions = {}): Promise<NetSuiteWorld> {
  const clock = new ManualClock(startMs);
  const searchLagMs = options.searchLagMs ?? 0;
  const organisation = createNetSuiteOrganisation({
    clock,
    random: seededRandom('netsuite conformance'),
    accountId,
    credentials: [credential],
    options: { searchLagMs },
  });
  const ids = seed(organisation);
  addDocuments(organisation, ids, options.documentCount ?? 3);
  const faults = new FaultPorts();
  const server = await startServer(organisation, { clock, faults });
  const connections: Connection[] = [];
  let [isRefused, isListening] = [false, true];
  const stopListening = async () => {
    if (isListening) await server.close();
    isListening = false;
  };
  const connect = (settings: Readonly<Record<string, unknown>> = {}) => {
    const pageSize = options.pageSize === undefined ? {} : { pageSize: options.pageSize };
    const { clientId, certificateId } = credential;
    const address = { baseUrl: server.baseUrl, environment: 'sandbox', clientId, certificateId };
    const parsed = netsuite.parseSettings({ ...address, searchLagMs, ...pageSize, ...settings });
    if (!parsed.ok) return fail(JSON.stringify(parsed.error));
    const connection = netsuite.connect('erp', parsed.value, {
      clock,
      log: silentLog,
      governor: createRateGovernor({ clock, concurrencyMax: 4 }),
      secret: () => Promise.resolve(isRefused ? otherKeyPem : privateKeyPem),
    });
    connections.push(connection);
    return connection;
  };
  return {
    clock,
    faults,
    organisation,
    ids,
    accountId,
    requests: server.requests,
    commits: () => organisation.commits,
    connect,
    ...hands(organisation, ids),
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

/** What people do in the organisation, and what it then really holds. */
function hands(
  organisation: NetSuiteOrganisation,
  ids: Ids,
): Required<Pick<VendorWorld, 'truth' | 'insert' | 'update' | 'remove'>> {
  let edits = 0;
  const all = () => DOCUMENT_TYPES.flatMap((type) => [...organisation.store.documentsOf(type)]);
  const typeOf = (externalId: string) =>
    all().find(({ id }) => String(id) === externalId)?.type ?? fail(`no document ${externalId}`);
  const edit = (input: Record<string, unknown>) => {
    edits += 1;
    const outcome = organisation.handEdit(input);
    if (!outcome.ok) fail(outcome.message);
  };
  return {
    truth: () =>
      new Map(
        all().map(({ id, type, totalMinor, memo, voided }) => [
          String(id),
          digestOf(typeNames[type], totalMinor, memo, voided),
        ]),
      ),
    insert() {
      const owner = { customerId: ids.acme, subsidiaryId: ids.us, currencyId: ids.usd };
      const sold = [{ itemId: ids.item, amountMinor: 700 + edits }];
      const document = { ...owner, tranDate: '2026-09-14', lines: sold };
      edit({ action: 'create', type: 'invoice', document });
    },
    update(externalId) {
      const memo = `edit ${edits}`;
      edit({ action: 'change-memo', type: typeOf(externalId), id: Number(externalId), memo });
    },
    remove(externalId) {
      edit({ action: 'delete', type: typeOf(externalId), id: Number(externalId) });
    },
  };
}

export function fail(message: string): never {
  throw new Error(message);
}
