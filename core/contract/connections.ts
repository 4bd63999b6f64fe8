import * as z from 'zod';
import { nothing, query } from './procedure.ts';
import { failureSchema, idSchema, moneySchema } from './values.ts';

const healthStates = ['healthy', 'behind', 'incomplete', 'limited', 'failing', 'never-read'] as const;

const completenessSchema = z.object({
  stream: z.string(),
  isComplete: z.boolean(),
  checkedAt: z.string(),
  source: z.object({ count: z.int(), sums: z.array(moneySchema) }),
  journal: z.object({ count: z.int(), sums: z.array(moneySchema) }),
});

const runSchema = z.object({
  id: z.int(),
  connectionId: z.string(),
  stream: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  tookMs: z.int().nullable(),
  pages: z.int(),
  /** Records read: `changed` plus `unchanged` plus `quarantined`. */
  records: z.int(),
  /** Records that brought something new. */
  changed: z.int(),
  /** Read before with the same bytes, or set aside as too early or too late. */
  unchanged: z.int(),
  /** Not readable: kept with their bytes, and an exception each. */
  quarantined: z.int(),
  /** Facts journalled from them: one record may bring several. */
  facts: z.int(),
  failure: failureSchema.nullable(),
  retryAt: z.string().nullable(),
});

export type WireRun = z.output<typeof runSchema>;

const connectionSchema = z.object({
  id: z.string(),
  vendor: z.string(),
  role: z.enum(['crm', 'billing', 'erp']),
  environment: z.enum(['production', 'sandbox']),
  accountId: z.string().nullable(),
  apiVersion: z.string(),
  health: z.enum(healthStates),
  /** Why, in a sentence. */
  healthDetail: z.string(),
  /** When the last of its streams was read to its end. */
  lastGoodAt: z.string().nullable(),
  lagMs: z.int().nullable(),
  token: z.object({
    kind: z.enum(['expires', 'renewed', 'key']),
    endsAt: z.string().nullable(),
  }),
  budget: z.object({
    limit: z.int().nullable(),
    remaining: z.int().nullable(),
    inFlight: z.int(),
    concurrencyMax: z.int(),
    /** Rate limit or maintenance: nothing is asked before. */
    blockedUntilAt: z.string().nullable(),
  }),
  /** How many days the source's own log of changes reaches back; null where it has none. */
  eventLogDays: z.int().nullable(),
  requestsLastHour: z.int(),
  streams: z.array(
    z.object({
      name: z.string(),
      isCaughtUp: z.boolean(),
      advancedAt: z.string().nullable(),
      lastRun: runSchema.nullable(),
      completeness: completenessSchema.nullable(),
    }),
  ),
  /** Postings approved and not yet confirmed: what waits for this vendor. */
  waitingToSend: z.int(),
});

export type WireConnection = z.output<typeof connectionSchema>;

export const listConnectionsOutput = z.object({
  connections: z.array(connectionSchema),
  circuits: z.array(
    z.object({ flow: z.string(), legalEntity: z.string(), reason: z.string(), changedAt: z.string() }),
  ),
  /** How many are not healthy: the count on the rail. */
  trouble: z.int(),
  nowAt: z.string(),
  asOfSeq: z.int(),
});

const listRunsInput = z.strictObject({
  connectionId: idSchema.optional(),
  stream: idSchema.optional(),
  state: z.enum(['any', 'failed', 'running', 'changed']).default('any'),
  /** Runs older than this one: newest first. */
  beforeId: z.int().optional(),
  limit: z.int().min(1).max(500).default(100),
});

export const listRunsOutput = z.object({
  rows: z.array(runSchema),
  count: z.int(),
  nowAt: z.string(),
  asOfSeq: z.int(),
});

export const connectionsApi = {
  list: query(nothing, listConnectionsOutput),
  runs: query(listRunsInput, listRunsOutput),
  run: query(z.strictObject({ id: z.int() }), z.object({ run: runSchema.nullable() })),
} as const;
