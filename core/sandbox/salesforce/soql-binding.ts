import { present } from '#core/base/assert.ts';
import type { FieldDefinition } from './field-definitions.ts';
import { childRelationshipsOf, findObject, type ObjectDefinition } from './object-schema.ts';
import type { FieldValue, RecordStore, StoredRecord } from './record-store.ts';
import { invalidQueryField, unknownColumn, unknownObject } from './soql-errors.ts';
import type { FieldPath, SelectQuery } from './soql-tree.ts';

/** A path resolved against the schema: which field it ends in and how to read it from a record. */
export interface BoundPath {
  /** Canonical names, parents first: ["Product2", "ProductCode"]. */
  readonly names: readonly string[];
  /** Objects of the parents passed through. */
  readonly parents: readonly ObjectDefinition[];
  readonly field: FieldDefinition;
  readonly read: (record: StoredRecord) => FieldValue;
}

/** The statement with what binding needs to know of it. */
export interface QueryScope {
  readonly soql: string;
  readonly store: RecordStore;
  readonly object: ObjectDefinition;
  readonly alias: string | null;
}

/** Resolves FROM; in a subquery the name is a list of children of `parent`. */
export function bindFrom(soql: string, store: RecordStore, query: SelectQuery): QueryScope {
  const object = findObject(query.from);
  if (object === undefined) throw unknownObject(soql, query.fromAt, query.from);
  return { soql, store, object, alias: query.alias };
}

export function bindChildren(
  scope: QueryScope,
  query: SelectQuery,
): { scope: QueryScope; relationship: string; field: string } {
  const found = childRelationshipsOf(scope.object).find(
    (one) => one.name.toLowerCase() === query.from.toLowerCase(),
  );
  if (found === undefined) {
    throw unknownObject(scope.soql, query.fromAt, query.from);
  }
  const object = present(findObject(found.childObject), found.childObject);
  return { scope: { ...scope, object, alias: query.alias }, relationship: found.name, field: found.field };
}

/** Resolves a dotted path; names are matched without regard to case and come back as the schema spells them. */
export function bindPath(scope: QueryScope, path: FieldPath): BoundPath {
  const [first, ...afterFirst] = path.names;
  const prefixed =
    afterFirst.length > 0 &&
    [scope.alias?.toLowerCase(), scope.object.name.toLowerCase()].includes((first as string).toLowerCase()) &&
    relationshipOf(scope.object, first as string) === undefined;
  const names = prefixed ? afterFirst : path.names;
  let object = scope.object;
  const links: { field: string; object: ObjectDefinition; name: string }[] = [];
  for (const name of names.slice(0, -1)) {
    const link = relationshipOf(object, name);
    if (link === undefined) {
      throw invalidQueryField(
        scope.soql,
        path.at,
        `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    }
    object = present(findObject(link.referenceTo as string), 'a reference to an object of the schema');
    links.push({ field: link.name, object, name: link.relationshipName as string });
  }
  const last = names.at(-1) as string;
  const field = object.fieldByName.get(last.toLowerCase());
  if (field === undefined) throw unknownColumn(scope.soql, path.at, last, object.name);
  return {
    names: [...links.map((link) => link.name), field.name],
    parents: links.map((link) => link.object),
    field,
    read: links.length === 0 ? readOwn(field.name) : readThrough(scope.store, links, field.name),
  };
}

function readOwn(fieldName: string): (record: StoredRecord) => FieldValue {
  return (record) => record[fieldName] ?? null;
}

function readThrough(
  store: RecordStore,
  links: readonly { field: string; object: ObjectDefinition }[],
  fieldName: string,
): (record: StoredRecord) => FieldValue {
  return (record) => {
    let current: StoredRecord | undefined = record;
    for (const link of links) {
      const id: FieldValue = current[link.field] ?? null;
      if (typeof id !== 'string') return null;
      current = store.get(link.object.name, id);
      if (current === undefined) return null;
    }
    return current[fieldName] ?? null;
  };
}

function relationshipOf(object: ObjectDefinition, name: string): FieldDefinition | undefined {
  const wanted = name.toLowerCase();
  return object.fields.find((one) => one.relationshipName?.toLowerCase() === wanted);
}
