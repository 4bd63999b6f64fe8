import { TRPCClientError } from '@trpc/client';
import { type ApiError, apiErrorSchema } from '#core/contract/errors.ts';

/** What a call was answered instead of a result: a closed code, a sentence, where and how to fix it. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly failure: ApiError;

  constructor(failure: ApiError) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Any thrown thing as a failure that a screen can show. */
export function failureOf(cause: unknown): ApiError {
  if (cause instanceof ApiFailure) return cause.failure;
  if (cause instanceof TRPCClientError) {
    const told = apiErrorSchema.safeParse(cause.data);
    if (told.success) return told.data;
    return {
      code: 'HOST_UNREACHABLE',
      kind: 'unavailable',
      message: 'The cockpit cannot reach its core.',
      fix: 'It tries again by itself; what you see is what it last said.',
    };
  }
  return {
    code: 'INTERNAL',
    kind: 'internal',
    message: cause instanceof Error ? cause.message : 'Something broke in this screen.',
    fix: 'Try again; if it stays, reload the window.',
  };
}

/** True when the caller itself took the question back. */
export function isAborted(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'AbortError' || /abort/i.test(cause.message));
}
