import * as z from 'zod';
import { failureSchema } from './values.ts';

export const verifyOutput = z.object({
  events: z.int(),
  headHash: z.string(),
  anchoredSeq: z.int().nullable(),
  problems: z.array(failureSchema),
});

export const rebuildOutput = z.object({ events: z.int() });
