import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 24: a void of a posted invoice is reversed in the ERP once, to nothing open', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer({ entity: 'NW-DE' });
  const posted = tiny.issueInvoice(customer, { netMinor: 120_000 });
  await tiny.sync();
  const original = tiny.document('invoice', posted.number ?? '');
  expect([original.totalMinor, original.taxMinor, tiny.erp.remainingMinor(original.id)]).toEqual([
    142_800, 22_800, 142_800,
  ]);

  tiny.world.clock.skip(3_600_000);
  tiny.billing.invoices.void(posted.id);
  await tiny.sync();

  const memos = tiny.documents('creditMemo');
  expect(memos).toMatchObject([{ totalMinor: 142_800, taxMinor: 22_800, tranDate: original.tranDate }]);
  expect(tiny.erp.applicationsOf(memos[0]?.id ?? 0)).toMatchObject([
    { targetId: original.id, amountMinor: 142_800 },
  ]);
  expect(tiny.erp.remainingMinor(original.id)).toBe(0);
  expect(tiny.codes()).toEqual([]);
  const states = tiny.core.desk.postings.all().map(({ commandType, state }) => `${commandType} ${state}`);
  expect(states).toEqual(['invoice.post REVERSED', 'credit-memo.post POSTED']);
  await expectQuiet(tiny);
});

test('scenario 24: an invoice voided before it was posted never reaches the ERP', async () => {
  tiny = await startTinyWorld();
  const held = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 2_000_000 });
  await tiny.sync();
  expect(tiny.postings('HELD')).toHaveLength(1);
  tiny.billing.invoices.void(held.id);
  await tiny.sync();
  expect(tiny.postings('HELD')).toHaveLength(0);
  expect(tiny.created()).toEqual([]);
  expect(tiny.codes()).toEqual([]);
  await expectQuiet(tiny);
});

test('scenario 24: a void of an invoice in a period closed since goes to the open one and says so', async () => {
  tiny = await startTinyWorld();
  const posted = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 120_000 });
  await tiny.sync();
  tiny.erp.setPeriodState('Sep 2026', 'closed');
  tiny.billing.invoices.void(posted.id);
  await tiny.sync();
  const [memo] = tiny.documents('creditMemo');
  expect(memo).toMatchObject({ totalMinor: 120_000, tranDate: '2026-10-01' });
  expect(memo?.memo).toContain('voided in billing');
  expect(tiny.erp.remainingMinor(tiny.document('invoice', posted.number ?? '').id)).toBe(0);
  await expectQuiet(tiny);
});
