import { expect, test } from 'vitest';
import {
  billedCustomer,
  billingSays,
  invoiceOf,
  ledgerInvoice,
  seatProduct,
  usd,
} from '#test/support/billing-facts.ts';
import { openIngestWorld, type Said } from '#test/support/ingest-world.ts';

test('scenario 17: the same invoice number in two billing systems is two invoices and two ERP documents', () => {
  const world = openIngestWorld();
  const { take, settle, desk, books, exceptions } = world;
  const acquired = (said: Said): Said => ({ ...said, connection: 'billing-acquired' });
  const facts = [billedCustomer, seatProduct, billingSays('in_1', invoiceOf(100_000))];
  const others = [billedCustomer, seatProduct, billingSays('in_1', invoiceOf(250_000))].map(acquired);
  take(...facts);
  settle();
  // The ERP shows the first system's document, under the number that both use.
  const [first] = desk.postings.inState('POSTED');
  take(ledgerInvoice(first?.documentId ?? '', 'INV-1', 100_000));
  settle();
  take(...others);
  settle();

  expect(books.find('billing', 'invoice', 'in_1')?.entity.total).toEqual(usd(100_000));
  expect(books.find('billing-acquired', 'invoice', 'in_1')?.entity.total).toEqual(usd(250_000));
  const posted = desk.postings.inState('POSTED');
  expect(posted.map(({ sourceReference, amount }) => [sourceReference, amount.minor]).sort()).toEqual([
    ['INV-1', 100_000n],
    ['INV-1', 250_000n],
  ]);
  expect(new Set(posted.map(({ externalId }) => externalId)).size).toBe(2);
  expect(exceptions.exceptions.inState('open')).toEqual([]);
  const { seq } = world.journal.head();
  take(...others, ...facts);
  settle();
  expect(world.journal.head().seq).toBe(seq);
  world.close();
});
