import type { SandboxResponse } from '../kit/organisation.ts';

/** Where in the request the error is; NetSuite names one of them at most. */
export interface ErrorPlace {
  readonly path?: string;
  readonly header?: string;
  readonly queryParam?: string;
}

const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1',
  401: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.2',
  403: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.4',
  404: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.5',
  405: 'https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.6',
  429: 'https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html',
};

const TITLE_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
};

/**
 * The vendor says no. Thrown rather than returned so that it also rolls back the SQLite transaction it happens in;
 * the organisation's `handle` and `handEdit` are the only two places that catch it.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly response: SandboxResponse;
  readonly code: string;

  constructor(response: SandboxResponse, code: string, detail: string) {
    super(detail);
    this.response = response;
    this.code = code;
  }
}

/** An `nsError` response (schema of the record service). */
export function nsError(
  status: number,
  code: string,
  detail: string,
  place: ErrorPlace = {},
  headers: Record<string, string> = {},
): Refusal {
  const entry = {
    detail,
    ...(place.path === undefined ? {} : { 'o:errorPath': place.path }),
    ...(place.header === undefined ? {} : { 'o:errorHeader': place.header }),
    ...(place.queryParam === undefined ? {} : { 'o:errorQueryParam': place.queryParam }),
    'o:errorCode': code,
  };
  const body = {
    type: TYPE_BY_STATUS[status] ?? 'about:blank',
    title: TITLE_BY_STATUS[status] ?? 'Error',
    status,
    'o:errorDetails': [entry],
  };
  const type = 'application/vnd.oracle.resource+json; type=error; charset=UTF-8';
  return new Refusal({ status, headers: { 'content-type': type, ...headers }, body }, code, detail);
}

/** A business rule says no. */
export function userError(detail: string, path?: string): Refusal {
  const text = `Error while accessing a resource. ${detail}`;
  return nsError(400, 'USER_ERROR', text, path === undefined ? {} : { path });
}

/** A value in the body is not acceptable: an unknown reference, an inactive one, a wrong type. */
export function invalidField(value: unknown, field: string, path: string): Refusal {
  const shown = typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
  const detail = `Error while accessing resource: You have entered an Invalid Field Value ${shown} for the following field: ${field}`;
  return nsError(400, 'INVALID_CONTENT', detail, { path });
}

export function invalidContent(detail: string, path?: string): Refusal {
  return nsError(400, 'INVALID_CONTENT', detail, path === undefined ? {} : { path });
}

/** "Please enter value(s) for: Customer." */
export function missingValue(label: string, path: string): Refusal {
  return userError(`Please enter value(s) for: ${label}.`, path);
}

export function nonexistentRecord(): Refusal {
  return nsError(
    404,
    'NONEXISTENT_ID',
    'The record instance does not exist. Provide a valid record instance ID.',
  );
}

export function invalidParameter(detail: string, queryParam: string): Refusal {
  return nsError(400, 'INVALID_PARAMETER', detail, { queryParam });
}
