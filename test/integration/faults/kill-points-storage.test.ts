import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import type { WritePoint } from '#core/storage/write-points.ts';
import { bundleCoreProcess, removeBundle } from './bundle-core-process.ts';
import { runsPerPoint, takeTime } from './fault-world.ts';
import { killAt, ordinaryPasses, type Passes, rounds } from './kill-rounds.ts';
import { inKillWorld } from './kill-world.ts';

takeTime();

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
  let program: string;
  let passes: Passes;

  beforeAll(async () => {
    program = await bundleCoreProcess();
    passes = await ordinaryPasses(program);
  });

  afterAll(() => removeBundle(program));

  it.each(points)('%s', (point) =>
    inKillWorld(point, program, (kill) =>
      killAt(kill, point, runsPerPoint, present(passes[point], `${point} is passed`)),
    ),
  );

  it('W34: while the epoch is raised', () =>
    inKillWorld('W34', program, (kill) =>
      rounds(kill, 'W34', runsPerPoint, async () => {
        await kill.endProcess();
        expect(await kill.start({ point: 'W34', time: 1 })).toBe(false);
      }),
    ));
});
