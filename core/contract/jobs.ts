import * as z from 'zod';
import { reconcileInput } from './reconciliation.ts';
import { mutation, nothing, query } from './procedure.ts';
import { failureSchema, idSchema } from './values.ts';

export const jobKinds = ['sync', 'send', 'reconcile', 'verify', 'seal'] as const;

export type JobKind = (typeof jobKinds)[number];

const jobStates = ['running', 'stopping', 'done', 'failed', 'cancelled'] as const;

export const wireJobSchema = z.object({
  id: z.string(),
  kind: z.enum(jobKinds),
  /** What it does, in a few words. */
  label: z.string(),
  /** What it is doing now. */
  stage: z.string(),
  done: z.int(),
  /** How many there are, or null while nobody knows. */
  of: z.int().nullable(),
  startedBy: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  state: z.enum(jobStates),
  canCancel: z.boolean(),
  /** Why it failed. */
  failure: failureSchema.nullable(),
});

export type WireJob = z.output<typeof wireJobSchema>;

/** One kind of long work with what it takes. The right is that of the procedure which does the same. */
const startJobInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sync'), untilIdle: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('reconcile'), period: reconcileInput.shape.period }),
  z.strictObject({ kind: z.literal('verify') }),
]);

const jobIdInput = z.strictObject({ id: idSchema });

export const jobsApi = {
  list: query(nothing, z.object({ jobs: z.array(wireJobSchema) })),
  start: mutation(startJobInput, z.object({ jobId: z.string() })),
  /** Asks it to stop between two durable steps; what was done until then is kept. */
  cancel: mutation(jobIdInput, wireJobSchema),
  /** What it found: the answer of the procedure that does the same, as JSON; null until it is done. */
  result: query(jobIdInput, z.object({ job: wireJobSchema, result: z.json().nullable() })),
  /** Takes ended work off the list. */
  dismiss: mutation(jobIdInput, z.object({ jobs: z.array(wireJobSchema) })),
} as const;
