import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { WritePointWatcher } from './write-points.ts';

export type BackupFailure = Failure<'BACKUP_FAILED'>;

interface Head {
  readonly schema: number;
  readonly events: number;
  readonly hash: string;
}

/**
 * Copies a database to a place of its own, reads the copy back and only then gives it its name: whoever finds a file under
 * that name has a whole copy, the one from before or this one, also after the process was killed anywhere in between.
 */
export function backUp(
  database: Database.Database,
  path: string,
  reached: WritePointWatcher,
): Result<void, BackupFailure> {
  const part = `${path}.part`;
  try {
    rmSync(part, { force: true });
    database.prepare('VACUUM INTO ?').run(part);
    chmodSync(part, 0o600);
    sync(part);
    reached('W29');
    const problem = problemOf(part, headOf(database));
    if (problem !== null) {
      rmSync(part, { force: true });
      return err(failed(path, problem));
    }
    reached('W37');
    renameSync(part, path);
    sync(dirname(path));
    reached('W38');
    return ok(undefined);
  } catch (cause) {
    rmSync(part, { force: true });
    return err(failed(path, cause instanceof Error ? cause.message : String(cause)));
  }
}

/** Only a copy that was opened and compared counts as good. */
function problemOf(part: string, wanted: Head): string | null {
  const copy = new Database(part, { readonly: true, fileMustExist: true });
  try {
    const integrity = copy.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') return `the copy is damaged: ${String(integrity)}`;
    const found = headOf(copy);
    const isSame =
      found.schema === wanted.schema && found.events === wanted.events && found.hash === wanted.hash;
    return isSame ? null : `the copy has ${found.events} events where the workspace has ${wanted.events}`;
  } finally {
    copy.close();
  }
}

function headOf(database: Database.Database): Head {
  const last = database
    .prepare<[], { seq: number; hash: Buffer }>('SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1')
    .get();
  const schema = database.pragma('user_version', { simple: true }) as number;
  return { schema, events: last?.seq ?? 0, hash: last?.hash.toString('hex') ?? '' };
}

/** A file, or the names in a folder, on the disk and not only in memory. */
function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function failed(path: string, why: string): BackupFailure {
  return {
    code: 'BACKUP_FAILED',
    message: `The workspace cannot be copied before its tables are changed: ${why}`,
    where: path,
    fix: 'Make room on the disk and open it again; nothing was changed.',
  };
}
