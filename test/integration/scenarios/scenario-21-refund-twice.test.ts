import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 21: a refund whose answer got lost and whose event came twice leaves the ERP once', async () => {
  tiny = await startTinyWorld();
  const { stripe } = tiny.world.sandbox.organisations;
  const customer = tiny.addCustomer();
  const invoice = tiny.issueInvoice(customer, { netMinor: 120_000 });
  const charge = tiny.pay(invoice.id, 120_000);
  await tiny.sync();

  stripe.setEventFaults({ twinned: 1, listedTwice: 1 });
  tiny.world.clock.skip(60_000);
  const note = tiny.billing.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: 50_000 }],
    refundAmount: 50_000,
  });
  // The ERP commits the refund, and its answer never arrives.
  tiny.faults.netsuite.add({
    id: 'lost answer',
    match: { kind: 'write', pathPattern: 'customerRefund' },
    port: 'after-commit',
    action: 'reset',
    times: 1,
  });
  await tiny.sync();

  expect(tiny.faults.netsuite.hits('lost answer')).toBe(1);
  const refunds = tiny.created().filter(({ kind }) => kind === 'customerRefund');
  expect(refunds).toHaveLength(1);
  const refund = tiny.document('customerRefund', note.refund ?? '');
  expect(refund.totalMinor).toBe(50_000);
  const memo = tiny.document('creditMemo', note.number);
  expect(tiny.erp.applicationsOf(refund.id)).toMatchObject([{ targetId: memo.id, amountMinor: 50_000 }]);
  expect(tiny.erp.remainingMinor(memo.id)).toBe(0);
  expect(tiny.document('customerPayment', charge).totalMinor).toBe(120_000);
  const posting = tiny.core.desk.postings.all().find(({ commandType }) => commandType === 'refund.post');
  expect(posting).toMatchObject({ state: 'POSTED', attempt: 1, documentId: String(refund.id) });
  expect(tiny.codes()).toEqual([]);
  await expectQuiet(tiny);
});
