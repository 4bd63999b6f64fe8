import * as z from 'zod';
import { query } from './procedure.ts';
import { idSchema, moneySchema } from './values.ts';

export const traceInput = z.strictObject({ id: idSchema });

const conservationSchema = z.object({
  in: moneySchema,
  out: moneySchema,
  tax: moneySchema,
  rounding: moneySchema,
  differences: z.array(z.object({ name: z.string(), amount: moneySchema })),
});

export const hopSchema = z.object({
  id: z.string(),
  kind: z.string(),
  system: z.string(),
  connectionId: z.string().nullable(),
  externalId: z.string().nullable(),
  label: z.string(),
  state: z.string(),
  on: z.string().nullable(),
  legalEntity: z.string().nullable(),
  amount: moneySchema.nullable(),
  tax: moneySchema.nullable(),
  isGhost: z.boolean(),
  fromId: z.string().nullable(),
  conservation: conservationSchema.nullable(),
});

export const traceOutput = z.object({
  query: z.string(),
  hops: z.array(hopSchema),
  stuck: z.array(
    z.object({
      hopId: z.string(),
      code: z.string(),
      message: z.string(),
      fix: z.string(),
      sinceAt: z.string().nullable(),
    }),
  ),
  asOfSeq: z.int(),
});

export const traceApi = {
  find: query(traceInput, traceOutput),
} as const;
