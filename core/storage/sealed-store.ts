import Database from 'better-sqlite3';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { migrate, shippedMigrations } from './migrations.ts';
import { integrityProblems } from './repositories/events.ts';
import { type Store, storeOver } from './store.ts';

type SealedStoreCode =
  | 'PACK_SCHEMA_NEWER'
  | 'PACK_SCHEMA_OLDER'
  | 'PACK_DATABASE_FOREIGN'
  | 'PACK_DATABASE_DAMAGED';

/**
 * Opens the database of a sealed pack, which somebody else made: for reading alone, with nothing in its schema that ours has not
 * (a view, trigger or virtual table of another's would run with our rights), and whole by SQLite's own check. One that this process
 * has just made (`isOwn`) is not read through once more.
 */
export function openSealedStore(
  path: string,
  options: { readonly isOwn?: boolean } = {},
): Result<Store, Failure<SealedStoreCode>> {
  let sqlite: Database.Database;
  try {
    sqlite = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 });
  } catch (cause) {
    return err(damaged(cause));
  }
  try {
    for (const setting of hardening) sqlite.pragma(setting);
    const problem = schemaProblem(sqlite);
    if (problem) {
      sqlite.close();
      return err(problem);
    }
    const store = storeOver(sqlite, path, () => {});
    const [damage] = options.isOwn ? [] : integrityProblems(store);
    if (damage === undefined) return ok(store);
    store.close();
    return err(damaged(new Error(damage)));
  } catch (cause) {
    sqlite.close();
    if (!(cause instanceof Database.SqliteError)) throw cause;
    return err(damaged(cause));
  }
}

const hardening = [
  'query_only = ON',
  'trusted_schema = OFF',
  'cell_size_check = ON',
  'mmap_size = 0',
  'temp_store = MEMORY',
  'cache_size = -65536',
] as const;

/** Compares the schema with that of our own migrations, statement by statement. */
function schemaProblem(sqlite: Database.Database): Failure<SealedStoreCode> | null {
  const found = sqlite.pragma('user_version', { simple: true }) as number;
  const own = new Database(':memory:');
  try {
    migrate(own, shippedMigrations());
    const known = own.pragma('user_version', { simple: true }) as number;
    if (found > known) return newer(found, known);
    const wanted = new Set(statementsOf(own));
    const given = statementsOf(sqlite);
    const foreign = given.find((statement) => !wanted.has(statement));
    if (found < known) return older(found, known);
    return foreign === undefined && given.length === wanted.size ? null : foreignSchema(foreign);
  } finally {
    own.close();
  }
}

function statementsOf(sqlite: Database.Database): string[] {
  return sqlite
    .prepare<[], string>(
      // What SQLite makes by itself has no text, and the tables of its own statistics hold none of ours.
      `SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema
       WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\' ORDER BY 1`,
    )
    .pluck()
    .all();
}

function newer(found: number, known: number): Failure<SealedStoreCode> {
  return {
    code: 'PACK_SCHEMA_NEWER',
    message: `The database in the pack has schema ${found}; this Tieout knows schemas up to ${known}.`,
    where: 'content',
    fix: 'Open it with the Tieout version that the pack names, or a newer one.',
  };
}

function older(found: number, known: number): Failure<SealedStoreCode> {
  return {
    code: 'PACK_SCHEMA_OLDER',
    message: `The database in the pack has schema ${found}; this Tieout reads schema ${known}.`,
    where: 'content',
    fix: 'Open it with the Tieout version that the pack names.',
  };
}

function foreignSchema(statement: string | undefined): Failure<SealedStoreCode> {
  const what = statement === undefined ? 'Something is missing.' : `Not ours: ${statement.slice(0, 80)}`;
  return {
    code: 'PACK_DATABASE_FOREIGN',
    message: `The database in the pack is not one that Tieout made. ${what}`,
    where: 'content',
    fix: 'Do not rely on this file, whoever signed it.',
  };
}

function damaged(cause: unknown): Failure<SealedStoreCode> {
  return {
    code: 'PACK_DATABASE_DAMAGED',
    message: `The database in the pack is damaged: ${cause instanceof Error ? cause.message : String(cause)}`,
    where: 'content',
    fix: 'Do not rely on this file, whoever signed it.',
  };
}
