import * as z from 'zod';
import { mutation, nothing, query } from './procedure.ts';
import { failureSchema } from './values.ts';

export const verifyOutput = z.object({
  /** How many events the chain proves, from the first on. */
  events: z.int(),
  headHash: z.string(),
  anchoredSeq: z.int().nullable(),
  isSound: z.boolean(),
  /** In the order found: the first one names the first bad record. */
  problems: z.array(failureSchema),
});

export const rebuildOutput = z.object({ events: z.int() });

export const headOutput = z.object({ seq: z.int(), hash: z.string(), workspaceId: z.string() });

export const journalApi = {
  head: query(nothing, headOutput),
  verify: mutation(nothing, verifyOutput),
  rebuild: mutation(nothing, rebuildOutput),
} as const;
