import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 18: payments in full, in part and too much leave the open amounts that billing has', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const full = tiny.issueInvoice(customer, { netMinor: 100_000 });
  const part = tiny.issueInvoice(customer, { netMinor: 200_000 });
  const over = tiny.issueInvoice(customer, { netMinor: 300_000 });
  const paidFull = tiny.pay(full.id, 100_000);
  const paidPart = tiny.pay(part.id, 50_000);
  const paidOver = tiny.pay(over.id, 310_000);
  await tiny.sync();

  expect(tiny.codes()).toEqual([]);
  const open = [full, part, over].map(({ number }) => {
    const { id, totalMinor } = tiny.document('invoice', number ?? '');
    return [totalMinor, tiny.erp.remainingMinor(id)];
  });
  expect(open).toEqual([
    [100_000, 0],
    [200_000, 150_000],
    [300_000, 0],
  ]);
  const cash = [paidFull, paidPart, paidOver].map((charge) => {
    const { id, totalMinor } = tiny.document('customerPayment', charge);
    const applied = tiny.erp.applicationsOf(id).map(({ amountMinor }) => amountMinor);
    return { totalMinor, applied, unappliedMinor: tiny.erp.remainingMinor(id) };
  });
  expect(cash).toEqual([
    { totalMinor: 100_000, applied: [100_000], unappliedMinor: 0 },
    { totalMinor: 50_000, applied: [50_000], unappliedMinor: 0 },
    { totalMinor: 310_000, applied: [300_000], unappliedMinor: 10_000 },
  ]);
  expect(tiny.created().map(({ kind }) => kind)).toEqual([
    ...Array<string>(3).fill('invoice'),
    ...Array<string>(3).fill('customerPayment'),
  ]);

  // The rest is paid in the next period: what is open applies.
  tiny.world.clock.skip(3_600_000);
  const rest = tiny.pay(part.id, 150_000);
  await tiny.sync();
  const { id } = tiny.document('invoice', part.number ?? '');
  expect(tiny.erp.remainingMinor(id)).toBe(0);
  expect(tiny.erp.applicationsOf(tiny.document('customerPayment', rest).id)).toMatchObject([
    { targetId: id, amountMinor: 150_000 },
  ]);
  await expectQuiet(tiny);
});
