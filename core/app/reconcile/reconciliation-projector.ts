import { canonicalJson } from '#core/base/canonical-json.ts';
import type { WireReconciliation } from '#core/contract/reconciliation.ts';
import type { Projector } from '#core/journal/projection.ts';
import { ReconciliationRepository } from '#core/storage/repositories/reconciliations.ts';
import type { Store } from '#core/storage/store.ts';

/** Follows `reconciliation.completed`: each run stays, and the breaks are those of a period's newest run. */
export function createReconciliationProjector(store: Store): Projector {
  const reconciliations = new ReconciliationRepository(store);
  return {
    name: 'reconciliations',
    tables: ['reconciliations', 'breaks'],
    handles: ['reconciliation.'],
    apply(event) {
      const result = event.payload as unknown as WireReconciliation;
      const id = `${event.aggregateId}/${event.aggregateVersion}`;
      reconciliations.save({
        id,
        seq: event.seq,
        period: result.period,
        asOfSeq: result.asOfSeq,
        evidenceHash: result.evidenceHash,
        body: canonicalJson({
          scopes: result.scopes,
          explained: result.explained,
          ambiguous: result.ambiguous,
        }),
      });
      reconciliations.replaceBreaks(
        result.period,
        result.breaks.map((found, index) => ({
          id: `${id}/${index + 1}`,
          reconciliationId: id,
          class: found.class,
          scope: found.scope,
          legalEntity: found.legalEntity,
          period: result.period,
          currency: found.difference.currency,
          amountMinor: Number(found.difference.minor),
          leftId: found.left?.externalId ?? null,
          rightId: found.right?.externalId ?? null,
          body: canonicalJson(found),
        })),
      );
    },
  };
}
