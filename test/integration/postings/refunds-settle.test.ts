import { afterEach, expect, test } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('a second credit with refund is paid out of its own credit memo, not of the one that the first used up', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const invoice = tiny.issueInvoice(customer, { netMinor: 100_000 });
  tiny.pay(invoice.id, 100_000);
  await tiny.sync();
  for (let nth = 0; nth < 2; nth += 1) {
    tiny.world.clock.skip(60_000);
    tiny.billing.creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: 20_000 }],
      refundAmount: 20_000,
    });
    await tiny.sync();
  }
  expect(tiny.codes()).toEqual([]);
  expect(tiny.documents('creditMemo').map(({ id }) => tiny.erp.remainingMinor(id))).toEqual([0, 0]);
});

test('an overpayment that is refunded leaves the ERP', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const invoice = tiny.issueInvoice(customer, { netMinor: 100_000 });
  const charge = tiny.pay(invoice.id, 110_000);
  await tiny.sync();
  tiny.world.clock.skip(60_000);
  tiny.billing.refunds.create({ charge, amount: 10_000 });
  await tiny.sync();
  expect(tiny.documents('customerRefund').map(({ totalMinor }) => totalMinor)).toEqual([10_000]);
});
