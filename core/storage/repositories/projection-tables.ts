import { createHash } from 'node:crypto';
import { assert } from '#core/base/assert.ts';
import type { Store } from '../store.ts';

const namePattern = /^[a-z_]+$/;

/** SHA-256 per table over all rows in primary key order: equal digests mean equal tables. */
export function digestTables(store: Store, tables: readonly string[]): ReadonlyMap<string, string> {
  return new Map(tables.map((table) => [table, digestTable(store, table)]));
}

function digestTable(store: Store, table: string): string {
  const columns = columnsOf(store, table);
  const keys = columns.filter(({ pk }) => pk > 0).sort((left, right) => left.pk - right.pk);
  const order = keys.map(({ name }) => name).join(', ');
  const digest = createHash('sha256');
  const rows = store.sqlite
    .prepare(`SELECT ${columns.map(({ name }) => name).join(', ')} FROM ${table} ORDER BY ${order}`)
    .raw()
    .iterate();
  for (const row of rows) digest.update(JSON.stringify(row)).update('\n');
  return digest.digest('hex');
}

function columnsOf(store: Store, table: string): { readonly name: string; readonly pk: number }[] {
  assert(namePattern.test(table), `not a table name: ${table}`);
  return store.sqlite.pragma(`table_info(${table})`) as { name: string; pk: number }[];
}

/**
 * Runs `work` over emptied tables in one transaction, and keeps or undoes all of it. The triggers that guard the life of
 * rows watch the replay as they watched the original.
 */
export function withEmptyTables<T>(
  store: Store,
  tables: readonly string[],
  ending: 'commit' | 'rollback',
  work: () => T,
): T {
  let value: T | undefined;
  const undo = new Error('rolled back');
  try {
    store.transact(() => {
      for (const table of tables) {
        assert(namePattern.test(table), `not a table name: ${table}`);
        store.sqlite.exec(`DELETE FROM ${table}`);
      }
      value = work();
      if (ending === 'rollback') throw undo;
    });
  } catch (cause) {
    if (cause !== undo) throw cause;
  }
  return value as T;
}
