import { type Result, err, ok } from '#core/base/result.ts';
import type { ConnectionId } from '#core/domain/refs.ts';
import {
  type Account,
  type Connection,
  type ConnectionPorts,
  type Connector,
  type ConnectorSettings,
  type PullFailure,
  translating,
} from '../sdk/index.ts';
import { netsuiteCapabilities } from './capabilities.ts';
import { createNetSuiteClient, type NetSuiteClient } from './client.ts';
import { lookUpCommand } from './commands/look-up.ts';
import { prepareCommand } from './commands/prepare.ts';
import { sendCommand } from './commands/send.ts';
import { type NetSuiteSettings, parseNetSuiteSettings } from './config.ts';
import { createStreams, streamNamed } from './streams.ts';
import { translateDeletion } from './translate/deletions.ts';

/**
 * Oracle NetSuite: SuiteTalk REST record service v1 and SuiteQL, OAuth 2.0 client credentials. Two things must be set in
 * the account itself: the integration user's time zone is one without daylight saving (change stamps are told in it, and
 * an hour told twice would hide changes), and "Default posting period when transaction date in closed period" is none
 * (NetSuite would move a posting to an open period in silence; with none it refuses, which is PERIOD_CLOSED here).
 */
export const netsuite: Connector = {
  capabilities: netsuiteCapabilities,
  parseSettings: parseNetSuiteSettings,
  connect: (id, settings: ConnectorSettings, ports) => connect(id, settings as NetSuiteSettings, ports),
};

function connect(id: ConnectionId, settings: NetSuiteSettings, ports: ConnectionPorts): Connection {
  const client = createNetSuiteClient(settings, ports);
  const streams = createStreams(client, settings);
  const { clock } = ports;
  return {
    id,
    capabilities: netsuiteCapabilities,
    searchLagMs: settings.searchLagMs,
    identify: (signal) => identify(client, settings, signal),
    pull: (request) => streamNamed(streams, request.stream).pull(request),
    async fetch(stream, externalId, signal) {
      const found = await streamNamed(streams, stream).fetch(externalId, { lane: 'live', signal });
      return found.ok ? ok(found.value[0] ?? null) : found;
    },
    totals: (stream, signal) => streamNamed(streams, stream).totals({ lane: 'live', signal }),
    translate: (record) => translating(() => streamNamed(streams, record.stream).translate(record)),
    translateDeletions: (record) =>
      translating(() => (record.stream === 'deletions' ? [translateDeletion(record)] : [])),
    prepare: (command, externalId) => prepareCommand(command, externalId),
    send: (payload, context) => sendCommand(client, clock, payload, context),
    lookUp: (payload, context) => lookUpCommand(client, payload, context),
    close: () => client.close(),
  };
}

/** The account behind the credentials: a query proves that they work, the token says whose they are. */
async function identify(
  client: NetSuiteClient,
  settings: NetSuiteSettings,
  signal?: AbortSignal,
): Promise<Result<Account, PullFailure>> {
  const probe = await client.query('SELECT id FROM currency ORDER BY id', 1, { lane: 'live', signal });
  if (!probe.ok) return probe;
  const account = await client.account();
  if (!account.ok) return account;
  if (account.value === null) {
    return err({
      code: 'RESPONSE_INVALID',
      message: 'the access token does not say which account it is for',
      fix: 'Check that the connection uses OAuth 2.0 client credentials.',
    });
  }
  return ok({ accountId: account.value, environment: environmentOf(account.value, settings) });
}

/** NetSuite names sandboxes and release previews in the account id (1234567_SB1, TSTDRV123); else the settings count. */
function environmentOf(accountId: string, settings: NetSuiteSettings): Account['environment'] {
  return /_(?:SB|RP)\d*$|^TSTDRV/i.test(accountId) ? 'sandbox' : settings.environment;
}
