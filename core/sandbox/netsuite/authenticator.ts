import { errors, importSPKI, importX509, jwtVerify } from 'jose';
import type { Clock, EpochMs } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import type { SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { nsError, type Refusal } from './refusal.ts';
import type { NetSuiteCredential } from './settings.ts';

export const TOKEN_PATH = '/services/rest/auth/oauth2/v1/token';
const TOKEN_LIFETIME_MS = 3_600_000;
const ASSERTION_LIFETIME_MAX_S = 3_600;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface IssuedToken {
  readonly credential: NetSuiteCredential;
  readonly expiresAtMs: EpochMs;
}

/** OAuth 2.0 client credentials with a signed assertion: the token endpoint, and the check of bearer tokens. */
export class Authenticator {
  readonly #accountId: string;
  readonly #credentials: readonly NetSuiteCredential[];
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #tokens = new Map<string, IssuedToken>();

  constructor(accountId: string, credentials: readonly NetSuiteCredential[], clock: Clock, random: Random) {
    this.#accountId = accountId;
    this.#credentials = credentials;
    this.#clock = clock;
    this.#random = random;
  }

  /** The token endpoint. `root` is the address the client used: the assertion is made out to it or to the account's host. */
  async issueToken(request: SandboxRequest, root: string): Promise<SandboxResponse> {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const assertion = form.get('client_assertion');
    if (form.get('grant_type') !== 'client_credentials') return oauthError('unsupported_grant_type');
    if (form.get('client_assertion_type') !== ASSERTION_TYPE || assertion === null) {
      return oauthError(
        'invalid_request',
        'The request could not be understood by the server due to malformed syntax.',
      );
    }
    const credential = await this.#verify(assertion, root);
    if (credential === null) return oauthError('invalid_client', 'The client assertion is not valid.');
    const token = this.#mint(credential);
    // The vendor sends the lifetime as text.
    const body = { access_token: token, expires_in: String(TOKEN_LIFETIME_MS / 1000), token_type: 'bearer' };
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  }

  /** The credential behind the request's bearer token, or the 401 the vendor answers. */
  authenticate(request: SandboxRequest): NetSuiteCredential | Refusal {
    const token = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    const issued = token === undefined ? undefined : this.#tokens.get(token);
    if (issued !== undefined && this.#clock.now() < issued.expiresAtMs) return issued.credential;
    return nsError(
      401,
      'INVALID_LOGIN',
      'Invalid login attempt. For more details, see the Login Audit Trail in the NetSuite UI at Setup > Users/Roles > User Management > View Login Audit Trail.',
      {},
      {
        'www-authenticate': `Bearer realm="${this.#accountId}", error="invalid_token", error_description="Invalid login attempt."`,
      },
    );
  }

  /** Makes every token given out so far invalid, as revoking the certificate mapping does. */
  revokeTokens(): void {
    this.#tokens.clear();
  }

  async #verify(assertion: string, root: string): Promise<NetSuiteCredential | null> {
    const ownHost = `https://${this.#accountId.toLowerCase().replaceAll('_', '-')}.suitetalk.api.netsuite.com`;
    let found: NetSuiteCredential | undefined;
    try {
      const { payload } = await jwtVerify(
        assertion,
        async (header) => {
          found = this.#credentials.find(
            (one) => one.certificateId === header.kid && one.algorithm === header.alg,
          );
          if (found === undefined) throw new errors.JWKSNoMatchingKey();
          const isCertificate = found.publicKeyPem.includes('BEGIN CERTIFICATE');
          return isCertificate
            ? await importX509(found.publicKeyPem, found.algorithm)
            : await importSPKI(found.publicKeyPem, found.algorithm);
        },
        {
          audience: [`${root}${TOKEN_PATH}`, `${ownHost}${TOKEN_PATH}`],
          currentDate: new Date(this.#clock.now()),
          requiredClaims: ['iss', 'aud', 'exp', 'iat', 'scope'],
        },
      );
      const { iat = 0, exp = 0, scope } = payload;
      const scopes = Array.isArray(scope) ? scope.map(String) : String(scope).split(/[\s,]+/);
      if (found === undefined || payload.iss !== found.clientId) return null;
      if (exp - iat > ASSERTION_LIFETIME_MAX_S || !scopes.includes('rest_webservices')) return null;
      return found;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  /** Shaped like the vendor's: a JWT whose audience names the account. Its signature is noise; it is looked up here. */
  #mint(credential: NetSuiteCredential): string {
    const nowMs = this.#clock.now();
    const hex = (bytes: number): string => Buffer.from(this.#random.bytes(bytes)).toString('hex');
    const issuedAt = Math.floor(nowMs / 1000);
    const payload = {
      sub: `3;${credential.employeeId ?? 0}`,
      aud: [`${hex(8)};${this.#accountId}`, credential.clientId],
      scope: ['rest_webservices'],
      iss: 'https://system.netsuite.com',
      iat: issuedAt,
      exp: issuedAt + TOKEN_LIFETIME_MS / 1000,
      jti: hex(16),
    };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signature = Buffer.from(this.#random.bytes(64)).toString('base64url');
    const token = `${part({ typ: 'JWT', alg: 'RS256' })}.${part(payload)}.${signature}`;
    this.#forgetExpired(nowMs);
    this.#tokens.set(token, { credential, expiresAtMs: nowMs + TOKEN_LIFETIME_MS });
    return token;
  }

  #forgetExpired(nowMs: EpochMs): void {
    for (const [token, issued] of this.#tokens) if (issued.expiresAtMs <= nowMs) this.#tokens.delete(token);
  }
}

function oauthError(error: string, description?: string): SandboxResponse {
  const body = { error, ...(description === undefined ? {} : { error_description: description }) };
  return { status: 400, headers: { 'cache-control': 'no-store' }, body };
}
