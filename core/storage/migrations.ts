import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Database } from 'better-sqlite3';
import { assert } from '../base/assert.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { WritePointWatcher } from './write-points.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

const shippedFolder = fileURLToPath(new URL('../../resources/migrations/', import.meta.url));

/** The shipped migrations in order. File names are `NNNN-name.sql` without gaps. */
export function shippedMigrations(): readonly Migration[] {
  const names = readdirSync(shippedFolder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const version = Number(name.slice(0, 4));
    assert(version === index + 1, `migration ${name} is out of order`);
    return { version, name, sql: readFileSync(`${shippedFolder}${name}`, 'utf8') };
  });
}

export type MigrationFailure = Failure<'SCHEMA_NEWER'>;

/** Brings a database to the newest schema: each migration in its own transaction, all of it or none of it. */
export function migrate(
  database: Database,
  migrations = shippedMigrations(),
  reached: WritePointWatcher = () => {},
): Result<number, MigrationFailure> {
  const present = database.pragma('user_version', { simple: true }) as number;
  if (present > migrations.length) {
    return err({
      code: 'SCHEMA_NEWER',
      message: `The workspace has schema ${present}; this Tieout knows schemas up to ${migrations.length}.`,
      fix: 'Open it with the Tieout version that wrote it, or a newer one.',
    });
  }
  for (const migration of migrations.slice(present)) {
    database.transaction(() => {
      database.exec(migration.sql);
      reached('W30');
      database.pragma(`user_version = ${migration.version}`);
      reached('W31');
    })();
  }
  return ok(migrations.length);
}
