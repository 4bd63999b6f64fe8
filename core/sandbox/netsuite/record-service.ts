import type { SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import type { AccountState } from './account-state.ts';
import { parseBody, readContext, readValues, type Values } from './body-reader.ts';
import { deleteCustomer, writeCustomer } from './customer-writer.ts';
import { documentJson, isSublistOf, type OutputContext, sublistCollection } from './document-output.ts';
import { deleteDocument, writeDocument } from './document-writer.ts';
import {
  type Actor,
  type Customer,
  DOCUMENT_TYPES,
  type DocumentType,
  REFERENCE_TYPES,
  type RecordType,
  type SandboxDocument,
} from './model.ts';
import { type Catalogue, catalogues, isWritableType, type WritableType } from './property-catalogue.ts';
import type { RecordLinks } from './record-links.ts';
import { listRecords } from './record-list.ts';
import { customerJson, referenceJson } from './record-output.ts';
import { findByKey, parseKey, type RecordKey } from './record-key.ts';
import { invalidContent, nonexistentRecord, nsError, userError } from './refusal.ts';

export const RECORD_ROOT = '/services/rest/record/v1/';

interface RecordCall {
  readonly request: SandboxRequest;
  readonly type: RecordType;
  readonly key: RecordKey | null;
  readonly rest: string | undefined;
  readonly links: RecordLinks;
  readonly actor: Actor;
}

const RECORD_TYPES: readonly RecordType[] = [...DOCUMENT_TYPES, 'customer', ...REFERENCE_TYPES];

/** The record service, REST v1: one record or one list per request. */
export class RecordService {
  readonly #state: AccountState;
  readonly #catalogues: Readonly<Record<WritableType, Catalogue>>;

  constructor(state: AccountState) {
    this.#state = state;
    this.#catalogues = catalogues(state.customFields);
  }

  handle(request: SandboxRequest, links: RecordLinks, actor: Actor): SandboxResponse {
    const [name, key, rest] = request.path.slice(RECORD_ROOT.length).split('/');
    // Record names are not case-sensitive in the path.
    const type = RECORD_TYPES.find((one) => one.toLowerCase() === name?.toLowerCase());
    if (type === undefined) throw nsError(404, 'NOT_FOUND', `Record type '${name}' does not exist.`);
    const call = { request, type, key: parseKey(key), rest, links, actor };
    switch (request.method) {
      case 'GET':
        return this.#get(call);
      case 'POST':
        return this.#post(call);
      case 'PUT':
        return this.#put(call);
      case 'PATCH':
        return this.#patch(call);
      case 'DELETE':
        return this.#delete(call);
      default:
        throw methodNotAllowed(request.method);
    }
  }

  #get({ request, type, key, rest, links }: RecordCall): SandboxResponse {
    if (key === null) return resource(listRecords(this.#state.search, type, request, links), 'collection');
    const expand = request.query.get('expandSubResources')?.toLowerCase() === 'true';
    const context: OutputContext = { state: this.#state, links, expand };
    const id = findByKey(this.#state, type, key) ?? notFound();
    if (type === 'customer') return singular(customerJson(context, this.#customer(id)), request);
    if (!isDocumentType(type)) {
      const row = this.#state.lists[type].get(id) ?? notFound();
      return singular(referenceJson(context, type, row as never), request);
    }
    const document = this.#document(type, id);
    if (rest === undefined) return singular(documentJson(context, document), request);
    if (!isSublistOf(document, rest)) throw nonexistentRecord();
    return resource(sublistCollection(context, document, rest), 'collection');
  }

  #post(call: RecordCall): SandboxResponse {
    if (call.key !== null) throw methodNotAllowed('POST');
    const values = this.#values(call);
    return this.#saved(call, this.#save(call, values, undefined));
  }

  /** Upsert by external id: the only PUT there is. */
  #put(call: RecordCall): SandboxResponse {
    const { key, type } = call;
    if (key === null || !('externalId' in key)) {
      throw nsError(
        400,
        'INVALID_PARAMETER',
        'Upsert is supported by external ID only. Use {type}/eid:{externalId}.',
      );
    }
    const values = this.#values(call);
    const own = values['externalId'];
    if (own !== undefined && own !== key.externalId) {
      throw invalidContent(
        'The external ID in the body does not match the external ID in the URL.',
        'externalId',
      );
    }
    const id = findByKey(this.#state, type, key);
    return this.#saved(call, this.#save(call, { ...values, externalId: key.externalId }, id));
  }

  #patch(call: RecordCall): SandboxResponse {
    const values = this.#values(call);
    const id = (call.key === null ? undefined : findByKey(this.#state, call.type, call.key)) ?? notFound();
    return this.#saved(call, this.#save(call, values, id));
  }

  #delete({ type, key, actor }: RecordCall): SandboxResponse {
    if (!isWritableType(type)) throw readOnly(type);
    const id = (key === null ? undefined : findByKey(this.#state, type, key)) ?? notFound();
    if (type === 'customer') deleteCustomer(this.#state, this.#customer(id), actor);
    else deleteDocument(this.#state, this.#document(type, id), actor);
    return { status: 204 };
  }

  #values({ type, request }: RecordCall): Values {
    const body = parseBody(request.body);
    if (!isWritableType(type)) throw readOnly(type);
    return readValues(body, this.#catalogues[type], readContext(this.#state, request.headers));
  }

  #save({ type, request, actor }: RecordCall, values: Values, id: number | undefined): number {
    if (type === 'customer') {
      return writeCustomer(this.#state, id === undefined ? undefined : this.#customer(id), values, actor);
    }
    if (!isDocumentType(type)) throw readOnly(type);
    const existing = id === undefined ? undefined : this.#document(type, id);
    const replace = new Set((request.query.get('replace') ?? '').split(',').map((name) => name.trim()));
    return writeDocument({ state: this.#state, type, existing, values, replace, actor });
  }

  #saved({ links, type }: RecordCall, id: number): SandboxResponse {
    return { status: 204, headers: { location: links.of(type, id) } };
  }

  #customer(id: number): Customer {
    return this.#state.customers.get(id) ?? notFound();
  }

  #document(type: DocumentType, id: number): SandboxDocument {
    const document = this.#state.documents.get(id) ?? notFound();
    if (document.type !== type) throw userError('Transaction type specified is incorrect.');
    return document;
  }
}

function isDocumentType(type: RecordType): type is DocumentType {
  return (DOCUMENT_TYPES as readonly string[]).includes(type);
}

function notFound(): never {
  throw nonexistentRecord();
}

function readOnly(type: RecordType) {
  return nsError(
    403,
    'INSUFFICIENT_PERMISSION',
    `Permission Violation: You need a higher level of permission to change records of the type ${type}.`,
  );
}

function methodNotAllowed(method: string) {
  return nsError(405, 'METHOD_NOT_ALLOWED', `The method ${method} is not allowed on this resource.`);
}

/** One record; `fields` keeps the named top-level properties only. */
function singular(json: Readonly<Record<string, unknown>>, request: SandboxRequest): SandboxResponse {
  const fields = request.query.get('fields')?.split(',');
  if (fields === undefined) return resource(json, 'singular');
  const wanted = Object.entries(json).filter(
    ([name]) => name === 'links' || name === 'id' || fields.includes(name),
  );
  return resource(Object.fromEntries(wanted), 'singular');
}

function resource(body: object, kind: 'singular' | 'collection'): SandboxResponse {
  const type = `application/vnd.oracle.resource+json; type=${kind}; charset=UTF-8`;
  return { status: 200, headers: { 'content-type': type }, body };
}
