import type { Clock } from '#core/base/clock.ts';
import { StripeError } from './stripe-error.ts';

export interface AccessOptions {
  readonly clock: Clock;
  readonly accountId: string;
  readonly secretKey: string;
  /** Restricted keys by text: what each may do. */
  readonly restrictedKeys: Readonly<Record<string, 'read' | 'none'>>;
  /** Calls per second of the sandbox clock; null: no limit. */
  readonly ratePerSecond: number | null;
}

const NO_KEY =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.";

/** The door: keys and the account's rate limit. */
export class Access {
  readonly #options: AccessOptions;
  #recentMs: number[] = [];

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  /** Refuses a call without a valid key, or one the key may not make. */
  check(headers: Readonly<Record<string, string>>, method: string, path: string): void {
    const key = keyOf(headers['authorization'] ?? '');
    if (key === null) throw refusal(401, NO_KEY);
    if (key === this.#options.secretKey) return;
    const allowed = this.#options.restrictedKeys[key];
    if (allowed === undefined) throw refusal(401, `Invalid API Key provided: ${masked(key)}`);
    if (allowed === 'read' && method === 'GET') return;
    const area = path.split('/')[2]?.replace(/s$/, '') ?? 'account';
    const permission = `rak_${area}_${method === 'GET' ? 'read' : 'write'}`;
    throw refusal(
      403,
      `The provided key '${masked(key)}' does not have the required permissions for this endpoint on account '${this.#options.accountId}'. Having the '${permission}' permission would allow this request to continue.`,
    );
  }

  /** Counts the call against the rate limit and refuses it beyond. */
  admit(): void {
    const { ratePerSecond, clock } = this.#options;
    if (ratePerSecond === null) return;
    const nowMs = clock.now();
    this.#recentMs = this.#recentMs.filter((atMs) => atMs > nowMs - 1000);
    if (this.#recentMs.length >= ratePerSecond) throw rateLimited();
    this.#recentMs.push(nowMs);
  }
}

export function rateLimited(): StripeError {
  return new StripeError({
    status: 429,
    type: 'invalid_request_error',
    code: 'rate_limit',
    message:
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits. If you need to increase your limits, contact support.',
    shouldRetry: true,
  });
}

function refusal(status: 401 | 403, message: string): StripeError {
  return new StripeError({ status, type: 'invalid_request_error', message });
}

function keyOf(header: string): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic\s+(\S+)$/i.exec(header)?.[1];
  if (basic === undefined) return null;
  const user = Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? '';
  return user === '' ? null : user;
}

function masked(key: string): string {
  return `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;
}
