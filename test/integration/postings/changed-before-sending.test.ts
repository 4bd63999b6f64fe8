import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

function throttle(): void {
  tiny.faults.netsuite.setRateLimit({
    form: 'seconds',
    until: tiny.nowMs() + 120_000,
    afterCalls: 0,
    match: { kind: 'write' },
  });
}

test('an approval given before a mapping changed does not send the old bytes, though the ERP throttled the first try', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  tiny.issueInvoice(customer, { netMinor: 2_000_000, on: '2026-09-20' });
  await tiny.sync();
  throttle();
  await tiny.approveHeld('omar');
  await tiny.syncInTrouble(0);
  const [waiting] = tiny.postings('APPROVED');
  expect(waiting).toMatchObject({ attempt: 1 });
  expect(tiny.created()).toEqual([]);

  const { mapping } = tiny.core;
  const itemId = String(
    tiny.erp.addItem({ itemId: 'NW-ONB-2', displayName: 'Onboarding, right account', subsidiaryIds: null }),
  );
  const live = mapping
    .list({ type: 'item', state: 'live' })
    .find(({ sourceKey }) => sourceKey === 'NW-ONBOARD');
  const { target: old, legalEntity } = present(live, 'a live mapping');
  const target = { ...(old as { itemId: string; revenueRule: string }), itemId };
  const proposed = mapping.propose(
    [{ type: 'item', legalEntity, sourceKey: 'NW-ONBOARD', target, validFromOn: '2026-09-01' }],
    'rita',
    'the old item is on the wrong account',
  );
  if (!proposed.ok) throw new Error(proposed.error.message);
  expect(
    mapping.approve(
      proposed.value.map(({ id }) => id),
      { by: 'maria', reason: 'yes' },
    ).ok,
  ).toBe(true);
  await tiny.syncInTrouble(0);
  tiny.world.clock.skip(180_000);
  await tiny.sync();
  // Approved bytes are void: a person has to see the new ones.
  expect(tiny.created()).toEqual([]);
  expect(tiny.postings('HELD')).toMatchObject([{ revision: 2 }]);
});

test('an invoice voided in billing while the ERP throttles it never reaches the ERP', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  await tiny.sync();
  throttle();
  const invoice = tiny.issueInvoice(customer, { netMinor: 500_000 });
  await tiny.syncInTrouble(0);
  expect(tiny.postings('APPROVED')).toMatchObject([{ attempt: 1 }]);
  tiny.billing.invoices.void(invoice.id);
  await tiny.syncInTrouble(0);
  tiny.world.clock.skip(180_000);
  await tiny.sync();
  expect(tiny.created()).toEqual([]);
});
