import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import {
  classifyRead,
  type ConnectionPorts,
  createHttp,
  createTokenSource,
  type GovernorLane,
  type HttpOutcome,
  type HttpResponse,
  type PullFailure,
  responseInvalid,
  sendWithToken,
  splitPage,
  writeJson,
} from '../sdk/index.ts';
import { accountOfToken, requestToken } from './auth.ts';
import type { NetSuiteSettings } from './config.ts';
import { readFailure } from './errors.ts';

export const recordRoot = '/services/rest/record/v1';
const queryPath = '/services/rest/query/v1/suiteql';

/** NetSuite gives out at most this many rows a page. */
export const rowsPerPageMax = 1_000;

export interface CallOptions {
  readonly lane: GovernorLane;
  readonly signal?: AbortSignal | undefined;
  /** See `HttpRequest.deadlineMs`. */
  readonly deadlineMs?: number;
}

export interface RowPage {
  /** Verbatim JSON text of each row. */
  readonly rows: readonly string[];
  readonly hasMore: boolean;
}

export interface NetSuiteClient {
  /** One page from the top of a SELECT with a total order; callers go on by key, never by offset. */
  query(sql: string, limit: number, options: CallOptions): Promise<Result<RowPage, PullFailure>>;
  /** A record by path under the record service; null when NetSuite says that it does not exist (404). */
  get(path: string, options: CallOptions): Promise<Result<HttpResponse | null, PullFailure>>;
  /** Any request with our token. `err`: no token could be had and nothing was sent. */
  send(
    request: { method: 'PUT'; path: string; headers: Readonly<Record<string, string>>; body: string },
    options: CallOptions,
  ): Promise<Result<HttpOutcome, PullFailure>>;
  /** The account our token is for, or null when it does not say. */
  account(): Promise<Result<string | null, PullFailure>>;
  close(): Promise<void>;
}

const pageEnvelope = z.looseObject({ hasMore: z.boolean(), count: z.int() });

export function createNetSuiteClient(settings: NetSuiteSettings, ports: ConnectionPorts): NetSuiteClient {
  const { clock, log, governor, observer } = ports;
  const http = createHttp({ origin: settings.baseUrl, clock, log, governor, observer });
  const tokens = createTokenSource(clock, (signal) => requestToken(http, settings, ports, signal), observer);
  const how = ({ lane, signal, deadlineMs }: CallOptions) => ({
    lane,
    ...(signal === undefined ? {} : { signal }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  return {
    async query(sql, limit, options) {
      const sent = await sendWithToken(http, tokens, {
        method: 'POST',
        path: `${queryPath}?limit=${limit}&offset=0`,
        headers: { 'content-type': 'application/json', prefer: 'transient' },
        body: writeJson({ q: sql }),
        ...how(options),
      });
      if (!sent.ok) return sent;
      const answer = classifyRead(sent.value, clock.now(), readFailure);
      return answer.ok ? readPage(answer.value) : answer;
    },
    async get(path, options) {
      const sent = await sendWithToken(http, tokens, { method: 'GET', path, ...how(options) });
      if (!sent.ok) return sent;
      if (isNonexistent(sent.value)) return ok(null);
      return classifyRead(sent.value, clock.now(), readFailure);
    },
    send: (request, options) => sendWithToken(http, tokens, { ...request, ...how(options) }),
    async account() {
      const token = await tokens.current();
      return token.ok ? ok(accountOfToken(token.value)) : token;
    },
    close: () => http.close(),
  };
}

function readPage(response: HttpResponse): Result<RowPage, PullFailure> {
  const page = splitPage(response.text, ['items']);
  if (!page.ok) return err(responseInvalid(page.error));
  const envelope = pageEnvelope.safeParse(page.value.envelope);
  if (!envelope.success) {
    return err({
      code: 'RESPONSE_INVALID',
      message: 'the page of rows is not as documented',
      where: '$.hasMore',
    });
  }
  return ok({ rows: page.value.elements, hasMore: envelope.data.hasMore });
}

/** Only NetSuite's own JSON word counts: a 404 page of a proxy proves nothing about a document. */
function isNonexistent(outcome: HttpOutcome): boolean {
  if (outcome.kind !== 'response' || outcome.status !== 404) return false;
  return /"o:errorCode"\s*:\s*"NONEXISTENT_ID"/.test(outcome.text);
}
