import { afterEach, expect, test } from 'vitest';
import { present } from '#core/base/assert.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('a held invoice whose period is closed and reopened by two people waits for its decision again', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const invoice = tiny.issueInvoice(customer, { netMinor: 2_000_000, on: '2026-09-28' });
  await tiny.sync();
  expect(tiny.postings('HELD')).toHaveLength(1);
  const { policy } = tiny.core;
  const where = { legalEntity: 'NW-US', period: '2026-09' };
  expect(policy.movePeriod('close', where, 'maria', 'done').ok).toBe(true);
  await tiny.sync();
  expect(tiny.codes()).toEqual(['PERIOD_CLOSED']);
  expect(policy.movePeriod('request-reopen', where, 'rita', 'late').ok).toBe(true);
  expect(policy.movePeriod('reopen', where, 'maria', 'late').ok).toBe(true);
  await tiny.sync();
  const states = tiny.core.desk.postings.all().map(({ state, sourceReference }) => [sourceReference, state]);
  expect(states).toEqual([[invoice.number, 'HELD']]);
});

test('a held credit note whose mapping is retired and replaced is held again, and not lost', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  const invoice = tiny.issueInvoice(customer, { netMinor: 3_000_000, on: '2026-09-20' });
  await tiny.sync();
  await tiny.approveHeld('omar');
  await tiny.sync();
  tiny.world.clock.skip(60_000);
  const note = tiny.billing.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoiceLine: 0, amount: 1_500_000 }],
  });
  await tiny.sync();
  expect(tiny.postings('HELD')).toHaveLength(1);
  const { mapping } = tiny.core;
  const live = mapping
    .list({ type: 'item', state: 'live' })
    .find(({ sourceKey }) => sourceKey === 'NW-ONBOARD');
  const { id: wrong, legalEntity, target } = present(live, 'a live mapping');
  expect(mapping.proposeRetirement([wrong], '2026-01-02', 'rita', 'wrong account').ok).toBe(true);
  expect(mapping.approveRetirement([wrong], { by: 'maria', reason: 'yes' }).ok).toBe(true);
  await tiny.sync();
  const draft = {
    type: 'item' as const,
    legalEntity,
    sourceKey: 'NW-ONBOARD',
    target,
    validFromOn: '2026-02-01',
  };
  const proposed = mapping.propose([draft], 'rita', 'right account');
  if (!proposed.ok) throw new Error(proposed.error.message);
  expect(
    mapping.approve(
      proposed.value.map(({ id }) => id),
      { by: 'maria', reason: 'yes' },
    ).ok,
  ).toBe(true);
  await tiny.sync();
  tiny.world.clock.skip(3 * 86_400_000);
  await tiny.sync();
  expect(tiny.postings('HELD').map(({ sourceReference }) => sourceReference)).toEqual([note.number]);
});
