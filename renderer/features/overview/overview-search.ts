import * as z from 'zod';

export const overviewSearch = z.object({
  /** What lies below the tiles: what is in the way, or everything that should be there and is not. */
  show: z.enum(['expected']).optional().catch(undefined),
  /** The chosen expectation. */
  id: z.string().optional().catch(undefined),
  sort: z.enum(['due', 'amount', 'type', 'entity']).optional().catch(undefined),
  down: z.coerce.boolean().optional().catch(undefined),
});
