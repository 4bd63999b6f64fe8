import { AssertionError, present } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import {
  type Capabilities,
  type Connection,
  type ConnectionObserver,
  createRateGovernor,
  type PullFailure,
} from '../connectors/sdk/index.ts';
import type { RateGovernor } from '../connectors/sdk/rate-governor.ts';
import type { SystemRole } from '../domain/refs.ts';
import { ConnectionRepository, type ConnectionRow } from '../storage/repositories/connections.ts';
import type { Store } from '../storage/store.ts';
import { connectorRegistry } from './connector-registry.ts';

/** Requests at once per vendor account; the vendors' own limits come on top through their answers. */
const concurrencyMax = 8;

export interface OpenConnections {
  readonly rows: readonly ConnectionRow[];
  readonly all: readonly Connection[];
  readonly governors: ReadonlyMap<string, RateGovernor>;
  readonly roles: Readonly<Record<string, SystemRole>>;
  of(connectionId: string): Connection;
  /** What the connector of a connection can, whether or not it is connected. */
  capabilitiesOf(connectionId: string): Capabilities;
}

export interface ConnectionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly secret: (connectionId: string, name: string) => Promise<string>;
  readonly observer?: (connectionId: string) => ConnectionObserver;
}

/** Opens every connection of the workspace, each with a governor of its own. Nothing is asked of a vendor yet. */
export function openConnections(store: Store, parts: ConnectionParts): OpenConnections {
  const rows = new ConnectionRepository(store).all();
  const governors = new Map<string, RateGovernor>();
  const all = rows.map((row) => {
    const connector = present(connectorRegistry[row.vendor], `connector for ${row.vendor}`);
    const parsed = connector.parseSettings(JSON.parse(row.settings));
    if (!parsed.ok) {
      throw new Error(`settings of ${row.id} were checked when they were saved: ${parsed.error[0]?.message}`);
    }
    const governor = createRateGovernor({ clock: parts.clock, concurrencyMax });
    governors.set(row.id, governor);
    return connector.connect(row.id, parsed.value, {
      clock: parts.clock,
      log: parts.log,
      governor,
      observer: parts.observer?.(row.id),
      secret: (name) => parts.secret(row.id, name),
    });
  });
  return {
    rows,
    all,
    governors,
    roles: Object.fromEntries(rows.map(({ id, role }) => [id, role])),
    of: (connectionId) =>
      present(
        all.find(({ id }) => id === connectionId),
        `connection ${connectionId}`,
      ),
    capabilitiesOf: capabilitiesAmong(rows),
  };
}

/** The connections of a sealed pack: known by name, and none of them connected. */
export function sealedConnections(store: Store): OpenConnections {
  const rows = new ConnectionRepository(store).all();
  return {
    rows,
    all: [],
    governors: new Map(),
    roles: Object.fromEntries(rows.map(({ id, role }) => [id, role])),
    of: (connectionId) => {
      throw new AssertionError(`${connectionId} is in a sealed pack: nothing is asked of it`);
    },
    capabilitiesOf: capabilitiesAmong(rows),
  };
}

function capabilitiesAmong(rows: readonly ConnectionRow[]): OpenConnections['capabilitiesOf'] {
  return (connectionId) => {
    const row = rows.find(({ id }) => id === connectionId);
    const { vendor } = present(row, `connection ${connectionId}`);
    return present(connectorRegistry[vendor], `connector for ${vendor}`).capabilities;
  };
}

/** Binds a connection to the account that answers now, or refuses it: sandbox and production never mix. */
export async function bindAccount(
  store: Store,
  connection: Connection,
  signal?: AbortSignal,
): Promise<PullFailure | null> {
  const identified = await connection.identify(signal);
  if (!identified.ok) return identified.error;
  const connections = new ConnectionRepository(store);
  const row = present(
    connections.all().find(({ id }) => id === connection.id),
    `connection ${connection.id}`,
  );
  const { accountId, environment } = identified.value;
  if (row.environment !== environment || (row.account_id !== null && row.account_id !== accountId)) {
    return {
      code: 'PERMISSION_DENIED',
      message: `${connection.id} is bound to ${row.environment} account ${row.account_id ?? '(none yet)'}, but ${environment} account ${accountId} answers.`,
      where: connection.id,
      fix: 'Correct the base URL or the credentials, or set up another workspace for the other account.',
    };
  }
  connections.bind(connection.id, accountId);
  return null;
}
