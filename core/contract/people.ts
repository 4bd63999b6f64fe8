import * as z from 'zod';
import { nothing, query } from './procedure.ts';

const limitsSchema = z.object({
  /** Codes, or null for all. */
  legalEntities: z.array(z.string()).nullable(),
  /** Minor units by currency, or null for no limit. */
  maxMinorByCurrency: z.record(z.string(), z.string()).nullable(),
});

/** People as everyone may see them: no address, and of the key only its public half. */
export const listPeopleOutput = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      isActive: z.boolean(),
      roles: z.array(z.string()),
      limits: limitsSchema,
      publicKey: z.string(),
      delegations: z.array(
        z.object({
          id: z.string(),
          fromPerson: z.string(),
          role: z.string(),
          startsAt: z.string(),
          endsAt: z.string(),
        }),
      ),
    }),
  ),
  /** Who is asking. */
  you: z.string(),
});

export const peopleApi = {
  list: query(nothing, listPeopleOutput),
} as const;
