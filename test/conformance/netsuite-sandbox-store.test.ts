import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minorToText, multiplyToMinor, percentOf, toMinor } from '#core/sandbox/netsuite/decimal.ts';
import type { NewDocument } from '#core/sandbox/netsuite/document-history.ts';
import { startWorld, type World } from './netsuite-sandbox-world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld();
});

afterEach(() => world.close());

describe('history', () => {
  it('is visible at once, whatever the lag, and not in the commit log', async () => {
    const { ids, store } = world;
    world.organisation.settings.searchLagMs = 60_000;
    store.addEmployee({ id: 77, name: 'Legacy sync', email: null });
    const invoice = store.addDocument({
      type: 'invoice',
      externalId: 'legacy-1',
      customerId: ids.beta,
      subsidiaryId: ids.de,
      currencyId: ids.eur,
      tranDate: '2026-03-31',
      otherRefNum: 'in_old',
      atMs: Date.UTC(2026, 3, 1),
      employeeId: 77,
      lines: [{ itemId: ids.item, quantity: '1', rate: '100', amountMinor: 10_000, taxMinor: 1_900 }],
    });
    const payment = store.addDocument({
      type: 'customerPayment',
      customerId: ids.beta,
      subsidiaryId: ids.de,
      currencyId: ids.eur,
      tranDate: '2026-04-02',
      totalMinor: 11_900,
      settles: [{ documentId: invoice, amountMinor: 11_900 }],
    });
    expect(world.organisation.commits.count).toBe(0);
    expect(store.remainingMinor(invoice)).toBe(0);
    expect(store.applicationsTo(invoice)).toEqual([
      { sourceId: payment, targetId: invoice, amountMinor: 11_900 },
    ]);
    const reply = await world.query(
      `SELECT id, BUILTIN.DF(createdby) AS maker, foreigntotal, foreignamountunpaid, status,
         TO_CHAR(createddate, 'YYYY-MM-DD') AS made FROM transaction ORDER BY id`,
    );
    expect(reply.json['items']).toMatchObject([
      {
        id: String(invoice),
        maker: 'Legacy sync',
        foreigntotal: '119',
        foreignamountunpaid: '0',
        status: 'B',
        made: '2026-04-01',
      },
      { id: String(payment), foreigntotal: '119', status: 'B' },
    ]);
    expect((await world.record('GET', 'invoice/eid:legacy-1')).json).toMatchObject({
      total: 119,
      taxTotal: 19,
    });
  });

  it('takes a hundred thousand documents in seconds and pages through them', {
    timeout: 120_000,
  }, async () => {
    const { ids, store } = world;
    const total = 100_000;
    function* documents(): Generator<NewDocument> {
      for (let index = 0; index < total; index += 1) {
        yield {
          type: 'invoice',
          externalId: `doc-${index}`,
          customerId: ids.acme,
          subsidiaryId: ids.us,
          currencyId: ids.usd,
          tranDate: '2026-05-05',
          otherRefNum: `in_${index}`,
          lines: [{ itemId: ids.item, quantity: '1', rate: '10.01', amountMinor: 1_001 }],
        };
      }
    }
    const heapBefore = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    expect(store.addDocuments(documents())).toHaveLength(total);
    const seconds = (performance.now() - startedAt) / 1000;
    const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6;
    expect(store.countDocuments('invoice')).toBe(total);
    // Documents live in SQLite, not on the heap of JavaScript.
    expect(heapMb).toBeLessThan(150);
    expect(seconds).toBeLessThan(60);
    const sums = await world.query('SELECT COUNT(*) AS n, SUM(foreigntotal) AS total FROM transaction');
    expect(sums.json['items']).toMatchObject([{ n: '100000', total: '1001000' }]);
    const page = await world.query(
      'SELECT id, externalid FROM transaction ORDER BY id',
      '?limit=1000&offset=99000',
    );
    expect(page.json).toMatchObject({ count: 1000, hasMore: false, totalResults: total });
  });
});

describe('decimals', () => {
  it.each([
    ['12.34', 2, 1234],
    ['12.345', 2, 1235],
    ['-12.345', 2, -1235],
    ['12.344', 2, 1234],
    ['0.005', 2, 1],
    ['7', 0, 7],
    ['7.5', 0, 8],
    ['1.2', 3, 1200],
  ])('%s with %i decimals is %i minor units', (text, precision, minor) => {
    expect(toMinor(text, precision)).toBe(minor);
  });

  it('multiplies, takes percentages and writes text exactly', () => {
    expect(multiplyToMinor('3', '33.335', 2)).toBe(10_001);
    expect(multiplyToMinor('0.1', '0.2', 2)).toBe(2);
    expect(percentOf(10_001, '19')).toBe(1_900);
    expect(percentOf(-10_050, '8.875')).toBe(-892);
    expect([minorToText(-5, 2), minorToText(1_234, 2), minorToText(7, 0), minorToText(1, 3)]).toEqual([
      '-0.05',
      '12.34',
      '7',
      '0.001',
    ]);
  });
});
