import { assert } from '#core/base/assert.ts';
import { canonicalJson } from '#core/base/canonical-json.ts';
import type { CommandPayload } from './connector.ts';
import type { HttpHeaders } from './http.ts';

/** The request behind a command. `body` is the exact text that is sent; headers hold no secret. */
export interface RequestPayload {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: HttpHeaders;
  readonly body: string;
  /** What look-up and the answer's reader need and the vendor does not get (type, currency, total in decimal text). */
  readonly about: Readonly<Record<string, string | null>>;
}

/** One text per request: what is hashed, approved and later sent. */
export function writePayload(payload: RequestPayload): CommandPayload {
  const { method, path, headers, body, about } = payload;
  return canonicalJson({ method, path, headers, body, about });
}

/** Reads back what `writePayload` wrote. Anything else is a bug: payloads never come from outside. */
export function readPayload(payload: CommandPayload): RequestPayload {
  const value = JSON.parse(payload) as RequestPayload;
  assert(
    typeof value.path === 'string' && typeof value.body === 'string',
    'not a payload written by prepare()',
  );
  return value;
}
