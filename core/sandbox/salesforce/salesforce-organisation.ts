import type { Clock } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import { present } from '#core/base/assert.ts';
import { CommitLog } from '../kit/commit-log.ts';
import type { Organisation, SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { ApiAllowance } from './api-allowance.ts';
import { handleCollections } from './collections-resource.ts';
import { findObject } from './object-schema.ts';
import { recordId } from './record-id.ts';
import { RecordStore } from './record-store.ts';
import { RecordWriter } from './record-writer.ts';
import { DEFAULT_QUERY_OPTIONS, type QueryOptions, QueryResource } from './query-resource.ts';
import { jsonResponse, notFound, Refusal } from './refusal.ts';
import {
  DEFAULT_SESSION_OPTIONS,
  type SalesforceCredentials,
  type SessionOptions,
  Sessions,
} from './sessions.ts';
import { handleSobjects, inOneGo } from './sobject-resource.ts';

export interface SalesforceOptions extends Partial<SessionOptions>, Partial<QueryOptions> {
  readonly organisationName?: string;
  /** API requests allowed in 24 hours. */
  readonly dailyApiRequests?: number;
}

export interface SalesforceConfig {
  readonly clock: Clock;
  readonly random: Random;
  /** 15 or 18 characters, starting with 00D. */
  readonly orgId: string;
  readonly credentials: SalesforceCredentials;
  readonly options?: SalesforceOptions;
}

/** A change typed in the vendor's screens. */
export interface SalesforceHandEdit {
  readonly object: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly id?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface SalesforceOrganisation extends Organisation {
  readonly vendor: 'salesforce';
  readonly commits: CommitLog;
  readonly store: RecordStore;
  readonly sessions: Sessions;
  readonly allowance: ApiAllowance;
  /** Applies a person's edit and returns the record's id; a refusal of the API's rules is thrown. */
  handEdit(edit: unknown): { id: string };
}

interface Parts {
  readonly config: SalesforceConfig;
  readonly userId: string;
  readonly store: RecordStore;
  readonly commits: CommitLog;
  readonly sessions: Sessions;
  readonly allowance: ApiAllowance;
  readonly queries: QueryResource;
}

const FIRST_VERSION = 46;
const LAST_VERSION = 64;
const DAILY_API_REQUESTS = 100_000;

/** A Salesforce org: OAuth, SOQL, sObject records, collections, limits. */
export function createSalesforceOrganisation(config: SalesforceConfig): SalesforceOrganisation {
  const { clock, random, orgId, credentials, options = {} } = config;
  const store = new RecordStore(clock);
  const commits = new CommitLog(clock);
  const userId = recordId('005', 1);
  const sessions = new Sessions({ clock, random: random.child('sessions') }, { orgId, userId }, credentials, {
    ...DEFAULT_SESSION_OPTIONS,
    ...options,
  });
  const allowance = new ApiAllowance(clock, options.dailyApiRequests ?? DAILY_API_REQUESTS);
  const queries = new QueryResource(store, { ...DEFAULT_QUERY_OPTIONS, ...options });
  store.insert(
    'Organization',
    {
      Name: options.organisationName ?? 'Northwind Metrics',
      IsSandbox: true,
      OrganizationType: 'Enterprise Edition',
      InstanceName: 'SANDBOX1',
      DefaultLocaleSidKey: 'en_US',
      TimeZoneSidKey: 'America/Los_Angeles',
    },
    { id: orgId },
  );
  const parts: Parts = { config, userId, store, commits, sessions, allowance, queries };
  return {
    vendor: 'salesforce',
    commits,
    store,
    sessions,
    allowance,
    handle: (request) => answer(parts, request),
    isWrite: (request) => isWrite(request),
    throttled: () => new Refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.').toResponse(),
    handEdit: (edit) => handEdit(parts, edit as SalesforceHandEdit),
  };
}

function isWrite(request: SandboxRequest): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  if (request.path === '/services/oauth2/token') return false;
  // POST composite/sobjects/{name} reads many records.
  const retrieves = request.method === 'POST' && /\/composite\/sobjects\/[^/]+\/?$/.test(request.path);
  return !retrieves;
}

async function answer(parts: Parts, request: SandboxRequest): Promise<SandboxResponse> {
  const baseUrl = `http://${request.headers['host'] ?? 'localhost'}`;
  try {
    if (request.path === '/services/oauth2/token') {
      if (request.method !== 'POST')
        return jsonResponse(405, '{"error":"invalid_request","error_description":"must use HTTP POST"}');
      return await parts.sessions.token(request, baseUrl);
    }
    if (request.path === '/services/data' || request.path === '/services/data/') return versions();
    parts.sessions.check(request);
    if (request.path.startsWith('/id/') || request.path === '/services/oauth2/userinfo') {
      return identity(parts, baseUrl);
    }
    parts.allowance.spend();
    return withLimitInfo(parts, route(parts, request));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return withLimitInfo(parts, error.toResponse());
  }
}

function withLimitInfo(parts: Parts, response: SandboxResponse): SandboxResponse {
  return { ...response, headers: { ...response.headers, 'sforce-limit-info': parts.allowance.header() } };
}

function route(parts: Parts, request: SandboxRequest): SandboxResponse {
  const segments = request.path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeSegment);
  const [services, data, version = '', resource, ...rest] = segments;
  const number = Number(/^v(\d{2})\.0$/.exec(version)?.[1] ?? NaN);
  if (services !== 'services' || data !== 'data' || !(number >= FIRST_VERSION && number <= LAST_VERSION))
    throw notFound();
  const context = { store: parts.store, commits: parts.commits, version };
  switch (resource) {
    case undefined:
      return resources(version);
    case 'query':
    case 'queryAll':
      if (request.method !== 'GET')
        throw new Refusal(
          405,
          'METHOD_NOT_ALLOWED',
          `HTTP Method '${request.method}' not allowed. Allowed are GET`,
        );
      if (rest[0] !== undefined) return parts.queries.more(rest[0], version);
      return parts.queries.run(request, version, resource === 'queryAll');
    case 'sobjects':
      return handleSobjects(context, request, rest);
    case 'composite':
      if (rest[0] === 'sobjects') return handleCollections(context, request, rest.slice(1));
      throw notFound();
    case 'limits':
      return jsonResponse(200, parts.allowance.limitsJson());
    default:
      throw notFound();
  }
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw notFound();
  }
}

function versions(): SandboxResponse {
  const list = [];
  for (let number = FIRST_VERSION; number <= LAST_VERSION; number += 1) {
    list.push({ label: `Release ${number}`, url: `/services/data/v${number}.0`, version: `${number}.0` });
  }
  return jsonResponse(200, JSON.stringify(list));
}

function resources(version: string): SandboxResponse {
  const names = ['sobjects', 'query', 'queryAll', 'composite', 'limits'];
  const links = names.map((name) => [name, `/services/data/${version}/${name}`]);
  return jsonResponse(200, JSON.stringify(Object.fromEntries(links)));
}

function identity(parts: Parts, baseUrl: string): SandboxResponse {
  const { orgId, credentials } = parts.config;
  return jsonResponse(
    200,
    JSON.stringify({
      id: `${baseUrl}/id/${orgId}/${parts.userId}`,
      user_id: parts.userId,
      organization_id: orgId,
      username: credentials.username,
      display_name: 'Integration User',
      user_type: 'STANDARD',
      active: true,
      urls: {
        rest: `${baseUrl}/services/data/v{version}/`,
        query: `${baseUrl}/services/data/v{version}/query/`,
      },
    }),
  );
}

function handEdit(parts: Parts, edit: SalesforceHandEdit): { id: string } {
  const object = present(findObject(edit.object), `no object ${edit.object}`);
  const writer = new RecordWriter(parts.store, parts.commits, 'hand');
  const fields = edit.fields ?? {};
  return inOneGo(writer, () => {
    if (edit.action === 'create') return { id: writer.create(object, fields) };
    const id = present(edit.id, 'a hand edit of a record names its id');
    if (edit.action === 'delete') writer.delete(object, id);
    else writer.update(object, id, fields);
    return { id };
  });
}
