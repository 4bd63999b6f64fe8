/** One request as it went, for the telemetry: never its content. */
export interface SeenRequest {
  /** Method and path with the ids taken out, so that requests of one kind count together. */
  readonly operation: string;
  /** From the turn given by the governor to the last byte of the answer, or to giving up. */
  readonly durationMs: number;
  /** null: no answer came. */
  readonly status: number | null;
}

/** Told of what happens on the wire. Nothing in it may fail or wait. */
export interface ConnectionObserver {
  request(seen: SeenRequest): void;
  /** An access token was obtained; null when the vendor did not say how long it lives. */
  token(lifeSeconds: number | null): void;
}

const version = /^v\d+(?:\.\d+)?$/;
const word = /^[A-Za-z][A-Za-z_-]{0,31}$/;
const prefixedId = /^[a-z]{2,6}_[A-Za-z]{10,}$/;

/** `GET /v1/invoices/:id` for `GET /v1/invoices/in_1Nx…?expand[]=lines`. */
export function operationName(method: string, path: string): string {
  const [withoutQuery = ''] = path.split('?', 1);
  const segments = withoutQuery
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) =>
      version.test(segment) || (word.test(segment) && !prefixedId.test(segment)) ? segment : ':id',
    );
  return `${method} /${segments.join('/')}`;
}
