/** An expected outcome: a value, or a failure that the caller must handle. Bugs do not come this way; they assert. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/**
 * The one shape of an expected failure: what happened, where, and how to put it right.
 * `code` is closed per area and documented; `where` is a JSON path, a file with line, a record id or the like.
 */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly where?: string;
  readonly fix?: string;
}
