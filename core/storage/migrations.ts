import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Database } from 'better-sqlite3';
import { assert } from '../base/assert.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { backUp } from './backup.ts';
import type { WritePointWatcher } from './write-points.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

const shippedFolder = fileURLToPath(new URL('../../resources/migrations/', import.meta.url));

/** The shipped migrations in order. File names are `NNNN-name.sql`; each number is used once, and may be left out. */
export function shippedMigrations(): readonly Migration[] {
  const names = readdirSync(shippedFolder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const migrations = names.map((name) => {
    const version = Number(name.slice(0, 4));
    assert(Number.isSafeInteger(version) && version > 0, `migration ${name} has no number`);
    return { version, name, sql: readFileSync(`${shippedFolder}${name}`, 'utf8') };
  });
  const versions = new Set(migrations.map(({ version }) => version));
  assert(versions.size === migrations.length, 'two migrations have one number');
  return migrations;
}

export type MigrationFailure = Failure<'SCHEMA_NEWER' | 'BACKUP_FAILED'>;

/** Where the copy of a database stands that is made before it leaves a schema. */
export function backupPathOf(path: string, schema: number): string {
  return path.replace(/(\.db)?$/, `.schema-${schema}.db`);
}

/**
 * Brings a database to the newest schema: each migration in its own transaction, all of it or none of it. A database that
 * holds something already is copied first, and the copy is read back.
 */
export function migrate(
  database: Database,
  migrations = shippedMigrations(),
  reached: WritePointWatcher = () => {},
): Result<number, MigrationFailure> {
  const present = database.pragma('user_version', { simple: true }) as number;
  const newest = migrations.at(-1)?.version ?? 0;
  if (present > newest) {
    return err({
      code: 'SCHEMA_NEWER',
      message: `The workspace has schema ${present}; this Tieout knows schemas up to ${newest}.`,
      fix: 'Open it with the Tieout version that wrote it, or a newer one.',
    });
  }
  const isNewer = present > 0 && present < newest && !database.memory;
  const copied = isNewer ? backUp(database, backupPathOf(database.name, present), reached) : ok(undefined);
  if (!copied.ok) return copied;
  for (const migration of migrations.filter(({ version }) => version > present)) {
    database.transaction(() => {
      database.exec(migration.sql);
      reached('W30');
      database.pragma(`user_version = ${migration.version}`);
      reached('W31');
    })();
  }
  return ok(newest);
}
