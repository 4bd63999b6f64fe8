import { afterAll, beforeAll, describe, it } from 'vitest';
import { assert, present } from '#core/base/assert.ts';
import type { FaultPort } from '#core/sandbox/kit/fault-rules.ts';
import type { WritePoint } from '#core/storage/write-points.ts';
import { bundleCoreProcess, removeBundle } from './bundle-core-process.ts';
import { runsPerPoint, takeTime } from './fault-world.ts';
import { killAt, ordinaryPasses, type Passes, rounds } from './kill-rounds.ts';
import { inKillWorld } from './kill-world.ts';

takeTime();

/** F-01 where postings are sent; scenario 32 is W16 to W22. */
const points: readonly WritePoint[] = ['W12', 'W13', 'W14', 'W15', 'W16', 'W19', 'W22'];

/** After a death that leaves a posting SENDING, the next process passes these. */
const recoveries: readonly [WritePoint, WritePoint][] = [
  ['W33', 'W16'],
  ['W23', 'W19'],
];

/** What the vendor and the wire do while the process dies. */
const outside: readonly [string, FaultPort][] = [
  ['W16: the bytes are on their way and the ERP never takes them', 'before-receive'],
  ['W17: the ERP has taken the bytes and not committed', 'after-receive'],
  ['W17: the ERP has committed and not answered', 'after-commit'],
  ['W18: the answer is half read', 'during-response'],
];

describe('F-01 and scenario 32: kill -9 while postings are sent', () => {
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

  it.each(recoveries)('%s, after a death at %s', (point, before) =>
    inKillWorld(point, program, (kill) =>
      rounds(kill, point, runsPerPoint, async (run) => {
        assert(await kill.dies(before, 1), `run ${run} never passed ${before}`);
        assert(await kill.dies(point, 1), `run ${run} never passed ${point}`);
      }),
    ),
  );

  it.each(outside)('%s', (what, port) =>
    inKillWorld(what, program, (kill) =>
      rounds(kill, port, runsPerPoint, async () => {
        const { netsuite } = kill.world.tiny.faults;
        netsuite.add({ id: 'hang', match: { methods: ['PUT'] }, port, action: 'hang', times: 1 });
        await kill.diesWhenStruck('hang');
        netsuite.remove('hang');
      }),
    ),
  );
});
