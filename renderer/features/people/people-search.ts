import * as z from 'zod';

export const peopleSearch = z.object({
  id: z.string().max(120).optional().catch(undefined),
  tab: z.enum(['people', 'matrix', 'review']).optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
});
