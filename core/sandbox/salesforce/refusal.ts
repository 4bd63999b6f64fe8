import type { SandboxResponse } from '../kit/organisation.ts';

/** One element of Salesforce's error array. */
export interface SalesforceError {
  readonly message: string;
  readonly errorCode: string;
  readonly fields?: readonly string[];
}

/** The vendor refuses the request; thrown inside the organisation and turned into an answer at its door. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errors: readonly SalesforceError[];

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.status = status;
    this.errors = [fields === undefined ? { message, errorCode } : { message, errorCode, fields }];
  }

  toResponse(): SandboxResponse {
    return jsonResponse(this.status, JSON.stringify(this.errors));
  }
}

export function jsonResponse(status: number, body: string): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body };
}

export function notFound(): Refusal {
  return new Refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
}
