import { createHmac } from 'node:crypto';
import type { EpochMs } from '#core/base/clock.ts';
import type { Random } from '#core/base/random.ts';
import type { EventRow } from './event-log.ts';
import { renderEvent } from './render.ts';
import type { WebhookEndpointRow } from './rows.ts';
import type { StripeState } from './state.ts';

const HOUR_MS = 3_600_000;
/** Stripe gives up after about three days. */
const RETRY_DELAYS_MS = [
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  8 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
  24 * HOUR_MS,
];

/** One delivery as it leaves. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends the delivery and gives the HTTP status, or null when there was no answer. */
export type WebhookSender = (request: WebhookRequest) => Promise<number | null>;

interface Delivery {
  readonly event: EventRow;
  readonly endpoint: string;
  readonly attempt: number;
  readonly dueAtMs: EpochMs;
}

/** The `Stripe-Signature` header of a body: HMAC-SHA256 over the instant, a dot and the raw body. */
export function signatureHeader(body: string, secret: string, atSeconds: number): string {
  const signature = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex');
  return `t=${atSeconds},v1=${signature}`;
}

/** Deliveries of events to the configured endpoints, with the faults of `state.events.faults`. */
export class WebhookQueue {
  readonly #state: StripeState;
  readonly #random: Random;
  readonly #defaultSecret: string;
  #queue: Delivery[] = [];

  constructor(state: StripeState, random: Random, defaultSecret: string) {
    this.#state = state;
    this.#random = random;
    this.#defaultSecret = defaultSecret;
  }

  /** Adds an endpoint; all of them sign with the organisation's webhook secret. */
  addEndpoint(
    input: Pick<WebhookEndpointRow, 'url' | 'enabledEvents'> &
      Partial<Pick<WebhookEndpointRow, 'apiVersion' | 'description' | 'metadata'>>,
  ): WebhookEndpointRow {
    return this.#state.insert('webhook_endpoint', {
      ...this.#state.fresh('we'),
      url: input.url,
      enabledEvents: input.enabledEvents,
      secret: this.#defaultSecret,
      apiVersion: input.apiVersion ?? null,
      description: input.description ?? null,
      status: 'enabled',
      metadata: input.metadata ?? {},
    });
  }

  enqueue(event: EventRow): void {
    const { webhookMissing, webhookDuplicated, webhookDelayMs } = this.#state.events.faults;
    for (const endpoint of this.#state.tables.webhook_endpoint.values()) {
      const wanted = endpoint.enabledEvents.includes('*') || endpoint.enabledEvents.includes(event.type);
      if (!wanted || this.#strikes(webhookMissing)) continue;
      const copies = this.#strikes(webhookDuplicated) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        const delayMs =
          webhookDelayMs === undefined ? 0 : this.#random.integer(webhookDelayMs.minMs, webhookDelayMs.maxMs);
        this.#queue.push({
          event,
          endpoint: endpoint.id,
          attempt: 0,
          dueAtMs: this.#state.clock.now() + delayMs,
        });
      }
    }
  }

  /** Deliveries still to be made or repeated. */
  get pending(): number {
    return this.#queue.length;
  }

  pendingFor(event: EventRow): number {
    return this.#queue.filter((delivery) => delivery.event === event).length;
  }

  /** Sends what is due on the sandbox clock, one after the other; what is not answered 2xx is tried again later. */
  async deliverDue(send: WebhookSender): Promise<number> {
    const nowMs = this.#state.clock.now();
    const due = this.#queue.filter((delivery) => delivery.dueAtMs <= nowMs);
    this.#queue = this.#queue.filter((delivery) => delivery.dueAtMs > nowMs);
    const ordered = this.#state.events.faults.webhookReordered === true ? this.#random.shuffle(due) : due;
    for (const delivery of ordered) await this.#deliver(delivery, send);
    return ordered.length;
  }

  async #deliver(delivery: Delivery, send: WebhookSender): Promise<void> {
    const endpoint = this.#state.tables.webhook_endpoint.get(delivery.endpoint);
    if (endpoint === undefined) return;
    const rendered = renderEvent(this.#state, delivery.event, 1);
    const body = JSON.stringify(rendered, null, 2);
    const status = await send({
      url: endpoint.url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signatureHeader(
          body,
          endpoint.secret,
          Math.floor(this.#state.clock.now() / 1000),
        ),
      },
      body,
    });
    if (status !== null && status >= 200 && status < 300) return;
    const delayMs = RETRY_DELAYS_MS[delivery.attempt];
    if (delayMs === undefined) return;
    const dueAtMs = this.#state.clock.now() + delayMs;
    this.#queue.push({ ...delivery, attempt: delivery.attempt + 1, dueAtMs });
  }

  #strikes(probability: number | undefined): boolean {
    return probability !== undefined && this.#random.chance(probability);
  }
}
