import * as z from 'zod';

/** What the address of a trace says. */
export const traceSearch = z.object({
  id: z.coerce.string().trim().min(1).max(400).optional().catch(undefined),
  hop: z.string().max(400).optional().catch(undefined),
  tab: z.enum(['waterfall', 'graph']).optional().catch(undefined),
  /** Failures alone. */
  failures: z.boolean().optional().catch(undefined),
  /** Idle time drawn in full; it is folded unless this says so. */
  idle: z.boolean().optional().catch(undefined),
});

export type TraceSearch = z.output<typeof traceSearch>;
