import * as z from 'zod';
import { query } from './procedure.ts';
import { idSchema, moneySchema } from './values.ts';

export const serviceLevelIds = [
  'quote-to-activation',
  'invoice-to-post',
  'payment-delay',
  'credit-to-post',
  'hold-decision',
  'exception-resolution',
  'queue-time',
] as const;

const serviceLevelsInput = z.strictObject({
  legalEntity: idSchema.optional(),
  days: z.union([z.literal(1), z.literal(7), z.literal(30), z.literal(90)]).default(30),
});

const levelSchema = z.object({
  id: z.enum(serviceLevelIds),
  title: z.string(),
  /** From what until what. */
  about: z.string(),
  targetMs: z.int(),
  /** The share that has to be within the target, in percent. */
  objectivePercent: z.int(),
  ended: z.int(),
  p50Ms: z.int().nullable(),
  p90Ms: z.int().nullable(),
  p95Ms: z.int().nullable(),
  maxMs: z.int().nullable(),
  /** Of what ended and of what is overdue, in tenths of a percent; null when there is nothing. */
  attainedPermille: z.int().nullable(),
  waiting: z.int(),
  oldestWaitingMs: z.int().nullable(),
  /** Ended too late, or still waiting beyond the target. */
  breaches: z.int(),
  /** Of these, how many would be within the target without the time in which the vendor was not there. */
  explained: z.int(),
  trend: z.array(z.object({ on: z.string(), ended: z.int(), breaches: z.int() })),
});

const operationSchema = z.object({
  connectionId: z.string(),
  operation: z.string(),
  requests: z.int(),
  refused: z.int(),
  throttled: z.int(),
  failed: z.int(),
  silent: z.int(),
  /** Upper bounds of the bucket in which the percentile lies: at most 9 % above the true figure. */
  p50Ms: z.int().nullable(),
  p95Ms: z.int().nullable(),
  p99Ms: z.int().nullable(),
  maxMs: z.int(),
  meanMs: z.int(),
});

const queueSchema = z.object({
  id: z.enum(['to-decide', 'held', 'approved', 'sending', 'unknown']),
  title: z.string(),
  depth: z.int(),
  oldestMs: z.int().nullable(),
});

export const serviceLevelsOutput = z.object({
  fromAt: z.string(),
  nowAt: z.string(),
  levels: z.array(levelSchema),
  operations: z.array(operationSchema),
  queues: z.array(queueSchema),
  throughput: z.array(
    z.object({
      on: z.string(),
      posted: z.int(),
      retries: z.int(),
      lookUps: z.int(),
      requests: z.int(),
      entries: z.int(),
    }),
  ),
  asOfSeq: z.int(),
});

const breachesInput = z.strictObject({
  id: z.enum(serviceLevelIds),
  legalEntity: idSchema.optional(),
  days: serviceLevelsInput.shape.days,
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});

export const breachesOutput = z.object({
  rows: z.array(
    z.object({
      itemId: z.string(),
      kind: z.string(),
      label: z.string(),
      legalEntity: z.string().nullable(),
      period: z.string().nullable(),
      amount: moneySchema.nullable(),
      startedAt: z.string(),
      endedAt: z.string().nullable(),
      tookMs: z.int(),
      overMs: z.int(),
      /** The outage of a vendor that most of it fell into; `ms` is the time in all of them. */
      outage: z
        .object({
          connectionId: z.string(),
          reason: z.string(),
          fromAt: z.string(),
          untilAt: z.string().nullable(),
          ms: z.int(),
          /** Without that time it would be within the target. */
          isWholeReason: z.boolean(),
        })
        .nullable(),
      screen: z.string(),
      search: z.record(z.string(), z.string()),
    }),
  ),
  totals: z.object({ count: z.int(), sums: z.array(moneySchema) }),
  asOfSeq: z.int(),
});

export const serviceLevelsApi = {
  get: query(serviceLevelsInput, serviceLevelsOutput),
  breaches: query(breachesInput, breachesOutput),
} as const;
