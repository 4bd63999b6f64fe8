export type StripeErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

interface StripeErrorDetail {
  readonly status: number;
  readonly type: StripeErrorType;
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly declineCode?: string;
  readonly charge?: string;
  readonly shouldRetry?: boolean;
}

/** A refusal in Stripe's own form. It never leaves the sandbox except as a response. */
export class StripeError extends Error {
  override readonly name = 'StripeError';
  readonly detail: StripeErrorDetail;

  constructor(detail: StripeErrorDetail) {
    super(detail.message);
    this.detail = detail;
  }

  /** The body Stripe sends. */
  body(requestId: string): object {
    const { status: _status, declineCode, shouldRetry: _retry, ...members } = this.detail;
    const { code } = members;
    return {
      error: {
        ...members,
        ...(declineCode === undefined ? {} : { decline_code: declineCode }),
        ...(code === undefined
          ? {}
          : { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }),
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
      },
    };
  }
}

/** 400 invalid_request_error. */
export function invalid(message: string, param?: string, code?: string): StripeError {
  return new StripeError({
    status: 400,
    type: 'invalid_request_error',
    message,
    ...(param === undefined ? {} : { param }),
    ...(code === undefined ? {} : { code }),
  });
}

/** The object a path or parameter names does not exist: 404 for the path's own id, 400 for a parameter. */
export function missing(noun: string, id: string, param: string, status: 400 | 404 = 400): StripeError {
  return new StripeError({
    status,
    type: 'invalid_request_error',
    code: 'resource_missing',
    param,
    message: `No such ${noun}: '${id}'`,
  });
}
