import type { IncomingMessage } from 'node:http';

/** Why a request is not even looked at, with the status that says so. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 413 | 415 | 417;
  /** For people who read the answer; nothing of the request is in it. */
  readonly reason: string;
}

export interface RequestFacts {
  /** `127.0.0.1:port` or `[::1]:port`: the one name under which we answer. */
  readonly authority: string;
  /** Whether a link was handed out that nobody used yet: then a page elsewhere may lead here, once. */
  readonly isExpectingSomeone: boolean;
}

const forwarding = /^(?:forwarded|via|x-forwarded-|x-real-ip$|x-original-|x-rewrite-|x-http-method|x-host$)/;

/**
 * What every request must be before anything else is done with it: addressed to exactly us, from our own page, direct. A name
 * that resolves to this machine (DNS rebinding), another page in the same browser and anything that came through a proxy
 * fail here.
 */
export function refusalOf(request: IncomingMessage, facts: RequestFacts): Refusal | null {
  const { method = '', url = '', rawHeaders } = request;
  if (!['GET', 'HEAD', 'POST'].includes(method)) return { status: 405, reason: 'method' };
  if (!url.startsWith('/') || url.startsWith('//')) return { status: 400, reason: 'target' };
  const named = (wanted: string): string[] =>
    rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === wanted);
  const hosts = named('host');
  if (hosts.length !== 1 || hosts[0] !== facts.authority) return { status: 403, reason: 'host' };
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (forwarding.test((rawHeaders[at] ?? '').toLowerCase())) return { status: 403, reason: 'forwarded' };
  }
  const origins = named('origin');
  if (origins.length > 1) return { status: 403, reason: 'origin' };
  if (origins.length === 1 && origins[0] !== `http://${facts.authority}`)
    return { status: 403, reason: 'origin' };
  return refusalOfSite(named('sec-fetch-site'), request, facts);
}

/** The browser's own word on who asks. What does not say is no browser of ours. */
function refusalOfSite(
  sites: readonly string[],
  { method, url, headers }: IncomingMessage,
  { isExpectingSomeone }: RequestFacts,
): Refusal | null {
  const refused: Refusal = { status: 403, reason: 'site' };
  if (sites.length !== 1) return refused;
  if (sites[0] === 'same-origin') return null;
  const isFirstDocument =
    method === 'GET' &&
    url === '/' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document';
  if (!isFirstDocument) return refused;
  // An address that was typed or opened by another program; or, while a link is out, the file that holds it.
  return sites[0] === 'none' || isExpectingSomeone ? null : refused;
}
