import type { Clock } from '#core/base/clock.ts';
import type { Log } from '#core/base/log.ts';
import type { Random } from '#core/base/random.ts';
import type { SealedPack } from '#core/contract/packs.ts';
import { RequestLog } from '#core/observe/request-log.ts';
import { WorkspaceRepository } from '#core/storage/repositories/workspace.ts';
import type { Store } from '#core/storage/store.ts';
import { Ingest } from '#core/sync/ingest.ts';
import { present } from '#core/base/assert.ts';
import { ChangeFeed } from '../changes/change-feed.ts';
import { type Core, tracerOf, type WorkspaceSettings } from '../create-core.ts';
import { JobDesk } from '../jobs/job-desk.ts';
import { sealedConnections } from '../open-connections.ts';
import { openDesks } from '../open-desks.ts';
import { journalOn } from '../open-journal.ts';
import { ExpectedFailure } from '../router/api-error.ts';
import { sealedReadOnly } from './sealed-facts.ts';

export interface SealedCoreOptions {
  readonly store: Store;
  readonly sealed: SealedPack;
  /** The machine's clock, for waiting; what time it is stands still at the moment of sealing. */
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/**
 * The same parts as of a workspace, over a store that cannot be written: no owner, no epoch, no connector, no secret. What would
 * change something is refused before it comes here; what still came would be refused by the database.
 */
export function sealedCore({ store, sealed, clock, random, log }: SealedCoreOptions): Core {
  const row = present(new WorkspaceRepository(store).get(), 'the workspace of a pack');
  const sealedAtMs = Date.parse(sealed.madeAt);
  const still: Clock = {
    now: () => sealedAtMs,
    monotonicMs: () => clock.monotonicMs(),
    sleep: (delayMs, signal) => clock.sleep(delayMs, signal),
  };
  const opened = journalOn(store, still, row.epoch, random);
  const connections = sealedConnections(store);
  const desks = openDesks(opened, connections, row.workspace_id, log);
  const changes = new ChangeFeed(opened.recorder, still, opened.ids.next('feed'));
  const jobs = new JobDesk(still, opened.ids, () => {});
  return {
    ...desks,
    ...opened,
    workspaceId: row.workspace_id,
    settings: JSON.parse(row.settings) as WorkspaceSettings,
    sealed,
    holder: { name: sealed.fileName, processId: 0, since: sealed.madeAt },
    connections,
    ingest: new Ingest(opened),
    requests: new RequestLog(store, still),
    changes,
    jobs,
    tracer: tracerOf(opened, connections, desks),
    synchronise: refuse,
    verify: refuse,
    verifyCopy: refuse,
    rebuild: refuse,
    anchor: refuse,
    async close() {
      await jobs.close();
      store.close();
    },
  };
}

function refuse(): never {
  throw new ExpectedFailure(sealedReadOnly('workspace'));
}
