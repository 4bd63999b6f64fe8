import type { CustomScheme } from 'electron';
import type { Log } from '#core/base/log.ts';
import { apiPrefix, appHost, appOrigin, appScheme } from '../bridge/app-address.ts';
import { securityHeaders } from '#core/base/web-security.ts';
import type { RendererFiles } from './renderer-files.ts';

/** To be registered before the application is ready; nothing more than a page with an API needs. */
export const schemePrivileges: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
};

export interface SchemePorts {
  readonly files: RendererFiles;
  /** Answers a request of the API; throws when nobody can. */
  readonly askCore: (request: Request, path: string) => Promise<Response>;
  readonly log: Log;
}

/** A request as Electron gives it: with the origin that made it, which the page cannot choose. */
type SchemeRequest = Request & { readonly initiatorOrigin?: string };

/** Answers everything under `tieout://app/`: listed files, and the API of the core process. Never the file system. */
export function createSchemeHandler(ports: SchemePorts): (request: Request) => Promise<Response> {
  return async (request: SchemeRequest) => {
    const path = pathOf(request.url);
    if (path === null) return refuse(404, 'There is nothing here.');
    const { initiatorOrigin } = request;
    if (initiatorOrigin !== undefined && initiatorOrigin !== appOrigin) {
      return refuse(403, 'Only the cockpit itself may ask.');
    }
    if (path.startsWith(apiPrefix)) return answerApi(request, path, ports);
    return answerFile(request, path, ports);
  };
}

/** Path and query exactly as they were written, or null for anything that is not this application's address. */
function pathOf(url: string): string | null {
  const prefix = `${appScheme}://${appHost}/`;
  if (!url.startsWith(prefix)) return null;
  const rest = url.slice(prefix.length - 1);
  const fragmentAt = rest.indexOf('#');
  return fragmentAt < 0 ? rest : rest.slice(0, fragmentAt);
}

function answerFile(request: Request, pathAndQuery: string, { files, log }: SchemePorts): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refuse(405, 'Files are only read.', { allow: 'GET, HEAD' });
  }
  const [path = ''] = pathAndQuery.split('?');
  try {
    const file = files.read(path === '/' ? '/index.html' : path);
    if (file === null) return refuse(404, 'There is nothing here.');
    const headers = {
      ...securityHeaders,
      'content-type': file.type,
      'content-length': `${file.bytes.length}`,
    };
    return new Response(request.method === 'HEAD' ? null : file.bytes, { status: 200, headers });
  } catch (cause) {
    log.write('error', 'scheme.file-broken', { path, name: cause instanceof Error ? cause.name : 'unknown' });
    return refuse(500, 'A file of the application is damaged. Install it again.');
  }
}

async function answerApi(request: Request, path: string, { askCore, log }: SchemePorts): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'POST') {
    return refuse(405, 'The API answers GET and POST.', { allow: 'GET, POST' });
  }
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== appOrigin) return refuse(403, 'Only the cockpit itself may ask.');
  // A form or an image cannot send it, and no other origin may: there is no answer to a preflight.
  if (request.headers.get('x-tieout-request') !== '1') return refuse(403, 'Only the cockpit itself may ask.');
  try {
    const answer = await askCore(request, path);
    const headers = new Headers(answer.headers);
    for (const [name, value] of Object.entries(securityHeaders)) headers.set(name, value);
    return new Response(answer.body, { status: answer.status, headers });
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'unknown';
    if (name !== 'AbortError') log.write('warn', 'scheme.core-unreachable', { name });
    return refuse(503, 'The core is restarting.');
  }
}

function refuse(status: number, text: string, more: Readonly<Record<string, string>> = {}): Response {
  const headers = { ...securityHeaders, ...more, 'content-type': 'text/plain; charset=utf-8' };
  return new Response(text, { status, headers });
}
