import { afterEach, expect, test } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('a document in the ERP with the number of an invoice but another amount and customer is not taken for it silently', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const other = tiny.addCustomer();
  await tiny.sync();
  const invoice = tiny.issueInvoice(customer, { netMinor: 2_000_000 });
  // A bookkeeper keyed it by hand, for the wrong customer and a zero short.
  tiny.erp.addDocument({
    type: 'invoice',
    customerId: other.erpId ?? 0,
    subsidiaryId: 1,
    currencyId: 1,
    tranDate: '2026-09-20',
    otherRefNum: invoice.number ?? '',
    lines: [{ itemId: 5, amountMinor: 200_000 }],
    employeeId: 1,
  });
  await tiny.sync();
  tiny.world.clock.skip(5 * 86_400_000);
  await tiny.sync();
  const [held] = tiny.postings('HELD');
  expect(held).toMatchObject({ sourceReference: invoice.number, documentId: null });
  expect(held?.holdReasons.map(({ code }) => code)).toContain('NUMBER_TAKEN_IN_ERP');
});
