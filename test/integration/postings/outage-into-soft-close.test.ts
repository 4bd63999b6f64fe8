import { afterEach, expect, test } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('an outage that runs into the soft close leaves the document to a person, to approve and to send', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  await tiny.sync();
  tiny.faults.netsuite.setMaintenance({
    from: tiny.nowMs(),
    to: tiny.nowMs() + 600_000,
    form: '503',
    writesOnly: true,
  });
  const invoice = tiny.issueInvoice(customer, { netMinor: 500_000, on: '2026-09-28' });
  await tiny.syncInTrouble(0);
  expect(tiny.postings('UNKNOWN')).toHaveLength(1);
  const where = { legalEntity: 'NW-US', period: '2026-09' };
  expect(tiny.core.policy.movePeriod('soft-close', where, 'maria', 'month end').ok).toBe(true);
  tiny.world.clock.skip(3_600_000);
  await tiny.sync();
  // Ended and opened again: nothing stands in its way any more.
  expect(tiny.core.policy.movePeriod('open', where, 'maria', 'not yet').ok).toBe(true);
  await tiny.sync();
  expect(tiny.documents('invoice').map(({ otherRefNum }) => otherRefNum)).toEqual([invoice.number]);
});
