import * as z from 'zod';

export const reconciliationTabs = [
  'scopes',
  'suggested',
  'ambiguous',
  'unmatched',
  'matched',
  'breaks',
] as const;

export type ReconciliationTab = (typeof reconciliationTabs)[number];

const text = z.string().max(400).optional().catch(undefined);

export const reconciliationSearch = z.object({
  tab: z.enum(reconciliationTabs).optional().catch(undefined),
  /** The chosen line: a match's number, or a break's key. */
  id: text,
  text,
  scope: text,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .catch(undefined),
  class: text,
  state: z.enum(['open', 'decided', 'any']).optional().catch(undefined),
  /** Also documents of the days around the period. */
  around: z.boolean().optional().catch(undefined),
  sort: text,
  direction: z.enum(['asc', 'desc']).optional().catch(undefined),
  run: text,
});

export type ReconciliationSearch = z.output<typeof reconciliationSearch>;
