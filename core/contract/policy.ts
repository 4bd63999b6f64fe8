import * as z from 'zod';
import { mutation, nothing, query } from './procedure.ts';
import { idSchema, periodSchema, reasonSchema } from './values.ts';

const phaseSchema = z.enum(['observe', 'shadow', 'hold-all', 'post']);
const periodMoveSchema = z.enum(['soft-close', 'close', 'open', 'request-reopen', 'reopen']);
const entitySchema = z.string().max(64);

export const getPolicyOutput = z.object({
  /** By name, as `policy.change` takes them: amounts are digits of minor units. */
  settings: z.record(z.string(), z.unknown()),
  phases: z.array(z.object({ flow: z.string(), phase: phaseSchema })),
  /** Our own word on periods; what is not listed is open here. */
  periods: z.array(
    z.object({
      legalEntity: z.string(),
      period: z.string(),
      state: z.enum(['open', 'soft-close', 'closed']),
      changedBy: z.string(),
      reopenRequestedBy: z.string().nullable(),
    }),
  ),
  /** Limits that tripped and hold their flow until a person resets them. */
  circuits: z.array(z.object({ flow: z.string(), legalEntity: z.string(), reason: z.string() })),
  asOfSeq: z.int(),
});

export const changePolicyInput = z.strictObject({ name: idSchema, value: z.json(), reason: reasonSchema });
export const changePhaseInput = z.strictObject({ flow: idSchema, to: phaseSchema, reason: reasonSchema });
export const movePeriodInput = z.strictObject({
  move: periodMoveSchema,
  /** '' is every entity. */
  legalEntity: entitySchema,
  period: periodSchema,
  reason: reasonSchema,
});
export const resetCircuitInput = z.strictObject({
  flow: idSchema,
  legalEntity: entitySchema,
  reason: reasonSchema,
});

/** Where the journal stands after a change. */
export const changedOutput = z.object({ asOfSeq: z.int() });

export const policyApi = {
  get: query(nothing, getPolicyOutput),
  change: mutation(changePolicyInput, changedOutput),
  changePhase: mutation(changePhaseInput, changedOutput),
  movePeriod: mutation(movePeriodInput, changedOutput),
  resetCircuit: mutation(resetCircuitInput, changedOutput),
} as const;
