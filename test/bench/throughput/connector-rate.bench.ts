import { Pool } from 'undici';
import { connectorRegistry } from '#core/app/connector-registry.ts';
import { sampleWorkspace } from '#core/host/sample-workspace.ts';
import { silentLog } from '#core/base/log.ts';
import { type Connection, createRateGovernor } from '#core/connectors/sdk/index.ts';
import { createSystemClock } from '#core/host/system-clock.ts';
import { eachOf, recordRequests, replay } from './recorded-requests.ts';
import { startSandboxProcess } from './sandbox-process.ts';

/*
 * A connector's requests per second against those of a bare undici pool: the same requests (recorded from the connector
 * once), the same connections and the same number at once, turn by turn in the same run. The connector's side includes
 * all that it does with an answer: checks, records, retries it did not need. The sandbox answers from its own process.
 */

const invoices = 400;
const concurrency = 8;
const rounds = 24;
const requestsPerRound = 100;

interface Work {
  readonly name: string;
  readonly vendor: 'stripe' | 'netsuite';
  /** Lists what there is, then the same work again and again. */
  readonly prepare: (connection: Connection) => Promise<() => Promise<void>>;
  readonly concurrency: number;
  /** Absent: a figure that is only shown. One page after another waits for what is done with the page before. */
  readonly min?: number;
}

async function pullAll(connection: Connection, stream: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await connection.pull({ stream, cursor, lane: 'live' });
    if (!page.ok) throw new Error(page.error.message);
    ids.push(...page.value.records.map(({ externalId }) => externalId));
    if (page.value.isLast) return ids;
    ({ cursor } = page.value);
  }
}

function fetches(stream: string): Work['prepare'] {
  return async (connection) => {
    const ids = (await pullAll(connection, stream)).slice(0, requestsPerRound);
    return () =>
      eachOf(ids, concurrency, async (id) => {
        const found = await connection.fetch(stream, id);
        if (!found.ok || found.value === null) throw new Error(`${stream} ${id} was not fetched`);
      });
  };
}

function pulls(streams: readonly string[]): Work['prepare'] {
  return (connection) =>
    Promise.resolve(async () => {
      for (const stream of streams) await pullAll(connection, stream);
    });
}

const works: readonly Work[] = [
  {
    name: 'Stripe, one invoice a request',
    vendor: 'stripe',
    prepare: fetches('invoices'),
    concurrency,
    min: 0.7,
  },
  {
    name: 'NetSuite, one customer a request',
    vendor: 'netsuite',
    prepare: fetches('customers'),
    concurrency,
    min: 0.7,
  },
  {
    name: 'Stripe, pages of lists',
    vendor: 'stripe',
    prepare: pulls(['customers', 'subscriptions', 'invoices', 'charges', 'refunds', 'usage-summaries']),
    concurrency: 1,
  },
];

const sandbox = await startSandboxProcess(invoices);
const sample = sampleWorkspace(sandbox.access);
const clock = createSystemClock(sandbox.access.sample.clockOffsetMs);

function connect(vendor: Work['vendor']): Connection {
  const row = sample.file.connections.find((connection) => connection.vendor === vendor);
  const connector = connectorRegistry[vendor];
  const settings = row && connector?.parseSettings(row.settings);
  if (!row || !settings?.ok || !connector) throw new Error(`no settings for ${vendor}`);
  return connector.connect(row.id, settings.value, {
    clock,
    log: silentLog,
    governor: createRateGovernor({ clock, concurrencyMax: concurrency }),
    secret: (name) => Promise.resolve(sample.secrets[row.id]?.[name] ?? ''),
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function compare({ name, vendor, prepare, concurrency: atOnce, min }: Work): Promise<void> {
  const connection = connect(vendor);
  const pool = new Pool(sandbox.access[vendor].baseUrl, { connections: concurrency, pipelining: 1 });
  const ours = await prepare(connection);
  const requests = await recordRequests(ours);
  const bare = () => replay(pool, requests, atOnce);
  await bare();
  const oursMs: number[] = [];
  const bareMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) oursMs.push(await timed(ours));
    bareMs.push(await timed(bare));
    if (round % 2 === 1) oursMs.push(await timed(ours));
  }
  const perSecond = (times: readonly number[]) => Math.round((requests.length / median(times)) * 1000);
  const line = {
    name: `requests a second: ${name}`,
    measured: Number((median(bareMs) / median(oursMs)).toFixed(3)),
    unit: '× a bare undici pool',
    ...(min === undefined ? {} : { target: { min } }),
    requests: requests.length * rounds,
    concurrency: atOnce,
    ours_per_second: perSecond(oursMs),
    bare_per_second: perSecond(bareMs),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  await Promise.all([pool.close(), connection.close()]);
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] as number;
}

for (const work of works) await compare(work);
await sandbox.close();
