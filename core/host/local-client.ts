import { createTRPCClient, httpLink } from '@trpc/client';
import type { Core } from '../app/create-core.ts';
import type { ApiSession } from '../app/router/api-session.ts';
import type { AppRouter } from '../app/router/app-router.ts';
import { type ApiOptions, apiPath, createApi } from '../app/router/create-api.ts';

export type ApiClient = ReturnType<typeof createTRPCClient<AppRouter>>;

/**
 * A client of the API in the same process. Requests and answers are serialised as over a network, so what works here
 * works there. The actor is whom the host let in.
 */
export function createLocalClient(
  core: Core,
  actor: string | ApiSession,
  options: ApiOptions = {},
): ApiClient {
  const api = createApi(core, options);
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `http://tieout.invalid${apiPath}`,
        // The link gives a text; its declared type is one that only browsers know.
        fetch: (url: unknown, init) => api(new Request(String(url), init as RequestInit), actor),
      }),
    ],
  });
}
