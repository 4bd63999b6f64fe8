import { afterEach, describe, expect, it } from 'vitest';
import { Connection } from 'jsforce';
import { CLIENT, login, type Org, ORG_ID, seedOrders, startOrg } from './salesforce-fixture.ts';

const orgs: Org[] = [];

async function start(options: Parameters<typeof startOrg>[0] = {}): Promise<Org> {
  const org = await startOrg(options);
  orgs.push(org);
  return org;
}

afterEach(async () => {
  for (const org of orgs.splice(0)) await org.close();
});

describe('jsforce against the Salesforce sandbox: session', () => {
  it('logs in with client credentials and knows the org', async () => {
    const org = await start();
    const connection = await login(org);
    expect(connection.instanceUrl).toBe(org.baseUrl);
    expect(connection.userInfo?.organizationId).toBe(ORG_ID);
    const found = await connection.query<{ Id: string }>('SELECT Id, Name, IsSandbox FROM Organization');
    expect(found.records).toMatchObject([{ Id: ORG_ID, Name: 'Northwind Metrics', IsSandbox: true }]);
    expect((await connection.identity()).organization_id).toBe(ORG_ID);
  });

  it('works with an access token and instance address, and says when the session is over', async () => {
    const org = await start({ sessionTimeoutMs: 60_000 });
    const { accessToken } = await login(org);
    const connection = new Connection({
      instanceUrl: org.baseUrl,
      accessToken: accessToken as string,
      version: '60.0',
    });
    await connection.query('SELECT Id FROM Account');
    org.clock.advance(60_001);
    await expect(connection.query('SELECT Id FROM Account')).rejects.toMatchObject({
      errorCode: 'INVALID_SESSION_ID',
      message: 'Session expired or invalid',
    });
  });

  it('refuses wrong client credentials', async () => {
    const org = await start();
    const connection = new Connection({
      oauth2: { loginUrl: org.baseUrl, clientId: CLIENT.clientId, clientSecret: 'wrong' },
    });
    await expect(connection.authorize({ grant_type: 'client_credentials' })).rejects.toMatchObject({
      name: 'invalid_client',
    });
  });
});

describe('jsforce against the Salesforce sandbox: queries', () => {
  it('fetches every page by itself and page by page', async () => {
    const org = await start();
    const { orders } = seedOrders(org, 450);
    const connection = await login(org);
    const all = await connection.query<{ Id: string }>(
      'SELECT Id, OrderNumber FROM Order ORDER BY OrderNumber',
      {
        autoFetch: true,
        maxFetch: 10_000,
        headers: { 'Sforce-Query-Options': 'batchSize=200' },
      },
    );
    expect(all.records.map((record) => record.Id)).toEqual(orders.map((order) => order.Id));

    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const first = await connection.query('SELECT Id FROM Order', { headers });
    expect(first).toMatchObject({ totalSize: 450, done: false });
    expect(first.records).toHaveLength(200);
    expect(first.nextRecordsUrl).toMatch(/\/services\/data\/v60\.0\/query\/01g[0-9A-Za-z]{15}-200$/);
    const second = await connection.queryMore(first.nextRecordsUrl as string);
    const third = await connection.queryMore(second.nextRecordsUrl as string);
    expect(third).toMatchObject({ totalSize: 450, done: true });
    expect(third.records).toHaveLength(50);
  });

  it('counts children towards the page and nests parents and children', async () => {
    const org = await start();
    seedOrders(org, 100);
    const connection = await login(org);
    const page = await connection.query(
      `SELECT Id, Account.Name, (SELECT Quantity, UnitPrice, Product2.ProductCode FROM OrderItems) FROM Order`,
      { headers: { 'Sforce-Query-Options': 'batchSize=200' }, autoFetch: false },
    );
    expect(page.records).toHaveLength(67);
    expect(page.records[0]).toMatchObject({
      attributes: { type: 'Order' },
      Account: { attributes: { type: 'Account' }, Name: 'Contoso Ltd' },
      OrderItems: {
        totalSize: 2,
        done: true,
        records: [{ Quantity: 1, UnitPrice: 0.1, Product2: { ProductCode: 'SEAT-A' } }, { Quantity: 2 }],
      },
    });
  });

  it('adds amounts exactly and counts', async () => {
    const org = await start();
    seedOrders(org, 30);
    const connection = await login(org);
    const sums = await connection.query('SELECT COUNT(Id), SUM(TotalAmount) total FROM Order');
    // 1.10 + 2.10 + … + 30.10
    expect(sums.records).toMatchObject([{ attributes: { type: 'AggregateResult' }, expr0: 30, total: 468 }]);
    expect(await connection.query('SELECT COUNT() FROM OrderItem')).toMatchObject({
      totalSize: 60,
      records: [],
    });
    expect(await connection.sobject('Order').count({ Contract_Number__c: 'C-7' })).toBe(1);
  });

  it('shows deleted records only to queryAll', async () => {
    const org = await start();
    const { orders } = seedOrders(org, 3);
    const connection = await login(org);
    org.clock.advance(5_000);
    await connection.sobject('Order').destroy(orders[1]?.Id as string);
    expect((await connection.query('SELECT Id FROM Order')).totalSize).toBe(2);
    const all = await connection.query(
      'SELECT Id, IsDeleted, SystemModstamp FROM Order WHERE IsDeleted = true',
      {
        scanAll: true,
      },
    );
    expect(all.records).toMatchObject([
      { Id: orders[1]?.Id, IsDeleted: true, SystemModstamp: '2026-10-05T08:00:05.000+0000' },
    ]);
    const items = await connection.query('SELECT Id FROM OrderItem WHERE IsDeleted = true', {
      scanAll: true,
    });
    expect(items.totalSize).toBe(2);
    await expect(connection.sobject('Order').destroy(orders[1]?.Id as string)).rejects.toMatchObject({
      errorCode: 'ENTITY_IS_DELETED',
    });
  });
});

describe('jsforce against the Salesforce sandbox: records', () => {
  it('creates, reads, changes and deletes', async () => {
    const org = await start();
    const connection = await login(org);
    const created = await connection
      .sobject('Account')
      .create({ Name: 'Fabrikam', CurrencyIsoCode: 'USD', ARR__c: 1200.5 });
    expect(created).toMatchObject({ success: true, errors: [] });
    const id = created.id as string;
    expect(await connection.sobject('Account').retrieve(id)).toMatchObject({
      Name: 'Fabrikam',
      ARR__c: 1200.5,
    });
    org.clock.advance(1_000);
    await connection.sobject('Account').update({ Id: id, Name: 'Fabrikam Inc' });
    const after = await connection.sobject('Account').retrieve(id);
    expect(after).toMatchObject({
      Name: 'Fabrikam Inc',
      CreatedDate: '2026-10-05T08:00:00.000+0000',
      SystemModstamp: '2026-10-05T08:00:01.000+0000',
    });
    await connection.sobject('Account').destroy(id);
    await expect(connection.sobject('Account').retrieve(id)).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
    expect(org.organisation.commits.of('Account').map((commit) => commit.action)).toEqual([
      'create',
      'update',
      'delete',
    ]);
  });

  it('upserts by external id, once', async () => {
    const org = await start();
    const { account } = seedOrders(org, 1);
    const connection = await login(org);
    const fields = { AccountId: account.Id, EffectiveDate: '2026-10-01', Status: 'Draft' };
    const first = await connection
      .sobject('Order')
      .upsert({ ...fields, Tieout_Id__c: 'T-1' }, 'Tieout_Id__c');
    const second = await connection
      .sobject('Order')
      .upsert({ Status: 'Activated', Tieout_Id__c: 'T-1' }, 'Tieout_Id__c');
    expect(first).toMatchObject({ success: true, created: true });
    expect(second).toMatchObject({ id: first.id, created: false });
    expect(org.organisation.commits.of('Order')).toMatchObject([
      { action: 'create', externalId: 'T-1', by: 'api' },
      { action: 'update', externalId: 'T-1', by: 'api' },
    ]);
  });

  it('answers 300 and writes nothing when several records match', async () => {
    const org = await start();
    const { account } = seedOrders(org, 1);
    const { store } = org.organisation;
    const twins = [1, 2].map(() =>
      store.insert('Order', { AccountId: account.Id, Contract_Number__c: 'C-TWIN' }),
    );
    const connection = await login(org);
    await expect(
      connection
        .sobject('Order')
        .upsert({ Status: 'Draft', Contract_Number__c: 'C-TWIN' }, 'Contract_Number__c'),
    ).rejects.toMatchObject({
      errorCode: 'MULTIPLE_CHOICES',
      content: twins.map((twin) => `/services/data/v60.0/sobjects/Order/${twin.Id}`),
    });
    expect(org.organisation.commits.count).toBe(0);
  });

  it('writes collections with partial failure, and all or none', async () => {
    const org = await start();
    const connection = await login(org);
    const records = [{ Name: 'Adventure Works' }, { Nme: 'typing error' }, {}];
    const partly = await connection.sobject('Account').create(records);
    expect(partly.map((result) => result.success)).toEqual([true, false, false]);
    expect(partly[1]?.errors).toMatchObject([{ statusCode: 'INVALID_FIELD' }]);
    expect(partly[2]?.errors).toMatchObject([{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Name'] }]);
    const none = await connection.sobject('Account').create(records, { allOrNone: true });
    expect(none[0]?.errors).toMatchObject([{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }]);
    expect((await connection.query('SELECT Id FROM Account')).totalSize).toBe(1);
    expect(org.organisation.commits.count).toBe(1);
  });

  it('retrieves, changes, upserts and deletes many at once', async () => {
    const org = await start();
    const { orders, account } = seedOrders(org, 3);
    const connection = await login(org);
    const order = connection.sobject('Order');
    const ids = orders.map((one) => one.Id);
    expect((await order.retrieve(ids)).map((one) => one['OrderNumber'])).toEqual([
      '00000001',
      '00000002',
      '00000003',
    ]);
    const changed = await order.update(ids.map((Id) => ({ Id, Status: 'Draft' })));
    expect(changed.every((result) => result.success)).toBe(true);
    const upserted = await order.upsert(
      ['A', 'B', 'A'].map((key) => ({
        Tieout_Id__c: key,
        AccountId: account.Id,
        EffectiveDate: '2026-10-01',
        Status: 'Draft',
      })),
      'Tieout_Id__c',
    );
    expect(upserted.map((result) => (result as { created?: boolean }).created)).toEqual([true, true, false]);
    expect((await order.destroy(ids)).every((result) => result.success)).toBe(true);
    expect((await connection.query('SELECT Id FROM Order')).totalSize).toBe(2);
  });
});

describe('jsforce against the Salesforce sandbox: limits and metadata', () => {
  it('reports its allowance and refuses past it until the day has rolled on', async () => {
    const org = await start({ dailyApiRequests: 3 });
    const connection = await login(org);
    await connection.query('SELECT Id FROM Account');
    expect(connection.limitInfo.apiUsage).toEqual({ used: 1, limit: 3 });
    expect((await connection.limits())['DailyApiRequests']).toEqual({ Max: 3, Remaining: 1 });
    await connection.query('SELECT Id FROM Account');
    await expect(connection.query('SELECT Id FROM Account')).rejects.toMatchObject({
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
    });
    org.clock.advance(24 * 3_600_000);
    const later = await login(org);
    await later.query('SELECT Id FROM Account');
  });

  it('describes its objects and custom fields', async () => {
    const org = await start();
    const connection = await login(org);
    const global = await connection.describeGlobal();
    expect(global.sobjects.map((one) => one.name)).toContain('OpportunityLineItem');
    const order = await connection.describe('Order');
    expect(order.fields.find((one) => one.name === 'Tieout_Id__c')).toMatchObject({
      custom: true,
      externalId: true,
      unique: true,
      type: 'string',
    });
    expect(order.childRelationships).toContainEqual(
      expect.objectContaining({ childSObject: 'OrderItem', relationshipName: 'OrderItems' }),
    );
  });
});
