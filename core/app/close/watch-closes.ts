import type { Core } from '../create-core.ts';
import { runReconciliation } from '../reconcile/run-reconciliation.ts';
import { closeFacts } from './close-facts.ts';
import { watchStarted } from './watch-started.ts';

const reconciler = 'tieout:close';

/**
 * After a pass of sync or workflow: periods with a sign-off in force whose documents changed are reconciled again, and every
 * close that was started is compared with the facts. A sign-off whose evidence moved is suspended here.
 */
export async function watchCloses(core: Core, signal?: AbortSignal): Promise<void> {
  const inForce = new Set(core.closes.close.inForce().map(({ period }) => period));
  for (const period of [...inForce].sort()) {
    const entity = core.closes.close.inForce().find((one) => one.period === period)?.legal_entity ?? '';
    const { run } = closeFacts(core, entity, period);
    if (signal?.aborted) return;
    if (run && !run.isUndone && run.changedSince > 0) {
      await runReconciliation(core, period, reconciler, signal ? { signal } : {});
    }
  }
  watchStarted(core, null);
}
