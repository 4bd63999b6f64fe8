import { expect, test } from 'vitest';
import { billedCustomer, billingSays, invoiceOf, seatProduct, usd } from '#test/support/billing-facts.ts';
import { openIngestWorld } from '#test/support/ingest-world.ts';

test.each([
  ['dated', { by: 'instant', at: '2026-09-20T10:00:00Z' }, { by: 'instant', at: '2026-09-20T11:00:00Z' }],
  ['numbered', { by: 'sequence', version: 1 }, { by: 'sequence', version: 2 }],
] as const)(
  'scenario 29: a stale %s event after a newer one is recorded superseded and changes no state',
  (kind, older, newer) => {
    const world = openIngestWorld();
    const { take, settle, desk, exceptions, books, journal } = world;
    take(billedCustomer, seatProduct);
    if (kind === 'numbered') take(billingSays('in_1', invoiceOf(90_000), older));
    take(billingSays('in_1', invoiceOf(100_000), newer));
    settle();
    const before = journal.head().seq;
    const [figures] = take(billingSays('in_1', invoiceOf(80_000), older));
    settle();

    expect(figures).toMatchObject({ superseded: 1, changed: 0, conflicts: 0 });
    const after = journal.read(before, 10);
    expect(after.map(({ type }) => type)).toEqual(['observation.superseded']);
    expect(after[0]?.payload['reason']).toMatch(/is applied$/);
    expect(books.find('billing', 'invoice', 'in_1')?.entity.total).toEqual(usd(100_000));
    expect(desk.postings.all()).toMatchObject([{ state: 'POSTED', amount: usd(100_000) }]);
    expect(exceptions.exceptions.inState('open')).toEqual([]);
    world.close();
  },
);
