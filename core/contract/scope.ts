import * as z from 'zod';
import { nothing, query } from './procedure.ts';

/** What the switchers offer: everything else is seen through one legal entity (or all) and one period. */
export const scopeOutput = z.object({
  legalEntities: z.array(z.string()),
  /** Newest first: every posting period that the ERP shows, up to the present one. */
  periods: z.array(
    z.object({
      period: z.string(),
      /** The ERP's word and ours together, for each legal entity. */
      states: z.array(
        z.object({
          legalEntity: z.string(),
          state: z.enum(['open', 'soft-close', 'locked', 'closed', 'unknown']),
        }),
      ),
    }),
  ),
  /** The oldest period that is not closed for everyone: the one being worked on. */
  workingPeriod: z.string(),
  /** Today where the workspace lives: a sandbox may be on another day. */
  businessDay: z.string(),
  asOfSeq: z.int(),
});

export const scopeApi = { get: query(nothing, scopeOutput) } as const;
