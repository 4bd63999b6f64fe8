import {
  changedOutput,
  changePhaseInput,
  changePolicyInput,
  getPolicyOutput,
  movePeriodInput,
  resetCircuitInput,
} from '#core/contract/policy.ts';
import { toWire } from '#core/domain/wire.ts';
import type { Flow } from '#core/policy/phases.ts';
import type { SettingName } from '#core/policy/policy-settings.ts';
import { PolicyRepository } from '#core/storage/repositories/policy.ts';
import type { Core } from '../create-core.ts';
import { movePeriodOf } from '../close/close-period.ts';
import { watchStarted } from '../close/watch-started.ts';
import { valueOf } from './api-error.ts';
import { allowed, assertAllowed, router } from './procedure.ts';

export const policyRouter = router({
  get: allowed('workspace.read')
    .output(getPolicyOutput)
    .query(({ ctx: { core } }) => ({
      settings: toWire(core.policy.policy()) as Record<string, unknown>,
      phases: [...core.policy.phases()],
      periods: new PolicyRepository(core.store).periods().map((row) => ({
        legalEntity: row.legal_entity,
        period: row.period,
        state: row.state,
        changedBy: row.changed_by,
        reopenRequestedBy: row.reopen_requested_by,
      })),
      circuits: [...core.policy.circuits()],
      asOfSeq: core.journal.head().seq,
    })),

  change: allowed('policy.change')
    .input(changePolicyInput)
    .output(changedOutput)
    .mutation(({ ctx: { core, actor }, input: { name, value, reason } }) => {
      valueOf(core.policy.changePolicy(name as SettingName, value, actor, reason));
      return changed(core);
    }),

  changePhase: allowed('flow.change-phase')
    .input(changePhaseInput)
    .output(changedOutput)
    .mutation(({ ctx: { core, actor }, input: { flow, to, reason } }) => {
      valueOf(core.policy.changePhase(flow as Flow, to, actor, reason));
      return changed(core);
    }),

  /** Each move takes its own right, which the desk asks for; closing takes a sign-off as well. */
  movePeriod: allowed('workspace.read')
    .input(movePeriodInput)
    .output(changedOutput)
    .mutation(({ ctx, input: { move, legalEntity, period, reason } }) => {
      const { core, actor } = ctx;
      // Before anything is said of its sign-off.
      if (move === 'close') assertAllowed(ctx, 'period.close', `${legalEntity} ${period}`, legalEntity);
      valueOf(movePeriodOf(core, move, { legalEntity, period }, actor, reason));
      return changed(core);
    }),

  resetCircuit: allowed('circuit.reset')
    .input(resetCircuitInput)
    .output(changedOutput)
    .mutation(({ ctx: { core, actor }, input: { flow, legalEntity, reason } }) => {
      valueOf(core.policy.resetCircuit(flow, legalEntity, actor, reason));
      return changed(core);
    }),
});

/** Where the journal stands once closes have looked at what was changed: thresholds and periods are part of what is signed. */
function changed(core: Core): { asOfSeq: number } {
  watchStarted(core, null);
  return { asOfSeq: core.journal.head().seq };
}
