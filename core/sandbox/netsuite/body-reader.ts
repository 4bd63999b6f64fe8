import type { AccountState } from './account-state.ts';
import { isDecimalText } from './decimal.ts';
import { DOCUMENT_TYPES } from './model.ts';
import type { Catalogue, PropertyKind, ReferenceTarget } from './property-catalogue.ts';
import { invalidContent, invalidField } from './refusal.ts';

/** A value of the body after its check: text, decimal text, day, flag, internal id, lines, or null to clear. */
export type Value = string | number | boolean | null | readonly Values[];

export interface Values {
  readonly [property: string]: Value;
}

type Mode = 'Error' | 'Warning' | 'Ignore';

export interface ReadContext {
  readonly state: AccountState;
  /** X-NetSuite-PropertyNameValidation: what happens to unknown properties. Warning and Ignore drop them. */
  readonly nameMode: Mode;
  /** X-NetSuite-PropertyValueValidation: what happens to values of the wrong form. */
  readonly valueMode: Mode;
}

export function readContext(state: AccountState, headers: Readonly<Record<string, string>>): ReadContext {
  return {
    state,
    nameMode: mode(headers['x-netsuite-propertynamevalidation'], 'Warning'),
    valueMode: mode(headers['x-netsuite-propertyvaluevalidation'], 'Error'),
  };
}

function mode(header: string | undefined, fallback: Mode): Mode {
  const found = (['Error', 'Warning', 'Ignore'] as const).find(
    (one) => one.toLowerCase() === header?.toLowerCase(),
  );
  return found ?? fallback;
}

/** The body as a JSON object, or the vendor's refusal. */
export function parseBody(body: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    throw invalidContent(
      'Invalid content in the request body. The request body must contain valid JSON content.',
    );
  }
  if (!isObject(value)) {
    throw invalidContent('Invalid content in the request body. The request body must contain a JSON object.');
  }
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks names, forms and references of a body against the record type's properties. */
export function readValues(
  body: Readonly<Record<string, unknown>>,
  catalogue: Catalogue,
  context: ReadContext,
  prefix = '',
): Values {
  const values: Record<string, Value> = {};
  for (const [name, raw] of Object.entries(body)) {
    const kind = catalogue[name];
    const path = `${prefix}${name}`;
    if (kind === undefined) {
      if (context.nameMode === 'Error') throw invalidContent(`Unknown reference or field '${name}'.`, path);
      continue;
    }
    if (kind.is === 'ignored') continue;
    const value = raw === null && kind.is !== 'sublist' ? null : readValue(raw, kind, name, path, context);
    if (value !== undefined) values[name] = value;
    else if (context.valueMode === 'Error') throw invalidField(raw, name, path);
  }
  return values;
}

function readValue(
  raw: unknown,
  kind: PropertyKind,
  name: string,
  path: string,
  context: ReadContext,
): Value | undefined {
  switch (kind.is) {
    case 'text':
      return typeof raw === 'string' ? raw : undefined;
    case 'boolean':
      return typeof raw === 'boolean' ? raw : undefined;
    case 'integer':
      return typeof raw === 'number' && Number.isInteger(raw) ? raw : undefined;
    case 'decimal': {
      const text = typeof raw === 'number' || typeof raw === 'string' ? String(raw) : '';
      return isDecimalText(text) ? text : undefined;
    }
    case 'date':
      return typeof raw === 'string' && isDay(raw) ? raw : undefined;
    case 'reference':
      return readReference(raw, kind.to, name, path, context);
    case 'sublist':
      return readSublist(raw, kind.of, path, context);
    case 'ignored':
      return undefined;
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(text);
}

function readSublist(raw: unknown, of: Catalogue, path: string, context: ReadContext): Value | undefined {
  const items = isObject(raw) ? raw['items'] : undefined;
  if (!Array.isArray(items)) return undefined;
  return items.map((item: unknown, index) => {
    const place = `${path}.items[${index}]`;
    if (!isObject(item)) throw invalidContent('Invalid content in the request body.', place);
    return readValues(item, of, context, `${place}.`);
  });
}

/** `{ "id": "12" }` or `{ "externalId": "…" }`. Unknown and inactive records are refused. */
function readReference(
  raw: unknown,
  target: ReferenceTarget,
  name: string,
  path: string,
  { state }: ReadContext,
): Value | undefined {
  if (!isObject(raw)) return undefined;
  const shown = raw['id'] ?? raw['externalId'] ?? raw;
  const found =
    raw['id'] === undefined ? byExternalId(state, target, raw['externalId']) : byId(state, target, raw['id']);
  if (found === undefined || found.isInactive) throw invalidField(shown, name, path);
  return found.id;
}

type Found = { readonly id: number; readonly isInactive: boolean } | undefined;

function byId(state: AccountState, target: ReferenceTarget, raw: unknown): Found {
  const text = typeof raw === 'number' || typeof raw === 'string' ? String(raw) : '';
  if (!/^-?\d{1,12}$/.test(text)) return undefined;
  const id = Number(text);
  switch (target) {
    case 'customer':
      return state.customers.get(id);
    case 'document':
      return state.documents.get(id) === undefined ? undefined : { id, isInactive: false };
    default:
      return state.lists[target].get(id);
  }
}

function byExternalId(state: AccountState, target: ReferenceTarget, raw: unknown): Found {
  if (typeof raw !== 'string') return undefined;
  switch (target) {
    case 'customer':
      return customerByExternalId(state, raw);
    case 'document': {
      const ids = DOCUMENT_TYPES.flatMap((type) => state.documents.idsBy('external_id', raw, type));
      return ids.length === 1 && ids[0] !== undefined ? { id: ids[0], isInactive: false } : undefined;
    }
    default:
      return (state.lists[target].all() as readonly (Found & { externalId: string | null })[]).find(
        (row) => row?.externalId === raw,
      );
  }
}

function customerByExternalId(state: AccountState, externalId: string): Found {
  for (const customer of state.customers.values()) if (customer.externalId === externalId) return customer;
  return undefined;
}
