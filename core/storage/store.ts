import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { assert } from '../base/assert.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { migrate, shippedMigrations } from './migrations.ts';
import type { WritePointWatcher } from './write-points.ts';

export type StorageFailureCode =
  | 'STORAGE_UNREADABLE'
  | 'STORAGE_UNSAFE'
  | 'SCHEMA_NEWER'
  | 'BACKUP_FAILED'
  | 'STORAGE_CORRUPT'
  | 'STORAGE_BUSY';

export type StorageFailure = Failure<StorageFailureCode>;

/** WAL-reset corruption was fixed in this SQLite version (sqlite.org/wal.html). */
const sqliteVersionFloor = '3.51.3';

/** WAL frames before SQLite checkpoints by itself; measured in `test/bench/journal/append.bench.ts`. */
const checkpointPages = 4_000;

/** One open workspace database. Synchronous; never used on a process that draws. */
export interface Store {
  readonly path: string;
  readonly sqlite: Database.Database;
  readonly sqliteVersion: string;
  /**
   * Runs `work` in one IMMEDIATE transaction: all of it is committed or none. A call inside a call joins the outer
   * transaction. After an I/O error the connection is closed: memory may not equal the disk, so reopen and re-read.
   */
  transact<T>(work: () => T): T;
  /** Told of each numbered write point as it is passed. */
  readonly reached: WritePointWatcher;
  close(): void;
}

/** Opens (and creates, and migrates) a workspace database and asserts the settings that durability rests on. */
export function openStore(
  path: string,
  options: { readonly readOnly?: boolean; readonly reached?: WritePointWatcher } = {},
): Result<Store, StorageFailure> {
  const reached = options.reached ?? (() => {});
  let sqlite: Database.Database;
  try {
    if (path !== ':memory:' && !options.readOnly) mkdirSync(dirname(path), { recursive: true });
    sqlite = new Database(path, { readonly: options.readOnly ?? false, timeout: 5_000 });
  } catch (cause) {
    return err(unreadable(path, cause));
  }
  try {
    const problem = configure(sqlite, path === ':memory:', options.readOnly ?? false);
    if (problem) {
      sqlite.close();
      return err(problem);
    }
    if (!options.readOnly) {
      const migrated = migrate(sqlite, shippedMigrations(), reached);
      if (!migrated.ok) {
        sqlite.close();
        return err(migrated.error);
      }
    }
  } catch (cause) {
    sqlite.close();
    return err(unreadable(path, cause));
  }
  return ok(storeOver(sqlite, path, reached));
}

function configure(sqlite: Database.Database, inMemory: boolean, readOnly: boolean): StorageFailure | null {
  if (!readOnly) {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  }
  // Every later open of a WAL database falls back to NORMAL in this driver, so FULL is set and checked each time.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('mmap_size = 0');
  sqlite.pragma('cache_size = -65536');
  const found = {
    journal_mode: sqlite.pragma('journal_mode', { simple: true }),
    synchronous: sqlite.pragma('synchronous', { simple: true }),
    foreign_keys: sqlite.pragma('foreign_keys', { simple: true }),
    mmap_size: sqlite.pragma('mmap_size', { simple: true }) ?? 0,
  };
  const wanted = { journal_mode: inMemory ? 'memory' : 'wal', synchronous: 2, foreign_keys: 1, mmap_size: 0 };
  for (const [name, value] of Object.entries(wanted)) {
    if (found[name as keyof typeof found] !== value) {
      return unsafe(`${name} is ${String(found[name as keyof typeof found])}, not ${value}`);
    }
  }
  const version = versionOf(sqlite);
  return isAtLeast(version, sqliteVersionFloor)
    ? null
    : unsafe(`SQLite ${version} is older than ${sqliteVersionFloor}`);
}

function versionOf(sqlite: Database.Database): string {
  return sqlite.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? 'unknown';
}

/** A store over a connection that was opened and judged already. */
export function storeOver(sqlite: Database.Database, path: string, reached: WritePointWatcher): Store {
  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  const commit = sqlite.prepare('COMMIT');
  const rollback = sqlite.prepare('ROLLBACK');
  return {
    path,
    sqlite,
    sqliteVersion: versionOf(sqlite),
    reached,
    transact<T>(work: () => T): T {
      if (sqlite.inTransaction) return work();
      begin.run();
      try {
        const value = work();
        assert(!(value instanceof Promise), 'a transaction is synchronous');
        reached('W32');
        commit.run();
        reached('W11');
        return value;
      } catch (cause) {
        if (sqlite.inTransaction) rollback.run();
        if (isInputOutput(cause)) sqlite.close();
        throw cause;
      }
    },
    close: () => sqlite.close(),
  };
}

/** Whether an error leaves it unknown what reached the disk. */
function isInputOutput(cause: unknown): boolean {
  return cause instanceof Database.SqliteError && /^SQLITE_(IOERR|FULL|CORRUPT|NOTADB)/.test(cause.code);
}

function unreadable(path: string, cause: unknown): StorageFailure {
  const message = cause instanceof Error ? cause.message : String(cause);
  const busy = cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY');
  return {
    code: busy ? 'STORAGE_BUSY' : 'STORAGE_UNREADABLE',
    message: `The workspace database cannot be opened: ${message}`,
    where: path,
    fix: busy
      ? 'Close the other program that writes to it.'
      : 'Check that the path is a Tieout workspace on a local disk.',
  };
}

function unsafe(message: string): StorageFailure {
  return {
    code: 'STORAGE_UNSAFE',
    message,
    fix: 'Put the workspace on a local disk that supports write-ahead logging.',
  };
}

function isAtLeast(version: string, floor: string): boolean {
  const [left, right] = [version.split('.').map(Number), floor.split('.').map(Number)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
