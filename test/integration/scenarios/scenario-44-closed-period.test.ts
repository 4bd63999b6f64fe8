import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 44: an invoice of a closed period is held until two people have the period reopened', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  await tiny.sync();
  const { policy } = tiny.core;
  const where = { legalEntity: 'NW-US', period: '2026-09' };
  expect(policy.movePeriod('close', where, 'maria', 'September is done').ok).toBe(true);
  const invoice = tiny.issueInvoice(customer, { netMinor: 250_000, on: '2026-09-28' });
  const other = tiny.issueInvoice(tiny.addCustomer({ entity: 'NW-UK' }), {
    netMinor: 10_000,
    on: '2026-09-28',
  });
  await tiny.sync();

  expect(tiny.exceptions()).toMatchObject([
    { code: 'PERIOD_CLOSED', legalEntity: 'NW-US', period: '2026-09', amount: { minor: 250_000n } },
  ]);
  // Another entity's period is open: its invoice is not held up.
  expect(tiny.documents('invoice').map(({ otherRefNum }) => otherRefNum)).toEqual([other.number]);

  expect(policy.movePeriod('request-reopen', where, 'rita', 'a late invoice').ok).toBe(true);
  const own = policy.movePeriod('reopen', where, 'rita', 'a late invoice');
  expect(own.ok).toBe(false);
  await tiny.sync();
  expect(tiny.documents('invoice')).toHaveLength(1);
  expect(policy.movePeriod('reopen', where, 'maria', 'a late invoice').ok).toBe(true);
  await tiny.sync();

  expect(tiny.codes()).toEqual([]);
  expect(tiny.document('invoice', invoice.number ?? '')).toMatchObject({
    tranDate: '2026-09-28',
    totalMinor: 250_000,
    memo: `Invoice ${invoice.number}`,
  });
  await expectQuiet(tiny);
});

test('scenario 44: a class may go to the earliest open day instead, and the document says so', async () => {
  tiny = await startTinyWorld({
    change: (file) => ({
      ...file,
      policy: { ...file.policy, closedPeriods: { 'invoice-to-erp': 'earliest-open' } },
    }),
  });
  const customer = tiny.addCustomer();
  tiny.erp.setPeriodState('Sep 2026', 'closed');
  const invoice = tiny.issueInvoice(customer, { netMinor: 250_000, on: '2026-09-28' });
  tiny.pay(invoice.id, 250_000, '2026-09-29');
  await tiny.sync();

  expect(tiny.document('invoice', invoice.number ?? '')).toMatchObject({
    tranDate: '2026-10-01',
    totalMinor: 250_000,
    memo: `Invoice ${invoice.number} (dated 2026-09-28, its period is closed)`,
  });
  // Payments are another class, whose rule is to be held.
  expect(tiny.exceptions()).toMatchObject([{ code: 'PERIOD_CLOSED', amount: { minor: 250_000n } }]);
  expect(tiny.documents('customerPayment')).toEqual([]);
  await expectQuiet(tiny);
});

test('scenario 44: locked is not closed: the invoice keeps its day and waits for a person', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  tiny.erp.setPeriodState('Sep 2026', 'locked');
  const invoice = tiny.issueInvoice(customer, { netMinor: 250_000, on: '2026-09-28' });
  await tiny.sync();
  expect(tiny.codes()).toEqual([]);
  expect(tiny.postings('HELD')).toMatchObject([
    { sourceReference: invoice.number, period: '2026-09', holdReasons: [{ code: 'PERIOD_LOCKED' }] },
  ]);
  expect(tiny.documents('invoice')).toEqual([]);

  tiny.erp.setPeriodState('Sep 2026', 'open');
  tiny.world.clock.skip(3_600_000);
  await tiny.sync();
  expect(tiny.document('invoice', invoice.number ?? '')).toMatchObject({ tranDate: '2026-09-28' });
  await expectQuiet(tiny);
});
