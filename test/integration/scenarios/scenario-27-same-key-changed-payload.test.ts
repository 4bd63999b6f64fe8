import { expect, test } from 'vitest';
import {
  billedCustomer,
  billingSays,
  invoiceOf,
  seatProduct,
  subscriptionOf,
  usd,
} from '#test/support/billing-facts.ts';
import { openIngestWorld } from '#test/support/ingest-world.ts';

test('scenario 27: the same version with another content is a conflict with both sides shown, and posts nothing', () => {
  const world = openIngestWorld();
  const { take, settle, desk, exceptions, books, journal } = world;
  const first = { by: 'sequence', version: 1 } as const;
  take(billedCustomer, seatProduct, billingSays('in_1', invoiceOf(100_000), first));
  settle();
  const [figures] = take(billingSays('in_1', invoiceOf(120_000), first));
  settle();

  expect(figures).toMatchObject({ conflicts: 1, changed: 0 });
  expect(books.find('billing', 'invoice', 'in_1')?.entity.total).toEqual(usd(100_000));
  expect(desk.postings.all()).toMatchObject([{ state: 'POSTED', revision: 1, amount: usd(100_000) }]);
  const [conflict, ...others] = exceptions.exceptions.inState('open');
  expect(others).toEqual([]);
  expect(conflict).toMatchObject({
    code: 'SAME_KEY_DIFFERENT_CONTENT',
    detail: { 'applied total.minor': '"100000"', 'came total.minor': '"120000"' },
  });

  // The same contradiction again, and the first content again, change nothing more.
  const { seq } = journal.head();
  take(billingSays('in_1', invoiceOf(100_000), first));
  settle();
  expect(journal.head().seq).toBe(seq);
  expect(exceptions.exceptions.inState('open')).toHaveLength(1);
  world.close();
});

test('scenario 27: the next version is applied on what was kept, not on what contradicted it', () => {
  const world = openIngestWorld();
  const { take, books } = world;
  const says = (quantity: number, version: number) =>
    billingSays('sub_1', subscriptionOf('active', quantity), { by: 'sequence', version });
  take(says(10, 1), says(20, 2), says(99, 2), says(30, 3));
  const stored = books.find('billing', 'subscription', 'sub_1');
  expect([stored?.version, stored?.entity.items[0]?.quantity]).toEqual([3, 30]);
  world.close();
});
