import { existsSync, readFileSync } from 'node:fs';
import { generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT_ID,
  assertion,
  CREDENTIAL,
  errorOf,
  FORM,
  idOf,
  invoiceBody,
  START_MS,
  startWorld,
  TOKEN_PATH,
  tokenForm,
  type World,
} from './netsuite-sandbox-world.ts';

let world: World;
const stranger = await generateKeyPair('PS256');

beforeEach(async () => {
  world = await startWorld();
});

afterEach(() => world.close());

interface Example {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Record<string, string>;
    readonly body: unknown;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body: unknown;
  };
}

const SPEC = new URL(
  '../../../shared/specs/netsuite/transcribed/record-rest-v1-2026.1.json',
  import.meta.url,
);
describe.runIf(existsSync(SPEC))(
  'the examples of the documentation, run unchanged (not run where ../shared/specs is absent)',
  () => {
    const example = (name: string): Example =>
      (JSON.parse(readFileSync(SPEC, 'utf8')) as { examples: Record<string, Example> }).examples[
        name
      ] as Example;
    const run = ({ request }: Example) =>
      world.call(request.method, request.path, {
        body: request.body,
        ...(request.headers === undefined ? {} : { headers: request.headers }),
      });

    it('creates a customer with an external id', async () => {
      const reply = await run(example('create_with_external_id'));
      expect(reply).toMatchObject({ status: 204, text: '' });
      expect(reply.headers['location']).toMatch(/\/services\/rest\/record\/v1\/customer\/\d+$/);
      expect((await world.record('GET', 'customer/eid:CID001')).json).toMatchObject({
        firstName: 'John',
        lastName: 'Smith',
        isPerson: true,
        subsidiary: { id: '1', refName: 'NW-US' },
      });
    });

    it('upserts a customer by external id', async () => {
      const person = { firstName: 'Jane', lastName: 'Roe', isPerson: true, subsidiary: { id: '1' } };
      const id = idOf(await world.record('PUT', 'customer/eid:CID002', person));
      const reply = await run(example('upsert_by_external_id'));
      expect(reply.status).toBe(204);
      expect(idOf(reply)).toBe(id);
      expect(world.store.customer(id)).toMatchObject({ firstName: 'John', externalId: 'CID002' });
    });

    it('refuses a second use of an idempotency key with the documented body', async () => {
      const documented = example('duplicate_idempotency_key');
      const first = await run(documented);
      expect(first.status).toBe(202);
      const second = await run(documented);
      expect(second.status).toBe(documented.response?.status);
      expect(second.json).toEqual(documented.response?.body);
      expect(second.headers['location']).toBe(first.headers['location']);
      expect(second.headers['location']).toBe(documented.response?.headers['Location']);
      expect(second.headers['preference-applied']).toBe('respond-async');
    });

    it('runs the SuiteQL query', async () => {
      await world.create('invoice', invoiceBody(world.ids));
      const reply = await run(example('suiteql'));
      expect(reply.status).toBe(200);
      expect(reply.json).toMatchObject({ count: 1, hasMore: false, offset: 0, totalResults: 1 });
      // A null column is not in the row, and every value is text.
      expect(reply.json['items']).toEqual([{ links: [], count: '1' }]);
    });
  },
);

describe('authentication', () => {
  const post = (signed: string) =>
    world.call('POST', TOKEN_PATH, { text: tokenForm(signed), token: null, headers: FORM });

  it('gives a bearer token for an hour against a signed assertion', async () => {
    const reply = await post(await assertion(world.baseUrl, world.clock.now()));
    expect(reply.json).toMatchObject({ expires_in: '3600', token_type: 'bearer' });
    const token = String(reply.json['access_token']);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      aud: string[];
    };
    expect(claims.aud[0]).toContain(ACCOUNT_ID);
    const get = () => world.call('GET', `/services/rest/record/v1/customer/${world.ids.acme}`, { token });
    expect((await get()).status).toBe(200);
    world.clock.advance(3_599_999);
    expect((await get()).status).toBe(200);
    world.clock.advance(1);
    expect((await get()).status).toBe(401);
  });

  it('accepts the account host as audience too', async () => {
    const aud = `https://tstdrv123456.suitetalk.api.netsuite.com${TOKEN_PATH}`;
    expect((await post(await assertion(world.baseUrl, world.clock.now(), { aud }))).status).toBe(200);
  });

  const now = START_MS / 1000;
  it.each([
    ['another client', { iss: 'client-2' }, {}, undefined],
    ['another audience', { aud: 'https://example.com/token' }, {}, undefined],
    ['an unknown certificate', {}, { kid: 'certificate-2' }, undefined],
    ['an expired assertion', { iat: now - 900, exp: now - 600 }, {}, undefined],
    ['a lifetime over an hour', { iat: now, exp: now + 3_601 }, {}, undefined],
    ['no scope for REST', { scope: ['restlets'] }, {}, undefined],
    ['a signature of somebody else', {}, {}, stranger.privateKey],
  ])('refuses %s', async (_name, claims, header, key) => {
    const signed = await assertion(world.baseUrl, world.clock.now(), claims, header, key);
    const reply = await post(signed);
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ error: 'invalid_client' });
  });

  it('answers 401 with the vendor body to a missing, unknown and revoked token', async () => {
    const good = await world.token();
    const get = (token: string | null) =>
      world.call('GET', `/services/rest/record/v1/customer/${world.ids.acme}`, { token });
    expect((await get(good)).status).toBe(200);
    world.organisation.revokeTokens();
    for (const token of [null, 'nonsense', good]) {
      const reply = await get(token);
      expect(errorOf(reply)).toMatchObject({ status: 401, code: 'INVALID_LOGIN' });
      expect(reply.headers['www-authenticate']).toContain(`realm="${ACCOUNT_ID}"`);
      expect(reply.headers['www-authenticate']).toContain('error="invalid_token"');
    }
  });

  it('tells reads from writes', () => {
    const at = (method: string, path: string) =>
      world.organisation.isWrite({
        method,
        path,
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.alloc(0),
      });
    expect(at('PUT', '/services/rest/record/v1/invoice/eid:1')).toBe(true);
    expect(at('GET', '/services/rest/record/v1/invoice/1')).toBe(false);
    expect(at('POST', '/services/rest/query/v1/suiteql')).toBe(false);
    expect(at('POST', TOKEN_PATH)).toBe(false);
  });

  it('shows the account limits to administrators only', async () => {
    const path = '/services/rest/system/v1/governanceLimits';
    expect(errorOf(await world.call('GET', path))).toMatchObject({
      status: 403,
      code: 'INSUFFICIENT_PERMISSION',
    });
    const admin = await startWorld({ credentials: [{ ...CREDENTIAL, administrator: true }] });
    const reply = await admin.call('GET', path);
    await admin.close();
    expect(reply.json).toEqual({
      accountConcurrencyLimit: 15,
      accountUnallocatedConcurrencyLimit: 15,
      integrationLimitType: 'accountLimit',
    });
  });
});
