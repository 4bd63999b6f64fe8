import { reconcileInput, reconcileOutput } from '#core/contract/reconciliation.ts';
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
      recordReconciliation(core, result, actor);
      return result;
    }),
});
