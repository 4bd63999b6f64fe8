import { type Result, err, ok } from '#core/base/result.ts';
import type { PullFailure, SendOutcome } from './connector.ts';
import type { HttpOutcome, HttpResponse, NoResponse } from './http.ts';
import { type JsonTextFailure, scanJson } from './json-text.ts';
import { parseRetryAfter } from './retry-after.ts';

/** A vendor's own reading of a response that is not a success; null leaves it to the general table. */
export type FailureReader = (response: HttpResponse) => PullFailure | null;

/**
 * What an answer to a READ means. Success is a 2xx with valid JSON of a JSON content type (or 204); everything else is a
 * typed failure. A 200 with a web page is maintenance or a portal, never data.
 */
export function classifyRead(
  outcome: HttpOutcome,
  nowMs: number,
  vendorFailure: FailureReader = () => null,
): Result<HttpResponse, PullFailure> {
  if (outcome.kind === 'no-response') return err(failureOfSilence(outcome));
  if (isSuccess(outcome)) {
    const fault = faultOfSuccess(outcome);
    return fault === null ? ok(outcome) : err(fault);
  }
  return err(vendorFailure(outcome) ?? failureOfStatus(outcome, nowMs));
}

/**
 * What an answer to a WRITE means before the vendor's own words are read: `ok` hands on a clear answer (2xx, or a 4xx
 * with a JSON body, which the vendor's error table turns into a rejection). An error is final for this attempt:
 * `not-sent` only where nothing can have been committed, else `unknown`.
 */
export function classifyWrite(outcome: HttpOutcome, nowMs: number): Result<HttpResponse, SendOutcome> {
  if (outcome.kind === 'no-response') return err(sendOutcomeOfSilence(outcome));
  const { status } = outcome;
  if (status === 429) {
    const retryAtMs = notBefore(outcome, nowMs);
    return err({ kind: 'not-sent', reason: 'RATE_LIMITED', message: 'too many requests (429)', retryAtMs });
  }
  if (status === 401) {
    return err({
      kind: 'not-sent',
      reason: 'AUTHENTICATION_REFUSED',
      message: 'the vendor refused our token (401)',
    });
  }
  if (isSuccess(outcome)) {
    const fault = faultOfSuccess(outcome);
    return fault === null ? ok(outcome) : err({ kind: 'unknown', reason: `${status}: ${fault.message}` });
  }
  const isClear =
    status >= 400 && status < 500 && status !== 408 && isJson(outcome) && scanJson(outcome.text).ok;
  return isClear ? ok(outcome) : err({ kind: 'unknown', reason: describe(outcome) });
}

export function isSuccess(response: HttpResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

/** The failure of text that should have been JSON. */
export function responseInvalid(failure: JsonTextFailure): PullFailure {
  return { ...failure, code: 'RESPONSE_INVALID' };
}

function failureOfSilence(silence: NoResponse): PullFailure {
  const { message, reason, retryAtMs } = silence;
  switch (reason) {
    case 'BLOCKED':
      return { code: 'RATE_LIMITED', message, ...(retryAtMs === undefined ? {} : { retryAtMs }) };
    case 'UNREACHABLE':
    case 'RESET':
      return { code: 'UNREACHABLE', message, fix: 'Check the network and the address of the connection.' };
    case 'TIMED_OUT':
    case 'CANCELLED':
      return { code: reason, message };
    case 'TOO_LARGE':
    case 'BAD_ENCODING':
      return { code: 'RESPONSE_INVALID', message };
  }
}

function sendOutcomeOfSilence(silence: NoResponse): SendOutcome {
  const { message, reason, retryAtMs } = silence;
  if (silence.phase === 'maybe-sent') return { kind: 'unknown', reason: message };
  if (reason === 'BLOCKED') {
    return {
      kind: 'not-sent',
      reason: 'RATE_LIMITED',
      message,
      ...(retryAtMs === undefined ? {} : { retryAtMs }),
    };
  }
  return { kind: 'not-sent', reason: reason === 'CANCELLED' ? 'CANCELLED' : 'UNREACHABLE', message };
}

function faultOfSuccess(response: HttpResponse): PullFailure | null {
  if (response.status === 204) return null;
  if (isHtml(response)) {
    return {
      code: 'MAINTENANCE',
      message: 'a web page came instead of data: maintenance, a portal or a proxy',
    };
  }
  if (!isJson(response)) {
    const found = String(response.headers['content-type'] ?? 'none');
    return { code: 'RESPONSE_INVALID', message: `expected JSON, got content type "${found}"` };
  }
  const scan = scanJson(response.text);
  return scan.ok ? null : responseInvalid(scan.error);
}

function failureOfStatus(response: HttpResponse, nowMs: number): PullFailure {
  const { status, headers } = response;
  const message = describe(response);
  const retryAfter = headers['retry-after'];
  if (status === 429) {
    return { code: 'RATE_LIMITED', message, retryAtMs: notBefore(response, nowMs) };
  }
  if (status === 503) {
    if (retryAfter === undefined) return { code: 'MAINTENANCE', message };
    return { code: 'MAINTENANCE', message, retryAtMs: notBefore(response, nowMs) };
  }
  if (status >= 300 && status < 400) return failureOfRedirect(response, message);
  if (status >= 500) return { code: 'UNREACHABLE', message };
  if (status === 401) {
    return { code: 'AUTHENTICATION_REFUSED', message, fix: 'Renew the credentials of this connection.' };
  }
  if (status === 403) {
    return { code: 'PERMISSION_DENIED', message, fix: 'Give the integration user the missing permission.' };
  }
  if (status === 410 || status === 426) {
    return {
      code: 'API_VERSION_RETIRED',
      message,
      fix: 'Update Tieout to a version that speaks the newer API.',
    };
  }
  return { code: 'RESPONSE_INVALID', message };
}

function notBefore(response: HttpResponse, nowMs: number): number {
  return response.notBeforeMs ?? parseRetryAfter(response.headers['retry-after'], nowMs).notBeforeMs;
}

/** Redirects are never followed: credentials must not leave the origin. To a log-in page they mean maintenance. */
function failureOfRedirect(response: HttpResponse, message: string): PullFailure {
  const location = String(response.headers['location'] ?? '');
  if (/login|signin|maintenance|unavailable/i.test(location)) return { code: 'MAINTENANCE', message };
  return {
    code: 'RESPONSE_INVALID',
    message,
    fix: 'Check the address of the connection; redirects are not followed.',
  };
}

function isJson(response: HttpResponse): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(String(response.headers['content-type'] ?? ''));
}

function isHtml(response: HttpResponse): boolean {
  if (/\bx?html\b/i.test(String(response.headers['content-type'] ?? ''))) return true;
  return /^\s*<(?:!doctype|html)/i.test(response.text);
}

function describe(response: HttpResponse): string {
  return isHtml(response)
    ? `the vendor answered ${response.status} with a web page`
    : `the vendor answered ${response.status}`;
}
