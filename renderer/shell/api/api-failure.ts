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

/** No answer at all. A question is asked again by itself; a change may have been taken or not, and is never sent twice. */
const unreachable: Readonly<Record<'query' | 'mutation', ApiError>> = {
  query: {
    code: 'HOST_UNREACHABLE',
    kind: 'unavailable',
    message: 'The cockpit cannot reach its core.',
    fix: 'It tries again by itself; what you see is what it last said.',
  },
  mutation: {
    code: 'HOST_UNREACHABLE',
    kind: 'unavailable',
    message: 'The core did not answer: this is not confirmed.',
    fix: 'It is not sent again by itself. Once the core answers, what is shown is what holds; if it was not taken, do it again.',
  },
};

/** Any thrown thing as a failure that a screen can show. */
export function failureOf(cause: unknown, asked: 'query' | 'mutation' = 'query'): ApiError {
  if (cause instanceof ApiFailure) return cause.failure;
  if (cause instanceof TRPCClientError) {
    const told = apiErrorSchema.safeParse(cause.data);
    return told.success ? told.data : unreachable[asked];
  }
  return {
    code: 'INTERNAL',
    kind: 'internal',
    message: cause instanceof Error ? cause.message : 'Something broke in this screen.',
    fix: 'Try again; if it stays, reload the window.',
  };
}

/** True where nothing answered, as opposed to an answer that refuses. */
export function isUnanswered(cause: unknown): boolean {
  return cause instanceof ApiFailure && cause.failure.code === unreachable.query.code;
}

/** True when the caller itself took the question back. */
export function isAborted(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === 'AbortError' || /abort/i.test(cause.message));
}
