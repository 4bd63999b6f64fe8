import { type ApiError, apiErrorSchema } from '../contract/errors.ts';

/** What the API answered instead of a result, or null when the error is not the API's. */
export function answeredError(cause: unknown): ApiError | null {
  if (!(cause instanceof Error) || cause.name !== 'TRPCClientError') return null;
  const parsed = apiErrorSchema.safeParse((cause as { readonly data?: unknown }).data);
  return parsed.success ? parsed.data : null;
}
