import * as z from 'zod';

const text = z.string().max(400).optional().catch(undefined);

export const closeSearch = z.object({
  /** The chosen task. */
  task: text,
  /** What stands on the right: the task, the sign-off, or what happened. */
  side: z.enum(['task', 'sign-off', 'history']).optional().catch(undefined),
});
