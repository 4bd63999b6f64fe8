import { type Result, err, ok } from '#core/base/result.ts';
import { assert } from '#core/base/assert.ts';
import type {
  Account,
  Connection,
  ConnectionPorts,
  Connector,
  PullFailure,
  PullPage,
  PullRequest,
} from '../sdk/connector.ts';
import { stripeCapabilities } from './capabilities.ts';
import { createStripeClient, isMissing, type StripeClient } from './client.ts';
import { prepareStripe } from './commands.ts';
import { lookUpCommand } from './commands/look-up.ts';
import { sendCommand } from './commands/send.ts';
import { parseStripeSettings, type StripeSettings } from './config.ts';
import { pullEvents } from './events.ts';
import { fetchRecord } from './follow-events.ts';
import { pullList } from './lists.ts';
import { resources } from './resources.ts';
import { accountSchema } from './schemas.ts';
import { totalsOf } from './totals.ts';
import { translateStripe, translateStripeDeletions } from './translations.ts';
import { pullUsage } from './usage.ts';

/** Stripe Billing. The keystore holds the secret key under the name in the settings. */
export const stripe: Connector = {
  capabilities: stripeCapabilities,
  parseSettings: parseStripeSettings,
  connect: (id, settings, ports) => connect(id, settings as StripeSettings, ports),
};

function connect(id: string, settings: StripeSettings, ports: ConnectionPorts): Connection {
  const client = createStripeClient(settings, ports);
  return {
    id,
    capabilities: stripeCapabilities,
    searchLagMs: settings.searchLagMs,
    identify: (signal) => identify(client, signal),
    pull: (request) => pull(client, ports, request),
    async fetch(stream, externalId, signal) {
      if (resources[stream] === undefined) return err(notFetchable(stream));
      return fetchRecord(client, stream, externalId, { lane: 'live', signal });
    },
    totals: (stream, signal) => totalsOf(client, stream, { lane: 'backfill', signal }),
    translate: translateStripe,
    translateDeletions: translateStripeDeletions,
    prepare: (command, externalId, preparedOn) => prepareStripe(command, externalId, preparedOn, settings),
    send: (payload, context) => sendCommand(client, payload, context, () => ports.clock.now()),
    lookUp: (payload, context) => lookUpCommand(client, payload, context),
    close: () => client.close(),
  };
}

/** The account's id; which environment it is says the key, since the account itself does not. */
async function identify(client: StripeClient, signal?: AbortSignal): Promise<Result<Account, PullFailure>> {
  const environment = await client.environment();
  if (environment === null) {
    return err({
      code: 'AUTHENTICATION_REFUSED',
      message: 'the stored secret key says neither "live" nor "test"',
      fix: 'Store a secret or restricted key such as sk_live_… or rk_test_….',
    });
  }
  const answer = await client.read('/v1/account', { lane: 'live', signal });
  if (!answer.ok) return answer;
  const account = accountSchema.safeParse(isMissing(answer.value) ? null : JSON.parse(answer.value));
  if (account.success) return ok({ accountId: account.data.id, environment });
  return err({
    code: 'RESPONSE_INVALID',
    message: 'the answer is not a Stripe account',
    where: '/v1/account',
  });
}

async function pull(
  client: StripeClient,
  ports: ConnectionPorts,
  request: PullRequest,
): Promise<Result<PullPage, PullFailure>> {
  const options = { lane: request.lane, signal: request.signal };
  if (request.stream === 'events') return pullEvents(client, ports.clock, request, options);
  if (request.stream === 'usage-summaries') return pullUsage(client, request, options);
  assert(resources[request.stream] !== undefined, `Stripe has no stream "${request.stream}"`);
  return pullList(client, ports.clock, request, options);
}

function notFetchable(stream: string): PullFailure {
  return { code: 'RESPONSE_INVALID', message: `records of "${stream}" cannot be fetched one by one` };
}
