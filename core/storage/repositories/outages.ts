import type { Store } from '../store.ts';
import type { RunRow } from './connections.ts';

/** A time in which a vendor could not be reached, was closed, or asked us to wait: from its first failed run to the next good one. */
export interface Outage {
  readonly connectionId: string;
  readonly code: string;
  readonly message: string;
  readonly fromMs: number;
  /** Null: it lasts. */
  readonly untilMs: number | null;
}

/** Failures that are the vendor's or the network's, and not ours to mend. */
const outageCodes = ['MAINTENANCE', 'UNREACHABLE', 'TIMED_OUT', 'RATE_LIMITED'] as const;

/** Reads outages off the sync runs: nothing else writes them down. */
export class OutageRepository {
  readonly #failed;
  readonly #nextGood;

  constructor(store: Store) {
    const { sqlite } = store;
    this.#failed = sqlite.prepare<[string], RunRow>(
      `SELECT * FROM sync_runs WHERE failure_code IN (${outageCodes.map((code) => `'${code}'`).join(', ')})
       AND started_at >= ? ORDER BY id`,
    );
    this.#nextGood = sqlite
      .prepare<[string, string, number], string>(
        `SELECT started_at FROM sync_runs WHERE connection_id = ? AND stream = ? AND id > ?
         AND failure_code IS NULL AND ended_at IS NOT NULL ORDER BY id LIMIT 1`,
      )
      .pluck();
  }

  /** Outages that began since an instant, the earliest first; those of one connection do not overlap. */
  since(fromAt: string): Outage[] {
    const outages: Outage[] = [];
    const coveredUntil = new Map<string, string | null>();
    for (const run of this.#failed.all(fromAt)) {
      const covered = coveredUntil.get(run.connection_id);
      if (covered === null || (covered !== undefined && run.started_at < covered)) continue;
      const endedAt = this.#nextGood.get(run.connection_id, run.stream, run.id) ?? null;
      coveredUntil.set(run.connection_id, endedAt);
      outages.push({
        connectionId: run.connection_id,
        code: run.failure_code ?? '',
        message: run.failure_message ?? '',
        fromMs: Date.parse(run.started_at),
        untilMs: endedAt === null ? null : Date.parse(endedAt),
      });
    }
    return outages;
  }
}
