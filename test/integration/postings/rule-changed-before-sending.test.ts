import { afterEach, expect, test } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('a rule about a product that came while the ERP was away holds what nobody approved', async () => {
  tiny = await startTinyWorld();
  const customer = tiny.addCustomer();
  await tiny.sync();
  tiny.faults.netsuite.setRateLimit({
    form: 'seconds',
    until: tiny.nowMs() + 120_000,
    afterCalls: 0,
    match: { kind: 'write' },
  });
  tiny.issueInvoice(customer, { product: 'NW-SEAT-A', netMinor: 100 });
  await tiny.syncInTrouble(0);
  const invoice = tiny.issueInvoice(customer, { netMinor: 500_000 });
  await tiny.syncInTrouble(0);
  const waiting = tiny.postings('APPROVED').find(({ sourceReference }) => sourceReference === invoice.number);
  // Nothing of it was tried yet, and only the policy released it.
  expect(waiting).toMatchObject({ attempt: 0 });
  const rule = { id: 'onboarding', reason: 'Onboarding is looked at', productCodes: ['NW-ONBOARD'] };
  expect(tiny.core.policy.changePolicy('holdRules', [rule], 'maria', 'prices are wrong').ok).toBe(true);
  await tiny.syncInTrouble(0);
  tiny.world.clock.skip(900_000);
  await tiny.sync();
  expect(tiny.documents('invoice').map(({ otherRefNum }) => otherRefNum)).not.toContain(invoice.number);
});
