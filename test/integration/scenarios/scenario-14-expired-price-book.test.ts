import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 14: amendments on an expired price book or an old version are refused with both sides shown', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const contract = 'NWC-1400';
  tiny.addDeal(customer, { contract, quantity: 50 });
  await tiny.sync();
  tiny.world.clock.skip(24 * 3_600_000);
  tiny.addDeal(customer, {
    contract,
    version: 2,
    baseVersion: 1,
    type: 'Amendment',
    quantity: 60,
    on: '2026-10-06',
  });
  await tiny.sync();
  expect(tiny.codes()).toEqual([]);
  const [subscription] = [...tiny.billing.rows('subscription')];
  expect(subscription).toMatchObject({ metadata: { contract_version: '2' }, items: [{ quantity: 60 }] });

  const expired = tiny.addDeal(customer, {
    contract,
    version: 3,
    baseVersion: 2,
    type: 'Amendment',
    on: '2026-10-06',
    quantity: 70,
    priceBook: 'Northwind list 2025',
  });
  const other = tiny.addCustomer();
  const outdated = tiny.addDeal(customer, {
    contract,
    version: 3,
    baseVersion: 1,
    type: 'Amendment',
    on: '2026-10-06',
    quantity: 80,
  });
  tiny.addDeal(other, { quantity: 1 });
  await tiny.sync();

  const byCode = new Map(tiny.exceptions().map((item) => [item.code, item]));
  expect([...byCode.keys()].sort()).toEqual(['BASE_VERSION_STALE', 'PRICE_BOOK_EXPIRED']);
  expect(byCode.get('PRICE_BOOK_EXPIRED')).toMatchObject({
    amount: { minor: BigInt(expired.totalMinor), currency: 'USD' },
    detail: {
      priceBook: 'Northwind list 2025',
      validToOn: '2025-12-31',
      signedOn: '2026-09-28',
      validPriceBook: 'Northwind list 2026',
    },
  });
  expect(byCode.get('BASE_VERSION_STALE')).toMatchObject({
    amount: { minor: BigInt(outdated.totalMinor), currency: 'USD' },
    detail: { baseVersion: 1, activeVersion: 2 },
  });
  // The contract stays at its version; the unrelated deal went through.
  const versions = [...tiny.billing.rows('subscription')].map(({ items, metadata }) => [
    metadata['contract_version'],
    items[0]?.quantity,
  ]);
  expect(versions).toEqual([
    ['2', 60],
    ['1', 1],
  ]);
  await expectQuiet(tiny);
});
