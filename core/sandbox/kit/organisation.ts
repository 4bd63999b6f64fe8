import type { CommitLog } from './commit-log.ts';

export type Vendor = 'salesforce' | 'stripe' | 'netsuite';

/** One HTTP request as an organisation sees it. `path` has no query; header names are lower-case. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The answer. A plain object is sent as JSON; a header given as a list is sent as several header lines. */
export interface SandboxResponse {
  readonly status: number;
  readonly headers?: Record<string, string | readonly string[]>;
  readonly body?: string | Buffer | object;
}

/** What a server needs: request in, response out. */
export interface HttpDoor {
  handle(request: SandboxRequest): SandboxResponse | Promise<SandboxResponse>;
  /**
   * True when the request would change something. Asked before the body is read, so `body` is empty: decide by method
   * and path. Without it, every method but GET, HEAD and OPTIONS is a write.
   */
  isWrite?(request: SandboxRequest): boolean;
  /** The vendor's own refusal when a rate limit is on (status and body); the server adds Retry-After. */
  throttled?(request: SandboxRequest): SandboxResponse;
  /** A fault replaced the answer by this one: the vendor remembers it where it would (Stripe saves a 500 under its key). */
  answerReplaced?(request: SandboxRequest, response: SandboxResponse): void;
}

/** A simulated vendor organisation; its truth lives in memory behind the door. */
export interface Organisation extends HttpDoor {
  readonly vendor: Vendor;
  /** What the organisation really committed, whatever the caller was told. */
  readonly commits: CommitLog;
  /** A change made by a person in the vendor's own screens; the control endpoint hands it over as it came. */
  handEdit?(edit: unknown): unknown;
}

/** Whether the request changes something, by the organisation's own word or by its method. */
export function isWriteRequest(organisation: HttpDoor, request: SandboxRequest): boolean {
  if (organisation.isWrite !== undefined) return organisation.isWrite(request);
  return request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS';
}
