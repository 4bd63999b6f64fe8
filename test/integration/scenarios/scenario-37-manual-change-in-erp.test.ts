import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 37: a hand edit of a posted document is found at the next read-back, and reversing it settles it', async () => {
  tiny = await startTinyWorld();
  const { netsuite } = tiny.world.sandbox.organisations;
  const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
  const untouched = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 70_000 });
  await tiny.sync();
  const { id } = tiny.document('invoice', invoice.number ?? '');

  tiny.world.clock.skip(3_600_000);
  expect(
    netsuite.handEdit({ action: 'change-amount', type: 'invoice', id, totalMinor: 105_000 }),
  ).toMatchObject({
    ok: true,
  });
  tiny.world.clock.skip(60_000);
  await tiny.sync();
  const [edit, ...others] = tiny.exceptions();
  expect(others).toEqual([]);
  expect(edit).toMatchObject({
    code: 'MANUAL_EDIT_IN_ERP',
    legalEntity: 'NW-US',
    amount: { minor: 100_000n },
  });
  expect(edit?.message).toContain('USD 1000.00 and now shows USD 1050.00');
  // Nothing was written over it, and nothing was posted a second time.
  expect(tiny.document('invoice', invoice.number ?? '').totalMinor).toBe(105_000);
  expect(tiny.created()).toHaveLength(2);
  const before = tiny.standing();
  await tiny.sync();
  expect(tiny.standing()).toEqual(before);

  // The accountant reverses the edit: the exception ends by itself and says why.
  expect(
    netsuite.handEdit({ action: 'change-amount', type: 'invoice', id, totalMinor: 100_000 }),
  ).toMatchObject({
    ok: true,
  });
  tiny.world.clock.skip(60_000);
  await tiny.sync();
  expect(tiny.codes()).toEqual([]);
  expect(tiny.core.exceptions.exceptions.get(edit?.id ?? '')).toMatchObject({ state: 'resolved' });
  expect(tiny.document('invoice', untouched.number ?? '').totalMinor).toBe(70_000);
  await expectQuiet(tiny);
});

test.each([
  ['void', 'was voided in the ERP'],
  ['delete', 'was deleted in the ERP'],
] as const)(
  'scenario 37: a document that falls to a %s by hand is found and not posted again',
  async (action, said) => {
    tiny = await startTinyWorld();
    const invoice = tiny.issueInvoice(tiny.addCustomer(), { netMinor: 100_000 });
    await tiny.sync();
    const { id } = tiny.document('invoice', invoice.number ?? '');
    tiny.world.clock.skip(3_600_000);
    tiny.world.sandbox.organisations.netsuite.handEdit({ action, type: 'invoice', id });
    tiny.world.clock.skip(60_000);
    await tiny.sync();
    expect(tiny.exceptions()).toMatchObject([{ code: 'MANUAL_EDIT_IN_ERP', amount: { minor: 100_000n } }]);
    expect(tiny.exceptions()[0]?.message).toContain(said);
    expect(tiny.created()).toHaveLength(1);
    await expectQuiet(tiny);
  },
);
