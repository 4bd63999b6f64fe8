import { z } from 'zod';
import { type Result, ok } from '#core/base/result.ts';
import type { PullFailure, RejectionCode, SendOutcome } from '../sdk/connector.ts';
import type { HttpResponse } from '../sdk/http.ts';
import { readJson } from '../sdk/verbatim.ts';
import type { Missing } from './client.ts';

const errorBody = z.looseObject({
  error: z.looseObject({
    type: z.string(),
    code: z.string().optional(),
    message: z.string().optional(),
    param: z.string().optional(),
  }),
});

type StripeError = z.infer<typeof errorBody>['error'];

/** Stripe's error object, or null when the answer has none. */
function readError(response: HttpResponse): StripeError | null {
  const json = readJson(response.text);
  if (!json.ok) return null;
  const parsed = errorBody.safeParse(json.value);
  return parsed.success ? parsed.data.error : null;
}

/** The answer to a read that names something unknown: the object in the path, or a parameter such as `starting_after`. */
export function missingParameter(response: HttpResponse): Result<Missing, never> | null {
  if (response.status !== 404 && response.status !== 400) return null;
  const error = readError(response);
  if (error === null || error.code !== 'resource_missing') return null;
  return ok({ missing: response.status === 404 ? null : (error.param ?? null) });
}

/** Failures of a read that Stripe's own words say more about than the status does. */
export function readFailure(response: HttpResponse): PullFailure | null {
  const error = readError(response);
  if (error === null) return null;
  const message = `Stripe: ${error.message ?? error.type} (${response.status})`;
  if (response.status === 400 && /api version/i.test(error.message ?? '')) {
    return {
      code: 'API_VERSION_RETIRED',
      message,
      fix: 'Update Tieout to a version that speaks the newer API.',
    };
  }
  if (response.status === 401) {
    return { code: 'AUTHENTICATION_REFUSED', message, fix: 'Store a valid secret key for this connection.' };
  }
  if (response.status === 403) {
    return {
      code: 'PERMISSION_DENIED',
      message,
      fix: 'Give the restricted key the permission that Stripe names.',
    };
  }
  if (response.status === 400 || response.status === 404) return { code: 'RESPONSE_INVALID', message };
  return null;
}

const codeByParameter: readonly (readonly [RegExp, RejectionCode])[] = [
  [/^customer$/, 'CUSTOMER_INVALID'],
  [/currency/, 'CURRENCY_INVALID'],
  [/tax/, 'TAX_INVALID'],
  [/amount|quantity/, 'AMOUNT_INVALID'],
];

/**
 * What a clear refusal of a write means. A clash of idempotency keys says that another attempt with our key ran or runs,
 * so what became of it is unknown, not refused.
 */
export function rejectionOf(response: HttpResponse): SendOutcome {
  const error = readError(response);
  if (error === null)
    return { kind: 'unknown', reason: `the vendor answered ${response.status} without its error object` };
  const message = error.message ?? error.type;
  if (response.status === 409 || error.type === 'idempotency_error' || error.type === 'api_error') {
    return { kind: 'unknown', reason: `Stripe: ${message}` };
  }
  const where = error.param === undefined ? {} : { where: error.param };
  return { kind: 'rejected', code: codeOf(response.status, error), message, ...where };
}

function codeOf(status: number, error: StripeError): RejectionCode {
  if (status === 403) return 'PERMISSION_DENIED';
  const parameter = error.param ?? '';
  const known = codeByParameter.find(([pattern]) => pattern.test(parameter))?.[1];
  if (known !== undefined) return known;
  if (status === 404) return 'NOT_FOUND';
  return error.code === 'resource_missing' ? 'REFERENCE_INVALID' : 'VALIDATION_FAILED';
}
