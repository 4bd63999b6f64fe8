import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

/** An invoice, its payment and a credit that is paid back: everything but the refund is in the ERP or held. */
async function refunded(netMinor: number): Promise<string> {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const invoice = tiny.issueInvoice(customer, { netMinor });
  tiny.pay(invoice.id, netMinor);
  await tiny.sync();
  await tiny.approveHeld('omar');
  await tiny.sync();
  await tiny.approveHeld('omar');
  await tiny.sync();
  tiny.world.clock.skip(60_000);
  const note = tiny.billing.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: netMinor }],
    refundAmount: netMinor,
  });
  await tiny.sync();
  for (const posting of tiny.postings('HELD'))
    if (posting.commandType === 'credit-memo.post') tiny.world.decide(posting, 'omar');
  await tiny.sync();
  return present(note.refund, 'a refund');
}

test('a held refund that fails at billing is taken back: nobody can post it any more', async () => {
  const refund = await refunded(2_000_000);
  expect(tiny.postings('HELD')).toMatchObject([{ commandType: 'refund.post' }]);
  tiny.world.clock.skip(60_000);
  tiny.billing.refunds.update(refund, { failureReason: 'declined' });
  await tiny.sync();
  expect(tiny.core.books.find('billing', 'refund', refund)?.entity.status).toBe('failed');
  await tiny.approveHeld('omar');
  await tiny.sync();
  expect(tiny.documents('customerRefund')).toEqual([]);
});

test('a refund that fails at billing after it was posted is never silently left in the ERP', async () => {
  const refund = await refunded(500_000);
  expect(tiny.documents('customerRefund')).toHaveLength(1);
  tiny.world.clock.skip(60_000);
  tiny.billing.refunds.update(refund, { failureReason: 'declined' });
  await tiny.sync();
  expect(tiny.core.books.find('billing', 'refund', refund)?.entity.status).toBe('failed');
  tiny.world.clock.skip(3 * 86_400_000);
  await tiny.sync();
  expect(tiny.codes()).not.toEqual([]);
});
