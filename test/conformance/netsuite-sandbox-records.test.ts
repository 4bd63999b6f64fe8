import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, idOf, invoiceBody, startWorld, type World } from './netsuite-sandbox-world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});

afterEach(() => world.close());

describe('invoices', () => {
  it('computes amounts, tax and totals from the lines and derives the posting period', async () => {
    const { ids } = world;
    const id = await world.create('invoice', {
      entity: { id: String(ids.beta) },
      externalId: 'INV-X',
      tranDate: '2026-08-31',
      otherRefNum: 'in_1',
      memo: 'September',
      total: 1,
      item: {
        items: [
          {
            item: { id: String(ids.item) },
            quantity: 3,
            rate: 33.335,
            taxCode: { id: String(ids.vat19) },
            department: { id: String(ids.sales) },
            class: { id: String(ids.classA) },
            location: { id: String(ids.berlin) },
          },
          { item: { id: String(ids.item) }, amount: 0.1, tax1Amt: 0.02, description: 'rest' },
        ],
      },
    });
    const invoice = await world.record('GET', `invoice/${id}?expandSubResources=true`);
    expect(invoice.json).toMatchObject({
      id: String(id),
      tranId: 'INV1001',
      externalId: 'INV-X',
      entity: { id: String(ids.beta), refName: 'Beta GmbH' },
      subsidiary: { id: String(ids.de), refName: 'NW-DE' },
      currency: { id: String(ids.eur), refName: 'Euro' },
      exchangeRate: 1,
      tranDate: '2026-08-31',
      postingPeriod: { refName: 'Aug 2026' },
      otherRefNum: 'in_1',
      // 3 × 33.335 = 100.005, rounded half up once; 19 % of it is 19.0019.
      subtotal: 100.11,
      taxTotal: 19.02,
      total: 119.13,
      amountPaid: 0,
      amountRemaining: 119.13,
      status: { id: 'A', refName: 'Open' },
      createdDate: '2026-09-15T10:00:00Z',
      lastModifiedDate: '2026-09-15T10:00:00Z',
    });
    expect(invoice.json['item']).toMatchObject({
      totalResults: 2,
      items: [
        {
          line: 1,
          amount: 100.01,
          tax1Amt: 19,
          quantity: 3,
          rate: 33.335,
          taxCode: { refName: 'DE-19' },
          department: { refName: 'Sales' },
          class: { refName: 'Subscriptions' },
          location: { refName: 'Berlin' },
        },
        { line: 2, amount: 0.1, tax1Amt: 0.02, description: 'rest', quantity: 1 },
      ],
    });
  });

  it('gives sublists as links unless asked to expand them', async () => {
    const id = await world.create('invoice', invoiceBody(world.ids));
    const plain = await world.record('GET', `invoice/${id}`);
    const href = `${world.baseUrl}/services/rest/record/v1/invoice/${id}/item`;
    expect(plain.json['item']).toEqual({ links: [{ rel: 'self', href }] });
    expect(plain.json).not.toHaveProperty('memo');
    expect((await world.record('GET', `invoice/${id}/item`)).json).toMatchObject({ totalResults: 1 });
    const some = await world.record('GET', `invoice/${id}?fields=total,tranId`);
    expect(Object.keys(some.json).sort()).toEqual(['id', 'links', 'total', 'tranId']);
  });

  it('has no decimals where the currency has none', async () => {
    const { ids } = world;
    const body = invoiceBody(ids, {
      currency: { id: String(ids.jpy) },
      item: { items: [{ item: { id: String(ids.item) }, quantity: 3, rate: 333.5 }] },
    });
    const id = await world.create('invoice', body);
    expect(world.store.document(id)).toMatchObject({ totalMinor: 1001, currencyId: ids.jpy });
    expect((await world.record('GET', `invoice/${id}`)).json).toMatchObject({ total: 1001 });
  });

  it('adds lines on PATCH and on a repeated PUT, changes them by line and replaces them with replace=item', async () => {
    const { ids } = world;
    const put = (query = '') => world.record('PUT', `invoice/eid:A-1${query}`, invoiceBody(ids));
    const id = idOf(await put());
    const lines = () => world.store.document(id)?.lines.map((line) => [line.line, line.amountMinor]);
    expect(lines()).toEqual([[1, 10_000]]);
    await put();
    expect(lines()).toEqual([
      [1, 10_000],
      [2, 10_000],
    ]);
    await world.record('PATCH', `invoice/${id}`, { item: { items: [{ line: 2, quantity: 1 }] } });
    expect(lines()).toEqual([
      [1, 10_000],
      [2, 5_000],
    ]);
    await put('?replace=item');
    expect(lines()).toEqual([[1, 10_000]]);
    expect(world.store.document(id)?.totalMinor).toBe(10_000);
  });

  it('keeps what a PATCH does not name and clears what it sets to null', async () => {
    const id = await world.create('invoice', invoiceBody(world.ids, { memo: 'a', otherRefNum: 'in_9' }));
    world.clock.advance(60_000);
    expect(await world.record('PATCH', `invoice/${id}`, { memo: null })).toMatchObject({ status: 204 });
    const document = world.store.document(id);
    expect(document).toMatchObject({ memo: null, otherRefNum: 'in_9', totalMinor: 10_000 });
    expect(document?.modifiedAtMs).toBe((document?.createdAtMs ?? 0) + 60_000);
  });
});

describe('upsert by external id', () => {
  it('answers 204 with Location and updates the one document', async () => {
    const put = (memo: string) =>
      world.record('PUT', 'invoice/eid:tieout%2F1?replace=item', invoiceBody(world.ids, { memo }));
    const first = await put('one');
    expect(first).toMatchObject({ status: 204, text: '' });
    const second = await put('two');
    expect(idOf(second)).toBe(idOf(first));
    expect(world.store.findDocuments('invoice', { externalId: 'tieout/1' })).toMatchObject([{ memo: 'two' }]);
    expect(
      world.organisation.commits.all().map(({ action, by, externalId }) => [action, by, externalId]),
    ).toEqual([
      ['create', 'api', 'tieout/1'],
      ['update', 'api', 'tieout/1'],
    ]);
    expect((await world.record('GET', 'invoice/eid:tieout%2F1')).json).toMatchObject({ memo: 'two' });
  });

  it('keeps external ids apart by record type and refuses a second POST of one', async () => {
    const body = invoiceBody(world.ids, { externalId: 'X-1' });
    await world.create('invoice', body);
    await world.create('creditMemo', body);
    expect(errorOf(await world.record('POST', 'invoice', body))).toMatchObject({
      status: 400,
      code: 'USER_ERROR',
      detail: expect.stringContaining('This record already exists') as string,
    });
    expect(world.store.countDocuments('invoice')).toBe(1);
  });

  it('refuses PUT by internal id, another external id in the body and a bar in the id', async () => {
    const body = invoiceBody(world.ids);
    expect((await world.record('PUT', 'invoice/1', body)).status).toBe(400);
    const other = await world.record('PUT', 'invoice/eid:A', { ...body, externalId: 'B' });
    expect(errorOf(other)).toMatchObject({ code: 'INVALID_CONTENT', path: 'externalId' });
    expect((await world.record('PUT', 'invoice/eid:A%7CB', body)).status).toBe(400);
    expect(world.store.countDocuments()).toBe(0);
  });
});

describe('other records', () => {
  it('finds, misses, deletes and lists', async () => {
    const id = await world.create('invoice', invoiceBody(world.ids));
    expect(errorOf(await world.record('GET', 'invoice/999999'))).toMatchObject({
      status: 404,
      code: 'NONEXISTENT_ID',
    });
    expect(errorOf(await world.record('GET', 'invoice/eid:none')).status).toBe(404);
    expect(errorOf(await world.record('GET', `creditMemo/${id}`)).detail).toContain(
      'Transaction type specified is incorrect',
    );
    expect(errorOf(await world.record('GET', 'bad-path')).detail).toContain(
      "Record type 'bad-path' does not exist",
    );
    expect(await world.record('DELETE', `invoice/${id}`)).toMatchObject({ status: 204 });
    expect((await world.record('GET', `invoice/${id}`)).status).toBe(404);
  });

  it('lists ids and links page by page', async () => {
    for (let count = 0; count < 5; count += 1) await world.create('invoice', invoiceBody(world.ids));
    const page = await world.record('GET', 'invoice?limit=2&offset=2');
    expect(page.json).toMatchObject({ count: 2, hasMore: true, offset: 2, totalResults: 5 });
    const [first] = page.json['items'] as unknown as [Record<string, unknown>];
    expect(Object.keys(first).sort()).toEqual(['id', 'links']);
    const links = page.json['links'] as unknown as { rel: string; href: string }[];
    expect(links.map((link) => link.rel)).toEqual(['first', 'previous', 'next', 'last', 'self']);
    const next = await world.call('GET', links[2]?.href.slice(world.baseUrl.length) ?? '');
    expect(next.json).toMatchObject({ count: 1, hasMore: false, offset: 4 });
    for (const query of ['limit=1001', 'limit=0', 'limit=x', 'limit=2&offset=3']) {
      expect(errorOf(await world.record('GET', `invoice?${query}`)).code).toBe('INVALID_PARAMETER');
    }
  });

  it.each([
    ['companyName START_WITH "Ac"', 1],
    ['companyName CONTAIN "GmbH" OR companyName IS "Acme Inc"', 2],
    ['isInactive IS false AND (custentity_crm_id EMPTY_NOT)', 1],
    ['companyName START_WITH_NOT "Ac"', 1],
    ['lastModifiedDate ON_OR_AFTER "9/15/2026"', 2],
    ['lastModifiedDate AFTER "9/15/2026"', 0],
    ['id ANY_OF [101, 999]', 1],
    ['id BETWEEN [101, 102]', 2],
    ['id GREATER 101', 1],
    ['id GREATER_NOT 0', 0],
  ])('filters a list by q=%s', async (q, count) => {
    const reply = await world.record('GET', `customer?q=${encodeURIComponent(q)}`);
    expect(reply.json).toMatchObject({ count, totalResults: count });
  });

  it.each(['', 'nosuchfield IS "x"', 'companyName', 'companyName IS "a" AND', '(id GREATER 1', 'id LIKE 3'])(
    'refuses the filter q=%s',
    async (q) => {
      const reply = await world.record('GET', `customer?q=${encodeURIComponent(q)}`);
      expect(errorOf(reply)).toMatchObject({ status: 400, code: 'INVALID_PARAMETER' });
    },
  );

  it('shows accounting periods, subsidiaries, currencies, items and dimensions, read-only', async () => {
    const { ids } = world;
    const periods = await world.record(
      'GET',
      `accountingPeriod?q=${encodeURIComponent('periodName IS "Sep 2026"')}`,
    );
    const [{ id }] = periods.json['items'] as unknown as [{ id: string }];
    expect((await world.record('GET', `accountingPeriod/${id}`)).json).toMatchObject({
      periodName: 'Sep 2026',
      startDate: '2026-09-01',
      endDate: '2026-09-30',
      closed: false,
      arLocked: false,
      allLocked: false,
      isQuarter: false,
      isYear: false,
      parent: { refName: 'Q3 2026' },
      lastModifiedDate: '2026-09-15T10:00:00Z',
    });
    const get = async (path: string) => (await world.record('GET', path)).json;
    expect(await get(`subsidiary/${ids.de}`)).toMatchObject({
      name: 'NW-DE',
      currency: { id: String(ids.eur) },
      country: { id: 'DE' },
    });
    expect(await get(`currency/${ids.jpy}`)).toMatchObject({ symbol: 'JPY', currencyPrecision: { id: '0' } });
    expect(await get(`serviceSaleItem/${ids.item}`)).toMatchObject({
      itemId: 'PRO',
      displayName: 'Pro plan',
    });
    expect(await get(`salesTaxItem/${ids.vat19}`)).toMatchObject({ itemId: 'DE-19', rate: '19%' });
    expect(await get(`account/${ids.bankUs}`)).toMatchObject({
      acctNumber: '1000',
      acctType: { id: 'Bank' },
    });
    expect(await get(`department/${ids.sales}`)).toMatchObject({ name: 'Sales', isInactive: false });
    const refused = await world.record('POST', 'department', { name: 'New' });
    expect(errorOf(refused)).toMatchObject({ status: 403, code: 'INSUFFICIENT_PERMISSION' });
  });

  it('keeps customers', async () => {
    const { ids } = world;
    const id = await world.create('customer', {
      companyName: 'Gamma Ltd',
      subsidiary: { id: String(ids.us) },
      currencyList: { items: [{ currency: { id: String(ids.eur) } }] },
      vatRegNumber: 'GB1',
      custentity_crm_id: '001G',
      custentity_unknown: 'dropped',
    });
    expect((await world.record('GET', `customer/${id}`)).json).toMatchObject({
      entityId: 'Gamma Ltd',
      currency: { refName: 'US Dollar' },
      vatRegNumber: 'GB1',
      custentity_crm_id: '001G',
      isInactive: false,
    });
    expect(world.store.customer(id).currencyIds).toEqual([ids.usd, ids.eur]);
    await world.record('PATCH', `customer/${id}`, { isInactive: true });
    const invoice = await world.record('POST', 'invoice', invoiceBody(ids, { entity: { id: String(id) } }));
    expect(errorOf(invoice)).toMatchObject({ code: 'INVALID_CONTENT', path: 'entity' });
    expect((await world.record('DELETE', `customer/${id}`)).status).toBe(204);
    await world.create('invoice', invoiceBody(ids));
    expect(errorOf(await world.record('DELETE', `customer/${ids.acme}`)).detail).toContain(
      'dependent records',
    );
  });

  it('posts a balanced journal', async () => {
    const { ids } = world;
    const id = await world.create('journalEntry', {
      subsidiary: { id: String(ids.us) },
      tranDate: '2026-09-12',
      memo: 'accrual',
      line: {
        items: [
          { account: { id: String(ids.receivables) }, debit: 10.5, entity: { id: String(ids.acme) } },
          { account: { id: String(ids.revenue) }, credit: 10.5, memo: 'revenue' },
        ],
      },
    });
    const journal = await world.record('GET', `journalEntry/${id}?expandSubResources=true`);
    expect(journal.json['line']).toMatchObject({
      items: [
        { debit: 10.5, account: { refName: '1100 Receivables' } },
        { credit: 10.5, memo: 'revenue' },
      ],
    });
  });
});
