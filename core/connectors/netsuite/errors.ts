import { z } from 'zod';
import {
  type HttpResponse,
  type PullFailure,
  readJson,
  type RejectionCode,
  type SendOutcome,
} from '../sdk/index.ts';

const errorReply = z.looseObject({
  title: z.string().optional(),
  status: z.int().optional(),
  'o:errorDetails': z
    .array(
      z.looseObject({
        detail: z.string(),
        'o:errorCode': z.string().optional(),
        'o:errorPath': z.string().optional(),
      }),
    )
    .min(1),
});

/** NetSuite's `nsError`: what it says is wrong, and where. */
export interface NetSuiteError {
  readonly code: string;
  readonly detail: string;
  readonly path: string | null;
}

function readNetSuiteError(response: HttpResponse): NetSuiteError | null {
  const json = readJson(response.text);
  const reply = errorReply.safeParse(json.ok ? json.value : null);
  const first = reply.success ? reply.data['o:errorDetails'][0] : undefined;
  if (first === undefined) return null;
  return { code: first['o:errorCode'] ?? '', detail: first.detail, path: first['o:errorPath'] ?? null };
}

const throttleCodes = new Set([
  'CONCURRENCY_LIMIT_EXCEEDED',
  'REQUEST_LIMIT_EXCEEDED',
  'SSS_REQUEST_LIMIT_EXCEEDED',
  'WS_REQUEST_BLOCKED',
]);

/** NetSuite's own words on a refused read, where they say more than the status. */
export function readFailure(response: HttpResponse): PullFailure | null {
  const error = readNetSuiteError(response);
  if (error === null) return null;
  const where = error.path === null ? {} : { where: error.path };
  if (response.status === 400 && throttleCodes.has(error.code)) {
    return { code: 'RATE_LIMITED', message: error.detail };
  }
  if (error.code === 'INSUFFICIENT_PERMISSION') {
    return {
      code: 'PERMISSION_DENIED',
      message: error.detail,
      fix: 'Give the role of the integration user the missing permission.',
    };
  }
  if (response.status === 400) return { code: 'RESPONSE_INVALID', message: error.detail, ...where };
  return null;
}

const periodWords = /accounting period|posting period/i;
const duplicateWords = /already exists/i;

/** Last name of the error path ("item.items[0].taxCode" → "taxCode") to what finance calls the problem. */
const rejectionByField: Readonly<Record<string, RejectionCode>> = {
  postingPeriod: 'PERIOD_CLOSED',
  entity: 'CUSTOMER_INVALID',
  customer: 'CUSTOMER_INVALID',
  currency: 'CURRENCY_INVALID',
  exchangeRate: 'CURRENCY_INVALID',
  taxCode: 'TAX_INVALID',
  tax1Amt: 'TAX_INVALID',
  item: 'REFERENCE_INVALID',
  account: 'REFERENCE_INVALID',
  subsidiary: 'REFERENCE_INVALID',
  department: 'REFERENCE_INVALID',
  class: 'REFERENCE_INVALID',
  location: 'REFERENCE_INVALID',
  doc: 'REFERENCE_INVALID',
  amount: 'AMOUNT_INVALID',
  payment: 'AMOUNT_INVALID',
  total: 'AMOUNT_INVALID',
  quantity: 'AMOUNT_INVALID',
  apply: 'AMOUNT_INVALID',
};

/**
 * A clear refusal of a write (4xx with NetSuite's error body) as an outcome. "Already exists" is no rejection: a document
 * stands under our external id that the look-up did not see yet, so the posting is unknown until it does.
 */
export function readRejection(response: HttpResponse): SendOutcome {
  const error = readNetSuiteError(response);
  if (error === null) {
    return { kind: 'unknown', reason: `NetSuite answered ${response.status} without a readable error` };
  }
  if (throttleCodes.has(error.code)) {
    return { kind: 'not-sent', reason: 'RATE_LIMITED', message: error.detail };
  }
  const field = fieldOf(error.path);
  if (duplicateWords.test(error.detail) && (field === 'externalId' || field === null)) {
    return {
      kind: 'unknown',
      reason: `NetSuite says a record with this external id exists: ${error.detail}`,
    };
  }
  const where = error.path === null ? {} : { where: error.path };
  return {
    kind: 'rejected',
    code: rejectionCode(response.status, error, field),
    message: error.detail,
    ...where,
  };
}

function rejectionCode(status: number, error: NetSuiteError, field: string | null): RejectionCode {
  if (status === 403 || error.code === 'INSUFFICIENT_PERMISSION') return 'PERMISSION_DENIED';
  if (periodWords.test(error.detail)) return 'PERIOD_CLOSED';
  if (status === 404 || error.code === 'NONEXISTENT_ID') return 'NOT_FOUND';
  return rejectionByField[field ?? ''] ?? 'VALIDATION_FAILED';
}

function fieldOf(path: string | null): string | null {
  return /([A-Za-z0-9_]+)(?:\[\d+\])?$/.exec(path ?? '')?.[1] ?? null;
}
