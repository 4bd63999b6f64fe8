import { type Result, err, ok } from '#core/base/result.ts';
import { classifyRead } from '../sdk/classify.ts';
import type { ConnectionPorts, PullFailure } from '../sdk/connector.ts';
import { createHttp, type Http, type HttpOutcome, type HttpRequest, type HttpResponse } from '../sdk/http.ts';
import { splitPage } from '../sdk/verbatim.ts';
import { stripeVersion } from './capabilities.ts';
import type { StripeSettings } from './config.ts';
import { missingParameter, readFailure } from './errors.ts';
import { listEnvelope } from './schemas.ts';

export interface ReadOptions {
  readonly lane: HttpRequest['lane'];
  readonly signal?: AbortSignal | undefined;
}

/** A page of a list: the vendor's texts of its elements, in the vendor's order. */
export interface ListPage {
  readonly elements: readonly string[];
  readonly hasMore: boolean;
}

/** Stripe says that an id in the request does not exist: the record itself (`null`), or the parameter named. */
export interface Missing {
  readonly missing: string | null;
}

export interface StripeClient {
  /** Records a page of a stream. */
  readonly pageSize: number;
  /** The text of one object, or what is missing. */
  read(path: string, options: ReadOptions): Promise<Result<string | Missing, PullFailure>>;
  list(path: string, options: ReadOptions): Promise<Result<ListPage | Missing, PullFailure>>;
  /** Sends a write as it is; the key goes into the header that makes a repetition of the same bytes harmless. */
  write(request: Omit<HttpRequest, 'lane'>, idempotencyKey: string): Promise<HttpOutcome>;
  /** The environment that the secret key belongs to, by its own prefix; null when it has none. */
  environment(): Promise<'production' | 'sandbox' | null>;
  close(): Promise<void>;
}

export function isMissing(answer: unknown): answer is Missing {
  return answer !== null && typeof answer === 'object' && 'missing' in answer;
}

/** Requests to one Stripe account at the pinned version, signed with its secret key. */
export function createStripeClient(settings: StripeSettings, ports: ConnectionPorts): StripeClient {
  const { clock, log, governor, observer } = ports;
  const http: Http = createHttp({ origin: settings.baseUrl, clock, log, governor, observer });
  const send = async (request: HttpRequest): Promise<HttpOutcome> => {
    const key = await ports.secret(settings.secretKeySecret);
    const headers = { ...request.headers, authorization: `Bearer ${key}`, 'stripe-version': stripeVersion };
    return http.send({ ...request, headers });
  };
  const get = async (
    path: string,
    options: ReadOptions,
  ): Promise<Result<HttpResponse | Missing, PullFailure>> => {
    const { lane, signal } = options;
    const outcome = await send({ method: 'GET', path, lane, ...(signal === undefined ? {} : { signal }) });
    const missing = outcome.kind === 'response' ? missingParameter(outcome) : null;
    return missing ?? classifyRead(outcome, clock.now(), readFailure);
  };
  return {
    pageSize: settings.pageSize,
    async read(path, options) {
      const answer = await get(path, options);
      return answer.ok && !isMissing(answer.value)
        ? ok(answer.value.text)
        : (answer as Result<Missing, PullFailure>);
    },
    async list(path, options) {
      const answer = await get(path, options);
      if (!answer.ok || isMissing(answer.value)) return answer as Result<Missing, PullFailure>;
      return pageOf(answer.value.text);
    },
    write: (request, idempotencyKey) =>
      send({
        ...request,
        lane: 'critical',
        headers: { ...request.headers, 'idempotency-key': idempotencyKey },
      }),
    async environment() {
      const key = await ports.secret(settings.secretKeySecret);
      const mode = /^[a-z]+_(live|test)_/.exec(key)?.[1];
      if (mode === undefined) return null;
      return mode === 'live' ? 'production' : 'sandbox';
    },
    close: () => http.close(),
  };
}

function pageOf(text: string): Result<ListPage, PullFailure> {
  const page = splitPage(text, ['data']);
  if (!page.ok) return err({ ...page.error, code: 'RESPONSE_INVALID' });
  const envelope = listEnvelope.safeParse(page.value.envelope);
  if (!envelope.success) {
    return err({
      code: 'RESPONSE_INVALID',
      message: 'the page has no "object": "list" with "has_more"',
      where: '$',
    });
  }
  return ok({ elements: page.value.elements, hasMore: envelope.data.has_more });
}
