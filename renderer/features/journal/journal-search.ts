import * as z from 'zod';

const text = z.string().max(400).optional().catch(undefined);

/** What narrows the journal. */
export const journalFilterSearch = z.object({
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

/** The chosen entry, by its position. */
export const journalEntrySearch = z.object({
  seq: z.coerce.number().int().positive().optional().catch(undefined),
});

export type JournalFilter = z.output<typeof journalFilterSearch>;

export const noFilter = {
  about: undefined,
  actor: undefined,
  type: undefined,
  area: undefined,
  day: undefined,
} as const satisfies JournalFilter;
