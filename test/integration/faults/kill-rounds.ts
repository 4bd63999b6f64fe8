import { assert } from '#core/base/assert.ts';
import type { WritePoint } from '#core/storage/write-points.ts';
import { inKillWorld, type KillWorld } from './kill-world.ts';

export type Passes = Partial<Record<WritePoint, number>>;

/** How often an ordinary run passes each point. */
export function ordinaryPasses(program: string): Promise<Passes> {
  return inKillWorld('ordinary', program, async (kill) => {
    await kill.settle('before');
    kill.bill();
    const { passes } = await kill.settle('an ordinary run');
    return passes;
  });
}

/** Deaths between two looks at the books: a process also dies while it repairs what the death before it left. */
const deathsBetweenLooks = 5;

/** So many deaths, and the books after every fifth and the last. */
export async function rounds(
  kill: KillWorld,
  where: string,
  runs: number,
  dies: (run: number) => Promise<void>,
): Promise<void> {
  for (let run = 1; run <= runs; run += 1) {
    kill.bill();
    await dies(run);
    if (run % deathsBetweenLooks === 0 || run === runs) await kill.settle(`${where} after run ${run}`);
  }
}

/** Kills as many processes at a point, spread evenly over all times that an ordinary run passes it. */
export function killAt(kill: KillWorld, point: WritePoint, runs: number, passes: number): Promise<void> {
  return rounds(kill, point, runs, async (run) => {
    const time = 1 + Math.floor(((run - 1) * passes) / runs);
    const died = (await kill.dies(point, time)) || (kill.bill(), await kill.dies(point, 1));
    assert(died, `run ${run}: ${point} was never passed`);
  });
}
