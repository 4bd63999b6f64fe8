import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultPorts } from '#core/sandbox/kit/faults.ts';
import { startServer } from '#core/sandbox/kit/server.ts';
import { errorOf, idOf, invoiceBody, startWorld, type World } from './netsuite-sandbox-world.ts';

let world: World;

beforeEach(async () => {
  world = await startWorld({ options: { searchLagMs: 60_000 } });
});

afterEach(() => world.close());

const put = (memo = 'one') =>
  world.record('PUT', 'invoice/eid:A-1?replace=item', invoiceBody(world.ids, { memo }));
const searched = async (): Promise<unknown> =>
  (await world.query("SELECT memo FROM transaction WHERE externalid = 'A-1'")).json['items'];

describe('search lag', () => {
  it('hides a commit from SuiteQL and lists until it is over, never from its own id', async () => {
    const id = idOf(await put());
    expect(await searched()).toEqual([]);
    expect((await world.record('GET', 'invoice')).json).toMatchObject({ totalResults: 0 });
    expect((await world.record('GET', `invoice/${id}`)).status).toBe(200);
    expect((await world.record('GET', 'invoice/eid:A-1')).status).toBe(200);
    world.clock.advance(59_999);
    expect(await searched()).toEqual([]);
    world.clock.advance(1);
    expect(await searched()).toEqual([{ links: [], memo: 'one' }]);
    expect((await world.record('GET', 'invoice')).json).toMatchObject({ totalResults: 1 });
  });

  it('shows the old state of a changed document, and a deleted one, until it is over', async () => {
    const id = idOf(await put());
    world.clock.advance(60_000);
    await put('two');
    expect(await searched()).toEqual([{ links: [], memo: 'one' }]);
    world.clock.advance(60_000);
    expect(await searched()).toEqual([{ links: [], memo: 'two' }]);
    await world.record('DELETE', `invoice/${id}`);
    expect(await searched()).toHaveLength(1);
    world.clock.advance(60_000);
    expect(await searched()).toEqual([]);
  });

  it('can be changed at any time', async () => {
    await put();
    expect(await searched()).toEqual([]);
    world.organisation.settings.searchLagMs = 0;
    expect(await searched()).toHaveLength(1);
  });

  it('makes no second document while look-ups by external id see the truth', async () => {
    await put();
    await put();
    expect(world.store.countDocuments('invoice')).toBe(1);
  });

  it('lets a PUT inside the lag be refused when external ids are unique', async () => {
    world.organisation.settings.eidLookupLagged = true;
    await put();
    expect((await world.record('GET', 'invoice/eid:A-1')).status).toBe(404);
    expect(errorOf(await put())).toMatchObject({ status: 400, code: 'USER_ERROR', path: 'externalId' });
    world.clock.advance(60_000);
    expect((await put('two')).status).toBe(204);
    expect(world.store.findDocuments('invoice', { externalId: 'A-1' })).toMatchObject([{ memo: 'two' }]);
  });

  it('lets a PUT inside the lag make a second document when they are not, and then refuses to choose', async () => {
    Object.assign(world.organisation.settings, { eidLookupLagged: true, uniqueExternalIds: false });
    const first = idOf(await put());
    const second = idOf(await put());
    expect(second).not.toBe(first);
    expect(world.store.findDocuments('invoice', { externalId: 'A-1' })).toHaveLength(2);
    world.clock.advance(60_000);
    const refused = await put();
    expect(refused.status).toBe(400);
    expect(errorOf(refused).detail).toContain(`${first}, ${second}`);
    expect(await searched()).toHaveLength(2);
  });
});

describe('asynchronous requests', () => {
  const submit = (key: string | null, body: unknown = invoiceBody(world.ids)) =>
    world.record('POST', 'invoice', body, {
      prefer: 'respond-async',
      ...(key === null ? {} : { 'x-netsuite-idempotency-key': key }),
    });
  const job = async (location: unknown, more = '') => await world.call('GET', `${String(location)}${more}`);

  it('are accepted, run later, and tell their result', async () => {
    const accepted = await submit('k-1');
    expect(accepted).toMatchObject({ status: 202, text: '' });
    expect(accepted.headers['preference-applied']).toBe('respond-async');
    const { location } = accepted.headers;
    expect((await job(location)).json).toMatchObject({ completed: false, progress: 'pending', id: '123456' });
    expect((await job(location, '/task/1/result')).status).toBe(404);
    expect(world.store.countDocuments()).toBe(0);
    world.clock.advance(1_000);
    expect((await job(location)).json).toMatchObject({ completed: true, progress: 'succeeded' });
    expect((await job(location, '/task/')).json).toMatchObject({ items: [{ id: '1' }] });
    expect((await job(location, '/task/1')).json).toMatchObject({
      completed: true,
      progress: 'succeeded',
      startTime: '2026-09-15T10:00:01Z',
    });
    const result = await job(location, '/task/1/result');
    expect(result.status).toBe(204);
    expect(world.store.document(idOf(result))).toMatchObject({ type: 'invoice', totalMinor: 10_000 });
  });

  it('fail with the refusal as their result', async () => {
    const { headers } = await submit(null, invoiceBody(world.ids, { entity: { id: '9999' } }));
    world.clock.advance(1_000);
    expect((await job(headers['location'])).json).toMatchObject({ completed: true, progress: 'failed' });
    expect(errorOf(await job(headers['location'], '/task/1/result'))).toMatchObject({
      status: 400,
      path: 'entity',
    });
  });

  it('are told apart by their key, whatever they ask for', async () => {
    const first = await submit('k-1');
    world.clock.advance(3_600_000 * 24 * 30);
    const again = await submit('k-1', invoiceBody(world.ids, { memo: 'other' }));
    expect(errorOf(again)).toMatchObject({ status: 400, code: 'IDEMPOTENCY_ERROR' });
    expect(again.headers['location']).toBe(first.headers['location']);
    const other = await submit('k-2');
    expect(other.headers['location']).not.toBe(first.headers['location']);
    world.clock.advance(1_000);
    world.organisation.runDue();
    expect(world.store.countDocuments('invoice')).toBe(2);
  });

  it('are the only ones the key protects', async () => {
    const send = () =>
      world.record('POST', 'invoice', invoiceBody(world.ids), { 'x-netsuite-idempotency-key': 'k-1' });
    expect((await send()).status).toBe(204);
    expect((await send()).status).toBe(204);
    expect(world.store.countDocuments('invoice')).toBe(2);
  });
});

describe('faults and limits around a posting', () => {
  it('refuses requests over the concurrency limit with 429 and commits nothing for them', async () => {
    await world.query('SELECT 1 AS n FROM dual');
    Object.assign(world.organisation.settings, { concurrencyLimit: 2, processingMs: 100 });
    let answered = 0;
    const post = async () => {
      const reply = await world.record('POST', 'invoice', invoiceBody(world.ids));
      answered += 1;
      return reply;
    };
    const calls = Promise.all([post(), post(), post(), post()]);
    // Two are refused at once; the other two wait for the clock.
    while (answered < 2) await new Promise((resolve) => setImmediate(resolve));
    world.clock.advance(100);
    const replies = await calls;
    expect(replies.map((reply) => reply.status).sort()).toEqual([204, 204, 429, 429]);
    const refused = replies.find((reply) => reply.status === 429);
    expect(refused === undefined ? null : errorOf(refused).code).toBe('CONCURRENCY_LIMIT_EXCEEDED');
    expect(world.store.countDocuments('invoice')).toBe(2);
    world.organisation.settings.processingMs = 0;
    expect((await world.record('POST', 'invoice', invoiceBody(world.ids))).status).toBe(204);
  });

  it('keeps what it committed when the answer is lost, and a retry by external id makes no second one', async () => {
    world.faults.add({
      id: 'lost',
      match: { kind: 'write' },
      port: 'after-commit',
      action: 'reset',
      times: 1,
    });
    await expect(put()).rejects.toThrow(/closed|reset/i);
    expect(world.store.findDocuments('invoice', { externalId: 'A-1' })).toHaveLength(1);
    expect((await world.record('GET', 'invoice/eid:A-1')).json).toMatchObject({ total: 100 });
    expect((await put()).status).toBe(204);
    expect(world.organisation.commits.of('invoice').map((commit) => commit.action)).toEqual([
      'create',
      'update',
    ]);
  });

  it('words the 429 of a rate limit its own way', async () => {
    const faults = new FaultPorts();
    faults.setRateLimit({ form: 'seconds', until: world.clock.now() + 5_000 });
    const server = await startServer(world.organisation, { clock: world.clock, faults });
    const response = await fetch(`${server.baseUrl}/services/rest/record/v1/invoice/1`);
    const body = (await response.json()) as { 'o:errorDetails': unknown };
    await server.close();
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(body['o:errorDetails']).toMatchObject([{ 'o:errorCode': 'CONCURRENCY_LIMIT_EXCEEDED' }]);
  });
});
