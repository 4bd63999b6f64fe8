import * as z from 'zod';
import { mutation, nothing, query } from './procedure.ts';
import { failureSchema, moneySchema } from './values.ts';

export const runSyncInput = z.strictObject({ untilIdle: z.boolean().default(false) });

const sendReportSchema = z.object({
  posted: z.int(),
  rejected: z.int(),
  unknown: z.int(),
  deferred: z.int(),
  returned: z.int(),
  dead: z.int(),
});

const completenessSchema = z.object({
  connectionId: z.string(),
  stream: z.string(),
  isComplete: z.boolean(),
  source: z.object({ count: z.int(), sums: z.array(moneySchema) }),
  journal: z.object({ count: z.int(), sums: z.array(moneySchema) }),
});

export const runSyncOutput = z.object({
  rounds: z.int(),
  isIdle: z.boolean(),
  headSeq: z.int(),
  pulled: z.array(
    z.object({
      connectionId: z.string(),
      stream: z.string(),
      records: z.int(),
      changed: z.int(),
      quarantined: z.int(),
    }),
  ),
  sent: sendReportSchema,
  completeness: z.array(completenessSchema),
  /** Technical trouble that left work undone; the next run goes on where this one stopped. */
  failures: z.array(
    z.object({
      connectionId: z.string(),
      stream: z.string().nullable(),
      failure: failureSchema,
      retryAt: z.string().nullable(),
    }),
  ),
});

export const statusOutput = z.object({
  workspaceId: z.string(),
  name: z.string(),
  asOf: z.string(),
  headSeq: z.int(),
  headHash: z.string(),
  holder: z.string(),
  connections: z.array(
    z.object({
      id: z.string(),
      vendor: z.string(),
      role: z.string(),
      environment: z.string(),
      accountId: z.string().nullable(),
      apiVersion: z.string(),
      budget: z.object({
        limit: z.number().nullable(),
        remaining: z.number().nullable(),
        blockedUntilAt: z.string().nullable(),
        inFlight: z.int(),
      }),
      streams: z.array(
        z.object({
          name: z.string(),
          isCaughtUp: z.boolean(),
          advancedAt: z.string().nullable(),
          failure: failureSchema.nullable(),
          retryAt: z.string().nullable(),
        }),
      ),
    }),
  ),
  postings: z.array(z.object({ state: z.string(), flow: z.string(), count: z.int(), sum: moneySchema })),
  exceptionsOpen: z.int(),
  pendingDecisions: z.int(),
  flows: z.array(z.object({ flow: z.string(), phase: z.string() })),
  completeness: z.array(
    z.object({
      connectionId: z.string(),
      stream: z.string(),
      isComplete: z.boolean(),
      checkedAt: z.string(),
    }),
  ),
});

export const syncApi = {
  run: mutation(runSyncInput, runSyncOutput),
  status: query(nothing, statusOutput),
} as const;
