import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 26: the same invoice event five times and under two ids makes one ERP document', async () => {
  tiny = await startTinyWorld();
  const { stripe } = tiny.world.sandbox.organisations;
  const customer = tiny.addCustomer();
  await tiny.sync();
  stripe.setEventFaults({ twinned: 1, listedTwice: 1 });
  const invoice = tiny.issueInvoice(customer, { netMinor: 123_456 });
  stripe.setEventFaults({});
  const events = tiny.billing.state.events
    .all()
    .filter(({ row, type }) => row.id === invoice.id && type === 'invoice.finalized');
  expect(events).toHaveLength(2);
  const eventId = tiny.billing.state.events.idOf(present(events[0], 'an event'));
  await tiny.sync();
  expect(tiny.document('invoice', invoice.number ?? '')).toMatchObject({ totalMinor: 123_456 });

  const { headSeq } = tiny.standing();
  for (let time = 0; time < 5; time += 1) expect(stripe.twinEvent(eventId)).toBe(true);
  await tiny.sync();
  expect(tiny.created()).toHaveLength(1);
  expect(tiny.codes()).toEqual([]);
  expect(tiny.standing().headSeq).toBe(headSeq);
  const counted = tiny.core.store.sqlite
    .prepare("SELECT sum(duplicates) FROM sync_runs WHERE connection_id = 'billing' AND stream = 'events'")
    .pluck()
    .get();
  expect(counted).toBeGreaterThan(0);
  // Nothing blocks: the next invoice flows.
  const next = tiny.issueInvoice(customer, { netMinor: 1_000 });
  await tiny.sync();
  expect(tiny.document('invoice', next.number ?? '')).toMatchObject({ totalMinor: 1_000 });
  await expectQuiet(tiny);
});

test('scenario 28: events that the vendor tells late and shuffled leave the same documents', async () => {
  tiny = await startTinyWorld();
  const { stripe } = tiny.world.sandbox.organisations;
  const customer = tiny.addCustomer();
  await tiny.sync();
  stripe.setEventFaults({ listDelayMs: { minMs: 1_000, maxMs: 240_000 }, twinned: 0.5 });
  const paid = tiny.issueInvoice(customer, { netMinor: 100_000 });
  const charge = tiny.pay(paid.id, 100_000);
  const note = tiny.billing.creditNotes.create({
    invoice: paid.id,
    lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: 20_000 }],
    refundAmount: 20_000,
  });
  const voided = tiny.issueInvoice(customer, { netMinor: 50_000 });
  tiny.billing.invoices.void(voided.id);
  for (let round = 0; round < 3; round += 1) {
    await tiny.sync();
    tiny.world.clock.skip(100_000);
  }
  await tiny.sync();

  expect(tiny.codes()).toEqual([]);
  const invoiceId = tiny.document('invoice', paid.number ?? '').id;
  expect(tiny.erp.remainingMinor(invoiceId)).toBe(0);
  expect(tiny.document('customerPayment', charge)).toMatchObject({ totalMinor: 100_000 });
  expect(tiny.document('creditMemo', note.number)).toMatchObject({ totalMinor: 20_000 });
  expect(tiny.document('customerRefund', note.refund ?? '')).toMatchObject({ totalMinor: 20_000 });
  expect(tiny.created()).toHaveLength(4);
  await expectQuiet(tiny);
});
