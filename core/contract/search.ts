import * as z from 'zod';
import { query } from './procedure.ts';
import { moneySchema } from './values.ts';

const findInput = z.strictObject({
  text: z.string().trim().min(1).max(400),
  limit: z.int().min(1).max(50).default(20),
});

const hitKinds = ['posting', 'exception', 'document', 'customer', 'journal-entry', 'chain'] as const;

const hitSchema = z.object({
  kind: z.enum(hitKinds),
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  amount: moneySchema.nullable(),
  state: z.string().nullable(),
  screen: z.string(),
  search: z.record(z.string(), z.string()),
});

export type WireHit = z.output<typeof hitSchema>;

const findOutput = z.object({ text: z.string(), hits: z.array(hitSchema), asOfSeq: z.int() });

/** Anything by any id that a person may have in hand, or a customer by the beginning of the name. */
export const searchApi = { find: query(findInput, findOutput) } as const;
