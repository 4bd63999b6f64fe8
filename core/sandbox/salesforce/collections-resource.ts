import type { SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { findObject, findObjectByPrefix, type ObjectDefinition } from './object-schema.ts';
import { normaliseId } from './record-id.ts';
import { recordJson } from './record-json.ts';
import { RecordWriter, SeveralMatches } from './record-writer.ts';
import { jsonResponse, notFound, Refusal } from './refusal.ts';
import { fieldsNamed, requireMethod, type ResourceContext } from './sobject-resource.ts';
import { NumberText, parseBody } from './write-input.ts';

interface SaveResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly { statusCode: string; message: string; fields: readonly string[] }[];
  readonly created?: boolean;
}

type Step = (writer: RecordWriter) => SaveResult;

const MOST_RECORDS = 200;
const ROLLED_BACK: SaveResult = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

/** /composite/sobjects: up to 200 records in one call, each with its own result. */
export function handleCollections(
  context: ResourceContext,
  request: SandboxRequest,
  parts: readonly string[],
): SandboxResponse {
  const [objectName, fieldName] = parts;
  if (objectName === undefined) return writeMany(context, request);
  const object = findObject(objectName);
  if (object === undefined || parts.length > 2) throw notFound();
  if (fieldName === undefined) return retrieveMany(context, request, object);
  requireMethod(request, ['PATCH']);
  const { records, allOrNone } = readRecords(request);
  const field = object.fieldByName.get(fieldName.toLowerCase())?.name ?? fieldName;
  const steps = records.map((record) => upsertStep(object, field, record));
  return runSteps(context, steps, allOrNone);
}

function writeMany(context: ResourceContext, request: SandboxRequest): SandboxResponse {
  requireMethod(request, ['POST', 'PATCH', 'DELETE']);
  if (request.method === 'DELETE') {
    const ids = (request.query.get('ids') ?? '').split(',').filter((id) => id !== '');
    checkCount(ids.length);
    const steps = ids.map(
      (id): Step =>
        (writer) => {
          writer.delete(objectOfId(id), id);
          return { id: normaliseId(id) ?? id, success: true, errors: [] };
        },
    );
    return runSteps(context, steps, request.query.get('allOrNone') === 'true');
  }
  const { records, allOrNone } = readRecords(request);
  const step = request.method === 'POST' ? createStep : updateStep;
  return runSteps(context, records.map(step), allOrNone);
}

function createStep(record: Record<string, unknown>): Step {
  return (writer) => ({ id: writer.create(objectOf(record), record), success: true, errors: [] });
}

function updateStep(record: Record<string, unknown>): Step {
  return (writer) => {
    const key = Object.keys(record).find((name) => name.toLowerCase() === 'id');
    const id = key === undefined ? undefined : record[key];
    if (typeof id !== 'string') {
      throw new Refusal(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
    }
    const { [key as string]: _id, ...fields } = record;
    writer.update(objectOf(record), id, fields);
    return { id: normaliseId(id) ?? id, success: true, errors: [] };
  };
}

function upsertStep(object: ObjectDefinition, fieldName: string, record: Record<string, unknown>): Step {
  return (writer) => {
    const key = Object.keys(record).find((name) => name.toLowerCase() === fieldName.toLowerCase());
    const given = key === undefined ? undefined : record[key];
    const value = given instanceof NumberText ? given.text : given;
    if (typeof value !== 'string' || value === '') {
      throw new Refusal(400, 'MISSING_ARGUMENT', `${fieldName} not specified`);
    }
    const { [key as string]: _value, ...fields } = record;
    const outcome = writer.upsert(object, fieldName, value, fields, false);
    return { id: outcome.id, success: true, errors: [], created: outcome.created };
  };
}

/** Each step by itself, or all or none. */
function runSteps(context: ResourceContext, steps: readonly Step[], allOrNone: boolean): SandboxResponse {
  const writer = new RecordWriter(context.store, context.commits, 'api');
  const results = steps.map((step): SaveResult => {
    try {
      const result = step(writer);
      if (!allOrNone) writer.commit();
      return result;
    } catch (error) {
      const failed = failure(error);
      if (!allOrNone) writer.rollback();
      return failed;
    }
  });
  if (!allOrNone || results.every((result) => result.success)) {
    writer.commit();
    return jsonResponse(200, JSON.stringify(results));
  }
  writer.rollback();
  return jsonResponse(200, JSON.stringify(results.map((result) => (result.success ? ROLLED_BACK : result))));
}

function failure(error: unknown): SaveResult {
  if (error instanceof SeveralMatches) {
    const message = `Multiple records found: ${error.ids.join(', ')}`;
    return { success: false, errors: [{ statusCode: 'DUPLICATE_EXTERNAL_ID', message, fields: [] }] };
  }
  if (!(error instanceof Refusal)) throw error;
  return {
    success: false,
    errors: error.errors.map((one) => ({
      statusCode: one.errorCode,
      message: one.message,
      fields: one.fields ?? [],
    })),
  };
}

function readRecords(request: SandboxRequest): { records: Record<string, unknown>[]; allOrNone: boolean } {
  const body = parseBody(request.body);
  const records = body['records'];
  if (!Array.isArray(records) || records.length === 0) {
    throw new Refusal(400, 'REQUIRED_FIELD_MISSING', 'At least 1 record is required');
  }
  checkCount(records.length);
  return { records: records as Record<string, unknown>[], allOrNone: body['allOrNone'] === true };
}

function checkCount(count: number): void {
  if (count > MOST_RECORDS) {
    const message = `record limit reached. cannot submit more than ${MOST_RECORDS} records into this call`;
    throw new Refusal(400, 'EXCEEDED_ID_LIMIT', message);
  }
}

function objectOf(record: Record<string, unknown>): ObjectDefinition {
  const type = (record['attributes'] as { type?: unknown } | undefined)?.type;
  const object = typeof type === 'string' ? findObject(type) : undefined;
  if (object === undefined) {
    throw new Refusal(400, 'INVALID_TYPE', `sObject type '${String(type)}' is not supported.`);
  }
  return object;
}

function objectOfId(id: string): ObjectDefinition {
  const object = findObjectByPrefix(id.slice(0, 3));
  if (object === undefined || normaliseId(id) === null) {
    throw new Refusal(400, 'MALFORMED_ID', `malformed id ${id}`);
  }
  return object;
}

function retrieveMany(
  context: ResourceContext,
  request: SandboxRequest,
  object: ObjectDefinition,
): SandboxResponse {
  requireMethod(request, ['POST', 'GET']);
  const body: Record<string, unknown> =
    request.method === 'POST'
      ? parseBody(request.body)
      : { ids: request.query.get('ids')?.split(','), fields: request.query.get('fields')?.split(',') };
  const { ids, fields } = body;
  if (!Array.isArray(ids) || !Array.isArray(fields)) {
    throw new Refusal(400, 'REQUIRED_FIELD_MISSING', 'ids and fields are required');
  }
  const columns = fieldsNamed(object, fields.map(String));
  const texts = ids.map((id) => {
    const long = normaliseId(String(id));
    const record = long === null ? undefined : context.store.get(object.name, long);
    if (record === undefined || record.IsDeleted) return 'null';
    return recordJson(object, record, columns, context.version);
  });
  return jsonResponse(200, `[${texts.join(',')}]`);
}
