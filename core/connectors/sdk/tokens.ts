import type { Clock } from '#core/base/clock.ts';
import { type Result, err, ok } from '#core/base/result.ts';
import type { PullFailure } from './connector.ts';
import type { Http, HttpOutcome, HttpRequest } from './http.ts';
import type { ConnectionObserver } from './request-observer.ts';

export interface AccessToken {
  readonly value: string;
  /** Seconds of life as the vendor said; null when it did not say. */
  readonly lifeSeconds: number | null;
}

/** Asks the vendor for a token, with the credentials read at that moment. */
export type TokenRequest = (signal?: AbortSignal) => Promise<Result<AccessToken, PullFailure>>;

export interface TokenSource {
  /** The token in use, or a new one when there is none or its life is nearly over. */
  current(): Promise<Result<string, PullFailure>>;
  /** After a 401 with `refused`: a newer token. However many callers ask, the vendor is asked once. */
  replace(refused: string): Promise<Result<string, PullFailure>>;
}

/** A token is renewed this long before its end. */
const renewBeforeMs = 60_000;

/** After the vendor refused our credentials it is not asked again for this long. */
const refusalRestMs = 60_000;

export function createTokenSource(
  clock: Clock,
  request: TokenRequest,
  observer?: ConnectionObserver,
): TokenSource {
  let token: { readonly value: string; readonly renewAt: number } | null = null;
  let running: Promise<Result<string, PullFailure>> | null = null;
  let refusal: { readonly failure: PullFailure; readonly restUntil: number } | null = null;

  const ask = async (): Promise<Result<string, PullFailure>> => {
    const answer = await request();
    if (!answer.ok) {
      if (answer.error.code === 'AUTHENTICATION_REFUSED') {
        refusal = { failure: answer.error, restUntil: clock.monotonicMs() + refusalRestMs };
      }
      return answer;
    }
    refusal = null;
    const { value, lifeSeconds } = answer.value;
    observer?.token(lifeSeconds);
    const lifeMs = lifeSeconds === null ? Number.POSITIVE_INFINITY : lifeSeconds * 1000;
    token = { value, renewAt: clock.monotonicMs() + Math.max(lifeMs - renewBeforeMs, lifeMs / 2) };
    return ok(value);
  };
  const renew = (): Promise<Result<string, PullFailure>> => {
    if (running !== null) return running;
    if (refusal !== null && clock.monotonicMs() < refusal.restUntil)
      return Promise.resolve(err(refusal.failure));
    running = ask().finally(() => {
      running = null;
    });
    return running;
  };
  return {
    current: () => {
      if (token !== null && clock.monotonicMs() < token.renewAt) return Promise.resolve(ok(token.value));
      return renew();
    },
    replace: (refused) => {
      if (token !== null && token.value !== refused) return Promise.resolve(ok(token.value));
      token = null;
      return renew();
    },
  };
}

/**
 * Sends with a bearer token; a 401 brings one new token and one more try. `err` means that no token could be had, so the
 * request itself was never sent. A second 401 is returned as it came.
 */
export async function sendWithToken(
  http: Http,
  tokens: TokenSource,
  request: HttpRequest,
): Promise<Result<HttpOutcome, PullFailure>> {
  const first = await tokens.current();
  if (!first.ok) return first;
  const outcome = await http.send(authorised(request, first.value));
  if (outcome.kind !== 'response' || outcome.status !== 401) return ok(outcome);
  const second = await tokens.replace(first.value);
  if (!second.ok) return second;
  return ok(await http.send(authorised(request, second.value)));
}

function authorised(request: HttpRequest, token: string): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}

/** What an attempt to write became when no token could be had: nothing left this machine. */
export function notSentWithoutToken(failure: PullFailure): {
  readonly kind: 'not-sent';
  readonly reason: 'UNREACHABLE' | 'RATE_LIMITED' | 'MAINTENANCE' | 'AUTHENTICATION_REFUSED' | 'CANCELLED';
  readonly message: string;
  readonly retryAtMs?: number;
} {
  const { code, message, retryAtMs } = failure;
  const isDirect =
    code === 'RATE_LIMITED' ||
    code === 'MAINTENANCE' ||
    code === 'AUTHENTICATION_REFUSED' ||
    code === 'CANCELLED';
  const wait = retryAtMs === undefined ? {} : { retryAtMs };
  return { kind: 'not-sent', reason: isDirect ? code : 'UNREACHABLE', message, ...wait };
}
