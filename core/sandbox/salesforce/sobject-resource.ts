import type { SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import type { CommitLog } from '../kit/commit-log.ts';
import { describeGlobalJson, describeJson } from './describe.ts';
import { findObject, type ObjectDefinition } from './object-schema.ts';
import { normaliseId } from './record-id.ts';
import { recordJson } from './record-json.ts';
import type { RecordStore, StoredRecord } from './record-store.ts';
import { RecordWriter, SeveralMatches } from './record-writer.ts';
import { jsonResponse, notFound, Refusal } from './refusal.ts';
import { parseBody } from './write-input.ts';

export interface ResourceContext {
  readonly store: RecordStore;
  readonly commits: CommitLog;
  /** "v60.0", as the caller wrote it. */
  readonly version: string;
}

/** /sobjects and everything below it. */
export function handleSobjects(
  context: ResourceContext,
  request: SandboxRequest,
  parts: readonly string[],
): SandboxResponse {
  const [objectName, second, third] = parts;
  if (objectName === undefined) {
    requireMethod(request, ['GET']);
    return jsonResponse(200, describeGlobalJson(context.version));
  }
  const object = findObject(objectName);
  if (object === undefined || parts.length > 3) throw notFound();
  if (second === undefined) return collectionOf(context, request, object);
  if (second === 'describe' && third === undefined) {
    requireMethod(request, ['GET']);
    return jsonResponse(200, describeJson(object, context.version));
  }
  if (third !== undefined) return byExternalId(context, request, object, second, third);
  return byId(context, request, object, second);
}

function collectionOf(
  context: ResourceContext,
  request: SandboxRequest,
  object: ObjectDefinition,
): SandboxResponse {
  requireMethod(request, ['POST', 'GET']);
  if (request.method === 'GET') return jsonResponse(200, describeJson(object, context.version));
  const writer = new RecordWriter(context.store, context.commits, 'api');
  const id = inOneGo(writer, () => writer.create(object, parseBody(request.body)));
  const response = jsonResponse(201, JSON.stringify({ id, success: true, errors: [] }));
  const location = `/services/data/${context.version}/sobjects/${object.name}/${id}`;
  return { ...response, headers: { ...response.headers, location } };
}

function byId(
  context: ResourceContext,
  request: SandboxRequest,
  object: ObjectDefinition,
  id: string,
): SandboxResponse {
  requireMethod(request, ['GET', 'PATCH', 'DELETE']);
  if (request.method === 'GET') {
    const long = normaliseId(id);
    if (long === null) {
      const message = `Provided external ID field does not exist or is not accessible: ${id}`;
      throw new Refusal(404, 'NOT_FOUND', message);
    }
    return showRecord(context, request, object, context.store.get(object.name, long));
  }
  const writer = new RecordWriter(context.store, context.commits, 'api');
  inOneGo(writer, () => {
    if (request.method === 'DELETE') writer.delete(object, id);
    else writer.update(object, id, parseBody(request.body));
  });
  return { status: 204 };
}

function byExternalId(
  context: ResourceContext,
  request: SandboxRequest,
  object: ObjectDefinition,
  fieldName: string,
  value: string,
): SandboxResponse {
  requireMethod(request, ['GET', 'PATCH', 'DELETE']);
  const writer = new RecordWriter(context.store, context.commits, 'api');
  try {
    if (request.method === 'PATCH') return upsert(context, request, object, { fieldName, value }, writer);
    const matches = writer.matches(object, fieldName, value);
    if (matches.length > 1) throw new SeveralMatches(matches.map((record) => record.Id));
    const [match] = matches;
    if (match === undefined) throw notFound();
    if (request.method === 'GET') return showRecord(context, request, object, match);
    inOneGo(writer, () => writer.delete(object, match.Id));
    return { status: 204 };
  } catch (error) {
    if (!(error instanceof SeveralMatches)) throw error;
    const urls = error.ids.map((id) => `/services/data/${context.version}/sobjects/${object.name}/${id}`);
    return jsonResponse(300, JSON.stringify(urls));
  }
}

function upsert(
  context: ResourceContext,
  request: SandboxRequest,
  object: ObjectDefinition,
  { fieldName, value }: { readonly fieldName: string; readonly value: string },
  writer: RecordWriter,
): SandboxResponse {
  const input = parseBody(request.body);
  const named = Object.keys(input).find((name) => name.toLowerCase() === fieldName.toLowerCase());
  if (named !== undefined) {
    throw new Refusal(
      400,
      'INVALID_FIELD',
      `The ${named} field should not be specified in the sobject data.`,
      [named],
    );
  }
  if (Object.keys(input).some((name) => name.toLowerCase() === 'id')) {
    throw new Refusal(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', [
      'Id',
    ]);
  }
  const canonical = object.fieldByName.get(fieldName.toLowerCase())?.name ?? fieldName;
  const updateOnly = request.query.get('updateOnly') === 'true';
  const outcome = inOneGo(writer, () => writer.upsert(object, canonical, value, input, updateOnly));
  const body = JSON.stringify({ id: outcome.id, success: true, errors: [], created: outcome.created });
  const response = jsonResponse(outcome.created ? 201 : 200, body);
  const location = `/services/data/${context.version}/sobjects/${object.name}/${outcome.id}`;
  return outcome.created ? { ...response, headers: { ...response.headers, location } } : response;
}

function showRecord(
  context: ResourceContext,
  request: SandboxRequest,
  object: ObjectDefinition,
  record: StoredRecord | undefined,
): SandboxResponse {
  if (record === undefined || record.IsDeleted) throw notFound();
  const asked = request.query.get('fields');
  const fields = asked === null ? object.fields : fieldsNamed(object, asked.split(','));
  return jsonResponse(200, recordJson(object, record, fields, context.version));
}

/** Fields by name, refusing one that the object does not have. */
export function fieldsNamed(object: ObjectDefinition, names: readonly string[]) {
  return names.map((name) => {
    const field = object.fieldByName.get(name.trim().toLowerCase());
    if (field === undefined) {
      throw new Refusal(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    }
    return field;
  });
}

/** Runs one write and commits it, or takes all of it back. */
export function inOneGo<T>(writer: RecordWriter, work: () => T): T {
  try {
    const value = work();
    writer.commit();
    return value;
  } catch (error) {
    writer.rollback();
    throw error;
  }
}

export function requireMethod(request: SandboxRequest, allowed: readonly string[]): void {
  if (allowed.includes(request.method)) return;
  throw new Refusal(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${request.method}' not allowed. Allowed are ${allowed.join(',')}`,
  );
}
