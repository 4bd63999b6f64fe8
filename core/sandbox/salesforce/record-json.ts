import type { FieldDefinition } from './field-definitions.ts';
import type { ObjectDefinition } from './object-schema.ts';
import { parseDecimalText, toFixedText } from './decimal-text.ts';
import type { FieldValue, StoredRecord } from './record-store.ts';

/** JSON text of one value. Numbers are written from their decimal text, so no amount passes through a float. */
export function valueJson(field: FieldDefinition, value: FieldValue): string {
  if (value === null) return field.type === 'boolean' ? 'false' : 'null';
  if (field.type === 'datetime') return `"${dateTimeText(value as number)}"`;
  if (field.type === 'currency' || field.type === 'double') return numberJson(value as string, field.scale);
  return JSON.stringify(value);
}

/** A number as the vendor prints doubles: with its decimals, at least one. */
function numberJson(text: string, scale: number): string {
  const decimal = parseDecimalText(text);
  return decimal === null ? 'null' : toFixedText(decimal, Math.max(scale, 1));
}

/** 2026-09-01T08:00:00.000+0000 */
function dateTimeText(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '+0000');
}

export function attributesJson(objectName: string, id: string, version: string): string {
  return `{"type":"${objectName}","url":"/services/data/${version}/sobjects/${objectName}/${id}"}`;
}

/** A whole record or some of its fields, with attributes, as GET sobjects answers. */
export function recordJson(
  object: ObjectDefinition,
  record: StoredRecord,
  fields: readonly FieldDefinition[],
  version: string,
): string {
  const members = fields.map((one) => `"${one.name}":${valueJson(one, record[one.name] ?? null)}`);
  return `{"attributes":${attributesJson(object.name, record.Id, version)}${members.map((text) => `,${text}`).join('')}}`;
}
