import * as z from 'zod';

export const connectionsSearch = z.object({
  connection: z.string().max(400).optional().catch(undefined),
  stream: z.string().max(400).optional().catch(undefined),
  runs: z.enum(['any', 'failed', 'running', 'changed']).optional().catch(undefined),
  /** The chosen run. */
  run: z.coerce.number().int().positive().optional().catch(undefined),
});

export type ConnectionsSearch = z.output<typeof connectionsSearch>;
