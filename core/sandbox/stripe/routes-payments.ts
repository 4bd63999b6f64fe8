import { mergeMetadata } from './customers.ts';
import type { EventQuery } from './event-log.ts';
import {
  chargeOnce,
  confirmPaymentIntent,
  createPaymentIntent,
  declineError,
  type PaymentIntentInput,
} from './payments.ts';
import { createRefund, type RefundInput, updateRefund } from './refunds.ts';
import { listOf, renderWebhookEndpoint } from './render-parties.ts';
import { renderEvent, renderRow } from './render.ts';
import { type Call, given, listTable, pageParams, pathId, retrieve, type Route, route } from './route.ts';
import { searchCall } from './search.ts';
import { invalid, missing } from './stripe-error.ts';

const charges: readonly Route[] = [
  route('POST', '/v1/charges', (call) => {
    const { params } = call;
    params.required('amount');
    const amount = params.integer('amount') as number;
    const currency = params.required('currency');
    const customer = params.text('customer') ?? null;
    const source = params.text('source');
    const description = params.clearable('description') ?? null;
    const metadata = params.metadata() ?? {};
    return () => {
      const owner = customer === null ? null : call.state.find('customer', customer, 'customer');
      const method = source ?? owner?.defaultPaymentMethod;
      if (method === null || method === undefined)
        throw invalid('Must provide source or customer.', 'source');
      const charge = chargeOnce(call.state, { amount, currency, customer, method, description, metadata });
      if (charge.status === 'failed') throw declineError(charge);
      return renderRow(call.state, 'charge', charge);
    };
  }),
  route('GET', '/v1/charges', (call) => {
    const { params } = call;
    const page = pageParams(params);
    const customer = params.text('customer');
    const intent = params.text('payment_intent');
    const created = params.range('created');
    const by =
      intent !== undefined
        ? { index: 'payment_intent', value: intent }
        : customer === undefined
          ? undefined
          : { index: 'customer', value: customer };
    return () =>
      listTable(call, 'charge', page, {
        ...(by === undefined ? {} : { by }),
        ...(created === undefined ? {} : { created }),
      });
  }),
  searchCall('charge', '/v1/charges/search'),
  route('GET', '/v1/charges/:id', retrieve('charge')),
  route('POST', '/v1/charges/:id', (call) => {
    const metadata = call.params.metadata();
    const description = call.params.clearable('description');
    return () => {
      const before = call.state.find('charge', pathId(call), 'id', 404);
      const changes = {
        metadata: mergeMetadata(before.metadata, metadata),
        description: description === undefined ? before.description : description,
      };
      return renderRow(
        call.state,
        'charge',
        call.state.update('charge', before.id, changes, 'charge.updated'),
      );
    };
  }),
];

const intents: readonly Route[] = [
  route('POST', '/v1/payment_intents', (call) => {
    const { params } = call;
    params.required('amount');
    const confirm = params.boolean('confirm') ?? false;
    params.boolean('off_session');
    params.ids('payment_method_types');
    const input = given<PaymentIntentInput>({
      amount: params.integer('amount'),
      currency: params.required('currency'),
      customer: params.text('customer'),
      paymentMethod: params.text('payment_method'),
      description: params.clearable('description'),
      metadata: params.metadata(),
    });
    return () => {
      const row = createPaymentIntent(call.state, input);
      const after = confirm ? confirmPaymentIntent(call.state, row.id) : row;
      return renderRow(call.state, 'payment_intent', after);
    };
  }),
  route('GET', '/v1/payment_intents', (call) => {
    const page = pageParams(call.params);
    const customer = call.params.text('customer');
    const created = call.params.range('created');
    return () =>
      listTable(call, 'payment_intent', page, {
        ...(customer === undefined ? {} : { by: { index: 'customer', value: customer } }),
        ...(created === undefined ? {} : { created }),
      });
  }),
  route('GET', '/v1/payment_intents/:id', retrieve('payment_intent', 'intent')),
  route('POST', '/v1/payment_intents/:id/confirm', (call) => {
    const method = call.params.text('payment_method');
    call.params.boolean('off_session');
    return () =>
      renderRow(call.state, 'payment_intent', confirmPaymentIntent(call.state, pathId(call), method));
  }),
  route('GET', '/v1/payment_methods/:id', retrieve('payment_method', 'payment_method')),
];

const refunds: readonly Route[] = [
  route('POST', '/v1/refunds', (call) => {
    const { params } = call;
    const input = given<RefundInput>({
      charge: params.text('charge'),
      paymentIntent: params.text('payment_intent'),
      amount: params.integer('amount'),
      reason: params.choice('reason', ['duplicate', 'fraudulent', 'requested_by_customer']),
      metadata: params.metadata(),
    });
    return () => renderRow(call.state, 'refund', createRefund(call.state, input));
  }),
  route('GET', '/v1/refunds', (call) => {
    const page = pageParams(call.params);
    const charge = call.params.text('charge');
    const intent = call.params.text('payment_intent');
    const created = call.params.range('created');
    const by =
      charge !== undefined
        ? { index: 'charge', value: charge }
        : intent === undefined
          ? undefined
          : { index: 'payment_intent', value: intent };
    return () =>
      listTable(call, 'refund', page, {
        ...(by === undefined ? {} : { by }),
        ...(created === undefined ? {} : { created }),
      });
  }),
  route('GET', '/v1/refunds/:id', retrieve('refund', 'refund')),
  route('POST', '/v1/refunds/:id', (call) => {
    const metadata = call.params.metadata();
    const changes = metadata === undefined ? {} : { metadata };
    return () => renderRow(call.state, 'refund', updateRefund(call.state, pathId(call), changes));
  }),
];

function listEvents(call: Call): () => Record<string, unknown> {
  const { params } = call;
  const page = pageParams(params);
  const type = params.text('type');
  const types = params.ids('types');
  const created = params.range('created');
  if (type !== undefined && types !== undefined) {
    throw invalid('You may only specify one of these parameters: type, types.', 'types');
  }
  if (types !== undefined && types.length > 20) throw invalid('You may pass up to 20 types.', 'types');
  const wanted = type === undefined ? types : [type];
  const query: EventQuery = {
    ...page,
    ...(wanted === undefined ? {} : { types: wanted }),
    ...(created === undefined ? {} : { created }),
  };
  return () => {
    for (const [param, cursor] of [
      ['starting_after', page.startingAfter],
      ['ending_before', page.endingBefore],
    ] as const) {
      if (cursor !== undefined && call.state.events.get(cursor) === undefined)
        throw missing('event', cursor, param);
    }
    const found = call.state.events.list(query);
    const data = found.events.map((event) => renderEvent(call.state, event, call.webhooks.pendingFor(event)));
    return listOf(call.path, data, found.hasMore);
  };
}

const events: readonly Route[] = [
  route('GET', '/v1/events', listEvents),
  route('GET', '/v1/events/:id', (call) => () => {
    const event = call.state.events.get(pathId(call));
    if (event === undefined) throw missing('event', pathId(call), 'id', 404);
    return renderEvent(call.state, event, call.webhooks.pendingFor(event));
  }),
];

const endpoints: readonly Route[] = [
  route('POST', '/v1/webhook_endpoints', (call) => {
    const { params } = call;
    const url = params.required('url');
    const enabledEvents = params.ids('enabled_events') ?? [];
    if (enabledEvents.length === 0) {
      throw invalid('Missing required param: enabled_events.', 'enabled_events', 'parameter_missing');
    }
    const apiVersion = params.text('api_version') ?? null;
    const description = params.clearable('description') ?? null;
    const metadata = params.metadata() ?? {};
    return () => {
      const row = call.webhooks.addEndpoint({ url, enabledEvents, apiVersion, description, metadata });
      return renderWebhookEndpoint(row, true);
    };
  }),
  route('GET', '/v1/webhook_endpoints', (call) => {
    const page = pageParams(call.params);
    return () => listTable(call, 'webhook_endpoint', page);
  }),
  route('GET', '/v1/webhook_endpoints/:id', retrieve('webhook_endpoint')),
  route('DELETE', '/v1/webhook_endpoints/:id', (call) => () => {
    const { id } = call.state.find('webhook_endpoint', pathId(call), 'id', 404);
    call.state.remove('webhook_endpoint', id);
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];

const account: Route = route('GET', '/v1/account', (call) => () => ({
  id: call.state.accountId,
  object: 'account',
  business_profile: {
    mcc: null,
    name: 'Northwind Metrics',
    product_description: null,
    support_address: null,
    support_email: null,
    support_phone: null,
    support_url: null,
    url: null,
  },
  business_type: 'company',
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  country: 'US',
  default_currency: 'usd',
  details_submitted: true,
  email: 'billing@northwind-metrics.example',
  metadata: {},
  payouts_enabled: true,
  settings: null,
  type: 'standard',
}));

export const PAYMENT_ROUTES: readonly Route[] = [
  account,
  ...charges,
  ...intents,
  ...refunds,
  ...events,
  ...endpoints,
];
