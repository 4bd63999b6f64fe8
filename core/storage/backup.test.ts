import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backupPathOf, migrate, shippedMigrations } from './migrations.ts';
import { openStore } from './store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A workspace of the schema before the newest one, with a connection in it. */
function olderWorkspace(): { path: string; schema: number } {
  const older = shippedMigrations().slice(0, -1);
  const path = join(folder, 'workspace.db');
  const database = new Database(path);
  expect(migrate(database, older).ok).toBe(true);
  database
    .prepare(
      `INSERT INTO connections (id, vendor, role, settings, environment, api_version) VALUES ('erp', 'netsuite', 'erp', '{}', 'sandbox', 'v1')`,
    )
    .run();
  database.close();
  return { path, schema: older.at(-1)?.version ?? 0 };
}

const connectionsIn = (path: string): unknown =>
  new Database(path, { readonly: true }).prepare('SELECT id FROM connections').pluck().all();

it('copies a workspace before its tables change, and keeps the copy of its schema', () => {
  const { path, schema } = olderWorkspace();
  const opened = openStore(path);
  expect(opened.ok).toBe(true);
  if (opened.ok) opened.value.close();
  const copy = backupPathOf(path, schema);
  expect(copy).toBe(join(folder, `workspace.schema-${schema}.db`));
  const kept = new Database(copy, { readonly: true });
  expect(kept.pragma('user_version', { simple: true })).toBe(schema);
  kept.close();
  expect(connectionsIn(copy)).toEqual(['erp']);
  expect(statSync(copy).mode & 0o777).toBe(0o600);
});

it('copies neither a new workspace nor one that is as it should be', () => {
  const path = join(folder, 'workspace.db');
  for (let time = 0; time < 2; time += 1) {
    const opened = openStore(path);
    if (opened.ok) opened.value.close();
  }
  expect(existsSync(backupPathOf(path, 0))).toBe(false);
  expect(existsSync(backupPathOf(path, shippedMigrations().at(-1)?.version ?? 0))).toBe(false);
});

it('changes nothing when the copy cannot be made', () => {
  const { path, schema } = olderWorkspace();
  // A folder has the name that the copy would take.
  mkdirSync(backupPathOf(path, schema));
  expect(openStore(path)).toMatchObject({ ok: false, error: { code: 'BACKUP_FAILED' } });
  const database = new Database(path, { readonly: true });
  expect(database.pragma('user_version', { simple: true })).toBe(schema);
  database.close();
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});
