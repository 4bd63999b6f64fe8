import { compactVerify, decodeProtectedHeader, importSPKI, importX509, type JWTPayload } from 'jose';
import type { Clock } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import type { SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { jsonResponse, Refusal } from './refusal.ts';

/** A connected app and the user it acts as. */
export interface SalesforceCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly username: string;
  /** Certificate or SPKI public key (PEM) of the JWT bearer flow; without it the flow is refused. */
  readonly publicKeyPem?: string;
  /** True when the connected app has a "run as" user for client credentials. */
  readonly clientCredentialsEnabled?: boolean;
}

export interface SessionOptions {
  /** A session ends this long after its last use. */
  readonly sessionTimeoutMs: number;
  /** Audiences accepted beside the org's own address. */
  readonly audiences: readonly string[];
}

export const DEFAULT_SESSION_OPTIONS: SessionOptions = {
  sessionTimeoutMs: 2 * 3_600_000,
  audiences: ['https://login.salesforce.com', 'https://test.salesforce.com'],
};

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** The assertion may not be valid for longer than this, give or take the skew. */
const LONGEST_ASSERTION_S = 300;
const CLOCK_SKEW_S = 180;

/** Issues access tokens and knows which are live. */
export class Sessions {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #orgId: string;
  readonly #userId: string;
  readonly #credentials: SalesforceCredentials;
  readonly #options: SessionOptions;
  readonly #lastUsedAtMs = new Map<string, number>();

  constructor(
    ports: { readonly clock: Clock; readonly random: Random },
    org: { readonly orgId: string; readonly userId: string },
    credentials: SalesforceCredentials,
    options: SessionOptions,
  ) {
    this.#clock = ports.clock;
    this.#random = ports.random;
    this.#orgId = org.orgId;
    this.#userId = org.userId;
    this.#credentials = credentials;
    this.#options = options;
  }

  /** POST /services/oauth2/token. */
  async token(request: SandboxRequest, baseUrl: string): Promise<SandboxResponse> {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const grant = form.get('grant_type');
    const refusal =
      grant === 'client_credentials'
        ? this.#checkClient(request, form)
        : grant === JWT_BEARER
          ? await this.#checkAssertion(form.get('assertion') ?? '', baseUrl)
          : oauthError('unsupported_grant_type', 'grant type not supported');
    if (refusal !== null) return refusal;
    const accessToken = `${this.#orgId.slice(0, 15)}!${Buffer.from(this.#random.bytes(48)).toString('base64url')}`;
    this.#lastUsedAtMs.set(accessToken, this.#clock.now());
    return jsonResponse(
      200,
      JSON.stringify({
        access_token: accessToken,
        scope: 'api id',
        instance_url: baseUrl,
        id: `${baseUrl}/id/${this.#orgId}/${this.#userId}`,
        token_type: 'Bearer',
        ...(grant === 'client_credentials' ? { issued_at: String(this.#clock.now()) } : {}),
      }),
    );
  }

  /** Refuses a request whose session is unknown or has ended. */
  check(request: SandboxRequest): void {
    const token = /^(?:Bearer|OAuth) (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
    const lastUsedAtMs = this.#lastUsedAtMs.get(token);
    const now = this.#clock.now();
    if (lastUsedAtMs === undefined || now - lastUsedAtMs > this.#options.sessionTimeoutMs) {
      this.#lastUsedAtMs.delete(token);
      throw new Refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    }
    this.#lastUsedAtMs.set(token, now);
  }

  /** Ends every session, as an administrator can. */
  endAll(): void {
    this.#lastUsedAtMs.clear();
  }

  #checkClient(request: SandboxRequest, form: URLSearchParams): SandboxResponse | null {
    const basic = /^Basic (.+)$/.exec(request.headers['authorization'] ?? '')?.[1];
    const decoded = basic === undefined ? null : Buffer.from(basic, 'base64').toString('utf8');
    const split = decoded?.indexOf(':') ?? -1;
    const id = decoded === null ? form.get('client_id') : decodeURIComponent(decoded.slice(0, split));
    const secret =
      decoded === null ? form.get('client_secret') : decodeURIComponent(decoded.slice(split + 1));
    if (id !== this.#credentials.clientId)
      return oauthError('invalid_client_id', 'client identifier invalid');
    if (secret !== this.#credentials.clientSecret)
      return oauthError('invalid_client', 'invalid client credentials');
    if (this.#credentials.clientCredentialsEnabled === false) {
      return oauthError('invalid_grant', 'no client credentials user enabled');
    }
    return null;
  }

  async #checkAssertion(assertion: string, baseUrl: string): Promise<SandboxResponse | null> {
    const pem = this.#credentials.publicKeyPem;
    if (pem === undefined)
      return oauthError('invalid_app_access', 'user is not admin approved to access this app');
    let payload: JWTPayload;
    try {
      if (decodeProtectedHeader(assertion).alg !== 'RS256')
        return oauthError('invalid_grant', 'invalid assertion');
      const key = pem.includes('CERTIFICATE')
        ? await importX509(pem, 'RS256')
        : await importSPKI(pem, 'RS256');
      // Only the signature here; the claims are judged below in the vendor's words.
      const verified = await compactVerify(assertion, key, { algorithms: ['RS256'] });
      payload = JSON.parse(Buffer.from(verified.payload).toString('utf8')) as JWTPayload;
    } catch (error) {
      return oauthError(
        'invalid_grant',
        `invalid assertion: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    return this.#checkClaims(payload, baseUrl);
  }

  #checkClaims(payload: JWTPayload, baseUrl: string): SandboxResponse | null {
    const { iss, sub, aud, exp } = payload;
    if (iss !== this.#credentials.clientId)
      return oauthError('invalid_client_id', 'client identifier invalid');
    const audiences = [...this.#options.audiences, baseUrl];
    if (typeof aud !== 'string' || !audiences.includes(aud))
      return oauthError('invalid_grant', 'audience is invalid');
    if (sub !== this.#credentials.username) {
      return oauthError('invalid_grant', "user hasn't approved this consumer");
    }
    const nowS = this.#clock.now() / 1000;
    if (exp === undefined || exp <= nowS) return oauthError('invalid_grant', 'expired authorization code');
    if (exp > nowS + LONGEST_ASSERTION_S + CLOCK_SKEW_S)
      return oauthError('invalid_grant', 'expiry is too far in the future');
    return null;
  }
}

function oauthError(error: string, description: string): SandboxResponse {
  return {
    status: 400,
    headers: {
      'content-type': 'application/json;charset=UTF-8',
      'cache-control': 'no-store',
      pragma: 'no-cache',
    },
    body: JSON.stringify({ error, error_description: description }),
  };
}
