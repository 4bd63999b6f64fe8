import { type Result, err, ok } from '#core/base/result.ts';
import {
  classifyRead,
  type ConnectionPorts,
  createHttp,
  createTokenSource,
  type HttpOutcome,
  type HttpRequest,
  type PullFailure,
  sendWithToken,
} from '../sdk/index.ts';
import { requestToken } from './auth.ts';
import { dataPath } from './capabilities.ts';
import type { SalesforceSettings } from './config.ts';
import { isOverLimit, readErrors, readFailure, retryAtOf } from './errors.ts';
import { type QueryPage, queryPage } from './query-page.ts';

export interface ReadOptions {
  readonly lane: HttpRequest['lane'];
  readonly signal?: AbortSignal | undefined;
}

export interface SalesforceClient {
  /** The first page of a SOQL statement; `all` shows deleted records too. */
  query(soql: string, scope: 'live' | 'all', options: ReadOptions): Promise<Result<QueryPage, PullFailure>>;
  /** A further page; null when the org no longer knows the locator. */
  more(nextRecordsUrl: string, options: ReadOptions): Promise<Result<QueryPage | null, PullFailure>>;
  /** The text of a record, or null when there is none. */
  record(path: string, options: ReadOptions): Promise<Result<string | null, PullFailure>>;
  /** Sends a write as it is; `err` means that no token could be had and nothing left. */
  write(request: Omit<HttpRequest, 'lane'>): Promise<Result<HttpOutcome, PullFailure>>;
  close(): Promise<void>;
}

const locatorGone = new Set(['INVALID_QUERY_LOCATOR', 'INVALID_QUERY_LOCATOR_ID', 'NOT_FOUND']);

/** Requests to one org, with its token, its allowance shown to the governor and its limit obeyed. */
export function createSalesforceClient(
  settings: SalesforceSettings,
  ports: ConnectionPorts,
): SalesforceClient {
  const { clock, log, governor, observer } = ports;
  const http = createHttp({ origin: settings.baseUrl, clock, log, governor, observer });
  const tokens = createTokenSource(clock, (signal) => requestToken(http, settings, ports, signal), observer);
  const send = async (request: HttpRequest): Promise<Result<HttpOutcome, PullFailure>> => {
    const outcome = await sendWithToken(http, tokens, request);
    if (outcome.ok && outcome.value.kind === 'response') obeyLimits(outcome.value, ports);
    return outcome;
  };
  const get = async (path: string, options: ReadOptions): Promise<Result<HttpOutcome, PullFailure>> => {
    const { lane, signal } = options;
    const headers = { 'sforce-query-options': `batchSize=${settings.pageSize}` };
    return send({ method: 'GET', path, headers, lane, ...(signal === undefined ? {} : { signal }) });
  };
  const page = (outcome: Result<HttpOutcome, PullFailure>): Result<QueryPage, PullFailure> => {
    if (!outcome.ok) return outcome;
    const answer = classifyRead(outcome.value, clock.now(), (response) => readFailure(response, clock.now()));
    return answer.ok ? queryPage(answer.value.text) : answer;
  };
  return {
    async query(soql, scope, options) {
      const resource = scope === 'all' ? 'queryAll' : 'query';
      return page(await get(`${dataPath}/${resource}?q=${encodeURIComponent(soql)}`, options));
    },
    async more(nextRecordsUrl, options) {
      if (!nextRecordsUrl.startsWith(`${dataPath}/query`)) return ok(null);
      const outcome = await get(nextRecordsUrl, options);
      return outcome.ok && isGone(outcome.value, locatorGone) ? ok(null) : page(outcome);
    },
    async record(path, options) {
      const outcome = await get(path, options);
      if (!outcome.ok) return outcome;
      if (isGone(outcome.value, recordGone)) return ok(null);
      const answer = classifyRead(outcome.value, clock.now(), (response) =>
        readFailure(response, clock.now()),
      );
      return answer.ok ? ok(answer.value.text) : err(answer.error);
    },
    write: (request) => send({ ...request, lane: 'critical' }),
    close: () => http.close(),
  };
}

const recordGone = new Set(['NOT_FOUND', 'ENTITY_IS_DELETED']);

function isGone(outcome: HttpOutcome, codes: ReadonlySet<string>): boolean {
  if (outcome.kind !== 'response' || (outcome.status !== 400 && outcome.status !== 404)) return false;
  const code = readErrors(outcome.text)?.[0]?.code;
  return code !== undefined && codes.has(code);
}

/** `Sforce-Limit-Info: api-usage=53/15000`, and the 403 with which the allowance ends. */
function obeyLimits(response: Extract<HttpOutcome, { kind: 'response' }>, ports: ConnectionPorts): void {
  const usage = /api-usage=(\d+)\/(\d+)/.exec(String(response.headers['sforce-limit-info'] ?? ''));
  if (usage !== null) {
    const limit = Number(usage[2]);
    ports.governor.observe({ limit, remaining: Math.max(0, limit - Number(usage[1])) });
  }
  if (!isOverLimit(response)) return;
  const notBeforeMs = retryAtOf(response, ports.clock.now());
  ports.governor.blockUntil(notBeforeMs);
  ports.log.write('warn', 'salesforce.over-limit', { waitMs: notBeforeMs - ports.clock.now() });
}
