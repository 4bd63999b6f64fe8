import * as z from 'zod';

const text = z.string().max(400).optional().catch(undefined);

export const journalSearch = z.object({
  /** The chosen entry, by its position. */
  seq: z.coerce.number().int().positive().optional().catch(undefined),
  /** Everything that one id is about. */
  about: text,
  actor: text,
  type: text,
  area: text,
  day: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional()
    .catch(undefined),
});
