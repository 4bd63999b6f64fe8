import * as z from 'zod';
import { query } from './procedure.ts';
import { idSchema, periodSchema } from './values.ts';

const navCountsInput = z.strictObject({
  legalEntity: idSchema.optional(),
  period: periodSchema.optional(),
});

/** What waits behind each place of the rail, for whoever asks; a place without a count has none. */
const navCountsOutput = z.object({
  counts: z.record(z.string(), z.int()),
  asOfSeq: z.int(),
});

export const navApi = { counts: query(navCountsInput, navCountsOutput) } as const;
