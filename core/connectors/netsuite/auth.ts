import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import { type Result, err, ok } from '#core/base/result.ts';
import {
  type AccessToken,
  classifyRead,
  type ConnectionPorts,
  type Http,
  type HttpResponse,
  type PullFailure,
  readJson,
  responseInvalid,
} from '../sdk/index.ts';
import type { NetSuiteSettings } from './config.ts';

const tokenPath = '/services/rest/auth/oauth2/v1/token';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertionLifeSeconds = 300;

const tokenReply = z.looseObject({
  access_token: z.string().min(1),
  /** NetSuite sends it as text. */
  expires_in: z.union([z.string().regex(/^\d+$/), z.int()]),
});

/** OAuth 2.0 client credentials with a signed assertion (RFC 7523), as NetSuite's "machine to machine" flow wants it. */
export async function requestToken(
  http: Http,
  settings: NetSuiteSettings,
  ports: ConnectionPorts,
  signal?: AbortSignal,
): Promise<Result<AccessToken, PullFailure>> {
  const assertion = await signAssertion(settings, ports);
  if (!assertion.ok) return assertion;
  const outcome = await http.send({
    method: 'POST',
    path: tokenPath,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: assertionType,
      client_assertion: assertion.value,
    }).toString(),
    lane: 'critical',
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = classifyRead(outcome, ports.clock.now(), readRefusal);
  if (!answer.ok) return answer;
  const json = readJson(answer.value.text);
  if (!json.ok) return err(responseInvalid(json.error));
  const reply = tokenReply.safeParse(json.value);
  if (!reply.success)
    return err({ code: 'RESPONSE_INVALID', message: 'the token reply is not as documented' });
  return ok({ value: reply.data.access_token, lifeSeconds: Number(reply.data.expires_in) });
}

async function signAssertion(
  settings: NetSuiteSettings,
  ports: ConnectionPorts,
): Promise<Result<string, PullFailure>> {
  const { algorithm, certificateId, clientId, privateKeySecret } = settings;
  const pem = await ports.secret(privateKeySecret);
  const issuedAt = Math.floor(ports.clock.now() / 1000);
  try {
    const key = await importPKCS8(pem, algorithm);
    const assertion = await new SignJWT({ scope: ['rest_webservices'] })
      .setProtectedHeader({ typ: 'JWT', alg: algorithm, kid: certificateId })
      .setIssuer(clientId)
      .setAudience(`${settings.baseUrl}${tokenPath}`)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + assertionLifeSeconds)
      .sign(key);
    return ok(assertion);
  } catch (error) {
    // The text of the error could quote the key, so only its kind is told.
    ports.log.write('error', 'netsuite.key-unusable', {
      kind: error instanceof Error ? error.name : 'unknown',
    });
    return err({
      code: 'AUTHENTICATION_REFUSED',
      message: `the private key "${privateKeySecret}" cannot sign with ${algorithm}`,
      fix: 'Store the key again as PKCS #8 PEM ("BEGIN PRIVATE KEY"), matching the chosen algorithm.',
    });
  }
}

/** 400 `invalid_client` and its kin are refusals of our credentials, not faults of the reply. */
function readRefusal(response: HttpResponse): PullFailure | null {
  if (response.status !== 400) return null;
  const json = readJson(response.text);
  const reply = z.looseObject({ error: z.string() }).safeParse(json.ok ? json.value : null);
  if (!reply.success) return null;
  return {
    code: 'AUTHENTICATION_REFUSED',
    message: `NetSuite refused the credentials: ${reply.data.error}`,
    fix: 'Check client id, certificate id and the private key; the certificate may have expired.',
  };
}

/** The account that a token is for: its audience reads `<something>;<account id>`. Null when it says nothing. */
export function accountOfToken(token: string): string | null {
  const part = token.split('.')[1];
  if (part === undefined) return null;
  const json = readJson(Buffer.from(part, 'base64url').toString('utf8'));
  const claims = z
    .looseObject({ aud: z.union([z.string(), z.array(z.string())]) })
    .safeParse(json.ok ? json.value : null);
  if (!claims.success) return null;
  const audiences = [claims.data.aud].flat();
  return audiences.map((audience) => audience.split(';')[1]).find((account) => account !== undefined) ?? null;
}
