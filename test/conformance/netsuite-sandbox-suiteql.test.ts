import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, invoiceBody, startWorld, type World } from './netsuite-sandbox-world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});

afterEach(() => world.close());

async function rows(q: string, page?: string): Promise<Record<string, unknown>[]> {
  const reply = await world.query(q, page);
  if (reply.status !== 200) throw new Error(reply.text);
  return (reply.json['items'] as unknown as Record<string, unknown>[]).map(
    ({ links: _links, ...row }) => row,
  );
}

describe('the query service', () => {
  it('needs Prefer: transient', async () => {
    const reply = await world.call('POST', '/services/rest/query/v1/suiteql', {
      body: { q: 'SELECT 1 AS n FROM dual' },
    });
    expect(reply.status).toBe(400);
    expect(reply.json['o:errorDetails']).toMatchObject([
      { 'o:errorCode': 'INVALID_HEADER', 'o:errorHeader': 'Prefer' },
    ]);
  });

  it('answers every value as text, leaves out nulls and adds empty links', async () => {
    const id = await world.create('invoice', invoiceBody(world.ids, { otherRefNum: 'in_1' }));
    const reply = await world.query(
      `SELECT id, externalid, tranid, TO_CHAR(trandate, 'YYYY-MM-DD') AS day, type, entity, currency, exchangerate,
         foreigntotal, foreignamountunpaid, foreignamountpaid, otherrefnum, memo, status, voided,
         TO_CHAR(lastmodifieddate, 'YYYY-MM-DD HH24:MI:SS') AS modified, createdby FROM transaction ORDER BY id`,
    );
    expect(reply.json).toMatchObject({ count: 1, offset: 0, totalResults: 1, hasMore: false });
    expect(reply.json['items']).toEqual([
      {
        links: [],
        id: String(id),
        tranid: 'INV1001',
        day: '2026-09-10',
        type: 'CustInvc',
        entity: String(world.ids.acme),
        currency: String(world.ids.usd),
        exchangerate: '1',
        foreigntotal: '100',
        foreignamountunpaid: '100',
        foreignamountpaid: '0',
        otherrefnum: 'in_1',
        status: 'A',
        voided: 'F',
        modified: '2026-09-15 10:00:00',
        createdby: '9001',
      },
    ]);
  });

  it('gives dates in the user format unless asked otherwise', async () => {
    await world.create('invoice', invoiceBody(world.ids));
    expect(await rows('SELECT trandate, lastmodifieddate FROM transaction')).toEqual([
      { trandate: '9/10/2026', lastmodifieddate: '9/15/2026' },
    ]);
  });

  it('compares with TO_DATE and TO_TIMESTAMP', async () => {
    await world.create('invoice', invoiceBody(world.ids));
    world.clock.advance(3_600_000);
    await world.create('invoice', invoiceBody(world.ids, { tranDate: '2026-09-20' }));
    const count = async (where: string) =>
      Number((await rows(`SELECT COUNT(*) AS n FROM transaction WHERE ${where}`))[0]?.['n']);
    expect(await count("trandate >= TO_DATE('2026-09-11', 'YYYY-MM-DD')")).toBe(1);
    expect(await count("trandate = TO_DATE('09/10/2026', 'MM/DD/YYYY')")).toBe(1);
    const since = (time: string) =>
      `lastmodifieddate >= TO_TIMESTAMP('2026-09-15 ${time}', 'YYYY-MM-DD HH24:MI:SS')`;
    expect(await count(since('10:00:00'))).toBe(2);
    expect(await count(since('10:00:01'))).toBe(1);
    expect(await count(since('11:00:01'))).toBe(0);
    expect(await count('lastmodifieddate <= SYSDATE')).toBe(2);
    const wrong = await world.query(
      "SELECT id FROM transaction WHERE trandate > TO_DATE('september', 'YYYY-MM-DD')",
    );
    expect(errorOf(wrong)).toMatchObject({ status: 400, code: 'INVALID_PARAMETER' });
  });

  it('joins lines, and names things with BUILTIN.DF', async () => {
    const { ids } = world;
    await world.create('invoice', {
      entity: { id: String(ids.beta) },
      tranDate: '2026-09-10',
      item: {
        items: [
          { item: { id: String(ids.item) }, quantity: 1.5, rate: 10, taxCode: { id: String(ids.vat19) } },
          {
            item: { id: String(ids.item) },
            amount: 5,
            department: { id: String(ids.sales) },
            description: 'two',
          },
        ],
      },
    });
    expect(
      await rows(
        `SELECT tl.linesequencenumber AS line, tl.mainline, tl.item, tl.quantity, tl.rate, tl.foreignamount, tl.taxcode,
           tl.taxamount, BUILTIN.DF(tl.department) AS department, tl.memo, BUILTIN.DF(t.entity) AS customer,
           BUILTIN.DF(t.status) AS status, BUILTIN.DF(t.postingperiod) AS period, BUILTIN.DF(t.subsidiary) AS company
         FROM transaction t INNER JOIN transactionline tl ON tl.transaction = t.id
         WHERE t.type IN ('CustInvc') ORDER BY tl.linesequencenumber`,
      ),
    ).toMatchObject([
      {
        line: '0',
        mainline: 'T',
        foreignamount: '22.85',
        customer: 'Beta GmbH',
        status: 'Open',
        period: 'Sep 2026',
      },
      {
        line: '1',
        mainline: 'F',
        item: '1',
        quantity: '1.5',
        rate: '10',
        foreignamount: '15',
        taxamount: '2.85',
      },
      { line: '2', foreignamount: '5', department: 'Sales', memo: 'two', company: 'NW-DE' },
    ]);
  });

  it('adds up without floating-point noise', async () => {
    for (const amount of [0.1, 0.2, 2.01]) {
      const item = { item: { id: String(world.ids.item) }, amount };
      await world.create('invoice', invoiceBody(world.ids, { item: { items: [item] } }));
    }
    expect(
      await rows('SELECT type, COUNT(*) AS n, SUM(foreigntotal) AS total FROM transaction GROUP BY type'),
    ).toEqual([{ type: 'CustInvc', n: '3', total: '2.31' }]);
    expect(
      await rows("SELECT COUNT(*) AS n, SUM(foreigntotal) AS total FROM transaction WHERE type = 'X'"),
    ).toEqual([{ n: '0' }]);
  });

  it('shows links, periods, deletions and reference records', async () => {
    const { ids } = world;
    const invoice = await world.create('invoice', invoiceBody(ids));
    const payment = await world.create('customerPayment', {
      customer: { id: String(ids.acme) },
      account: { id: String(ids.bankUs) },
      payment: 40,
      apply: { items: [{ doc: { id: String(invoice) }, apply: true }] },
    });
    expect(await rows('SELECT * FROM nexttransactionlinelink')).toEqual([
      {
        previousdoc: String(invoice),
        previoustype: 'CustInvc',
        nextdoc: String(payment),
        nexttype: 'CustPymt',
        linktype: 'Payment',
        foreignamount: '40',
      },
    ]);
    expect(await rows(`SELECT foreignamountunpaid AS unpaid FROM transaction WHERE id = ${invoice}`)).toEqual(
      [{ unpaid: '60' }],
    );
    await world.record('DELETE', `customerPayment/${payment}`);
    expect(await rows('SELECT recordid, type, name FROM deletedrecord')).toEqual([
      { recordid: String(payment), type: 'customerpayment', name: 'PYMT1001' },
    ]);
    expect(await rows('SELECT * FROM nexttransactionlinelink')).toEqual([]);
    expect(
      await rows(
        `SELECT periodname, TO_CHAR(startdate, 'YYYY-MM-DD') AS first, closed, arlocked, alllocked, isquarter, isyear
         FROM accountingperiod WHERE periodname LIKE '%Feb%'`,
      ),
    ).toEqual([
      {
        periodname: 'Feb 2026',
        first: '2026-02-01',
        closed: 'F',
        arlocked: 'F',
        alllocked: 'F',
        isquarter: 'F',
        isyear: 'F',
      },
    ]);
    const tables = [
      'customer',
      'subsidiary',
      'currency',
      'item',
      'salestaxitem',
      'department',
      'classification',
    ];
    for (const table of [...tables, 'location', 'account', 'employee']) {
      expect((await rows(`SELECT id FROM ${table} ORDER BY id`)).length, table).toBeGreaterThan(0);
    }
    expect(await rows('SELECT custentity_crm_id AS crm, externalid FROM customer ORDER BY id')).toEqual([
      { crm: '001A', externalid: 'CUST-ACME' },
      {},
    ]);
  });
});

describe('pages', () => {
  const lines = Array.from({ length: 25 }, (_, index) => ({ amountMinor: index + 1, itemId: 1 }));
  const add = (count: number) =>
    world.store.addDocuments(
      lines.slice(0, count).map((line) => ({
        type: 'invoice' as const,
        customerId: world.ids.acme,
        subsidiaryId: world.ids.us,
        currencyId: world.ids.usd,
        tranDate: '2026-09-01',
        lines: [line],
      })),
    );

  async function allPages(q: string): Promise<string[]> {
    const ids: string[] = [];
    for (let offset = 0; offset < 25; offset += 10) {
      ids.push(...(await rows(q, `?limit=10&offset=${offset}`)).map((row) => String(row['id'])));
    }
    return ids;
  }

  it('come by limit and offset, with the links to follow', async () => {
    add(25);
    const reply = await world.query('SELECT id FROM transaction ORDER BY id', '?limit=10&offset=10');
    expect(reply.json).toMatchObject({ count: 10, hasMore: true, offset: 10, totalResults: 25 });
    const links = reply.json['links'] as unknown as { rel: string; href: string }[];
    expect(links.find((link) => link.rel === 'next')?.href).toBe(
      `${world.baseUrl}/services/rest/query/v1/suiteql?limit=10&offset=20`,
    );
    expect(new Set(await allPages('SELECT id FROM transaction ORDER BY id')).size).toBe(25);
    expect(errorOf(await world.query('SELECT id FROM transaction', '?limit=10&offset=5')).code).toBe(
      'INVALID_PARAMETER',
    );
    expect(errorOf(await world.query('SELECT id FROM transaction', '?limit=2000')).code).toBe(
      'INVALID_PARAMETER',
    );
  });

  it('repeat and miss rows when the query has no order', async () => {
    add(25);
    expect(new Set(await allPages('SELECT id FROM transaction')).size).toBeLessThan(25);
    world.organisation.settings.scatterUnorderedPages = false;
    expect(new Set(await allPages('SELECT id FROM transaction')).size).toBe(25);
  });

  it('end at the most rows a query may give', async () => {
    add(25);
    world.organisation.settings.suiteqlMaxRows = 15;
    const last = await world.query('SELECT id FROM transaction ORDER BY id', '?limit=10&offset=10');
    expect(last.json).toMatchObject({ count: 5, hasMore: false, totalResults: 15 });
  });

  it('take FETCH FIRST, OFFSET and TOP', async () => {
    add(25);
    const ids = async (q: string, page?: string) => (await rows(q, page)).map((row) => Number(row['id']));
    expect(await ids('SELECT id FROM transaction ORDER BY id FETCH FIRST 2 ROWS ONLY')).toEqual([1001, 1002]);
    expect(await ids('SELECT id FROM transaction ORDER BY id OFFSET 3 ROWS FETCH NEXT 1 ROWS ONLY')).toEqual([
      1004,
    ]);
    expect(await ids('SELECT TOP 1 id FROM transaction ORDER BY id DESC')).toEqual([1025]);
    const reply = await world.query(
      'SELECT id FROM transaction ORDER BY id FETCH FIRST 3 ROWS ONLY',
      '?limit=2&offset=2',
    );
    expect(reply.json).toMatchObject({ totalResults: 3, count: 1, hasMore: false });
  });

  it('count anew after a change', async () => {
    add(2);
    const total = async () =>
      (await world.query('SELECT id FROM transaction ORDER BY id')).json['totalResults'];
    expect(await total()).toBe(2);
    add(3);
    expect(await total()).toBe(5);
  });
});

describe('what is no SuiteQL', () => {
  const unsupported = 'Search error occurred: Invalid or unsupported search.';
  it.each([
    ['SELECT id FROM transactions', 'Invalid search type: transactions.'],
    ['SELECT missing FROM customer', "Search error occurred: Unknown identifier 'missing'."],
    ['SELECT c.missing FROM customer c', "Search error occurred: Unknown identifier 'missing'."],
    ['SELECT id FROM transaction LIMIT 5', unsupported],
    ['DELETE FROM customer', unsupported],
    ['SELECT 1; DELETE FROM customer', unsupported],
    ['PRAGMA table_info(customer)', unsupported],
    ['SELECT name FROM sqlite_master', 'Invalid search type: sqlite_master.'],
    ['SELECT name FROM ns_display_name', 'Invalid search type: ns_display_name.'],
    ["SELECT strftime('%Y', trandate) FROM transaction", unsupported],
    ['SELECT FROM', unsupported],
    ['SELECT "text" FROM customer', "Search error occurred: Unknown identifier 'text'."],
    ['WITH x AS (SELECT 1 AS n) INSERT INTO customer SELECT n FROM x', unsupported],
    ['EXPLAIN SELECT 1', unsupported],
    ['SELECT id FROM customer WHERE id = ?', unsupported],
  ])('is refused: %s', async (q, problem) => {
    const reply = await world.query(q);
    expect(errorOf(reply)).toMatchObject({ status: 400, code: 'INVALID_PARAMETER' });
    expect(errorOf(reply).detail).toBe(
      `Invalid search query. Detailed unprocessed description follows. ${problem}`,
    );
    expect(reply.json['o:errorDetails']).toMatchObject([{ 'o:errorQueryParam': 'q' }]);
    expect(await rows('SELECT COUNT(*) AS n FROM customer')).toEqual([{ n: '2' }]);
  });

  it('is refused without a query', async () => {
    for (const body of [{}, { q: 5 }, { q: ' ' }]) {
      const reply = await world.call('POST', '/services/rest/query/v1/suiteql', {
        body,
        headers: { prefer: 'transient' },
      });
      expect(errorOf(reply)).toMatchObject({ status: 400, code: 'INVALID_CONTENT' });
    }
  });

  it('takes comments, text that looks like SQL, and common table expressions', async () => {
    expect(await rows("SELECT 'LIMIT; DROP' AS t -- LIMIT\n FROM dual /* DELETE */")).toEqual([
      { t: 'LIMIT; DROP' },
    ]);
    expect(await rows('WITH c AS (SELECT id FROM customer) SELECT COUNT(*) FROM c')).toEqual([
      { expr1: '2' },
    ]);
  });
});
