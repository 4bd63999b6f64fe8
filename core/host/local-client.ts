import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import type { Core } from '../app/create-core.ts';
import type { AppRouter } from '../app/router/app-router.ts';
import { type ApiOptions, apiPath, createApi } from '../app/router/create-api.ts';
import { apiErrorSchema, type ApiError } from '../contract/errors.ts';

export type ApiClient = ReturnType<typeof createTRPCClient<AppRouter>>;

/**
 * A client of the API in the same process. Requests and answers are serialised as over a network, so what works here
 * works there. The actor is whom the host let in.
 */
export function createLocalClient(core: Core, actor: string, options: ApiOptions = {}): ApiClient {
  const api = createApi(core, options);
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `http://tieout.invalid${apiPath}`,
        fetch: (url, init) => api(new Request(url, init as RequestInit), actor),
      }),
    ],
  });
}

/** What the API answered instead of a result, or null when the error is not the API's. */
export function apiErrorOf(cause: unknown): ApiError | null {
  if (!(cause instanceof TRPCClientError)) return null;
  const parsed = apiErrorSchema.safeParse((cause as { readonly data?: unknown }).data);
  return parsed.success ? parsed.data : null;
}
