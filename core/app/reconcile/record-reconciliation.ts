import type { WireReconciliation } from '#core/contract/reconciliation.ts';
import { lastDayOf } from '#core/domain/day.ts';
import type { EventDraft } from '#core/journal/event.ts';
import { ReconciliationRows } from '#core/storage/repositories/reconciliation-rows.ts';
import {
  type ReconciliationRow,
  ReconciliationRepository,
} from '#core/storage/repositories/reconciliations.ts';
import type { Core } from '../create-core.ts';
import type { PeriodReconciliation } from './reconcile-period.ts';
import { rowsOf } from './run-rows.ts';
import { bodyOf, changedSince } from './workbench.ts';

/** Runs of a period whose rows are kept; of older ones only the sums are. */
const runsWithRows = 3;

/**
 * Journals the result of a reconciliation and keeps its rows for the workbench. The same evidence again is no new fact and
 * leaves no event, unless the run before was undone. Returns the run's id.
 */
export function recordReconciliation(core: Core, found: PeriodReconciliation, by: string): string {
  const { wire: result, voided } = found;
  const aggregateId = `reconciliation:${result.period}`;
  const rows = new ReconciliationRows(core.store);
  const reconciliations = new ReconciliationRepository(core.store);
  return core.store.transact(() => {
    core.recorder.recordAll(voided.map(({ row, cause }) => voidedDraft(core, row, cause)));
    const newest = reconciliations.newest(result.period);
    const isSame = newest?.state === 'current' && newest.evidence_hash === result.evidenceHash;
    const entities = withPositions(result.entities, newest);
    const runId = isSame ? newest.id : record(core, aggregateId, { ...result, entities }, by);
    if (isSame && changedSince(core, newest) > 0) confirm(core, aggregateId, newest.id, result, by);
    const { groups, documents } = rowsOf(runId, found);
    rows.replace(runId, groups, documents);
    const number = reconciliations.get(runId)?.number ?? 0;
    rows.clearUpTo(result.period, number - runsWithRows);
    return runId;
  });
}

/** An entity whose evidence is that of the run before rests on the journal up to where it was found first. */
function withPositions(
  entities: WireReconciliation['entities'],
  before: ReconciliationRow | null,
): WireReconciliation['entities'] {
  const known = before ? bodyOf(before).entities : [];
  return entities.map((entity) => {
    const same = known.find(
      ({ legalEntity, evidenceHash }) =>
        legalEntity === entity.legalEntity && evidenceHash === entity.evidenceHash,
    );
    return same ? { ...entity, asOfSeq: same.asOfSeq } : entity;
  });
}

function record(core: Core, aggregateId: string, result: WireReconciliation, by: string): string {
  const version = core.journal.nextVersion(aggregateId);
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
  return `${aggregateId}/${version}`;
}

/** Documents changed after the run, and what they come to is the same: the run stands as of a later position. */
function confirm(
  core: Core,
  aggregateId: string,
  runId: string,
  { period, asOfSeq }: WireReconciliation,
  by: string,
): void {
  const version = core.journal.nextVersion(aggregateId);
  core.recorder.recordAll([
    {
      type: 'reconciliation.confirmed',
      aggregateId,
      aggregateVersion: version,
      idempotencyKey: `${aggregateId}/${version}`,
      correlationId: aggregateId,
      actor: by,
      effectiveOn: lastDayOf(period),
      payload: { period, runId, asOfSeq },
    },
  ]);
}

function voidedDraft(
  core: Core,
  row: PeriodReconciliation['voided'][number]['row'],
  cause: string,
): EventDraft {
  const version = core.journal.nextVersion(row.id);
  return {
    type: 'reconciliation.match-voided',
    aggregateId: row.id,
    aggregateVersion: version,
    idempotencyKey: `${row.id}/${version}`,
    correlationId: `reconciliation:${row.period}`,
    actor: 'tieout:reconciliation',
    effectiveOn: lastDayOf(row.period),
    payload: { period: row.period, reason: cause },
  };
}
