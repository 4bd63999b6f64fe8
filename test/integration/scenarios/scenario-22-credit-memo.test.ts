import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 22: a credit posts once, with its tax, and takes its part off the open invoice', async () => {
  tiny = await startTinyWorld();
  const { stripe } = tiny.world.sandbox.organisations;
  const customer = tiny.addCustomer({ entity: 'NW-UK' });
  const invoice = tiny.issueInvoice(customer, { netMinor: 1_200_00 });
  await tiny.sync();
  const { id } = tiny.document('invoice', invoice.number ?? '');
  expect(tiny.erp.remainingMinor(id)).toBe(144_000);

  stripe.setEventFaults({ twinned: 1, listedTwice: 1 });
  tiny.world.clock.skip(60_000);
  const note = tiny.billing.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: 30_000 }],
  });
  await tiny.sync();

  expect(note.total).toBe(36_000);
  const memo = tiny.document('creditMemo', note.number);
  expect(memo).toMatchObject({ totalMinor: 36_000, taxMinor: 6_000 });
  expect(tiny.erp.applicationsOf(memo.id)).toMatchObject([{ targetId: id, amountMinor: 36_000 }]);
  expect(tiny.erp.remainingMinor(id)).toBe(108_000);
  expect(tiny.created().map(({ kind }) => kind)).toEqual(['invoice', 'creditMemo']);
  expect(tiny.codes()).toEqual([]);
  await expectQuiet(tiny);
});
