import { describe, expect, it } from 'vitest';
import { ManualClock } from '#core/base/manual-clock.ts';
import { seededRandom } from '#core/base/random.ts';
import { CommitLog } from '../kit/commit-log.ts';
import { FaultPorts } from '../kit/faults.ts';
import type { SandboxRequest } from '../kit/organisation.ts';
import { startServer } from '../kit/server.ts';
import { createStripeOrganisation } from './organisation.ts';
import { loopbackSender, pumpWebhooks } from './webhook-sender.ts';
import { signatureHeader } from './webhooks.ts';

describe('webhook sender', () => {
  it('posts signed bodies to loopback as the clock passes, and nowhere else', async () => {
    const clock = new ManualClock(Date.UTC(2026, 8, 1));
    const received: SandboxRequest[] = [];
    const handle = (request: SandboxRequest) => {
      received.push(request);
      return { status: 200, body: 'ok' };
    };
    const receiver = { vendor: 'stripe' as const, commits: new CommitLog(clock), handle };
    const server = await startServer(receiver, { clock, faults: new FaultPorts() });
    const { store, webhooks } = createStripeOrganisation({
      clock,
      random: seededRandom(1),
      accountId: 'acct_1',
      secretKey: 'sk',
      webhookSecret: 'whsec_1',
    });
    webhooks.addEndpoint({ url: `${server.baseUrl}/hook`, enabledEvents: ['customer.created'] });
    const stop = new AbortController();
    const send = loopbackSender(5000);
    const pump = pumpWebhooks(webhooks, { clock, send, everyMs: 1000, signal: stop.signal });
    store.customers.create({ name: 'A' });
    while (received.length === 0) {
      clock.advance(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    stop.abort();
    await pump;
    await server.close();
    const [request] = received;
    const body = request?.body.toString() ?? '';
    const at = Number(/t=(\d+)/.exec(request?.headers['stripe-signature'] ?? '')?.[1]);
    expect(request?.headers['stripe-signature']).toBe(signatureHeader(body, 'whsec_1', at));
    expect(JSON.parse(body)).toMatchObject({ type: 'customer.created' });
    expect(await send({ url: 'http://example.com/hook', headers: {}, body: '' })).toBeNull();
    expect(await send({ url: `${server.baseUrl}/hook`, headers: {}, body: '' })).toBeNull();
  });
});
