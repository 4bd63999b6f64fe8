import type { WireOverview } from '#core/contract/overview.ts';
import type { WireReconciliation } from '#core/contract/reconciliation.ts';
import { ReconciliationRepository } from '#core/storage/repositories/reconciliations.ts';
import type { Core } from '../create-core.ts';

type ThreeWay = WireOverview['threeWay'];

/** Totals of the systems side by side, as the newest reconciliation of the period found them. */
export function threeWayOf(core: Core, period: string, legalEntity: string | undefined): ThreeWay {
  const newest = new ReconciliationRepository(core.store).newest(period);
  if (!newest) return { rows: [], asOf: null, asOfSeq: null, isTiedOut: false, entriesSince: 0 };
  const { scopes } = JSON.parse(newest.body) as Pick<WireReconciliation, 'scopes'>;
  return {
    rows: scopes
      .filter((scope) => legalEntity === undefined || scope.legalEntity === legalEntity)
      .map(rowOf)
      .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)),
    asOf: newest.ran_at,
    asOfSeq: newest.as_of_seq,
    isTiedOut: newest.is_tied_out === 1,
    entriesSince: Math.max(0, core.journal.head().seq - newest.seq),
  };
}

function rowOf(scope: WireReconciliation['scopes'][number]): ThreeWay['rows'][number] {
  const isRecurring = scope.scope === 'recurring-revenue';
  return {
    legalEntity: scope.legalEntity,
    currency: scope.currency,
    scope: scope.scope,
    crm: isRecurring ? scope.left.sum : null,
    billing: isRecurring ? scope.right.sum : scope.left.sum,
    erp: isRecurring ? null : scope.right.sum,
    difference: scope.difference,
    explained: scope.explained.sum,
    breaks: scope.breaks,
  };
}

function keyOf({ legalEntity, scope, currency }: ThreeWay['rows'][number]): string {
  return `${legalEntity}\n${scope === 'recurring-revenue' ? 2 : scope === 'cash' ? 1 : 0}\n${currency}`;
}
