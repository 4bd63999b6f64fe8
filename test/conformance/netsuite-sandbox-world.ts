import { type CryptoKey, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { request } from 'undici';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import { startServer } from '#core/sandbox/kit/server.ts';
import {
  createNetSuiteOrganisation,
  type NetSuiteOrganisation,
} from '#core/sandbox/netsuite/organisation.ts';
import type { CustomFields, NetSuiteCredential, NetSuiteSettings } from '#core/sandbox/netsuite/settings.ts';
import type { NetSuiteStore } from '#core/sandbox/netsuite/store.ts';

export const ACCOUNT_ID = 'TSTDRV123456';
export const START_MS = Date.UTC(2026, 8, 15, 10, 0, 0);
export const TOKEN_PATH = '/services/rest/auth/oauth2/v1/token';

const { publicKey, privateKey } = await generateKeyPair('PS256', { extractable: true });
const publicKeyPem = await exportSPKI(publicKey);

export const CREDENTIAL: NetSuiteCredential = {
  clientId: 'client-1',
  certificateId: 'certificate-1',
  publicKeyPem,
  algorithm: 'PS256',
};

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly json: ReplyJson;
}

export interface ReplyJson {
  readonly [name: string]: ReplyJson;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
  /** Null: without a token. */
  readonly token?: string | null;
}

/** Internal ids of what `seed` sets up. */
export interface Seeded {
  readonly usd: number;
  readonly eur: number;
  readonly jpy: number;
  readonly us: number;
  readonly de: number;
  readonly bankUs: number;
  readonly receivables: number;
  readonly revenue: number;
  readonly item: number;
  readonly vat19: number;
  readonly sales: number;
  readonly classA: number;
  readonly berlin: number;
  readonly acme: number;
  readonly beta: number;
}

export interface World {
  readonly clock: ManualClock;
  readonly organisation: NetSuiteOrganisation;
  readonly store: NetSuiteStore;
  readonly faults: FaultPorts;
  readonly baseUrl: string;
  readonly ids: Seeded;
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  record(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  query(q: string, page?: string): Promise<Reply>;
  /** The id in the Location of a 204. */
  create(type: string, body: unknown): Promise<number>;
  token(credential?: NetSuiteCredential): Promise<string>;
  close(): Promise<void>;
}

/** Signs a client assertion; `claims` and `header` replace single members. */
export async function assertion(
  baseUrl: string,
  nowMs: number,
  claims: Record<string, unknown> = {},
  header: Record<string, string> = {},
  key: CryptoKey = privateKey,
): Promise<string> {
  const iat = Math.floor(nowMs / 1000);
  return await new SignJWT({
    iss: CREDENTIAL.clientId,
    scope: ['rest_webservices'],
    aud: `${baseUrl}${TOKEN_PATH}`,
    iat,
    exp: iat + 300,
    ...claims,
  })
    .setProtectedHeader({ typ: 'JWT', alg: 'PS256', kid: CREDENTIAL.certificateId, ...header })
    .sign(key);
}

export function tokenForm(signed: string): string {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signed,
  }).toString();
}

export interface WorldOptions {
  readonly options?: Partial<NetSuiteSettings>;
  readonly credentials?: readonly NetSuiteCredential[];
  readonly customFields?: Partial<CustomFields>;
}

/** An account with two subsidiaries behind a real loopback server, on a clock that stands still. */
export async function startWorld(world: WorldOptions = {}): Promise<World> {
  const clock = new ManualClock(START_MS);
  const organisation = createNetSuiteOrganisation({
    clock,
    random: seededRandom('netsuite-tests'),
    accountId: ACCOUNT_ID,
    credentials: world.credentials ?? [CREDENTIAL],
    ...(world.options === undefined ? {} : { options: world.options }),
    ...(world.customFields === undefined ? {} : { customFields: world.customFields }),
  });
  const ids = seed(organisation.store);
  const faults = new FaultPorts();
  const server = await startServer(organisation, { clock, faults });
  const client = createClient(server.baseUrl, clock);
  const { store } = organisation;
  return {
    clock,
    organisation,
    store,
    faults,
    baseUrl: server.baseUrl,
    ids,
    ...client,
    close: server.close,
  };
}

/** What a client does: fetches a token when it has none or an old one, and sends JSON. */
function createClient(
  baseUrl: string,
  clock: ManualClock,
): Pick<World, 'call' | 'record' | 'query' | 'create' | 'token'> {
  let current: { readonly token: string; readonly untilMs: number } | null = null;
  const bearerOf = async (wanted: string | null | undefined): Promise<string | null> => {
    if (wanted !== undefined) return wanted;
    if (current === null || clock.now() >= current.untilMs) {
      current = { token: await token(), untilMs: clock.now() + 3_000_000 };
    }
    return current.token;
  };
  const call: World['call'] = async (method, path, options = {}) => {
    const bearer = await bearerOf(options.token);
    return await send(`${baseUrl}${path}`, method, options, bearer);
  };
  const token: World['token'] = async (credential = CREDENTIAL) => {
    const claims = { iss: credential.clientId };
    const signed = await assertion(baseUrl, clock.now(), claims, { kid: credential.certificateId });
    const reply = await call('POST', TOKEN_PATH, { text: tokenForm(signed), token: null, headers: FORM });
    return String(reply.json['access_token']);
  };
  const record: World['record'] = (method, path, body, headers) =>
    call(method, `/services/rest/record/v1/${path}`, {
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
  const query: World['query'] = (q, page = '') =>
    call('POST', `/services/rest/query/v1/suiteql${page}`, {
      body: { q },
      headers: { prefer: 'transient' },
    });
  const create: World['create'] = async (type, body) => {
    const reply = await record('POST', type, body);
    if (reply.status !== 204) throw new Error(`${type} was refused: ${reply.text}`);
    return idOf(reply);
  };
  return { call, record, query, create, token };
}

async function send(
  url: string,
  method: string,
  options: CallOptions,
  bearer: string | null,
): Promise<Reply> {
  const body = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const response = await request(url, {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.body.text();
  const json = (text.startsWith('{') ? JSON.parse(text) : {}) as ReplyJson;
  return { status: response.statusCode, headers: response.headers, text, json };
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

export function idOf(reply: Reply): number {
  return Number(String(reply.headers['location']).split('/').at(-1));
}

/** Code, path and detail of the first error of a refusal. */
export function errorOf(reply: Reply): {
  status: number;
  code: string;
  path: string | undefined;
  detail: string;
} {
  const details = reply.json['o:errorDetails'] as unknown as readonly Record<string, string>[] | undefined;
  const first = details?.[0] ?? {};
  return {
    status: reply.status,
    code: String(first['o:errorCode']),
    path: first['o:errorPath'],
    detail: String(first['detail']),
  };
}

function seed(store: NetSuiteStore): Seeded {
  const usd = store.addCurrency({ symbol: 'USD', name: 'US Dollar', precision: 2 });
  const eur = store.addCurrency({ symbol: 'EUR', name: 'Euro', precision: 2 });
  const jpy = store.addCurrency({ symbol: 'JPY', name: 'Japanese Yen', precision: 0 });
  const us = store.addSubsidiary({ name: 'NW-US', currencyId: usd, country: 'US', parentId: null });
  const de = store.addSubsidiary({ name: 'NW-DE', currencyId: eur, country: 'DE', parentId: us });
  store.setExchangeRate(eur, usd, '1.08');
  store.addPeriods([2026]);
  const account = (number: string, name: string, accountType: string, scope: readonly number[] | null) =>
    store.addAccount({ number, name, accountType, subsidiaryIds: scope });
  const scope = { subsidiaryIds: null, parentId: null };
  return {
    usd,
    eur,
    jpy,
    us,
    de,
    bankUs: account('1000', 'Bank US', 'Bank', [us]),
    receivables: account('1100', 'Receivables', 'AcctRec', null),
    revenue: account('4000', 'Subscription revenue', 'Income', null),
    item: store.addItem({ itemId: 'PRO', displayName: 'Pro plan', subsidiaryIds: null }),
    vat19: store.addTaxCode({ itemId: 'DE-19', ratePercent: '19' }),
    sales: store.addDepartment({ name: 'Sales', ...scope }),
    classA: store.addClass({ name: 'Subscriptions', ...scope }),
    berlin: store.addLocation({ name: 'Berlin', parentId: null, subsidiaryIds: [de] }),
    acme: store.addCustomer({
      externalId: 'CUST-ACME',
      companyName: 'Acme Inc',
      subsidiaryIds: [us],
      currencyIds: [usd, jpy],
      custom: { custentity_crm_id: '001A' },
    }),
    beta: store.addCustomer({ companyName: 'Beta GmbH', subsidiaryIds: [de], currencyIds: [eur] }),
  };
}

/** An invoice over 100.00 to Acme, unless told otherwise. */
export function invoiceBody(ids: Seeded, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    entity: { id: String(ids.acme) },
    tranDate: '2026-09-10',
    item: { items: [{ item: { id: String(ids.item) }, quantity: 2, rate: 50 }] },
    ...more,
  };
}
