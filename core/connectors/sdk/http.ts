import { Pool } from 'undici';
import { assert } from '#core/base/assert.ts';
import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import { Deadlines } from './deadlines.ts';
import { exchange } from './http-exchange.ts';
import { BlockedError, type GovernorLane, type RateGovernor } from './rate-governor.ts';
import { type ConnectionObserver, operationName } from './request-observer.ts';
import { parseRetryAfter, retryAfterDefaultMs, retryAfterFloorMs } from './retry-after.ts';

export type HttpHeaders = Readonly<Record<string, string>>;

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with query, starting with a slash. Requests never leave the origin that the client was made for. */
  readonly path: string;
  readonly headers?: HttpHeaders;
  readonly body?: string;
  readonly lane: GovernorLane;
  /**
   * On the monotonic clock: nothing is sent after it and no answer awaited beyond it. For work of several requests that
   * must end together; the client's own time limit holds besides.
   */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

/** A complete answer. Whether it means anything is for `classify.ts` and the vendor's own error table. */
export interface HttpResponse {
  readonly kind: 'response';
  readonly status: number;
  /** Names in lower case; a header that came several times is a list. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly text: string;
  readonly bytesLeft: true;
  /** With 429 and 503: no request before this instant on the clock port; the governor holds them back already. */
  readonly notBeforeMs?: number;
}

export type NoResponseReason =
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  | 'RESET'
  | 'TOO_LARGE'
  | 'BAD_ENCODING'
  | 'CANCELLED'
  /** The vendor said "not before" and that instant has not come: nothing was sent. */
  | 'BLOCKED';

/** `not-sent`: no byte of the request was handed to a connected socket. `maybe-sent`: anything else. */
export interface NoResponse {
  readonly kind: 'no-response';
  readonly phase: 'not-sent' | 'maybe-sent';
  readonly reason: NoResponseReason;
  readonly message: string;
  readonly retryAtMs?: number;
}

export type HttpOutcome = HttpResponse | NoResponse;

export interface Http {
  send(request: HttpRequest): Promise<HttpOutcome>;
  close(): Promise<void>;
}

export interface HttpOptions {
  /** Scheme, host and port; see `parseBaseUrl`. */
  readonly origin: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly governor: RateGovernor;
  /** Told how long each request took. */
  readonly observer?: ConnectionObserver | undefined;
  /** From the turn given by the governor to the last byte of the answer. */
  readonly timeoutMs?: number;
  /** Counted after decompression. */
  readonly bodyBytesMax?: number;
}

const timeoutDefaultMs = 30_000;

/**
 * One attempt to write, with all requests that belong to it, ends within this time: a posting's "not before" counts on
 * it. Pass `deadlineMs: clock.monotonicMs() + attemptTimeMaxMs` with each of them.
 */
export const attemptTimeMaxMs = 30_000;
const bodyBytesDefault = 10 * 1024 * 1024;

/**
 * HTTP to one origin: kept-alive connections, no redirects, no retries, a time limit, a size limit, UTF-8 only.
 * Expected trouble is an outcome, never an exception.
 */
export function createHttp(options: HttpOptions): Http {
  const { clock, log, governor, observer } = options;
  const timeoutMs = options.timeoutMs ?? timeoutDefaultMs;
  const bodyBytesMax = options.bodyBytesMax ?? bodyBytesDefault;
  const pool = new Pool(options.origin, {
    connections: governor.budget().concurrencyMax,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: timeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 30_000,
  });
  const throttling = new Throttling(options);
  const deadlines = new Deadlines(clock);
  const send = async (request: HttpRequest): Promise<HttpOutcome> => {
    assert(request.path.startsWith('/'), `an HTTP path starts with a slash: ${request.path}`);
    const turn = await takeTurn(governor, request);
    if (typeof turn !== 'function') return turn;
    try {
      const leftMs = Math.min(
        timeoutMs,
        (request.deadlineMs ?? Number.POSITIVE_INFINITY) - clock.monotonicMs(),
      );
      if (leftMs <= 0) return notSent('TIMED_OUT', 'no time was left to send it');
      const startedMs = clock.monotonicMs();
      const outcome = await exchange(pool, request, { deadlines, timeoutMs: leftMs, bodyBytesMax });
      observer?.request({
        operation: operationName(request.method, request.path),
        durationMs: clock.monotonicMs() - startedMs,
        status: outcome.kind === 'response' ? outcome.status : null,
      });
      if (outcome.kind === 'response') return throttling.obey(outcome);
      log.write('warn', 'http.no-response', { reason: outcome.reason, phase: outcome.phase });
      return outcome;
    } finally {
      turn();
    }
  };
  return { send, close: () => pool.destroy() };
}

async function takeTurn(governor: RateGovernor, request: HttpRequest): Promise<NoResponse | (() => void)> {
  try {
    return await governor.enter(request.lane, request.signal);
  } catch (error) {
    if (error instanceof BlockedError) {
      return { ...notSent('BLOCKED', error.message), retryAtMs: error.untilMs };
    }
    if (request.signal?.aborted) return notSent('CANCELLED', 'cancelled while waiting for a turn');
    throw error;
  }
}

function notSent(reason: NoResponseReason, message: string): NoResponse {
  return { kind: 'no-response', phase: 'not-sent', reason, message };
}

/**
 * What a vendor's "too many" means. 429 always stops requests for a while, 503 when it names an instant. Without a usable
 * instant the wait doubles from refusal to refusal: one collision on a shared concurrency limit is over in a second.
 */
class Throttling {
  readonly #options: HttpOptions;
  #guessMs = 0;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  obey(response: HttpResponse): HttpResponse {
    const { clock, governor, log } = this.#options;
    const header = response.headers['retry-after'];
    if (response.status !== 429 && (response.status !== 503 || header === undefined)) {
      this.#guessMs = 0;
      return response;
    }
    const { notBeforeMs: namedMs, form } = parseRetryAfter(header, clock.now());
    const isGuess = form === 'absent' || form === 'malformed';
    const notBeforeMs = isGuess ? clock.now() + this.#guess() : namedMs;
    if (isGuess && response.status === 429) governor.crowded();
    governor.blockUntil(notBeforeMs);
    log.write('warn', 'http.throttled', { status: response.status, form, waitMs: notBeforeMs - clock.now() });
    return { ...response, notBeforeMs };
  }

  /** Refusals of requests that were on their way together count once. */
  #guess(): number {
    if (this.#options.governor.budget().blockedUntilMs === null) {
      this.#guessMs =
        this.#guessMs === 0 ? retryAfterFloorMs : Math.min(this.#guessMs * 2, retryAfterDefaultMs);
    }
    return this.#guessMs;
  }
}
