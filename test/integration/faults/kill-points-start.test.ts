import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '#core/app/create-core.ts';
import { initWorkspace } from '#core/app/init-workspace.ts';
import type { WorkspaceFile } from '#core/app/workspace-file.ts';
import { silentLog } from '#core/base/log.ts';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { ok } from '#core/base/result.ts';
import { sampleWorkspace } from '#core/host/sample-workspace.ts';
import { type FaultWorld, runsPerPoint, startFaultWorld, takeTime } from './fault-world.ts';
import { bundleCoreProcess, removeBundle } from './bundle-core-process.ts';
import { CoreProcess } from './killed-process.ts';

takeTime();

/** F-01 while a workspace is made: its tables, its first events, and its move into place. */
const points = ['W27', 'W28', 'W30', 'W31'] as const;

describe('F-01: kill -9 while a workspace is made', () => {
  let world: FaultWorld;
  let file: WorkspaceFile;
  let parent: string;
  let program: string;

  beforeAll(async () => {
    program = await bundleCoreProcess();
    world = await startFaultWorld();
    ({ file } = sampleWorkspace(world.tiny.world.sandbox.access));
    parent = mkdtempSync(join(tmpdir(), 'tieout-made-'));
  });

  afterAll(async () => {
    await world.close();
    rmSync(parent, { recursive: true, force: true });
    removeBundle(program);
  });

  /** Makes the workspace in a process of its own, which dies at the point: null. */
  async function diesMaking(folder: string, dieAt: { point: (typeof points)[number]; time: number }) {
    const core = new CoreProcess(program, () => {});
    core.send({ folder, secrets: {}, skippedMs: 0, seed: 'made', init: file, dieAt });
    const told = await core.next();
    await core.kill();
    return told;
  }

  it.each(points)('%s', async (point) => {
    for (let run = 1; run <= runsPerPoint; run += 1) {
      const folder = join(parent, `${point}-${run}`);
      // There are several migrations, so that later runs die in later ones.
      const time = point === 'W30' || point === 'W31' ? 1 + (run % 4) : 1;
      expect(await diesMaking(folder, { point, time }), `${point} run ${run} is passed`).toBeNull();
      expect(existsSync(folder), 'a workspace is there whole or not at all').toBe(point === 'W28');
      await makeAgain(folder, file);
      expect(stateOf(folder, file)).toEqual({ problems: [], people: 6, leftOver: [] });
    }
  });
});

/** The same once more by whoever comes next; a workspace that was moved into place already is whole and stays. */
async function makeAgain(folder: string, file: WorkspaceFile): Promise<void> {
  const made = await initWorkspace({
    folder,
    file,
    clock,
    random: seededRandom('again'),
    log: silentLog,
    keystore: { save: () => ok(undefined), privateKeyOf: () => ok('') },
    saveSecrets: () => {},
  });
  if (!made.ok) expect(made.error.map(({ code }) => code)).toEqual(['FOLDER_NOT_EMPTY']);
}

function clock(): ManualClock {
  return new ManualClock(Date.parse('2026-10-02T00:00:00Z'));
}

function stateOf(folder: string, file: WorkspaceFile) {
  const opened = createCore({
    folder,
    clock,
    random: seededRandom('judge'),
    log: silentLog,
    holder: { name: 'judge', processId: process.pid, since: '' },
    secret: () => Promise.reject(new Error('nobody is asked')),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const core = opened.value;
  const people = core.people.people().all();
  expect(people.map(({ id }) => id).sort()).toEqual(file.people.map(({ id }) => id).sort());
  const problems = core.verify().problems.map(({ message }) => message);
  void core.close();
  const name = folder.split('/').at(-1) ?? '';
  const leftOver = readdirSync(join(folder, '..')).filter((one) => one.startsWith(`${name}.`));
  return { problems, people: people.length, leftOver };
}
