import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../store.ts';
import * as close from './close.ts';
import * as control from './control.ts';
import * as entities from './entities.ts';
import * as exceptions from './exceptions.ts';
import * as journal from './journal.ts';
import * as observe from './observe.ts';
import * as preferences from './preferences.ts';
import * as reconciliation from './reconciliation.ts';
import * as sync from './sync.ts';

const opened = openStore(':memory:');
if (!opened.ok) throw new Error(opened.error.message);
const { sqlite } = opened.value;
afterAll(() => opened.value.close());

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

const tables = [
  close,
  reconciliation,
  control,
  entities,
  exceptions,
  journal,
  observe,
  preferences,
  sync,
].flatMap((schema) =>
  Object.values(schema).filter((value): value is SQLiteTable => typeof value === 'object'),
);

describe('the typed schema', () => {
  it('describes every table that the migrations make, and no other', () => {
    const made = sqlite
      .prepare<[], { name: string }>(
        `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
      )
      .all()
      .map(({ name }) => name);
    expect(tables.map((table) => getTableConfig(table).name).sort()).toEqual(made.sort());
  });

  it.each(tables.map((table) => [getTableConfig(table).name, table] as const))(
    'says what %s is',
    (name, table) => {
      const { columns, primaryKeys } = getTableConfig(table);
      const composite = primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
      const described = columns.map((column) => ({
        name: column.name,
        type: column.getSQLType().toUpperCase(),
        isKey: column.primary || composite.includes(column.name),
      }));
      const real = (sqlite.pragma(`table_info(${name})`) as Column[]).map((column) => ({
        name: column.name,
        type: column.type,
        isKey: column.pk > 0,
      }));
      expect(described).toEqual(real);
      const nullable = (sqlite.pragma(`table_info(${name})`) as Column[])
        .filter(({ notnull, pk }) => notnull === 0 && pk === 0)
        .map((column) => column.name);
      expect(
        columns.filter((column) => !column.notNull && !column.primary).map((column) => column.name),
      ).toEqual(nullable);
    },
  );
});
