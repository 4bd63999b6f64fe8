import * as z from 'zod';
import { serviceLevelIds } from '#core/contract/service-levels.ts';

export const serviceLevelsSearch = z.object({
  level: z.enum(serviceLevelIds).optional().catch(undefined),
  days: z
    .union([z.literal(1), z.literal(7), z.literal(30), z.literal(90)])
    .optional()
    .catch(undefined),
  /** The chosen breach. */
  id: z.string().max(400).optional().catch(undefined),
});
