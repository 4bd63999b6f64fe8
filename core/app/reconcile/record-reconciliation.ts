import type { WireReconciliation } from '#core/contract/reconciliation.ts';
import { lastDayOf } from '#core/domain/day.ts';
import type { Core } from '../create-core.ts';

/** Journals the result of a reconciliation. The same evidence again is no new fact and leaves no event. */
export function recordReconciliation(core: Core, result: WireReconciliation, by: string): void {
  const aggregateId = `reconciliation:${result.period}`;
  core.store.transact(() => {
    const before = core.journal.ofAggregate(aggregateId).at(-1);
    if (before?.payload['evidenceHash'] === result.evidenceHash) return;
    const version = (before?.aggregateVersion ?? 0) + 1;
    const { asOf: _asOf, ...facts } = result;
    core.recorder.recordAll([
      {
        type: 'reconciliation.completed',
        aggregateId,
        aggregateVersion: version,
        idempotencyKey: `${aggregateId}/${version}`,
        correlationId: aggregateId,
        actor: by,
        effectiveOn: lastDayOf(result.period),
        payload: facts,
      },
    ]);
  });
}
