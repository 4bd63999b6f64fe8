import type { FieldDefinition } from './field-definitions.ts';
import type { ObjectDefinition } from './object-schema.ts';
import type { RecordStore, StoredRecord } from './record-store.ts';
import { Refusal } from './refusal.ts';
import { bindChildren, bindFrom, bindPath, type QueryScope } from './soql-binding.ts';
import { compareKeys, compileCondition, keyOf, type Predicate } from './soql-conditions.ts';
import { malformedQuery } from './soql-errors.ts';
import type { Condition, OrderTerm, SelectItem, SelectQuery } from './soql-tree.ts';

/** What of a record goes into the answer, in the order of the SELECT list. */
export interface Projection {
  readonly object: ObjectDefinition;
  readonly entries: ProjectionEntry[];
}

export type ProjectionEntry =
  | { readonly kind: 'field'; readonly field: FieldDefinition }
  | { readonly kind: 'parent'; readonly name: string; readonly link: string; readonly projection: Projection }
  | { readonly kind: 'children'; readonly name: string; readonly link: string; readonly plan: RowPlan };

/** A statement bound to the schema and compiled, without its aggregates. */
export interface RowPlan {
  readonly scope: QueryScope;
  readonly where: Condition | null;
  readonly matches: Predicate;
  readonly order: readonly ((left: StoredRecord, right: StoredRecord) => number)[];
  readonly limit: number | null;
  readonly offset: number;
  readonly projection: Projection;
}

const GREATEST_OFFSET = 2000;

export function planRows(soql: string, store: RecordStore, query: SelectQuery): RowPlan {
  return planInScope(bindFrom(soql, store, query), query);
}

function planInScope(scope: QueryScope, query: SelectQuery): RowPlan {
  if (query.offset > GREATEST_OFFSET) {
    throw new Refusal(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  }
  const projection: Projection = { object: scope.object, entries: [] };
  for (const item of query.items) addItem(scope, projection, item);
  return {
    scope,
    where: query.where,
    matches: query.where === null ? () => true : compileCondition(scope, query.where),
    order: query.orderBy.map((term) => compileOrder(scope, term)),
    limit: query.limit,
    offset: query.offset,
    projection,
  };
}

function addItem(scope: QueryScope, projection: Projection, item: SelectItem): void {
  if (item.kind === 'children') {
    const { scope: childScope, relationship, field } = bindChildren(scope, item.query);
    const plan = planInScope(childScope, item.query);
    projection.entries.push({ kind: 'children', name: relationship, link: field, plan });
    return;
  }
  if (item.kind !== 'field') return;
  const path = bindPath(scope, item.path);
  let target = projection;
  path.parents.forEach((parent, depth) => {
    const name = path.names[depth] as string;
    target = parentProjection(target, name, parent);
  });
  const again = target.entries.some((entry) => entry.kind === 'field' && entry.field === path.field);
  if (again)
    throw malformedQuery(scope.soql, item.path.at, `duplicate field selected: ${path.names.join('.')}`);
  target.entries.push({ kind: 'field', field: path.field });
}

function parentProjection(target: Projection, name: string, object: ObjectDefinition): Projection {
  for (const entry of target.entries) {
    if (entry.kind === 'parent' && entry.name === name) return entry.projection;
  }
  const link = target.object.fields.find((one) => one.relationshipName === name) as FieldDefinition;
  const projection: Projection = { object, entries: [] };
  target.entries.push({ kind: 'parent', name, link: link.name, projection });
  return projection;
}

function compileOrder(
  scope: QueryScope,
  term: OrderTerm,
): (left: StoredRecord, right: StoredRecord) => number {
  const { field, read } = bindPath(scope, term.path);
  const sign = term.descending ? -1 : 1;
  const nullFirst = term.nullsLast ? 1 : -1;
  return (left, right) => {
    const a = keyOf(field, read(left));
    const b = keyOf(field, read(right));
    // Nulls come first in both directions unless NULLS LAST is asked for.
    if (a === null || b === null) return a === b ? 0 : a === null ? nullFirst : -nullFirst;
    return sign * compareKeys(a, b);
  };
}

/** The records of a plan in order, with LIMIT and OFFSET applied. */
export function selectRecords(plan: RowPlan, includeDeleted: boolean): StoredRecord[] {
  const rows: StoredRecord[] = [];
  for (const record of candidates(plan)) {
    if ((includeDeleted || !record.IsDeleted) && plan.matches(record)) rows.push(record);
  }
  return arrange(plan, rows);
}

/** The children of one parent that a subquery selects. */
export function selectChildren(
  plan: RowPlan,
  link: string,
  parentId: string,
  includeDeleted: boolean,
): StoredRecord[] {
  const rows = plan.scope.store
    .byField(plan.scope.object.name, link, parentId)
    .filter((record) => (includeDeleted || !record.IsDeleted) && plan.matches(record))
    .sort((left, right) => (left.Id < right.Id ? -1 : 1));
  return arrange(plan, rows);
}

function arrange(plan: RowPlan, rows: StoredRecord[]): StoredRecord[] {
  if (plan.order.length > 0) {
    rows.sort((left, right) => {
      for (const compare of plan.order) {
        const order = compare(left, right);
        if (order !== 0) return order;
      }
      return 0;
    });
  }
  if (plan.limit === null && plan.offset === 0) return rows;
  return rows.slice(plan.offset, plan.limit === null ? undefined : plan.offset + plan.limit);
}

/** Narrows the scan by an equality on an id, a reference or an external id, where the condition has one. */
function candidates(plan: RowPlan): Iterable<StoredRecord> {
  const { store, object } = plan.scope;
  for (const part of conjuncts(plan.where)) {
    if (part.kind !== 'compare' && part.kind !== 'in') continue;
    if (part.kind === 'compare' ? part.operator !== '=' : part.negated) continue;
    const { field, names } = bindPath(plan.scope, part.path);
    if (names.length > 1) continue;
    const literals = part.kind === 'compare' ? [part.value] : part.values;
    const texts = literals.map((literal) => (literal.kind === 'text' ? literal.text : null));
    if (!texts.every((text) => text !== null)) continue;
    const keys = new Set(texts.map((text) => text.toLowerCase()));
    if (field.type === 'id' && texts.every((text) => text.length === 18))
      return byIds(store, object.name, texts);
    if (field.externalId) return [...keys].flatMap((key) => store.byField(object.name, field.name, key));
    if (field.type === 'reference' && texts.every((text) => text.length === 18)) {
      return [...keys].flatMap((key) => store.byField(object.name, field.name, key));
    }
  }
  return store.all(object.name);
}

function byIds(store: RecordStore, objectName: string, ids: readonly string[]): StoredRecord[] {
  return [...new Set(ids)].flatMap((id) => store.get(objectName, id) ?? []);
}

function conjuncts(where: Condition | null): readonly Condition[] {
  if (where === null) return [];
  return where.kind === 'and' ? where.parts.flatMap((part) => conjuncts(part)) : [where];
}
