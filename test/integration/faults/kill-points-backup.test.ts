import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseFile } from '#core/app/create-core.ts';
import { seededRandom } from '#core/base/random.ts';
import { backupPathOf, migrate, shippedMigrations } from '#core/storage/migrations.ts';
import type { WritePoint } from '#core/storage/write-points.ts';
import { bundleCoreProcess, removeBundle } from './bundle-core-process.ts';
import { runsPerPoint, takeTime } from './fault-world.ts';
import { CoreProcess } from './killed-process.ts';

takeTime();

/** Before the copy has its name the old one stands, from then on the new one. */
const points: readonly (readonly [WritePoint, 'old' | 'new'])[] = [
  ['W29', 'old'],
  ['W37', 'old'],
  ['W38', 'new'],
  ['W30', 'new'],
  ['W31', 'new'],
];

const rows = { old: 500, new: 6_000 } as const;
const migrations = shippedMigrations();
const older = migrations.slice(0, -1);
const schemas = { older: older.at(-1)?.version ?? 0, newest: migrations.at(-1)?.version ?? 0 };

/** A workspace of an older version of Tieout, with so many rows in it. */
function makeOlder(path: string, count: number): void {
  const database = new Database(path);
  expect(migrate(database, older).ok).toBe(true);
  database.exec(
    `INSERT INTO workspace (one, workspace_id, created_at, settings, holder) VALUES (1, 'ws_older', '2026-10-01T00:00:00.000Z', '{"name":"older","clockOffsetMs":0}', '')`,
  );
  const row = database.prepare(
    'INSERT INTO look_ups (seq, posting_id, attempt, outcome) VALUES (?, ?, 1, ?)',
  );
  database.transaction(() => {
    for (let seq = 1; seq <= count; seq += 1) row.run(seq, `pst_${seq}`, 'absent '.repeat(60));
  })();
  database.close();
}

/** Which whole copy this is; anything that is not one throws or is named otherwise. */
function stateOf(path: string): { schema: number; rows: number; integrity: unknown } {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return {
      schema: database.pragma('user_version', { simple: true }) as number,
      rows: database.prepare<[], number>('SELECT count(*) FROM look_ups').pluck().get() ?? 0,
      integrity: database.pragma('integrity_check', { simple: true }),
    };
  } finally {
    database.close();
  }
}

describe('F-01: kill -9 while a workspace is copied before its tables change', () => {
  let parent: string;
  let program: string;

  beforeAll(async () => {
    program = await bundleCoreProcess();
    parent = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tieout-copied-'));
    makeOlder(join(parent, 'old.db'), rows.old);
    makeOlder(join(parent, 'new.db'), rows.new);
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
    removeBundle(program);
  });

  /** The workspace with an older copy beside it, as a first attempt that was killed would have left one. */
  function makeFolder(name: string): { folder: string; path: string; copy: string } {
    const folder = join(parent, name);
    mkdirSync(folder);
    const path = join(folder, databaseFile);
    const copy = backupPathOf(path, schemas.older);
    copyFileSync(join(parent, 'new.db'), path);
    copyFileSync(join(parent, 'old.db'), copy);
    return { folder, path, copy };
  }

  async function open(folder: string, dieAt?: { point: WritePoint; time: number }) {
    const core = new CoreProcess(program, () => {});
    core.send({ folder, secrets: {}, skippedMs: 0, seed: 'copied', ...(dieAt ? { dieAt } : {}) });
    const told = await core.next();
    await core.kill();
    return told;
  }

  /** Whoever comes next finishes what the killed one began. */
  async function expectFinished(at: ReturnType<typeof makeFolder>): Promise<void> {
    expect(await open(at.folder)).toMatchObject({ what: 'ready' });
    expect(stateOf(at.path)).toEqual({ schema: schemas.newest, rows: rows.new, integrity: 'ok' });
    expect(stateOf(at.copy)).toEqual({ schema: schemas.older, rows: rows.new, integrity: 'ok' });
    expect(readdirSync(at.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  }

  it.each(points)('%s: the %s copy is there, whole', async (point, which) => {
    // Migrations are killed more often where a workspace is made.
    const runs = point === 'W30' || point === 'W31' ? 2 : runsPerPoint;
    for (let run = 1; run <= runs; run += 1) {
      const at = makeFolder(`${point}-${run}`);
      expect(await open(at.folder, { point, time: 1 }), `${point} is passed`).toBeNull();
      expect(stateOf(at.copy)).toEqual({ schema: schemas.older, rows: rows[which], integrity: 'ok' });
      // Nothing of the workspace itself has changed yet: a migration is whole or not there.
      expect(stateOf(at.path)).toEqual({ schema: schemas.older, rows: rows.new, integrity: 'ok' });
      if (run === runs) await expectFinished(at);
      rmSync(at.folder, { recursive: true });
    }
  });

  it('at any moment: the old copy or the new one, and never a part of one', async () => {
    const random = seededRandom('killed while copying');
    const found = { old: 0, new: 0 };
    for (let run = 1; run <= runsPerPoint; run += 1) {
      const at = makeFolder(`any-${run}`);
      const core = new CoreProcess(program, () => {});
      core.send({ folder: at.folder, secrets: {}, skippedMs: 0, seed: 'copied' });
      // The process has begun to copy, or may have ended it.
      while (!existsSync(`${at.copy}.part`) && stateOf(at.copy).rows === rows.old && !core.isGone)
        await delay(1);
      await delay(random.integer(0, 30));
      await core.kill();
      const copy = stateOf(at.copy);
      const which = copy.rows === rows.new ? 'new' : 'old';
      expect(copy).toEqual({ schema: schemas.older, rows: rows[which], integrity: 'ok' });
      found[which] += 1;
      if (run % 5 === 0) await expectFinished(at);
      rmSync(at.folder, { recursive: true });
    }
    console.info(`copies after a kill at any moment: ${found.old} old, ${found.new} new, 0 others`);
  });
});
