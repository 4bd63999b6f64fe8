import { unreachable } from '#core/base/assert.ts';
import type { EpochMs } from '#core/base/clock.ts';
import type { Maintenance, RateLimit } from './fault-rules.ts';
import type { HttpDoor, SandboxRequest, SandboxResponse } from './organisation.ts';

const TEN_YEARS_SECONDS = 315_360_000;
const LOGIN_PATH = '/sandbox-login';

const MAINTENANCE_PAGE =
  '<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head>' +
  '<body><h1>We will be back soon</h1><p>The service is under scheduled maintenance.</p></body></html>';
const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Log in</title></head>' +
  '<body><form method="post"><input name="user"><input name="password" type="password"></form></body></html>';

/** The answer of an organisation that is down for maintenance, in the form the window asks for. */
export function maintenanceAnswer(window: Maintenance, path: string): SandboxResponse {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  switch (window.form) {
    case '503':
      return { status: 503, headers: html, body: MAINTENANCE_PAGE };
    case '200-html':
      return { status: 200, headers: html, body: MAINTENANCE_PAGE };
    case '302-login':
      if (path === LOGIN_PATH) return { status: 200, headers: html, body: LOGIN_PAGE };
      return { status: 302, headers: { location: LOGIN_PATH } };
    default:
      return unreachable(window.form);
  }
}

/** The vendor's refusal under a rate limit, with Retry-After in the form asked for. */
export function rateLimitAnswer(
  organisation: HttpDoor,
  request: SandboxRequest,
  limit: RateLimit,
  nowMs: EpochMs,
): SandboxResponse {
  const own: SandboxResponse = organisation.throttled?.(request) ?? {
    status: 429,
    body: { error: 'too many requests' },
  };
  const retryAfter = retryAfterValue(limit, nowMs);
  const headers = { ...own.headers, ...(retryAfter === null ? {} : { 'retry-after': retryAfter }) };
  return { ...own, headers };
}

function retryAfterValue(limit: RateLimit, nowMs: EpochMs): string | readonly string[] | null {
  const seconds = Math.ceil((limit.until - nowMs) / 1000);
  switch (limit.form) {
    case 'seconds':
      return String(seconds);
    case 'http-date':
      return new Date(Math.ceil(limit.until / 1000) * 1000).toUTCString();
    case 'zero':
      return '0';
    case 'negative':
      return '-5';
    case 'ten-years':
      return String(TEN_YEARS_SECONDS);
    case 'malformed':
      return 'in a while';
    case 'absent':
      return null;
    case 'two-headers':
      return ['1', String(seconds)];
    default:
      return unreachable(limit.form);
  }
}
