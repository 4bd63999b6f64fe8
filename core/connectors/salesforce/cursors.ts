import { z } from 'zod';
import { instantOf } from './reading.ts';

const instant = z.string().refine((text) => instantOf(text) === text);
const recordId = z.string().regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/);

/** Behind one record of a walk. Both parts go into a statement, so both are checked when the cursor is read back. */
const walking = z.strictObject({
  at: z.literal('walking'),
  stamp: instant.nullable(),
  id: recordId.nullable(),
  stalled: z.int().nonnegative(),
});

/** At the end of a walk: the newest change that was seen. */
const resting = z.strictObject({ at: z.literal('resting'), newest: instant.nullable() });

export const walkCursor = z.discriminatedUnion('at', [walking, resting]);
export type WalkCursor = z.infer<typeof walkCursor>;
export type Walk = z.infer<typeof walking>;
