import { it } from 'vitest';
import { seeds, withSeed, takeTime } from './fault-world.ts';

takeTime();

const file = 'expired-keys.test.ts';
const hourMs = 3_600_000;

/** F-17 and scenario 31: the machine is off until the vendor has forgotten the idempotency key. */
it.each([0.5, 6, 25, 72])(
  'F-17: a subscription whose answer was lost is not made again after %d hours',
  async (hours) => {
    for (const seed of seeds(`F-17-${hours}`, 1, 50)) {
      await withSeed(file, seed, {}, async (world, random) => {
        const port = random.pick(['after-commit', 'after-commit', 'after-receive'] as const);
        world.tiny.addDeal(world.customer);
        world.tiny.faults.stripe.add({
          id: 'lost',
          match: { methods: ['POST'], pathPattern: '^/v1/subscriptions$' },
          port,
          action: random.pick([
            'reset',
            { status: 500, body: { error: { type: 'api_error', message: 'oops' } } },
          ] as const),
          times: 1,
        });
        await world.tiny.core.synchronise({ untilIdle: false });
        const lost = world.tiny.faults.stripe.hits('lost');
        const wrong = lost === 1 ? [] : [`the fault struck ${lost} times`];
        world.clock.skip(hours * hourMs);
        await world.tiny.world.reopen();
        await world.settle();
        const made = [...world.tiny.billing.rows('subscription')].length;
        if (made !== 1) wrong.push(`${made} subscriptions in billing`);
        const waiting = world.tiny.core.desk.postings.all().filter(({ state }) => state !== 'POSTED');
        if (waiting.length > 0)
          wrong.push(`not posted: ${waiting.map(({ flow, state }) => `${flow} ${state}`).join(', ')}`);
        return [...wrong, ...world.wrong()];
      });
    }
  },
);
