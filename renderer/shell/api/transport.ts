import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { create } from 'zustand';
import { ApiFailure, failureOf, isAborted } from './api-failure.ts';

interface Transport {
  /** Held in memory alone: it ends with the window. */
  readonly secret: string | null;
  /** Why the session is over: the host said so, or the sample company was removed. Null while it lasts. */
  readonly ended: 'ended' | 'removed' | null;
  /** How many requests found nobody at the other end. */
  readonly losses: number;
}

export const useTransport = create<Transport>(() => ({ secret: null, ended: null, losses: 0 }));

export function openTransport(secret: string): void {
  useTransport.setState({ secret, ended: null });
}

/** From here on nothing is shown any more; the first reason stands. */
export function closeTransport(why: 'ended' | 'removed'): void {
  useTransport.setState(({ ended }) => ({ secret: null, ended: ended ?? why }));
}

/** Every request of the cockpit goes through here: same origin, with the session's secret, never with a cookie. */
export async function requestHost(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const { secret, ended } = useTransport.getState();
  if (ended !== null) throw new DOMException('The session is over.', 'AbortError');
  if (secret !== null) headers.set('authorization', `Bearer ${secret}`);
  headers.set('x-tieout-request', '1');
  let response: Response;
  try {
    response = await globalThis.fetch(path, { ...init, headers, credentials: 'omit', cache: 'no-store' });
  } catch (cause) {
    if (init.signal?.aborted !== true) useTransport.setState(({ losses }) => ({ losses: losses + 1 }));
    throw cause;
  }
  if (response.status === 401) closeTransport('ended');
  return response;
}

const client = createTRPCUntypedClient<AnyRouter>({
  links: [
    httpLink({
      url: '/api',
      // The link gives a text; its declared type is one that only servers know.
      fetch: (url: unknown, init) => requestHost(String(url), init as RequestInit),
    }),
  ],
});

export async function callHost(
  kind: 'query' | 'mutation',
  path: string,
  input: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  const options = signal === undefined ? {} : { signal };
  try {
    return kind === 'query'
      ? await client.query(path, input, options)
      : await client.mutation(path, input, options);
  } catch (cause) {
    if (isAborted(cause)) throw cause;
    throw new ApiFailure(failureOf(cause, kind));
  }
}
