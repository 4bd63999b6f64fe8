import { afterEach, expect, test } from 'vitest';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test('one invoice that the ERP throttles again and again does not use up the hourly limit', async () => {
  tiny = await startTinyWorld({
    change: (file) => ({
      ...file,
      policy: {
        ...file.policy,
        circuitLimits: [
          { flow: '*', legalEntity: '*', countMax: 100, maxMinorByCurrency: { USD: '1000000' } },
        ],
      },
    }),
  });
  const customer = tiny.addCustomer();
  await tiny.sync();
  tiny.issueInvoice(customer, { netMinor: 400_000 });
  for (let round = 0; round < 4; round += 1) {
    tiny.faults.netsuite.setRateLimit({
      form: 'seconds',
      until: tiny.nowMs() + 60_000,
      afterCalls: 0,
      match: { kind: 'write' },
    });
    await tiny.syncInTrouble(0);
    tiny.world.clock.skip(70_000);
  }
  tiny.faults.netsuite.clear();
  await tiny.sync();
  expect(tiny.core.policy.circuits()).toEqual([]);
  expect(tiny.documents('invoice')).toHaveLength(1);
});
