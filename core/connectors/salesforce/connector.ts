import { z } from 'zod';
import { assert } from '#core/base/assert.ts';
import { type Result, err, ok } from '#core/base/result.ts';
import type { ConnectionId } from '#core/domain/refs.ts';
import type {
  Account,
  Connection,
  ConnectionPorts,
  Connector,
  PullFailure,
  SourceRecord,
} from '../sdk/index.ts';
import { salesforceCapabilities } from './capabilities.ts';
import { completeChildren } from './children.ts';
import { createSalesforceClient, type ReadOptions, type SalesforceClient } from './client.ts';
import { lookUpCommand } from './commands/look-up.ts';
import { prepareCommand } from './commands/prepare.ts';
import { sendCommand } from './commands/send.ts';
import { parseSalesforceSettings, type SalesforceSettings } from './config.ts';
import { StreamWalk } from './pull.ts';
import { isRecordId, recordStatement, type StreamQuery, streamQueries } from './queries.ts';
import { totalsOf } from './totals.ts';
import { translateSalesforce } from './translations.ts';

/** A record shows a change at once; repeating a write-back changes nothing. */
const searchLagMs = 0;

/** Salesforce REST, OAuth 2.0 client credentials or JWT bearer. */
export const salesforce: Connector = {
  capabilities: salesforceCapabilities,
  parseSettings: parseSalesforceSettings,
  connect: (id, settings, ports) => connect(id, settings as SalesforceSettings, ports),
};

function connect(id: ConnectionId, settings: SalesforceSettings, ports: ConnectionPorts): Connection {
  const client = createSalesforceClient(settings, ports);
  const walks = new Map(
    Object.entries(streamQueries).map(([stream, query]) => [
      stream,
      new StreamWalk(client, stream, query, settings.overlapMs),
    ]),
  );
  return {
    id,
    capabilities: salesforceCapabilities,
    searchLagMs,
    identify: (signal) => identify(client, signal),
    async pull(request) {
      const walk = walks.get(request.stream);
      assert(walk !== undefined, `Salesforce has no stream "${request.stream}"`);
      return walk.pull(request);
    },
    fetch: (stream, externalId, signal) => fetchRecord(client, stream, externalId, { lane: 'live', signal }),
    totals: (stream, signal) => totalsOf(client, queryOf(stream), { lane: 'live', signal }),
    translate: translateSalesforce,
    prepare: (command, externalId) => prepareCommand(command, externalId),
    send: (payload, context) => sendCommand(client, payload, context, () => ports.clock.now()),
    lookUp: (payload, context) => lookUpCommand(client, payload, context),
    close: () => client.close(),
  };
}

function queryOf(stream: string): StreamQuery {
  const query = streamQueries[stream];
  assert(query !== undefined, `Salesforce has no stream "${stream}"`);
  return query;
}

const organization = z.looseObject({ Id: z.string().min(15), IsSandbox: z.boolean() });

async function identify(
  client: SalesforceClient,
  signal?: AbortSignal,
): Promise<Result<Account, PullFailure>> {
  const page = await client.query('SELECT Id, IsSandbox FROM Organization', 'live', { lane: 'live', signal });
  if (!page.ok) return page;
  const [text] = page.value.records;
  const org = organization.safeParse(text === undefined ? null : JSON.parse(text));
  if (!org.success) return err({ code: 'RESPONSE_INVALID', message: 'the org does not name itself' });
  return ok({ accountId: org.data.Id, environment: org.data.IsSandbox ? 'sandbox' : 'production' });
}

/** One record as the stream gives it; one in the recycle bin comes with its mark. */
async function fetchRecord(
  client: SalesforceClient,
  stream: string,
  externalId: string,
  options: ReadOptions,
): Promise<Result<SourceRecord | null, PullFailure>> {
  if (!isRecordId(externalId)) return ok(null);
  const query = queryOf(stream);
  const page = await client.query(recordStatement(query, externalId), 'all', options);
  if (!page.ok) return page;
  const [text] = page.value.records;
  if (text === undefined) return ok(null);
  const body = await completeChildren(client, query, text, options);
  return body.ok ? ok({ stream, externalId, body: body.value }) : body;
}
