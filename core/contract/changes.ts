import * as z from 'zod';
import { query } from './procedure.ts';
import { wireJobSchema } from './jobs.ts';

const changesInput = z.strictObject({
  /** What an earlier answer gave; empty to start. */
  cursor: z.string().max(100).default(''),
  /** How long to wait for a change before answering that there is none. */
  waitMs: z.int().min(0).max(60_000).default(0),
});

const changesOutput = z.object({
  cursor: z.string(),
  headSeq: z.int(),
  /** Areas of the API whose answers may be different by now. Never the data itself. */
  areas: z.array(z.string()),
  /** Long work as it stands; an area `jobs` among the areas says that it moved. */
  jobs: z.array(wireJobSchema),
});

export const changesApi = { since: query(changesInput, changesOutput) } as const;
