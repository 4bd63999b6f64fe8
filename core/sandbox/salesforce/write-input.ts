import { parseDecimalText, toFixedText } from './decimal-text.ts';
import type { FieldDefinition } from './field-definitions.ts';
import type { ObjectDefinition } from './object-schema.ts';
import { normaliseId } from './record-id.ts';
import type { FieldValue, RecordStore } from './record-store.ts';
import { Refusal } from './refusal.ts';

/** A JSON number kept as the text it was sent as. */
export class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Parses a JSON body with its numbers as text. */
export function parseBody(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseKeepingNumbers(body.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, 'JSON_PARSER_ERROR', error.message);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(400, 'JSON_PARSER_ERROR', 'The request body must be a JSON object');
  }
  return value as Record<string, unknown>;
}

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

function parseKeepingNumbers(text: string): unknown {
  const parse = JSON.parse as (text: string, reviver: SourceReviver) => unknown;
  return parse(text, (_key, value, context) =>
    typeof value === 'number' ? new NumberText(context.source ?? String(value)) : value,
  );
}

export interface CheckOptions {
  readonly mode: 'create' | 'update';
  /** The external-id field of an upsert: it may be set although it is in the address. */
  readonly externalIdField?: string;
}

/** Checks one record's fields the way the API does and returns them by canonical name. */
export function checkFields(
  store: RecordStore,
  object: ObjectDefinition,
  input: Readonly<Record<string, unknown>>,
  options: CheckOptions,
): Record<string, FieldValue> {
  const checked: Record<string, FieldValue> = {};
  const refused: string[] = [];
  for (const [name, value] of Object.entries(input)) {
    if (name === 'attributes') continue;
    const field = object.fieldByName.get(name.toLowerCase());
    if (field === undefined) {
      throw new Refusal(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    }
    const allowed = options.mode === 'create' ? field.createable : field.updateable;
    if (!allowed) refused.push(field.name);
    else checked[field.name] = checkValue(store, field, value);
  }
  if (refused.length > 0) {
    throw new Refusal(
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${refused.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      refused,
    );
  }
  checkRequired(object, checked, options.mode);
  return checked;
}

function checkRequired(
  object: ObjectDefinition,
  checked: Readonly<Record<string, FieldValue>>,
  mode: 'create' | 'update',
): void {
  const missing = object.fields
    .filter((field) => field.required)
    .filter((field) =>
      mode === 'create' ? (checked[field.name] ?? null) === null : checked[field.name] === null,
    )
    .map((field) => field.name);
  if (missing.length === 0) return;
  const message = `Required fields are missing: [${missing.join(', ')}]`;
  throw new Refusal(400, 'REQUIRED_FIELD_MISSING', message, missing);
}

function checkValue(store: RecordStore, field: FieldDefinition, value: unknown): FieldValue {
  if (value === null || value === '') return null;
  switch (field.type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(field, value);
      return value;
    case 'currency':
    case 'double':
      return checkNumber(field, value);
    case 'date':
      return checkDate(field, value);
    case 'reference':
      return checkReference(store, field, value);
    case 'picklist':
      return checkPicklist(field, value);
    case 'string':
      return checkText(field, value);
    case 'id':
    case 'datetime':
      throw wrongType(field, value);
  }
}

function checkText(field: FieldDefinition, value: unknown): string {
  const text = value instanceof NumberText ? value.text : value;
  if (typeof text !== 'string') throw wrongType(field, value);
  if (text.length > field.length) {
    const message = `${field.name}: data value too large: ${text} (max length=${field.length})`;
    throw new Refusal(400, 'STRING_TOO_LONG', message, [field.name]);
  }
  return text;
}

function checkPicklist(field: FieldDefinition, value: unknown): string {
  const text = checkText(field, value);
  if (field.values.includes(text)) return text;
  const message = `${field.name}: bad value for restricted picklist field: ${text}`;
  throw new Refusal(400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, [field.name]);
}

function checkNumber(field: FieldDefinition, value: unknown): string {
  const text = value instanceof NumberText ? value.text : typeof value === 'string' ? value : '';
  const decimal = parseDecimalText(text);
  if (decimal === null) throw wrongType(field, value);
  return toFixedText(decimal, field.scale);
}

function checkDate(field: FieldDefinition, value: unknown): string {
  const day = typeof value === 'string' ? value.slice(0, 10) : '';
  const epochMs = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || new Date(epochMs).toISOString().slice(0, 10) !== day) {
    throw wrongType(field, value);
  }
  return day;
}

function checkReference(store: RecordStore, field: FieldDefinition, value: unknown): string {
  const id = typeof value === 'string' ? normaliseId(value) : null;
  if (id === null) {
    const message = `${field.label}: id value of incorrect type: ${String(value)}`;
    throw new Refusal(400, 'MALFORMED_ID', message, [field.name]);
  }
  const target = store.get(field.referenceTo as string, id);
  if (target === undefined || target.IsDeleted) {
    throw new Refusal(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  }
  return id;
}

function wrongType(field: FieldDefinition, value: unknown): Refusal {
  const shown = value instanceof NumberText ? value.text : JSON.stringify(value);
  return new Refusal(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${field.type} from ${shown} for field ${field.name}`,
  );
}
