import { addDecimals, type Decimal, toFixedText } from './decimal-text.ts';
import { valueJson } from './record-json.ts';
import type { FieldValue, StoredRecord } from './record-store.ts';
import { bindPath, type BoundPath, type QueryScope } from './soql-binding.ts';
import { compareKeys, type Key, keyOf } from './soql-conditions.ts';
import { invalidQueryField, malformedQuery } from './soql-errors.ts';
import type { AggregateName, SelectQuery } from './soql-tree.ts';

interface Column {
  readonly name: string;
  readonly json: (rows: readonly StoredRecord[]) => string;
}

export function hasAggregates(query: SelectQuery): boolean {
  return query.groupBy.length > 0 || query.items.some((item) => item.kind === 'aggregate');
}

/** The AggregateResult rows of a statement as JSON texts, one per group in order of first appearance. */
export function aggregateRows(
  scope: QueryScope,
  query: SelectQuery,
  rows: readonly StoredRecord[],
): string[] {
  const groupPaths = query.groupBy.map((path) => bindPath(scope, path));
  const columns = bindColumns(scope, query, groupPaths);
  const groups = new Map<string, StoredRecord[]>();
  if (groupPaths.length === 0) groups.set('', [...rows]);
  else {
    for (const record of rows) {
      const key = JSON.stringify(groupPaths.map((path) => path.read(record)));
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [record]);
      else group.push(record);
    }
  }
  return [...groups.values()].map((group) => {
    const members = columns.map((column) => `,${JSON.stringify(column.name)}:${column.json(group)}`);
    return `{"attributes":{"type":"AggregateResult"}${members.join('')}}`;
  });
}

function bindColumns(scope: QueryScope, query: SelectQuery, groupPaths: readonly BoundPath[]): Column[] {
  let unnamed = 0;
  return query.items.map((item) => {
    if (item.kind === 'field') {
      const path = bindPath(scope, item.path);
      const grouped = groupPaths.some((one) => one.names.join('.') === path.names.join('.'));
      if (!grouped) {
        throw malformedQuery(
          scope.soql,
          item.path.at,
          `Field must be grouped or aggregated: ${path.field.name}`,
        );
      }
      const name = item.alias ?? path.field.name;
      return {
        name,
        json: ([first]) => valueJson(path.field, first === undefined ? null : path.read(first)),
      };
    }
    if (item.kind !== 'aggregate') {
      throw malformedQuery(
        scope.soql,
        query.fromAt,
        'Grouped query cannot use child relationships or COUNT()',
      );
    }
    const path = bindPath(scope, item.path);
    const name = item.alias ?? `expr${unnamed}`;
    if (item.alias === null) unnamed += 1;
    const numeric = path.field.type === 'currency' || path.field.type === 'double';
    if (item.name === 'SUM' && !numeric) {
      throw invalidQueryField(
        scope.soql,
        item.path.at,
        `field ${path.field.name} does not support aggregate operator SUM`,
      );
    }
    return { name, json: (group) => aggregateJson(item.name, path, group) };
  });
}

function aggregateJson(name: AggregateName, path: BoundPath, rows: readonly StoredRecord[]): string {
  const values = rows.map((record) => path.read(record)).filter((value) => value !== null);
  if (name === 'COUNT') return String(values.length);
  if (name === 'COUNT_DISTINCT') return String(new Set(values.map((value) => JSON.stringify(value))).size);
  if (name === 'SUM') return sumJson(path, values);
  let best: FieldValue = null;
  let bestKey: Key = null;
  for (const value of values) {
    const key = keyOf(path.field, value);
    const order = best === null ? 1 : compareKeys(key, bestKey);
    if (best === null || (name === 'MIN' ? order < 0 : order > 0)) [best, bestKey] = [value, key];
  }
  return valueJson(path.field, best);
}

function sumJson(path: BoundPath, values: readonly FieldValue[]): string {
  if (values.length === 0) return 'null';
  const total = values.reduce<Decimal>(
    (sum, value) => addDecimals(sum, keyOf(path.field, value) as Decimal),
    { digits: 0n, scale: 0 },
  );
  return toFixedText(total, Math.max(path.field.scale, 1));
}
