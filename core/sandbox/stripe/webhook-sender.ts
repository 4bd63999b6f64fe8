import { request } from 'node:http';
import type { Clock } from '#core/base/clock.ts';
import type { WebhookQueue, WebhookRequest, WebhookSender } from './webhooks.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Posts a delivery to a receiver on loopback; anywhere else is refused. Null when nobody answered in time. */
export function loopbackSender(timeoutMs: number): WebhookSender {
  return (delivery) => {
    const url = new URL(delivery.url);
    if (url.protocol !== 'http:' || !LOOPBACK.has(url.hostname)) return Promise.resolve(null);
    return post(url, delivery, timeoutMs);
  };
}

function post(url: URL, delivery: WebhookRequest, timeoutMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const headers = { ...delivery.headers, 'content-length': Buffer.byteLength(delivery.body) };
    const call = request(url, { method: 'POST', headers, timeout: timeoutMs }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? null));
      response.once('error', () => resolve(null));
    });
    call.once('timeout', () => call.destroy());
    call.once('error', () => resolve(null));
    call.end(delivery.body);
  });
}

/** Delivers what is due every `everyMs` of the sandbox clock until the signal says stop. */
export async function pumpWebhooks(
  queue: WebhookQueue,
  options: {
    readonly clock: Clock;
    readonly send: WebhookSender;
    readonly everyMs: number;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { clock, send, everyMs, signal } = options;
  while (!signal.aborted) {
    await queue.deliverDue(send);
    try {
      await clock.sleep(everyMs, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
