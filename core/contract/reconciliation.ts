import * as z from 'zod';
import { mutation } from './procedure.ts';
import { moneySchema, periodSchema } from './values.ts';

export const reconcileInput = z.strictObject({ period: periodSchema });

const breakClassSchema = z.enum([
  'timing',
  'cut-off',
  'mapping',
  'rounding',
  'fx',
  'missing',
  'duplicate',
  'manual-edit',
]);

const breakSideSchema = z.object({
  connectionId: z.string(),
  externalId: z.string(),
  kind: z.string(),
  reference: z.string().nullable(),
  customer: z.string().nullable(),
  on: z.string(),
  amount: moneySchema,
});

export const breakSchema = z.object({
  class: breakClassSchema,
  scope: z.string(),
  legalEntity: z.string(),
  period: z.string(),
  /** Left minus right, in the left side's currency. */
  difference: moneySchema,
  left: breakSideSchema.nullable(),
  right: breakSideSchema.nullable(),
  message: z.string(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

const scopeSchema = z.object({
  scope: z.string(),
  legalEntity: z.string(),
  currency: z.string(),
  left: z.object({ count: z.int(), sum: moneySchema }),
  right: z.object({ count: z.int(), sum: moneySchema }),
  difference: moneySchema,
  matched: z.int(),
  /** On their way or held in Tieout: a difference that is explained. */
  explained: z.object({ count: z.int(), sum: moneySchema }),
  breaks: z.int(),
});

export const reconcileOutput = z.object({
  period: z.string(),
  asOf: z.string(),
  asOfSeq: z.int(),
  evidenceHash: z.string(),
  isTiedOut: z.boolean(),
  scopes: z.array(scopeSchema),
  breaks: z.array(breakSchema),
  explained: z.array(
    z.object({
      scope: z.string(),
      legalEntity: z.string(),
      amount: moneySchema,
      reference: z.string(),
      reason: z.string(),
    }),
  ),
  ambiguous: z.array(z.object({ scope: z.string(), left: z.array(z.string()), right: z.array(z.string()) })),
});

export type WireReconciliation = z.output<typeof reconcileOutput>;
export type WireBreak = z.output<typeof breakSchema>;

export const reconciliationApi = {
  run: mutation(reconcileInput, reconcileOutput),
} as const;
