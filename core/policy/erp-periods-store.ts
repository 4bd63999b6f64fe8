import type { AccountingPeriod } from '../domain/ledger.ts';
import type { Recorder } from '../journal/projection.ts';
import { EntityRepository } from '../storage/repositories/entities.ts';
import { PolicyRepository } from '../storage/repositories/policy.ts';
import type { Store } from '../storage/store.ts';
import { remembered } from './remembered.ts';

/** The accounting periods as the ERPs show them, read again when one of them changed. */
export function createErpPeriods(store: Store, recorder: Recorder): () => readonly AccountingPeriod[] {
  const entities = new EntityRepository(store);
  const policy = new PolicyRepository(store);
  return remembered(
    recorder,
    ['accounting-period.'],
    () => policy.erpPeriodsLastSeq(),
    () => entities.ofKind('accounting-period').map(({ entity }) => entity),
  );
}
