import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { assertion, CLIENT, type Org, ORG_ID, seedOrders, startOrg } from './salesforce-fixture.ts';

const EXAMPLES = new URL('../../../shared/specs/salesforce/examples/', import.meta.url);
const hasExamples = existsSync(EXAMPLES);
const example = (name: string): unknown => JSON.parse(readFileSync(new URL(name, EXAMPLES), 'utf8'));
const orgs: Org[] = [];

async function start(options: Parameters<typeof startOrg>[0] = {}) {
  const org = await startOrg(options);
  orgs.push(org);
  const token = await fetchToken(org, {
    grant_type: 'client_credentials',
    client_id: CLIENT.clientId,
    client_secret: CLIENT.clientSecret,
  });
  const headers = {
    authorization: `Bearer ${token.body['access_token']}`,
    'content-type': 'application/json',
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${org.baseUrl}/services/data/v60.0/${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  const query = (soql: string) => call('GET', `query?q=${encodeURIComponent(soql)}`);
  return { org, call, query };
}

async function fetchToken(org: Org, form: Record<string, string>) {
  const response = await fetch(`${org.baseUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

afterEach(async () => {
  for (const org of orgs.splice(0)) await org.close();
});

describe('Salesforce sandbox: JWT bearer', () => {
  const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

  it('accepts a signed assertion and names the org', async () => {
    const { org } = await start();
    const answer = await fetchToken(org, { grant_type: grant, assertion: await assertion(org) });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ instance_url: org.baseUrl, token_type: 'Bearer' });
    expect(answer.body['id']).toMatch(new RegExp(`/id/${ORG_ID}/005`));
  });

  const refused: [string, Record<string, unknown>, string, string][] = [
    [
      'an audience that is not Salesforce',
      { aud: 'https://example.org' },
      'invalid_grant',
      'audience is invalid',
    ],
    ['an assertion that has expired', { exp: 1_000 }, 'invalid_grant', 'expired authorization code'],
    ['another client', { iss: 'somebody' }, 'invalid_client_id', 'client identifier invalid'],
    [
      'a user without approval',
      { sub: 'x@y.example' },
      'invalid_grant',
      "user hasn't approved this consumer",
    ],
  ];
  it.each(refused)('refuses %s', async (_what, claims, error, description) => {
    const { org } = await start();
    const answer = await fetchToken(org, { grant_type: grant, assertion: await assertion(org, claims) });
    expect(answer).toMatchObject({ status: 400, body: { error, error_description: description } });
  });

  it('refuses a changed signature', async () => {
    const { org } = await start();
    const good = await assertion(org);
    const answer = await fetchToken(org, { grant_type: grant, assertion: `${good.slice(0, -6)}AAAAAA` });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

describe('Salesforce sandbox: error bodies', () => {
  it.skipIf(!hasExamples)('answers as the recorded examples (needs ../shared/specs)', async () => {
    const { call, query } = await start();
    const wrongType = await query('SELECT Id,Name,BillingCity,IsDeleted FROM Accout');
    expect(wrongType).toMatchObject({ status: 400, body: example('unknown-object.json') });
    const wrongField = await call('POST', 'sobjects/Account', { AccountNumer: '1' });
    expect(wrongField).toMatchObject({ status: 400, body: example('unknown-field.json') });
    const noRecords = await call('POST', 'composite/sobjects', { records: [] });
    expect(noRecords).toMatchObject({
      status: 400,
      body: example('batch/create/contacts/err-bad-request.json'),
    });
    const noIds = await call('PATCH', 'composite/sobjects', {
      allOrNone: false,
      records: [1, 2].map(() => ({ attributes: { type: 'Account' }, Name: 'x' })),
    });
    expect(noIds).toMatchObject({ status: 200, body: example('batch/update/contacts/err-each-no-ids.json') });
    const created = await call('POST', 'sobjects/Account', { Name: 'Contoso' });
    expect(Object.keys(created.body)).toEqual(Object.keys(example('create-ok.json') as object));
    await call('DELETE', `sobjects/Account/${created.body.id}`);
    const gone = await call('DELETE', `sobjects/Account/${created.body.id}`);
    expect(gone).toMatchObject({ status: 404, body: example('crm/delete/not-found.json') });
  });

  it('says where a statement is wrong', async () => {
    const { query } = await start();
    const cases: [string, string, RegExp][] = [
      ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY', /unexpected token: '<EOF>'/],
      [
        "SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
        'MALFORMED_QUERY',
        /unexpected token: 'OR'/,
      ],
      [
        'SELECT Id, Foo FROM Account',
        'INVALID_FIELD',
        /ERROR at Row:1:Column:12\nNo such column 'Foo' on entity 'Account'/,
      ],
      ['SELECT Owner.Name FROM Account', 'INVALID_FIELD', /Didn't understand relationship 'Owner'/],
      [
        "SELECT Id FROM Account WHERE SystemModstamp > '2026-09-01'",
        'INVALID_FIELD',
        /must be of type dateTime and should not be enclosed in quotes/,
      ],
      ['SELECT Id FROM Account OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', /2000/],
      ['SELECT Name, COUNT(Id) FROM Account', 'MALFORMED_QUERY', /must be grouped or aggregated: Name/],
      ['SELECT (SELECT Id FROM Nothing) FROM Account', 'INVALID_TYPE', /sObject type 'Nothing'/],
    ];
    for (const [soql, code, message] of cases) {
      const answer = await query(soql);
      expect(answer, soql).toMatchObject({ status: 400, body: [{ errorCode: code }] });
      expect(answer.body[0].message).toMatch(message);
    }
  });

  it('refuses values the org cannot hold', async () => {
    const { org, call } = await start();
    const { account, orders } = seedOrders(org, 1);
    const order = { AccountId: account.Id, EffectiveDate: '2026-10-01', Status: 'Draft' };
    const cases: [object, string][] = [
      [{ ...order, Status: 'Unknown' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
      [{ ...order, AccountId: 'x' }, 'MALFORMED_ID'],
      [{ ...order, AccountId: '001ak0000000099' }, 'INVALID_CROSS_REFERENCE_KEY'],
      [{ ...order, EffectiveDate: '2026-02-30' }, 'JSON_PARSER_ERROR'],
      [{ ...order, TotalAmount: 1 }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
      [{ ...order, Contract_Number__c: 'x'.repeat(41) }, 'STRING_TOO_LONG'],
      [{ Status: 'Draft' }, 'REQUIRED_FIELD_MISSING'],
    ];
    for (const [body, errorCode] of cases) {
      expect(await call('POST', 'sobjects/Order', body)).toMatchObject({
        status: 400,
        body: [{ errorCode }],
      });
    }
    const path = 'sobjects/Order/Tieout_Id__c/T-9';
    expect(await call('PATCH', path, { ...order, Tieout_Id__c: 'T-9' })).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: 'INVALID_FIELD',
          message: 'The Tieout_Id__c field should not be specified in the sobject data.',
        },
      ],
    });
    expect(await call('PATCH', `${path}?updateOnly=true`, order)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND' }],
    });
    expect((await call('PATCH', path, order)).status).toBe(201);
    expect(await call('PATCH', `sobjects/Order/${orders[0]?.Id}`, { Tieout_Id__c: 'T-9' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'DUPLICATE_VALUE' }],
    });
  });
});

describe('Salesforce sandbox: conditions and figures', () => {
  it('selects by every operator', async () => {
    const { org, query } = await start();
    const { account, orders } = seedOrders(org, 12);
    const count = async (where: string) =>
      (await query(`SELECT COUNT() FROM Order WHERE ${where}`)).body.totalSize;
    expect(await count("Contract_Number__c = 'c-3'")).toBe(1);
    expect(await count("Contract_Number__c LIKE 'C-1%'")).toBe(4);
    expect(await count("Contract_Number__c LIKE 'C-_'")).toBe(9);
    expect(await count("Contract_Number__c IN ('C-1', 'C-2', 'none')")).toBe(2);
    expect(await count("NOT Contract_Number__c IN ('C-1', 'C-2')")).toBe(10);
    expect(await count("Contract_Number__c NOT IN ('C-1', 'C-2')")).toBe(10);
    expect(await count('TotalAmount > 3.09 AND TotalAmount <= 5.10')).toBe(3);
    expect(await count('(TotalAmount < 2 OR TotalAmount >= 12.10) AND AccountId != null')).toBe(2);
    expect(await count('EndDate = null')).toBe(12);
    expect(await count("Type != 'Renewal'")).toBe(12);
    expect(await count('EffectiveDate = 2026-09-01 AND IsDeleted = false')).toBe(12);
    expect(await count(`AccountId = '${account.Id.slice(0, 15)}'`)).toBe(12);
    expect(await count(`Id IN ('${orders[0]?.Id}', '${orders[1]?.Id}')`)).toBe(2);
    expect(await count("Account.Name = 'Contoso Ltd' AND Account.Legal_Entity__c = 'NW-UK'")).toBe(12);
    expect(await count('SystemModstamp >= 2026-10-05T08:00:00Z')).toBe(1);
    expect(await count('SystemModstamp >= 2026-10-05T09:59:59.000+02:00')).toBe(2);
  });

  it('orders, limits, skips and groups', async () => {
    const { org, query } = await start();
    seedOrders(org, 5);
    const page = await query(
      'SELECT OrderNumber FROM Order ORDER BY SystemModstamp DESC, Id LIMIT 2 OFFSET 1',
    );
    expect(page.body.records.map((one: { OrderNumber: string }) => one.OrderNumber)).toEqual([
      '00000004',
      '00000003',
    ]);
    const groups = await query(
      'SELECT CurrencyIsoCode, COUNT(Id) n, SUM(TotalAmount), MAX(OrderNumber) last FROM Order GROUP BY CurrencyIsoCode',
    );
    expect(groups.body.records).toEqual([
      {
        attributes: { type: 'AggregateResult' },
        CurrencyIsoCode: 'GBP',
        n: 5,
        expr0: 15.5,
        last: '00000005',
      },
    ]);
  });

  it('keeps every digit of an amount and follows items in the order total', async () => {
    const { org, call } = await start();
    const { product, account } = seedOrders(org, 1);
    const big = await call('POST', 'sobjects/Account', { Name: 'Big', ARR__c: 1 });
    const id = big.body.id as string;
    org.organisation.store.change('Account', id, { ARR__c: '9007199254740993.07' });
    expect((await call('GET', `sobjects/Account/${id}?fields=ARR__c`)).text).toContain(
      '"ARR__c":9007199254740993.07',
    );
    const order = await call('POST', 'sobjects/Order', {
      AccountId: account.Id,
      EffectiveDate: '2026-10-01',
      Status: 'Draft',
    });
    const item = { OrderId: order.body.id, Product2Id: product.Id, Quantity: 3, UnitPrice: 19.99 };
    await call('POST', 'sobjects/OrderItem', item);
    await call('POST', 'sobjects/OrderItem', { ...item, Quantity: 1 });
    const shown = await call('GET', `sobjects/Order/${order.body.id}`);
    expect(shown.text).toContain('"TotalAmount":79.96');
  });

  it('forgets the oldest cursor and refuses an unknown one', async () => {
    const { org, call, query } = await start({ maxBatchSize: 2, maxCursors: 2 });
    seedOrders(org, 5);
    const urls = [];
    for (let index = 0; index < 3; index += 1)
      urls.push((await query('SELECT Id FROM Order')).body.nextRecordsUrl);
    const path = (url: string): string => url.replace('/services/data/v60.0/', '');
    expect(await call('GET', path(urls[0]))).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
    });
    expect((await call('GET', path(urls[2]))).body.records).toHaveLength(2);
  });

  it('answers hand edits and moves the stamp', async () => {
    const { org, query } = await start();
    const { orders } = seedOrders(org, 2);
    org.clock.advance(10_000);
    org.organisation.handEdit({
      object: 'Order',
      action: 'update',
      id: orders[0]?.Id,
      fields: { Status: 'Draft' },
    });
    const found = await query('SELECT Id, Status FROM Order WHERE SystemModstamp > 2026-10-05T08:00:00Z');
    expect(found.body.records).toMatchObject([{ Id: orders[0]?.Id, Status: 'Draft' }]);
    expect(org.organisation.commits.all()).toMatchObject([{ by: 'hand', action: 'update', kind: 'Order' }]);
  });
});
