import { it } from 'vitest';
import type { SourceRecord } from '#core/connectors/sdk/index.ts';
import { present } from '#core/base/assert.ts';
import { seeds, withSeed, takeTime } from './fault-world.ts';

takeTime();

const file = 'poison.test.ts';

/** Texts that no connector can read; the last ones are made to break code that trusts its input. */
const poisons = [
  'not json',
  '[]',
  'null',
  '{}',
  '{"id":7}',
  '{"id":"in_x","object":"invoice","lines":null}',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  '{"__proto__":{"lines":1},"constructor":null}',
];

it.each([1, 10])(
  'F-32: %d in a hundred records poisoned are set aside, and the others go on',
  async (percent) => {
    for (const seed of seeds(`F-32-${percent}`, 1, 95)) {
      await withSeed(file, seed, {}, async (world, random) => {
        world.bill(3, 1);
        await world.settle();
        const { core } = world.tiny;
        const billing = core.connections.of('billing');
        const stream = present(
          billing.capabilities.streams.find(({ kinds }) => kinds.includes('invoice')),
          'a stream of invoices',
        ).name;
        const records: SourceRecord[] = [];
        for (let index = 0; index < 2_000; index += 1) {
          if (index % (100 / percent) !== 0) continue;
          records.push({ stream, externalId: `poison_${index}`, body: random.pick(poisons) });
        }
        // The same poison is delivered again and again, as a source does that repeats what was not taken.
        let quarantined = 0;
        for (let time = 0; time < 5; time += 1)
          quarantined += core.ingest.page(billing, records, () => {}).quarantined;
        const wrong = quarantined === records.length ? [] : [`${quarantined} of ${records.length} set aside`];
        world.bill(2, 1);
        await world.tiny.world.reopen();
        await world.settle();
        return [...wrong, ...world.wrong()];
      });
    }
  },
);

it('F-32: a record on which the connector itself breaks stops nothing but itself', async () => {
  for (const seed of seeds('F-32-crash', 1, 10)) {
    await withSeed(file, seed, {}, async (world) => {
      const { core } = world.tiny;
      const billing = core.connections.of('billing');
      const broken = {
        ...billing,
        capabilities: billing.capabilities,
        translate: () => {
          throw new TypeError('cannot read properties of undefined');
        },
      };
      const figures = core.ingest.page(
        broken,
        [{ stream: 'invoices', externalId: 'in_crash', body: '{}' }],
        () => {},
      );
      world.bill(2, 1);
      await world.settle();
      return [...(figures.quarantined === 1 ? [] : ['the record was not set aside']), ...world.wrong()];
    });
  }
});
