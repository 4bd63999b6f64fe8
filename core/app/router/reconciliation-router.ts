import { canonicalJson } from '#core/base/canonical-json.ts';
import { reconcileInput, reconcileOutput, type WireReconciliation } from '#core/contract/reconciliation.ts';
import { reconcilePeriod } from '../reconcile/reconcile-period.ts';
import { recordReconciliation } from '../reconcile/record-reconciliation.ts';
import { allowed, router } from './procedure.ts';

export const reconciliationRouter = router({
  /**
   * Billing against the ERP and CRM against billing for one period, from what the journal holds now. The result is
   * journalled; the same evidence again is no new fact.
   */
  run: allowed('reconciliation.run')
    .input(reconcileInput)
    .output(reconcileOutput)
    .mutation(({ ctx: { core, actor }, input }) => {
      const result = reconcilePeriod(core, input.period);
      recordReconciliation(core, asJournalled(result), actor);
      return result;
    }),
});

/** With its members in the order in which the journal gives them back, so that live rows equal replayed ones. */
function asJournalled(result: WireReconciliation): WireReconciliation {
  return JSON.parse(canonicalJson(result)) as WireReconciliation;
}
