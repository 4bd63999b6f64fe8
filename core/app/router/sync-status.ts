import { toInstant } from '#core/base/clock.ts';
import type * as z from 'zod';
import type { statusOutput } from '#core/contract/sync.ts';
import { ConnectionRepository, type RunRow } from '#core/storage/repositories/connections.ts';
import type { Core } from '../create-core.ts';

type Status = z.output<typeof statusOutput>;

/** Where a workspace stands, from what is recorded: asks no vendor. */
export function statusOf(core: Core): Status {
  const connections = new ConnectionRepository(core.store);
  const head = core.journal.head();
  const { exceptions } = core.exceptions;
  return {
    workspaceId: core.workspaceId,
    name: core.settings.name,
    asOf: toInstant(core.clock.now()),
    headSeq: head.seq,
    headHash: head.hash,
    holder: core.holder.name,
    connections: connectionsOf(core, connections),
    postings: core.desk.postings.counts().map(({ state, flow, count, currency, total }) => ({
      state,
      flow,
      count,
      sum: { currency, minor: String(total) },
    })),
    exceptionsOpen: exceptions.inState('open').length,
    pendingDecisions: core.workflow.pending(),
    flows: core.policy.phases().map(({ flow, phase }) => ({ flow, phase })),
    completeness: connections.completeness().map((row) => ({
      connectionId: row.connection_id,
      stream: row.stream,
      isComplete: row.is_complete === 1,
      checkedAt: row.checked_at,
    })),
  };
}

function connectionsOf(core: Core, connections: ConnectionRepository): Status['connections'] {
  const cursors = connections.cursors();
  const runs = new Map(connections.lastRuns().map((run) => [`${run.connection_id}\n${run.stream}`, run]));
  return connections.all().map((row) => ({
    id: row.id,
    vendor: row.vendor,
    role: row.role,
    environment: row.environment,
    accountId: row.account_id,
    apiVersion: row.api_version,
    budget: budgetOf(core, row.id),
    streams: streamNames(core, row.id).map((name) => {
      const cursor = cursors.find(({ connection_id, stream }) => connection_id === row.id && stream === name);
      const run = runs.get(`${row.id}\n${name}`);
      return {
        name,
        isCaughtUp: cursor?.is_caught_up === 1,
        advancedAt: cursor?.advanced_at ?? null,
        failure: failureOf(run),
        retryAt: run?.retry_at ?? null,
      };
    }),
  }));
}

function streamNames(core: Core, connectionId: string): readonly string[] {
  return core.connections.capabilitiesOf(connectionId).streams.map(({ name }) => name);
}

function budgetOf(core: Core, connectionId: string): Status['connections'][number]['budget'] {
  const budget = core.connections.governors.get(connectionId)?.budget();
  const blockedUntilMs = budget?.blockedUntilMs ?? null;
  return {
    limit: budget?.limit ?? null,
    remaining: budget?.remaining ?? null,
    blockedUntilAt: blockedUntilMs === null ? null : toInstant(blockedUntilMs),
    inFlight: budget?.inFlight ?? 0,
  };
}

function failureOf(run: RunRow | undefined) {
  if (!run || run.failure_code === null) return null;
  return { code: run.failure_code, message: run.failure_message ?? '' };
}
