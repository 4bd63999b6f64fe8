import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { releaseCause } from '#core/app/router/release-cause.ts';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('scenario 33: of a batch the good ones post, the bad ones wait with the ERP reason, and sending again is harmless', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const good = Array.from({ length: 8 }, (_, index) =>
    tiny.issueInvoice(customer, { netMinor: 10_000 + index }),
  );
  const bad = Array.from({ length: 3 }, () =>
    tiny.issueInvoice(customer, { product: 'NW-BUNDLE', netMinor: 500_000 }),
  );
  // Switched off in the ERP: no mapping of ours can know, so the ERP refuses those documents alone.
  const itemId = Number(tiny.mapped('item', 'NW-BUNDLE', 'itemId'));
  tiny.erp.setInactive('serviceSaleItem', itemId);
  await tiny.sync();

  expect(
    tiny
      .documents('invoice')
      .map(({ otherRefNum }) => otherRefNum)
      .sort(),
  ).toEqual(good.map(({ number }) => number).sort());
  const refused = tiny.exceptions('ERP_REJECTED');
  expect(tiny.codes()).toEqual(['ERP_REJECTED', 'ERP_REJECTED', 'ERP_REJECTED']);
  expect(refused.reduce((sum, { amount }) => sum + (amount?.minor ?? 0n), 0n)).toBe(1_500_000n);
  const reason = tiny.postings('REJECTED')[0]?.reason ?? '';
  expect(reason).not.toBe('');
  for (const { message } of refused) expect(message).toContain(reason);

  // The whole batch again, with nothing fixed: not one document more.
  const causes = [...new Set(refused.map(({ causeKey }) => causeKey))];
  expect(causes).toHaveLength(1);
  const cause = present(causes[0], 'a cause');
  releaseCause(tiny.core, cause, 'ben', 'once more');
  await tiny.approveHeld('omar');
  await tiny.sync();
  expect(tiny.created()).toHaveLength(8);
  expect(tiny.exceptions('ERP_REJECTED')).toHaveLength(3);

  tiny.erp.setInactive('serviceSaleItem', itemId, false);
  releaseCause(tiny.core, cause, 'ben', 'the item is active again');
  await tiny.approveHeld('omar');
  await tiny.sync();
  expect(tiny.codes()).toEqual([]);
  for (const { number } of bad) expect(tiny.document('invoice', number ?? '').totalMinor).toBe(500_000);
  expect(tiny.created()).toHaveLength(11);
  await expectQuiet(tiny);
});
