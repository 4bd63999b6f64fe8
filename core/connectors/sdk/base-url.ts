import { type Failure, type Result, err, ok } from '#core/base/result.ts';

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The address of a connection as an origin. Credentials only travel over TLS; plain HTTP is for a simulated
 * organisation on this machine.
 */
export function parseBaseUrl(text: string, where: string): Result<string, Failure<'BASE_URL_INVALID'>> {
  const refuse = (message: string): Result<string, Failure<'BASE_URL_INVALID'>> =>
    err({ code: 'BASE_URL_INVALID', message, where, fix: 'Give an address such as https://example.com.' });
  if (!URL.canParse(text)) return refuse(`"${text}" is not an address`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return refuse('the address holds a user name or password');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return refuse(`the address has more than scheme, host and port: "${url.pathname}${url.search}"`);
  }
  const isLoopback = url.protocol === 'http:' && loopbackHosts.has(url.hostname);
  if (url.protocol !== 'https:' && !isLoopback)
    return refuse(`"${url.protocol}//" is not allowed; use https`);
  return ok(url.origin);
}
