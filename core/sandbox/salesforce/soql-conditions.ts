import { present } from '#core/base/assert.ts';
import { compareDecimals, type Decimal, parseDecimalText } from './decimal-text.ts';
import type { FieldDefinition } from './field-definitions.ts';
import { normaliseId } from './record-id.ts';
import type { FieldValue, StoredRecord } from './record-store.ts';
import { bindPath, type BoundPath, type QueryScope } from './soql-binding.ts';
import { invalidQueryField } from './soql-errors.ts';
import type { Comparison, Condition, Literal } from './soql-tree.ts';

export type Predicate = (record: StoredRecord) => boolean;

/** Compiles WHERE to a test of one record. Text compares without regard to case, as SOQL does. */
export function compileCondition(scope: QueryScope, condition: Condition): Predicate {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map((part) => compileCondition(scope, part));
      return (record) => parts.every((part) => part(record));
    }
    case 'or': {
      const parts = condition.parts.map((part) => compileCondition(scope, part));
      return (record) => parts.some((part) => part(record));
    }
    case 'not': {
      const part = compileCondition(scope, condition.part);
      return (record) => !part(record);
    }
    case 'in': {
      const path = bindPath(scope, condition.path);
      return membership(
        path,
        condition.values.map((value) => toKey(scope, path, condition.path.at, value)),
        condition.negated,
      );
    }
    case 'compare': {
      const path = bindPath(scope, condition.path);
      const key = toKey(scope, path, condition.path.at, condition.value);
      if (condition.operator === 'LIKE') return likePredicate(scope, path, condition.path.at, key);
      return comparison(path, condition.operator, key);
    }
  }
}

/** A value made comparable: lower-case text, a number for datetimes, an exact decimal for numbers. */
export type Key = string | number | boolean | Decimal | null;

export function keyOf(field: FieldDefinition, value: FieldValue): Key {
  if (value === null) return field.type === 'boolean' ? false : null;
  if (field.type === 'currency' || field.type === 'double') {
    return present(parseDecimalText(value as string), `${field.name} holds decimal text`);
  }
  return typeof value === 'string' && field.type !== 'date' ? value.toLowerCase() : value;
}

/** Order of two keys of one field; null is below everything. */
export function compareKeys(left: Key, right: Key): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
  if (typeof left === 'object') return compareDecimals(left, right as Decimal);
  return left < (right as typeof left) ? -1 : left > (right as typeof left) ? 1 : 0;
}

function comparison(path: BoundPath, operator: Exclude<Comparison, 'LIKE'>, wanted: Key): Predicate {
  const key = (record: StoredRecord): Key => keyOf(path.field, path.read(record));
  if (operator === '=') return (record) => compareKeys(key(record), wanted) === 0;
  // A null is unequal to every value: SOQL has no third truth value here.
  if (operator === '!=') return (record) => compareKeys(key(record), wanted) !== 0;
  if (wanted === null) return () => false;
  return (record) => {
    const value = key(record);
    if (value === null) return false;
    const order = compareKeys(value, wanted);
    if (operator === '<') return order < 0;
    if (operator === '<=') return order <= 0;
    return operator === '>' ? order > 0 : order >= 0;
  };
}

function membership(path: BoundPath, keys: readonly Key[], negated: boolean): Predicate {
  const texts = new Set(keys.filter((key) => typeof key !== 'object'));
  const others = keys.filter((key) => typeof key === 'object');
  return (record) => {
    const key = keyOf(path.field, path.read(record));
    const found =
      typeof key === 'object' ? others.some((one) => compareKeys(one, key) === 0) : texts.has(key);
    return found !== negated;
  };
}

function likePredicate(scope: QueryScope, path: BoundPath, at: number, key: Key): Predicate {
  if (typeof key !== 'string') {
    throw invalidQueryField(scope.soql, at, `invalid operator on ${path.field.name} field`);
  }
  let source = '';
  for (let index = 0; index < key.length; index += 1) {
    const character = key[index] as string;
    const next = key[index + 1];
    if (character === '\\' && (next === '_' || next === '%')) {
      source += next;
      index += 1;
    } else if (character === '%') source += '.*';
    else if (character === '_') source += '.';
    else source += character.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
  }
  const pattern = new RegExp(`^${source}$`, 's');
  return (record) => {
    const value = keyOf(path.field, path.read(record));
    return typeof value === 'string' && pattern.test(value);
  };
}

function toKey(scope: QueryScope, path: BoundPath, at: number, literal: Literal): Key {
  if (literal.kind === 'null') return null;
  const { type, name } = path.field;
  const mismatch = (wanted: string): Error =>
    invalidQueryField(
      scope.soql,
      at,
      `value of filter criterion for field '${name}' must be of type ${wanted} and should not be enclosed in quotes`,
    );
  switch (type) {
    case 'id':
    case 'reference': {
      const id = literal.kind === 'text' ? normaliseId(literal.text) : null;
      if (id === null) {
        const text = literal.kind === 'text' ? literal.text : '';
        throw invalidQueryField(scope.soql, at, `invalid ID field: ${text}`);
      }
      return id.toLowerCase();
    }
    case 'boolean':
      if (literal.kind !== 'boolean') throw mismatch('boolean');
      return literal.value;
    case 'date':
      if (literal.kind !== 'date') throw mismatch('date');
      return literal.text;
    case 'datetime':
      if (literal.kind !== 'datetime') throw mismatch('dateTime');
      return literal.epochMs;
    case 'currency':
    case 'double':
      if (literal.kind !== 'number') throw mismatch('double');
      return present(parseDecimalText(literal.text), `a number token: ${literal.text}`);
    case 'string':
    case 'picklist':
      if (literal.kind !== 'text') {
        throw invalidQueryField(
          scope.soql,
          at,
          `value of filter criterion for field '${name}' must be of type string and should be enclosed in quotes`,
        );
      }
      return literal.text.toLowerCase();
  }
}
