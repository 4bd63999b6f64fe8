import * as z from 'zod';
import { mutation, query } from './procedure.ts';
import { idSchema, moneySchema, reasonSchema, totalsSchema } from './values.ts';

const exceptionSchema = z.object({
  id: z.string(),
  code: z.string(),
  state: z.enum(['open', 'resolved', 'dismissed']),
  ownerRole: z.string(),
  effect: z.string(),
  causeKey: z.string(),
  subjectId: z.string(),
  postingId: z.string().nullable(),
  legalEntity: z.string().nullable(),
  period: z.string().nullable(),
  amount: moneySchema.nullable(),
  message: z.string(),
  fix: z.string(),
  raisedAt: z.string(),
  resolution: z.string().nullable(),
});

export const listExceptionsInput = z.strictObject({
  state: z.enum(['open', 'resolved', 'dismissed']).default('open'),
  code: idSchema.optional(),
  causeKey: idSchema.optional(),
});
export const listExceptionsOutput = z.object({
  exceptions: z.array(exceptionSchema),
  /** Root causes with what fixing each one releases, most money first. */
  causes: z.array(
    z.object({ causeKey: z.string(), code: z.string(), ownerRole: z.string(), totals: totalsSchema }),
  ),
  totals: totalsSchema,
  asOfSeq: z.int(),
});

/** Without `confirm` only says what it would release: count and sum per currency. */
export const releaseCauseInput = z.strictObject({
  causeKey: idSchema,
  reason: reasonSchema,
  confirm: z.boolean(),
});
export const releaseCauseOutput = z.object({
  causeKey: z.string(),
  isPreview: z.boolean(),
  totals: totalsSchema,
  released: z.array(z.string()),
  stillBlocked: z.array(z.object({ subjectId: z.string(), code: z.string(), message: z.string() })),
});

export const dismissExceptionInput = z.strictObject({ id: idSchema, reason: reasonSchema });
export const dismissExceptionOutput = z.object({ id: z.string() });

export const exceptionsApi = {
  list: query(listExceptionsInput, listExceptionsOutput),
  releaseCause: mutation(releaseCauseInput, releaseCauseOutput),
  dismiss: mutation(dismissExceptionInput, dismissExceptionOutput),
} as const;
