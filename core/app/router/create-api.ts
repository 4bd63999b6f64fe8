import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { AssertionError } from '#core/base/assert.ts';
import { type Log, silentLog } from '#core/base/log.ts';
import type { Core } from '../create-core.ts';
import { appRouter } from './app-router.ts';
import { type ApiSession, fixedSession } from './api-session.ts';
import type { ApiContext, ApiProgress } from './context.ts';
import { referenceOf } from './procedure.ts';

/** Path under which every host serves the API. */
export const apiPath = '/api';

/**
 * Answers one request of one session, or of one person whom the host let in for it. Nothing in the request can change who
 * acts.
 */
export type Api = (request: Request, caller: string | ApiSession) => Promise<Response>;

export interface ApiOptions {
  readonly log?: Log;
  readonly onProgress?: (progress: ApiProgress) => void;
}

/** The API over one open workspace, as a function from request to response: hosts put it behind their own door. */
export function createApi(core: Core, options: ApiOptions = {}): Api {
  const { log = silentLog, onProgress = () => {} } = options;
  return (request, caller) => {
    const session = typeof caller === 'string' ? fixedSession(caller) : caller;
    return fetchRequestHandler({
      endpoint: apiPath,
      req: request,
      router: appRouter,
      allowBatching: false,
      createContext: (): ApiContext => ({
        core,
        actor: session.person ?? '',
        session,
        log,
        progress: onProgress,
      }),
      onError: ({ error, path, ctx }) => logError(log, error, path, ctx),
    });
  };
}

/** What was expected is counted; what was not is a bug, and its place in the code goes with its reference. */
function logError(
  log: Log,
  error: Error & { readonly code: string; readonly cause?: unknown },
  path: string | undefined,
  ctx: ApiContext | undefined,
): void {
  const procedure = path ?? null;
  if (error.code !== 'INTERNAL_SERVER_ERROR') {
    log.write('info', 'api.refused', { procedure, code: error.code });
    return;
  }
  const cause = error.cause instanceof Error ? error.cause : error;
  log.write('error', 'api.broke', {
    procedure,
    reference: referenceOf(error, ctx),
    name: cause.name,
    // Assertions are in our own words; what other errors say may quote data.
    message: cause instanceof AssertionError ? cause.message : null,
    place: placesOf(cause),
  });
}

/** Where in the code it happened. */
function placesOf({ stack = '' }: Error): string {
  const places = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return places
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' < ');
}
