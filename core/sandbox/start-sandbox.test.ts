import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importPKCS8, SignJWT } from 'jose';
import { ManualClock } from '#core/base/manual-clock.ts';
import { type RunningSandbox, startSandbox } from './start-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 3, clock: new ManualClock(1_000_000) });
});

afterAll(async () => {
  await sandbox.close();
});

async function json(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('the running sandbox', () => {
  it('lives on the fifth of the month after the sample', () => {
    expect(new Date(sandbox.clock.now()).toISOString()).toBe('2026-10-05T08:00:00.000Z');
    const { sample } = sandbox.access;
    expect(sample).toMatchObject({ months: ['2026-09'], cutoverOn: '2026-09-13' });
    expect(1_000_000 + sample.clockOffsetMs).toBe(sandbox.clock.now());
  });

  it('prints as plain data', () => {
    expect(JSON.parse(JSON.stringify(sandbox.access))).toEqual(sandbox.access);
  });

  it('lets a client into Salesforce by JWT, for its accounts', async () => {
    const { baseUrl, credentials, orgId } = sandbox.access.salesforce;
    const key = await importPKCS8(credentials.privateKeyPem, 'RS256');
    const assertion = await new SignJWT({
      iss: credentials.clientId,
      sub: credentials.username,
      aud: 'https://test.salesforce.com',
      exp: Math.floor(sandbox.clock.now() / 1000) + 120,
    })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(key);
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const token = await json(`${baseUrl}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type, assertion }),
    });
    expect(token.body['id']).toContain(orgId);
    const soql = encodeURIComponent('SELECT COUNT() FROM Account');
    const accounts = await json(`${baseUrl}/services/data/v60.0/query?q=${soql}`, {
      headers: bearer(token.body['access_token'] as string),
    });
    expect(accounts.body['totalSize']).toBeGreaterThan(120);
  });

  it('lets a client into Stripe, for its invoices', async () => {
    const { baseUrl, secretKey } = sandbox.access.stripe;
    const page = await json(`${baseUrl}/v1/invoices?limit=3`, { headers: bearer(secretKey) });
    expect(page).toMatchObject({ status: 200, body: { object: 'list', has_more: true } });
  });

  it('lets a client into NetSuite, for its documents', async () => {
    const { baseUrl, accountId, credentials } = sandbox.access.netsuite;
    const key = await importPKCS8(credentials.privateKeyPem, 'PS256');
    const nowS = Math.floor(sandbox.clock.now() / 1000);
    const tokenUrl = `${baseUrl}/services/rest/auth/oauth2/v1/token`;
    const client_assertion = await new SignJWT({ scope: ['rest_webservices'] })
      .setProtectedHeader({ alg: 'PS256', typ: 'JWT', kid: credentials.certificateId })
      .setIssuer(credentials.clientId)
      .setAudience(tokenUrl)
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + 300)
      .sign(key);
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const token = await json(tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type,
        client_assertion,
      }),
    });
    expect(token.status, `${accountId}: ${JSON.stringify(token.body)}`).toBe(200);
    const found = await json(`${baseUrl}/services/rest/query/v1/suiteql?limit=5`, {
      method: 'POST',
      headers: {
        ...bearer(token.body['access_token'] as string),
        prefer: 'transient',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        q: "SELECT id, otherrefnum FROM transaction WHERE type = 'CustInvc' ORDER BY id",
      }),
    });
    expect(found.body['items']).toHaveLength(5);
  });

  it('tells the truth only to the holder of the control token', async () => {
    const { url, token } = sandbox.access.control;
    expect((await json(`${url}/control/truth`)).status).toBe(401);
    const truth = await json(`${url}/control/truth`, { headers: bearer(token) });
    expect(truth.body['breaks']).toHaveLength(sandbox.truth.breaks.length);
    const moved = await json(`${url}/control/clock`, {
      method: 'POST',
      headers: bearer(token),
      body: JSON.stringify({ ms: 60_000 }),
    });
    expect(moved.body['nowMs']).toBe(Date.UTC(2026, 9, 5, 8, 1));
  });

  it('is the same organisation after a restart', async () => {
    const again = await startSandbox({ seed: 3, clock: new ManualClock(0) });
    try {
      expect(again.access.salesforce.orgId).toBe(sandbox.access.salesforce.orgId);
      expect(again.access.stripe.accountId).toBe(sandbox.access.stripe.accountId);
      expect(again.access.stripe.secretKey).toBe(sandbox.access.stripe.secretKey);
      expect(again.access.netsuite.accountId).toBe(sandbox.access.netsuite.accountId);
      expect(again.truth).toEqual(sandbox.truth);
    } finally {
      await again.close();
    }
  });
});
