import type * as z from 'zod';
import { toInstant } from '#core/base/clock.ts';
import type { listConnectionsOutput, WireConnection, WireRun } from '#core/contract/connections.ts';
import {
  type CompletenessRow,
  ConnectionRepository,
  type ConnectionRow,
  type CursorRow,
  type RunRow,
} from '#core/storage/repositories/connections.ts';
import { PostingQueues } from '#core/storage/repositories/held-sums.ts';
import { PolicyRepository } from '#core/storage/repositories/policy.ts';
import type { Core } from '../create-core.ts';
import { type SourceStand, sourcesOf } from '../overview/sources.ts';
import { inTrouble } from '../overview/tiles.ts';

const hourMs = 3_600_000;

interface Shared {
  readonly core: Core;
  readonly cursors: readonly CursorRow[];
  readonly completeness: readonly CompletenessRow[];
  readonly requests: ReadonlyMap<string, number>;
  readonly waiting: ReadonlyMap<string, number>;
}

/** Every connection with its health, budget and streams, from what is recorded: asks no vendor. */
export function listConnections(core: Core): z.output<typeof listConnectionsOutput> {
  const connections = new ConnectionRepository(core.store);
  const stands = new Map(sourcesOf(core).map((stand) => [stand.connectionId, stand]));
  const shared: Shared = {
    core,
    cursors: connections.cursors(),
    completeness: connections.completeness(),
    requests: requestsLastHour(core),
    waiting: waitingByConnection(core),
  };
  return {
    connections: connections.all().flatMap((row) => {
      const stand = stands.get(row.id);
      return stand ? [wireConnection(shared, row, stand)] : [];
    }),
    circuits: new PolicyRepository(core.store)
      .circuits()
      .filter(({ is_tripped: isTripped }) => isTripped === 1)
      .map(({ flow, legal_entity: legalEntity, reason, changed_at: changedAt }) => ({
        flow,
        legalEntity,
        reason,
        changedAt,
      })),
    trouble: [...stands.values()].filter(inTrouble).length,
    nowAt: toInstant(core.clock.now()),
    asOfSeq: core.journal.head().seq,
  };
}

function requestsLastHour(core: Core): ReadonlyMap<string, number> {
  const nowMs = core.clock.now();
  const counts = new Map<string, number>();
  for (const { connectionId, count } of core.requests.read().counts(hourMs, nowMs - hourMs, nowMs + hourMs)) {
    counts.set(connectionId, (counts.get(connectionId) ?? 0) + count);
  }
  return counts;
}

function waitingByConnection(core: Core): ReadonlyMap<string, number> {
  const waiting = new Map<string, number>();
  for (const { state, connectionId, count } of new PostingQueues(core.store).onTheWay()) {
    if (state !== 'HELD') waiting.set(connectionId, (waiting.get(connectionId) ?? 0) + count);
  }
  return waiting;
}

function wireConnection(shared: Shared, row: ConnectionRow, stand: SourceStand): WireConnection {
  const { core } = shared;
  const capabilities = core.connections.capabilitiesOf(row.id);
  const budget = core.connections.governors.get(row.id)?.budget();
  const blockedUntilMs = budget?.blockedUntilMs ?? null;
  return {
    id: row.id,
    vendor: row.vendor,
    role: row.role,
    environment: row.environment,
    accountId: row.account_id,
    apiVersion: row.api_version,
    health: stand.health,
    healthDetail: stand.healthDetail,
    lastGoodAt: stand.lastGoodAt,
    lagMs: stand.lagMs,
    token: tokenOf(core, row.id),
    budget: {
      limit: budget?.limit ?? null,
      remaining: budget?.remaining ?? null,
      inFlight: budget?.inFlight ?? 0,
      concurrencyMax: budget?.concurrencyMax ?? 0,
      blockedUntilAt: blockedUntilMs === null ? null : toInstant(blockedUntilMs),
    },
    eventLogDays: capabilities.eventLogDays,
    requestsLastHour: shared.requests.get(row.id) ?? 0,
    streams: capabilities.streams.map(({ name }) => streamOf(shared, row.id, name, stand)),
    waitingToSend: shared.waiting.get(row.id) ?? 0,
  };
}

/** A vendor with a key of its own has no token that ends; others renew theirs by themselves. */
function tokenOf(core: Core, connectionId: string): WireConnection['token'] {
  const endsMs = core.requests.tokenEndsMs(connectionId);
  if (endsMs === undefined) return { kind: 'key', endsAt: null };
  return endsMs === null ? { kind: 'renewed', endsAt: null } : { kind: 'expires', endsAt: toInstant(endsMs) };
}

function streamOf(
  { cursors, completeness }: Shared,
  connectionId: string,
  name: string,
  stand: SourceStand,
): WireConnection['streams'][number] {
  const cursor = cursors.find(
    ({ connection_id, stream }) => connection_id === connectionId && stream === name,
  );
  const checked = completeness.find(
    ({ connection_id, stream }) => connection_id === connectionId && stream === name,
  );
  const run = stand.newestRuns.get(name);
  return {
    name,
    isCaughtUp: cursor?.is_caught_up === 1,
    advancedAt: cursor?.advanced_at ?? null,
    lastRun: run ? wireRun(run) : null,
    completeness: checked
      ? {
          stream: name,
          isComplete: checked.is_complete === 1,
          checkedAt: checked.checked_at,
          source: { count: checked.source_count, sums: sumsOf(checked.source_sums) },
          journal: { count: checked.journal_count, sums: sumsOf(checked.journal_sums) },
        }
      : null,
  };
}

function sumsOf(text: string): { currency: string; minor: string }[] {
  return (JSON.parse(text) as [string, string][]).map(([currency, minor]) => ({ currency, minor }));
}

/** A run with counts that add up: what was read is new, was known, or could not be read. */
export function wireRun(row: RunRow): WireRun {
  const { records, duplicates, quarantined } = row;
  return {
    id: row.id,
    connectionId: row.connection_id,
    stream: row.stream,
    state: row.ended_at === null ? 'running' : row.failure_code === null ? 'done' : 'failed',
    startedAt: row.started_at,
    endedAt: row.ended_at,
    tookMs: row.ended_at === null ? null : Date.parse(row.ended_at) - Date.parse(row.started_at),
    pages: row.pages,
    records,
    changed: records - duplicates - quarantined,
    unchanged: duplicates,
    quarantined,
    facts: row.changed,
    failure:
      row.failure_code === null ? null : { code: row.failure_code, message: row.failure_message ?? '' },
    retryAt: row.retry_at,
  };
}
