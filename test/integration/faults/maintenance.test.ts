import { it } from 'vitest';
import { present } from '#core/base/assert.ts';
import type { MaintenanceForm } from '#core/sandbox/kit/fault-rules.ts';
import { othersThanPosted, seeds, takeTime, withSeed } from './fault-world.ts';

takeTime();

const file = 'maintenance.test.ts';
const hourMs = 3_600_000;

const disguises: readonly { readonly form: MaintenanceForm; readonly writesOnly: boolean }[] = [
  { form: '503', writesOnly: false },
  { form: '302-login', writesOnly: false },
  { form: '200-html', writesOnly: false },
  { form: '503', writesOnly: true },
  { form: '200-html', writesOnly: true },
];

/** How long it lasts, and whether it begins before we come or between the reads and the writes. */
const windows = [2, 6, 72].flatMap((hours) =>
  [true, false].map((isAnnounced) => ({ lengthMs: hours * hourMs, isAnnounced })),
);

it.each(disguises.map((disguise, at) => ({ ...disguise, at })))(
  'F-21: maintenance as $form, writes only: $writesOnly',
  async ({ form, writesOnly, at }) => {
    for (const [index, seed] of seeds(`F-21-${form}-${writesOnly}`, 1, 10 * windows.length).entries()) {
      const { lengthMs, isAnnounced } = present(windows[(index + at) % windows.length], 'one of them');
      await withSeed(file, seed, {}, async (world) => {
        const { sandbox } = world.tiny.world;
        if (!isAnnounced) await world.tiny.core.synchronise({ untilIdle: true });
        const numbers = world.bill(4, 1);
        const from = sandbox.clock.now();
        world.tiny.faults.netsuite.setMaintenance({ from, to: from + lengthMs, form, writesOnly });
        const wrong: string[] = [];
        for (const hours of [0, 1, 1, lengthMs / hourMs - 2]) {
          world.clock.skip(hours * hourMs);
          if (sandbox.clock.now() >= from + lengthMs) break;
          await world.tiny.core.synchronise({ untilIdle: true, waitMaxMs: 120_000 });
          const early = world.tiny.created().length;
          if (early > 0 && sandbox.clock.now() < from + lengthMs)
            wrong.push(`${early} documents made while it was closed`);
          const claimed = world.tiny.postings('POSTED').length;
          if (claimed > early) wrong.push(`${claimed} shown as posted, ${early} are there`);
        }
        const dead = world.tiny.postings('DEAD').length;
        if (dead > 0) wrong.push(`${dead} dead-lettered by an outage`);
        world.clock.skip(Math.max(0, from + lengthMs - sandbox.clock.now()));
        await world.settle();
        const order = world.tiny
          .documents('invoice')
          .filter(({ otherRefNum }) => numbers.includes(otherRefNum ?? '')).length;
        if (order !== numbers.length) wrong.push(`${order} of ${numbers.length} invoices arrived`);
        return [...wrong, ...world.wrong(), ...othersThanPosted(world)];
      });
    }
  },
);
