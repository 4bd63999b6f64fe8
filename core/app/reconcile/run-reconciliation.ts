import type { WireReconciliation } from '#core/contract/reconciliation.ts';
import type { Period } from '#core/domain/day.ts';
import { watchStarted } from '../close/watch-started.ts';
import type { Core } from '../create-core.ts';
import { ManualMatchRepository } from '#core/storage/repositories/manual-matches.ts';
import { type PeriodReconciliation, type ReconcileStep, reconcileInSteps } from './reconcile-period.ts';
import { recordReconciliation } from './record-reconciliation.ts';

export interface RunControl {
  readonly signal?: AbortSignal;
  readonly onStep?: (step: ReconcileStep) => void;
}

/** How long it works before others may. */
const sliceMs = 40;

/**
 * Reconciles a period and journals the result, letting others work in between. Stopping it before its exact rules are
 * through leaves nothing; afterwards what they found is kept and only the suggestions are left out.
 */
export async function runReconciliation(
  core: Core,
  period: Period,
  by: string,
  control: RunControl = {},
): Promise<WireReconciliation> {
  for (;;) {
    const decidedBefore = decisionsOf(core);
    const found = await inSlices(core, period, control);
    // Somebody matched or judged something while it ran: their decision has to be in it.
    if (decisionsOf(core) !== decidedBefore) continue;
    recordReconciliation(core, found, by);
    watchStarted(core, period);
    return found.wire;
  }
}

function decisionsOf(core: Core): number {
  return new ManualMatchRepository(core.store).lastSeq();
}

async function inSlices(core: Core, period: Period, control: RunControl): Promise<PeriodReconciliation> {
  const { signal, onStep } = control;
  const steps = reconcileInSteps(core, period, () => signal?.aborted === true);
  let sliceStartedMs = core.clock.monotonicMs();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onStep?.(step.value);
    if (core.clock.monotonicMs() - sliceStartedMs < sliceMs) continue;
    await core.clock.sleep(0);
    sliceStartedMs = core.clock.monotonicMs();
    if (step.value.stage === 'reading documents') signal?.throwIfAborted();
  }
}
