import { afterEach, expect, test } from 'vitest';
import { expectQuiet } from '#test/support/expect-quiet.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';

let tiny: TinyWorld;
afterEach(() => tiny.close());

test.each(['seconds', 'absent', 'malformed'] as const)(
  'scenario 40: throttled with Retry-After %s, every document is posted once and nothing becomes an exception',
  async (form) => {
    tiny = await startTinyWorld();
    const customer = tiny.addCustomer();
    await tiny.sync();
    tiny.world.clock.hurry(10);
    const issued = Array.from({ length: 12 }, (_, index) =>
      tiny.issueInvoice(customer, { netMinor: 1_000 + index }),
    );
    tiny.faults.netsuite.setRateLimit({
      form,
      until: tiny.nowMs() + 120_000,
      afterCalls: 8,
      match: { kind: 'write' },
    });
    for (let round = 0; round < 3; round += 1) {
      await tiny.syncInTrouble();
      tiny.world.clock.skip(60_000);
    }
    await tiny.sync();

    expect(tiny.faults.netsuite.hits('rate-limit')).toBeGreaterThan(0);
    expect(tiny.created()).toHaveLength(12);
    for (const { number, total } of issued)
      expect(tiny.document('invoice', number ?? '').totalMinor).toBe(total);
    expect(tiny.codes()).toEqual([]);
    await expectQuiet(tiny);
  },
);
