import { it } from 'vitest';
import { seeds, withSeed, takeTime } from './fault-world.ts';

takeTime();

const file = 'repeated-events.test.ts';
const dayMs = 86_400_000;

it('F-27: an event that comes up to fifty times, days apart and over restarts, has one effect', async () => {
  let repeated = 0;
  for (const seed of seeds('F-27', 2, 40)) {
    await withSeed(file, seed, {}, async (world, random) => {
      const { stripe } = world.organisations;
      world.bill(2, 1);
      await world.settle();
      const { events: log } = stripe.store.state;
      const events = log.all().map((row) => log.idOf(row));
      repeated += events.length;
      const commits = world.organisations.netsuite.commits.count;
      let deliveries = 0;
      for (let delivery = 0; delivery < 3; delivery += 1) {
        for (const id of events) {
          for (let time = random.integer(1, 17); time > 0; time -= 1) {
            stripe.twinEvent(id);
            deliveries += 1;
          }
        }
        await world.settle();
        world.clock.skip(random.integer(1, 4) * dayMs);
        await world.tiny.world.reopen();
      }
      await world.settle();
      const made = world.organisations.netsuite.commits.count - commits;
      const wrong = made === 0 ? [] : [`${made} more commits in the ERP`];
      if (deliveries < 250) wrong.push(`only ${deliveries} deliveries of ${events.length} events`);
      return [...wrong, ...world.wrong()];
    });
  }
  console.info(`F-27: ${repeated} events`);
});
