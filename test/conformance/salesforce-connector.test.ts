import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { salesforce } from '#core/connectors/salesforce/connector.ts';
import { createRateGovernor } from '#core/connectors/sdk/index.ts';
import type { Order } from '#core/domain/contract.ts';
import { money } from '#core/domain/money.ts';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import type { HttpDoor } from '#core/sandbox/kit/organisation.ts';
import { startServer } from '#core/sandbox/kit/server.ts';
import { createSalesforceOrganisation } from '#core/sandbox/salesforce/salesforce-organisation.ts';
import { pull, walk } from './connector-replica.ts';
import { salesforceHarness, type SalesforceWorld } from './salesforce-harness.ts';

const startMs = Date.UTC(2026, 8, 15, 10);
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: Parameters<typeof salesforceHarness.start>[0] = {}) {
  const world = (await salesforceHarness.start(options)) as SalesforceWorld;
  closers.push(() => world.close());
  return { world, store: world.organisation.store, connection: world.connect() };
}

/** A connection to any door, with its governor in hand. */
async function connectTo(door: HttpDoor, settings: object, secret: (name: string) => string) {
  const clock = new ManualClock(startMs);
  const server = await startServer(door, { clock, faults: new FaultPorts() });
  closers.push(() => server.close());
  const parsed = salesforce.parseSettings({ baseUrl: server.baseUrl, environment: 'sandbox', ...settings });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const governor = createRateGovernor({ clock, concurrencyMax: 2 });
  const ports = { clock, log: silentLog, governor, secret: async (name: string) => secret(name) };
  const connection = salesforce.connect('crm', parsed.value, ports);
  closers.push(() => connection.close());
  return { connection, governor, server, clock };
}

/** An org that answers as told, after a log-in that always succeeds. */
function scripted(answer: (path: string, query: string) => { status: number; body: string }): HttpDoor {
  const headers = { 'content-type': 'application/json;charset=UTF-8' };
  return {
    handle({ path, query, headers: sent }) {
      if (path !== '/services/oauth2/token') return { headers, ...answer(path, query.get('q') ?? '') };
      const body = JSON.stringify({ access_token: 'token', instance_url: `http://${sent['host']}` });
      return { status: 200, headers, body };
    },
  };
}

const client = { clientId: '3MVG9', clientSecretSecret: 'consumerSecret' };
const page = (records: string, more = ''): string =>
  `{"totalSize":1,"done":${more === '' ? 'true' : `false,"nextRecordsUrl":"${more}"`},"records":[${records}]}`;

const stamp = '2026-09-01T08:00:00.000+0000';
const item = (id: string, quantity: number): string =>
  `{"Id":"${id}","Product2":{"ProductCode":"PRO"},"Quantity":${quantity}.0,"UnitPrice":1.10,"TotalPrice":1.10,` +
  '"ServiceDate":null,"EndDate":null,"IsDeleted":false}';
const order = (items: string): string =>
  `{"attributes":{"type":"Order"},"Id":"801000000000001AAA","SystemModstamp":"${stamp}","IsDeleted":false,` +
  '"OrderNumber":"00000001","AccountId":"001000000000001AAA","OpportunityId":null,"EffectiveDate":"2026-09-01",' +
  '"EndDate":null,"Status":"Activated","Type":"New","Pricebook2Id":null,"TotalAmount":3.30,"CurrencyIsoCode":"USD",' +
  '"Contract_Number__c":"C-1","Contract_Version__c":1.0,"Base_Version__c":null,"Approval_Status__c":"Approved",' +
  '"Billing_Frequency__c":"Annual","Billing_Subscription_Id__c":null,"Renewal_Date__c":null,' +
  `"OrderItems":${items}}`;

describe('the walk of a Salesforce stream', () => {
  it('follows the pages of a query, and goes on by key where the org forgot them', async () => {
    const { world, connection } = await start({ documentCount: 20, pageSize: 5 });
    const queries = () => world.requests.entries().filter(({ path }) => path.endsWith('/queryAll')).length;
    const first = await pull(connection, 'orders', null);
    const second = await pull(connection, 'orders', first.cursor);
    expect(queries()).toBe(1);
    world.faults.add({
      id: 'forgotten',
      match: { pathPattern: '/query(All)?/01g' },
      port: 'after-receive',
      action: {
        status: 400,
        headers: { 'content-type': 'application/json' },
        body: [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }],
      },
    });
    const rest = await walk(connection, 'orders', second.cursor);
    expect(queries()).toBeGreaterThan(1);
    const ids = [first, second, ...rest].flatMap(({ records }) =>
      records.map(({ externalId }) => externalId),
    );
    expect(ids.sort()).toEqual([...world.truth().keys()].sort());
  });

  it('fetches the rest of a list of lines that the org cut off, and keeps its bytes', async () => {
    const cut = `{"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v60.0/query/01gL-1","records":[${item('802000000000001AAA', 1)}]}`;
    const door = scripted((path) => {
      if (path.endsWith('/01gL-1'))
        return {
          status: 200,
          body: page(item('802000000000002AAA', 2), '/services/data/v60.0/query/01gL-2'),
        };
      if (path.endsWith('/01gL-2')) return { status: 200, body: page(item('802000000000003AAA', 3)) };
      return { status: 200, body: page(order(cut)) };
    });
    const { connection } = await connectTo(door, client, () => 'secret');
    const [record] = (await pull(connection, 'orders', null)).records;
    expect(record?.body).toContain('"done":true');
    expect(record?.body).toContain(item('802000000000003AAA', 3));
    const read = connection.translate(record ?? expect.fail('no record'));
    expect(read).toMatchObject({ ok: true });
    const entity = (read.ok ? read.value[0]?.entity : undefined) as Order;
    expect(entity.lines.map(({ quantity }) => quantity)).toEqual([1, 2, 3]);
    expect(entity.lines[0]?.unitPrice).toEqual(money(110, 'USD'));
  });

  it('leaves deleted lines out of an order that is there, and shows a deleted order with its mark', async () => {
    const { world, store, connection } = await start({ documentCount: 2 });
    const [first = '', second = ''] = [...world.truth().keys()];
    const [line] = store.byField('OrderItem', 'OrderId', first);
    store.change('OrderItem', line?.Id ?? '', { IsDeleted: true });
    store.change('Order', second, { IsDeleted: true });
    const records = (await walk(connection, 'orders', null)).flatMap((one) => one.records);
    const read = (id: string) =>
      connection.translate(records.find(({ externalId }) => externalId === id) ?? expect.fail());
    expect(read(first)).toMatchObject({ ok: true, value: [{ isDeleted: false, entity: { lines: [] } }] });
    expect(read(second)).toMatchObject({ ok: true, value: [{ isDeleted: true }] });
    expect(await connection.totals('orders')).toMatchObject({ ok: true, value: { count: 1 } });
  });

  it('never puts an id into a statement that is not one', async () => {
    const { world, connection } = await start();
    const sent = world.requests.count();
    for (const id of ["x' OR Id != '", '', '801', '../limits']) {
      expect(await connection.fetch('orders', id)).toEqual({ ok: true, value: null });
    }
    const cursor = JSON.stringify({
      at: 'walking',
      stamp: "2026-01-01T00:00:00.000Z OR Id != ''",
      id: null,
      stalled: 0,
    });
    expect(await connection.pull({ stream: 'orders', cursor, lane: 'live' })).toMatchObject({
      ok: false,
      error: { code: 'CURSOR_EXPIRED' },
    });
    expect(world.requests.count()).toBe(sent);
  });
});

describe('the log-in to Salesforce', () => {
  async function jwtOrg(settings: object = {}, algorithm = 'RS256') {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const other = await generateKeyPair(algorithm, { extractable: true });
    const organisation = createSalesforceOrganisation({
      clock: new ManualClock(startMs),
      random: seededRandom('jwt'),
      orgId: '00Dak00000NwOrg',
      credentials: {
        clientId: '3MVG9',
        clientSecret: 's',
        username: 'integration@northwind.example',
        publicKeyPem: await exportSPKI(publicKey),
      },
    });
    const jwt = {
      clientId: '3MVG9',
      flow: 'jwt-bearer',
      username: 'integration@northwind.example',
      ...settings,
    };
    const pems = new Map([
      ['privateKey', await exportPKCS8(privateKey)],
      ['otherKey', await exportPKCS8(other.privateKey)],
    ]);
    return connectTo(organisation, jwt, (name) => pems.get(name) ?? 'no key');
  }

  it('works with a signed assertion', async () => {
    const { connection } = await jwtOrg();
    expect(await connection.identify()).toEqual({
      ok: true,
      value: { accountId: '00Dak00000NwOrg', environment: 'sandbox' },
    });
  });

  it.each([
    ['another key', { privateKeySecret: 'otherKey' }, 'RS256'],
    ['another user', { username: 'somebody@else.example' }, 'RS256'],
    ['another audience', { audience: 'https://else.example' }, 'RS256'],
    ['no key at all', { privateKeySecret: 'nothing' }, 'RS256'],
    ['a key of another kind', { privateKeySecret: 'otherKey' }, 'ES256'],
  ])('is refused with %s, and says how to mend it', async (_name, settings, algorithm) => {
    const { connection } = await jwtOrg(settings, algorithm);
    expect(await connection.identify()).toMatchObject({
      ok: false,
      error: { code: 'AUTHENTICATION_REFUSED', fix: expect.any(String) as string },
    });
  });

  it('sends no token to an address that the org names instead of ours', async () => {
    const seen: string[] = [];
    const door: HttpDoor = {
      handle({ path }) {
        seen.push(path);
        const body = JSON.stringify({ access_token: 'token', instance_url: 'https://elsewhere.example' });
        return { status: 200, headers: { 'content-type': 'application/json' }, body };
      },
    };
    const { connection } = await connectTo(door, client, () => 'secret');
    expect(await connection.identify()).toMatchObject({ ok: false, error: { where: '$.baseUrl' } });
    expect(seen).toEqual(['/services/oauth2/token']);
  });

  it('refuses settings with their places, and plain HTTP to anywhere but this machine', () => {
    const parse = (settings: object) =>
      salesforce.parseSettings({ environment: 'sandbox', clientId: 'x', ...settings });
    expect(parse({ baseUrl: 'https://nw.my.salesforce.com' }).ok).toBe(true);
    for (const baseUrl of ['http://nw.my.salesforce.com', 'https://nw.my.salesforce.com/services', 'nw']) {
      expect(parse({ baseUrl })).toMatchObject({ ok: false, error: [{ where: '$.baseUrl' }] });
    }
    expect(parse({ baseUrl: 'https://x.example', flow: 'jwt-bearer' })).toMatchObject({
      ok: false,
      error: [{ where: '$.username' }],
    });
    expect(parse({ baseUrl: 'https://x.example', clientSecret: 'pasted' })).toMatchObject({ ok: false });
  });
});

describe("Salesforce's answers", () => {
  const answerOf = async (status: number, body: string) => {
    const { connection, governor, clock } = await connectTo(
      scripted(() => ({ status, body })),
      client,
      () => 's',
    );
    return { result: await connection.identify(), governor, clock, connection };
  };
  const errors = (errorCode: string): string => JSON.stringify([{ errorCode, message: 'because' }]);

  it('tell the governor what is left of the allowance', async () => {
    const { world, connection } = await start();
    await connection.identify();
    expect(world.organisation.allowance.header()).toBe('api-usage=1/100000');
    const door: HttpDoor = {
      handle: (request) => world.organisation.handle(request),
    };
    const other = await connectTo(door, { clientId: '3MVG9.sandbox' }, () => 'right');
    await other.connection.identify();
    expect(other.governor.budget()).toMatchObject({ limit: 100_000, remaining: 99_998 });
  });

  it('stop everything when the allowance is used up', async () => {
    const { result, governor, clock, connection } = await answerOf(403, errors('REQUEST_LIMIT_EXCEEDED'));
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'RATE_LIMITED', retryAtMs: clock.now() + 60_000 },
    });
    expect(governor.budget().blockedUntilMs).toBe(clock.now() + 60_000);
    expect(await connection.identify()).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED' } });
  });

  it.each([
    [400, 'INVALID_FIELD', 'PERMISSION_DENIED'],
    [400, 'INVALID_TYPE', 'PERMISSION_DENIED'],
    [400, 'MALFORMED_QUERY', 'RESPONSE_INVALID'],
    [404, 'UNSUPPORTED_API_VERSION', 'API_VERSION_RETIRED'],
    [403, 'API_DISABLED_FOR_ORG', 'PERMISSION_DENIED'],
    [503, 'SERVER_UNAVAILABLE', 'MAINTENANCE'],
    [500, 'UNKNOWN_EXCEPTION', 'UNREACHABLE'],
    [410, 'GONE', 'API_VERSION_RETIRED'],
  ])('%i %s means %s', async (status, errorCode, code) => {
    expect((await answerOf(status, errors(errorCode))).result).toMatchObject({ ok: false, error: { code } });
  });
});

describe('a write-back', () => {
  const held =
    '{"attributes":{"type":"Account"},"Id":"001000000000001AAA","CurrencyIsoCode":"EUR","Billing_Customer_Id__c":null,"ARR__c":1.0E1}';

  async function write(status: number, body: string, currency = 'EUR', stored = held) {
    let writes = 0;
    const headers = { 'content-type': 'application/json' };
    const door: HttpDoor = {
      handle(request) {
        if (request.method === 'GET') return { status: 200, headers, body: stored };
        if (request.path === '/services/oauth2/token') {
          const instance = `http://${request.headers['host']}`;
          return {
            status: 200,
            headers,
            body: JSON.stringify({ access_token: 't', instance_url: instance }),
          };
        }
        writes += 1;
        return status === 204 ? { status } : { status, headers, body };
      },
    };
    const { connection } = await connectTo(door, client, () => 's');
    const payload = connection.prepare(
      {
        type: 'account.write-back',
        accountExternalId: '001000000000001AAA',
        billingCustomerId: null,
        erpCustomerId: null,
        annualRecurringRevenue: money(6_000_050, currency),
      },
      'TIEOUT1',
      '2026-09-15',
    );
    if (!payload.ok) throw new Error(payload.error.message);
    const context = { externalId: 'TIEOUT1', attempt: 1 };
    const outcome = await connection.send(payload.value, context);
    return {
      outcome,
      writes,
      lookUp: await connection.lookUp(payload.value, context),
      payload: payload.value,
    };
  }

  const refusal = (errorCode: string): string =>
    JSON.stringify([{ errorCode, message: 'because', fields: [] }]);

  it('carries amounts as exact literals', async () => {
    const { payload } = await write(204, '');
    expect((JSON.parse(payload) as { body: string }).body).toBe('{"ARR__c":60000.50}');
  });

  it.each([
    [204, '', { kind: 'committed', documentId: '001000000000001AAA' }],
    [200, '{"id":"001","success":true,"errors":[]}', { kind: 'committed' }],
    [
      200,
      '{"id":"001","success":false,"errors":[{"statusCode":"MALFORMED_ID","message":"m","fields":["Id"]}]}',
      { kind: 'rejected', code: 'REFERENCE_INVALID', where: 'Id' },
    ],
    [200, '{}', { kind: 'unknown' }],
    [300, '["/services/data/v60.0/sobjects/Account/1"]', { kind: 'rejected', code: 'CONFLICT' }],
    [400, refusal('DUPLICATE_VALUE'), { kind: 'rejected', code: 'CONFLICT' }],
    [400, refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION'), { kind: 'rejected', code: 'VALIDATION_FAILED' }],
    [400, refusal('UNABLE_TO_LOCK_ROW'), { kind: 'not-sent', reason: 'MAINTENANCE' }],
    [400, '{"what":"is this"}', { kind: 'unknown' }],
    [404, refusal('NOT_FOUND'), { kind: 'rejected', code: 'NOT_FOUND' }],
    [404, refusal('ENTITY_IS_DELETED'), { kind: 'rejected', code: 'NOT_FOUND' }],
    [403, refusal('REQUEST_LIMIT_EXCEEDED'), { kind: 'not-sent', reason: 'RATE_LIMITED' }],
    [500, refusal('UNKNOWN_EXCEPTION'), { kind: 'unknown' }],
  ])('answered %i %s', async (status, body, expected) => {
    expect((await write(status, body)).outcome).toMatchObject(expected);
  });

  it('of an amount to a record in another currency is refused before it is sent', async () => {
    const { outcome, writes } = await write(204, '', 'USD');
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'CURRENCY_INVALID' });
    expect(writes).toBe(0);
  });

  it.each([['60000.5'], ['60000.50'], ['6.00005E4'], ['600005E-1']])(
    'that the record holds already (as %s) is found and not written again',
    async (text) => {
      const { outcome, writes, lookUp } = await write(204, '', 'EUR', held.replace('1.0E1', text));
      expect(outcome.kind).toBe('committed');
      expect(writes).toBe(0);
      expect(lookUp).toMatchObject({ kind: 'found', document: { documentId: '001000000000001AAA' } });
    },
  );

  it('that somebody changed since is absent', async () => {
    expect((await write(500, '')).lookUp).toEqual({ kind: 'absent' });
  });
});
