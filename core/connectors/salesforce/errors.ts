import { z } from 'zod';
import {
  type HttpResponse,
  parseRetryAfter,
  type PullFailure,
  readJson,
  type RejectionCode,
  type SendOutcome,
} from '../sdk/index.ts';

/** The two forms in which Salesforce lists errors: of a request, and inside the result of one record. */
const requestError = z.looseObject({
  errorCode: z.string(),
  message: z.string(),
  fields: z.array(z.string()).optional(),
});
const recordError = z.looseObject({
  statusCode: z.string(),
  message: z.string(),
  fields: z.array(z.string()).optional(),
});
const saveResult = z.looseObject({
  id: z.string().optional(),
  success: z.boolean(),
  errors: z.array(recordError),
});

export interface SalesforceError {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/** The result of saving one record. One that failed carries its errors even with status 200. */
export interface SaveResult {
  readonly id: string | null;
  readonly isSuccess: boolean;
  readonly errors: readonly SalesforceError[];
}

/** Errors of a refused request, or null when the text is not Salesforce's error list. */
export function readErrors(text: string): readonly SalesforceError[] | null {
  const json = readJson(text);
  const parsed = z
    .array(requestError)
    .min(1)
    .safeParse(json.ok ? json.value : null);
  if (!parsed.success) return null;
  return parsed.data.map(({ errorCode, message, fields }) => ({
    code: errorCode,
    message,
    fields: fields ?? [],
  }));
}

/** Results of saving one record or several, in the order they were sent; null when the text is neither. */
export function readSaveResults(text: string): readonly SaveResult[] | null {
  const json = readJson(text);
  if (!json.ok) return null;
  const parsed = z.array(saveResult).safeParse(Array.isArray(json.value) ? json.value : [json.value]);
  if (!parsed.success) return null;
  return parsed.data.map(({ id, success, errors }) => ({
    id: id ?? null,
    isSuccess: success,
    errors: errors.map(({ statusCode, message, fields }) => ({
      code: statusCode,
      message,
      fields: fields ?? [],
    })),
  }));
}

/** The org's allowance is used up. Salesforce says so with 403, and its header, if any, says for how long. */
export function isOverLimit(response: HttpResponse): boolean {
  if (response.status !== 403) return false;
  return readErrors(response.text)?.[0]?.code === 'REQUEST_LIMIT_EXCEEDED';
}

export function retryAtOf(response: HttpResponse, nowMs: number): number {
  return parseRetryAfter(response.headers['retry-after'], nowMs).notBeforeMs;
}

/** Failures of a read that Salesforce's own code says more about than the status does. */
export function readFailure(response: HttpResponse, nowMs: number): PullFailure | null {
  const error = readErrors(response.text)?.[0];
  if (error === undefined) return null;
  const message = `Salesforce: ${error.code}: ${error.message.trim()}`;
  if (isOverLimit(response)) return { code: 'RATE_LIMITED', message, retryAtMs: retryAtOf(response, nowMs) };
  if (error.code === 'UNSUPPORTED_API_VERSION') {
    return {
      code: 'API_VERSION_RETIRED',
      message,
      fix: 'Update Tieout to a version that speaks the newer API.',
    };
  }
  if (error.code === 'INVALID_FIELD' || error.code === 'INVALID_TYPE') {
    return {
      code: 'PERMISSION_DENIED',
      message,
      fix: 'Create the object or field that is named, and give the integration user the right to see it.',
    };
  }
  return response.status === 400 || response.status === 404 ? { code: 'RESPONSE_INVALID', message } : null;
}

const rejectionCodes: Readonly<Record<string, RejectionCode>> = {
  NOT_FOUND: 'NOT_FOUND',
  ENTITY_IS_DELETED: 'NOT_FOUND',
  INVALID_CROSS_REFERENCE_KEY: 'NOT_FOUND',
  MALFORMED_ID: 'REFERENCE_INVALID',
  DUPLICATE_VALUE: 'CONFLICT',
  DUPLICATES_DETECTED: 'CONFLICT',
  DUPLICATE_EXTERNAL_ID: 'CONFLICT',
  NUMBER_OUTSIDE_VALID_RANGE: 'AMOUNT_INVALID',
  INVALID_FIELD_FOR_INSERT_UPDATE: 'PERMISSION_DENIED',
  INSUFFICIENT_ACCESS_OR_READONLY: 'PERMISSION_DENIED',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'PERMISSION_DENIED',
  API_DISABLED_FOR_ORG: 'PERMISSION_DENIED',
};

/** What a clear refusal of a write means. A locked row was not written and is free again in a moment. */
export function rejectionOf(errors: readonly SalesforceError[]): SendOutcome {
  const [error] = errors;
  if (error === undefined) return { kind: 'unknown', reason: 'the vendor refused without saying why' };
  const message = `${error.code}: ${error.message.trim()}`;
  if (error.code === 'UNABLE_TO_LOCK_ROW') return { kind: 'not-sent', reason: 'MAINTENANCE', message };
  const where = error.fields.length === 0 ? {} : { where: error.fields.join(', ') };
  return { kind: 'rejected', code: rejectionCodes[error.code] ?? 'VALIDATION_FAILED', message, ...where };
}
