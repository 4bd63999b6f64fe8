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
import type { SalesforceSettings } from './config.ts';

const tokenPath = '/services/oauth2/token';
const jwtGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const assertionLifeSeconds = 180;
const audiences = { production: 'https://login.salesforce.com', sandbox: 'https://test.salesforce.com' };

const tokenReply = z.looseObject({ access_token: z.string().min(1), instance_url: z.string() });
const refusalReply = z.looseObject({ error: z.string(), error_description: z.string().optional() });

/** OAuth 2.0: client credentials, or a signed assertion (RFC 7523). Salesforce does not say how long a token lives. */
export async function requestToken(
  http: Http,
  settings: SalesforceSettings,
  ports: ConnectionPorts,
  signal?: AbortSignal,
): Promise<Result<AccessToken, PullFailure>> {
  const form = await grantOf(settings, ports);
  if (!form.ok) return form;
  const outcome = await http.send({
    method: 'POST',
    path: tokenPath,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form.value).toString(),
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
  return sameOrigin(reply.data.instance_url, settings.baseUrl)
    ? ok({ value: reply.data.access_token, lifeSeconds: null })
    : err(otherInstance(reply.data.instance_url));
}

/** The token is only ever sent to the configured address, so the org must live there. */
function sameOrigin(instanceUrl: string, baseUrl: string): boolean {
  return URL.canParse(instanceUrl) && new URL(instanceUrl).origin === baseUrl;
}

function otherInstance(instanceUrl: string): PullFailure {
  return {
    code: 'RESPONSE_INVALID',
    message: `the org lives at ${instanceUrl}, not at the configured address`,
    where: '$.baseUrl',
    fix: 'Set baseUrl to the address of My Domain.',
  };
}

async function grantOf(
  settings: SalesforceSettings,
  ports: ConnectionPorts,
): Promise<Result<Record<string, string>, PullFailure>> {
  if (settings.flow === 'client-credentials') {
    return ok({
      grant_type: 'client_credentials',
      client_id: settings.clientId,
      client_secret: await ports.secret(settings.clientSecretSecret),
    });
  }
  const pem = await ports.secret(settings.privateKeySecret);
  try {
    const key = await importPKCS8(pem, 'RS256');
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(settings.clientId)
      .setSubject(settings.username)
      .setAudience(settings.audience ?? audiences[settings.environment])
      .setExpirationTime(Math.floor(ports.clock.now() / 1000) + assertionLifeSeconds)
      .sign(key);
    return ok({ grant_type: jwtGrant, assertion });
  } catch (error) {
    // The text of the error could quote the key, so only its kind is told.
    const kind = error instanceof Error ? error.name : 'unknown';
    ports.log.write('error', 'salesforce.key-unusable', { kind });
    return err({
      code: 'AUTHENTICATION_REFUSED',
      message: `the private key "${settings.privateKeySecret}" cannot sign with RS256`,
      fix: 'Store the key again as PKCS #8 PEM ("BEGIN PRIVATE KEY"); it must be an RSA key.',
    });
  }
}

/** 400 `invalid_client`, `invalid_grant` and their kin refuse our credentials; they are not faults of the reply. */
function readRefusal(response: HttpResponse): PullFailure | null {
  if (response.status !== 400) return null;
  const json = readJson(response.text);
  const reply = refusalReply.safeParse(json.ok ? json.value : null);
  if (!reply.success) return null;
  const { error, error_description: description } = reply.data;
  return {
    code: 'AUTHENTICATION_REFUSED',
    message: `Salesforce refused the credentials: ${description ?? error}`,
    fix: 'Check the connected app: consumer key, its secret or certificate, and the user that it runs as.',
  };
}
