import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import type { WritePoint } from '#core/storage/write-points.ts';
import { runsPerPoint } from './fault-world.ts';
import { type KillWorld, startKillWorld } from './kill-world.ts';
import { killAt } from './kill-rounds.ts';

/** F-01 where facts and decisions are written. */
const points: readonly WritePoint[] = [
  'W01',
  'W03',
  'W04',
  'W05',
  'W07',
  'W08',
  'W09',
  'W10',
  'W11',
  'W25',
  'W26',
  'W32',
];

describe('F-01: kill -9 while facts and decisions are written', () => {
  let kill: KillWorld;
  let passes: Partial<Record<WritePoint, number>>;

  beforeAll(async () => {
    kill = await startKillWorld('storage');
    await kill.settle('before');
    kill.bill();
    ({ passes } = await kill.settle('an ordinary run'));
  });

  afterAll(() => kill.close());

  it.each(points)('%s', async (point) => {
    await killAt(kill, point, runsPerPoint, present(passes[point], `${point} is passed`));
  });

  it('W34: while the epoch is raised', async () => {
    for (let run = 1; run <= runsPerPoint; run += 1) {
      kill.bill();
      await kill.endProcess();
      expect(await kill.start({ point: 'W34', time: 1 })).toBe(false);
    }
    await kill.settle('W34');
  });
});
