import { assert } from '#core/base/assert.ts';
import type { WritePoint } from '#core/storage/write-points.ts';
import type { KillWorld } from './kill-world.ts';

/** Deaths between two looks at the books: a process also dies while it repairs what the death before it left. */
const deathsBetweenLooks = 5;

/** Kills as many processes at a point, spread evenly over all times that an ordinary run passes it. */
export async function killAt(
  kill: KillWorld,
  point: WritePoint,
  runs: number,
  passes: number,
): Promise<void> {
  for (let run = 1; run <= runs; run += 1) {
    kill.bill();
    const time = 1 + Math.floor(((run - 1) * passes) / runs);
    const died = (await kill.dies(point, time)) || (kill.bill(), await kill.dies(point, 1));
    assert(died, `run ${run}: ${point} was never passed`);
    if (run % deathsBetweenLooks === 0) await kill.settle(`${point} after run ${run}`);
  }
  await kill.settle(point);
}
