import { ConnectionRepository, type RunRow } from '#core/storage/repositories/connections.ts';
import { SyncRunRepository } from '#core/storage/repositories/sync-runs.ts';
import type { Core } from '../create-core.ts';

/** A source that was not read to its end for so long may be behind. */
const staleAfterMs = 24 * 60 * 60 * 1000;

export type Health = 'healthy' | 'behind' | 'incomplete' | 'limited' | 'failing' | 'never-read';

/** One connection as the overview, the rail and the connections screen judge it: one definition. */
export interface SourceStand {
  readonly connectionId: string;
  readonly role: 'crm' | 'billing' | 'erp';
  readonly vendor: string;
  readonly health: Health;
  readonly healthDetail: string;
  /** When the last of its streams was read to its end; null while one never was. */
  readonly lastGoodAt: string | null;
  readonly lagMs: number | null;
  readonly isStale: boolean;
  readonly newestRuns: ReadonlyMap<string, RunRow>;
}

const vendorWaits = new Set(['RATE_LIMITED', 'MAINTENANCE']);

export function sourcesOf(core: Core): readonly SourceStand[] {
  const connections = new ConnectionRepository(core.store);
  const runs = new SyncRunRepository(core.store);
  const incomplete = connections.completeness().filter((row) => row.is_complete === 0);
  const nowMs = core.clock.now();
  return connections.all().map(({ id, role, vendor }) => {
    const streams = core.connections.capabilitiesOf(id).streams.map(({ name }) => name);
    const newestRuns = new Map<string, RunRow>();
    for (const stream of streams) {
      const run = runs.newest(id, stream);
      if (run) newestRuns.set(stream, run);
    }
    const good = streams.map((stream) => runs.newestGoodAt(id, stream));
    const lastGoodAt = oldest(good);
    const lagMs = lastGoodAt === null ? null : Math.max(0, nowMs - Date.parse(lastGoodAt));
    const isStale = lagMs !== null && lagMs > staleAfterMs;
    const judged = judge({
      newest: [...newestRuns.values()],
      blockedUntilMs: core.connections.governors.get(id)?.budget().blockedUntilMs ?? null,
      incomplete: incomplete.filter(({ connection_id }) => connection_id === id).map(({ stream }) => stream),
      lagMs,
      isStale,
    });
    return { connectionId: id, role, vendor, ...judged, lastGoodAt, lagMs, isStale, newestRuns };
  });
}

interface Facts {
  readonly newest: readonly RunRow[];
  readonly blockedUntilMs: number | null;
  readonly incomplete: readonly string[];
  readonly lagMs: number | null;
  readonly isStale: boolean;
}

function judge(facts: Facts): { readonly health: Health; readonly healthDetail: string } {
  const failed = facts.newest.filter(({ failure_code: code }) => code !== null);
  const broken = failed.find(({ failure_code: code }) => !vendorWaits.has(code ?? ''));
  if (broken) {
    return { health: 'failing', healthDetail: `${broken.stream}: ${broken.failure_message ?? 'failed'}` };
  }
  if (facts.blockedUntilMs !== null || failed.length > 0) {
    const first = failed[0];
    const why = first ? `${first.stream}: ${first.failure_message ?? 'asked to wait'}` : 'asked to wait';
    return { health: 'limited', healthDetail: `The vendor asked to wait; ${why}` };
  }
  if (facts.lagMs === null)
    return { health: 'never-read', healthDetail: 'Not every stream has been read yet.' };
  if (facts.incomplete.length > 0) {
    return {
      health: 'incomplete',
      healthDetail: `Counts or sums differ from the source’s: ${facts.incomplete.join(', ')}.`,
    };
  }
  if (facts.isStale) return { health: 'behind', healthDetail: 'Not read for more than a day.' };
  return { health: 'healthy', healthDetail: 'Every stream was read to its end, and counts agree.' };
}

function oldest(instants: readonly (string | null)[]): string | null {
  const known = instants.filter((instant) => instant !== null).sort();
  return known.length < instants.length ? null : (known[0] ?? null);
}
