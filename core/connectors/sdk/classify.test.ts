import { describe, expect, it } from 'vitest';
import { classifyRead, classifyWrite } from './classify.ts';
import type { HttpOutcome, HttpResponse, NoResponse } from './http.ts';

const nowMs = 1_000_000;
const json = { 'content-type': 'application/json; charset=utf-8' };
const html = { 'content-type': 'text/html' };

function response(status: number, text = '{}', headers: HttpResponse['headers'] = json): HttpResponse {
  return { kind: 'response', status, text, headers, bytesLeft: true };
}

function silence(phase: NoResponse['phase'], reason: NoResponse['reason'], retryAtMs?: number): NoResponse {
  return { kind: 'no-response', phase, reason, message: reason, ...(retryAtMs ? { retryAtMs } : {}) };
}

const page = '<!DOCTYPE html><html></html>';

describe('what an answer means', () => {
  it.each<[string, HttpOutcome, string, string]>([
    ['200 JSON', response(200), 'ok', 'ok'],
    ['200 vendor JSON', response(200, '{}', { 'content-type': 'application/vnd.x+json;type=y' }), 'ok', 'ok'],
    ['204', response(204, '', {}), 'ok', 'ok'],
    ['200 HTML', response(200, page, html), 'MAINTENANCE', 'unknown'],
    ['200 HTML that claims to be JSON', response(200, page), 'MAINTENANCE', 'unknown'],
    ['200 text', response(200, 'ok', { 'content-type': 'text/plain' }), 'RESPONSE_INVALID', 'unknown'],
    ['200 cut JSON', response(200, '{"a":'), 'RESPONSE_INVALID', 'unknown'],
    ['200 duplicate keys', response(200, '{"a":1,"a":1}'), 'RESPONSE_INVALID', 'unknown'],
    ['302 to a log-in', response(302, '', { location: 'https://x/login' }), 'MAINTENANCE', 'unknown'],
    ['307 elsewhere', response(307, '', { location: 'https://evil.example' }), 'RESPONSE_INVALID', 'unknown'],
    ['400 JSON', response(400), 'RESPONSE_INVALID', 'ok'],
    ['400 HTML', response(400, page, html), 'RESPONSE_INVALID', 'unknown'],
    ['401', response(401), 'AUTHENTICATION_REFUSED', 'not-sent:AUTHENTICATION_REFUSED'],
    ['403 JSON', response(403), 'PERMISSION_DENIED', 'ok'],
    ['404 JSON', response(404), 'RESPONSE_INVALID', 'ok'],
    ['408', response(408), 'RESPONSE_INVALID', 'unknown'],
    ['410', response(410), 'API_VERSION_RETIRED', 'ok'],
    ['426', response(426), 'API_VERSION_RETIRED', 'ok'],
    ['429', response(429), 'RATE_LIMITED', 'not-sent:RATE_LIMITED'],
    ['500', response(500), 'UNREACHABLE', 'unknown'],
    ['503', response(503, page, html), 'MAINTENANCE', 'unknown'],
    ['refused connection', silence('not-sent', 'UNREACHABLE'), 'UNREACHABLE', 'not-sent:UNREACHABLE'],
    ['connect timeout', silence('not-sent', 'TIMED_OUT'), 'TIMED_OUT', 'not-sent:UNREACHABLE'],
    ['cancelled in the queue', silence('not-sent', 'CANCELLED'), 'CANCELLED', 'not-sent:CANCELLED'],
    ['blocked', silence('not-sent', 'BLOCKED', 5), 'RATE_LIMITED', 'not-sent:RATE_LIMITED'],
    ['reset', silence('maybe-sent', 'RESET'), 'UNREACHABLE', 'unknown'],
    ['timeout', silence('maybe-sent', 'TIMED_OUT'), 'TIMED_OUT', 'unknown'],
    ['cancelled on the way', silence('maybe-sent', 'CANCELLED'), 'CANCELLED', 'unknown'],
    ['too large', silence('maybe-sent', 'TOO_LARGE'), 'RESPONSE_INVALID', 'unknown'],
    ['bad encoding', silence('maybe-sent', 'BAD_ENCODING'), 'RESPONSE_INVALID', 'unknown'],
  ])('%s', (_name, outcome, read, write) => {
    const readResult = classifyRead(outcome, nowMs);
    expect(readResult.ok ? 'ok' : readResult.error.code).toBe(read);
    const writeResult = classifyWrite(outcome, nowMs);
    const found = writeResult.ok ? { kind: 'ok' } : writeResult.error;
    expect('reason' in found && found.kind === 'not-sent' ? `not-sent:${found.reason}` : found.kind).toBe(
      write,
    );
  });

  it('carries the allowed instant, and lets the vendor read its own errors first', () => {
    const limited = response(429, '{}', { ...json, 'retry-after': '7' });
    expect(classifyRead(limited, nowMs)).toMatchObject({ error: { retryAtMs: nowMs + 7_000 } });
    expect(classifyWrite(limited, nowMs)).toMatchObject({ error: { retryAtMs: nowMs + 7_000 } });
    const own = { code: 'RATE_LIMITED', message: 'daily limit' } as const;
    expect(classifyRead(response(403), nowMs, () => own)).toEqual({ ok: false, error: own });
  });
});
