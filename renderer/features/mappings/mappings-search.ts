import * as z from 'zod';
import { mappingSortSchema, mappingStageSchema, mappingTypeSchema } from '#core/contract/mappings.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What the address of the mapping editor says. */
export const mappingsSearch = z.object({
  set: mappingTypeSchema.catch('item'),
  /** A version: the rows that hold on this day. */
  on: day.optional().catch(undefined),
  stage: mappingStageSchema.optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
  /** Only what waits for a decision of the person who looks. */
  awaits: z.boolean().optional().catch(undefined),
  sort: mappingSortSchema.optional().catch(undefined),
  down: z.boolean().optional().catch(undefined),
  id: z.string().max(120).optional().catch(undefined),
  pane: z.enum(['row', 'change', 'test']).optional().catch(undefined),
  view: z.enum(['rows', 'difference']).optional().catch(undefined),
  left: day.optional().catch(undefined),
  right: day.optional().catch(undefined),
  /** A mapping that is missing, asked for by another screen: a line is added for it. */
  newKey: z.string().max(400).optional().catch(undefined),
  newEntity: z.string().max(64).optional().catch(undefined),
  newOn: day.optional().catch(undefined),
  drafts: z.boolean().optional().catch(undefined),
});

export type MappingsSearch = z.output<typeof mappingsSearch>;
