import * as z from 'zod';
import { query } from './procedure.ts';
import { idSchema, moneySchema, periodSchema, totalsSchema } from './values.ts';

const overviewInput = z.strictObject({
  legalEntity: idSchema.optional(),
  period: periodSchema,
});

/** Where a figure leads: a screen with the filter that gives exactly what was counted. */
const linkSchema = z.object({ screen: z.string(), search: z.record(z.string(), z.string()) });

const tileIds = ['exceptions', 'held', 'expected', 'breaks', 'mappings', 'connections'] as const;

const tileSchema = z.object({
  id: z.enum(tileIds),
  count: z.int(),
  sums: z.array(moneySchema),
  /** How many there were at the end of each of the last thirty days, oldest first; the last one is now. */
  trend: z.array(z.object({ on: z.string(), count: z.int() })),
  /** What it counts, in a few words. */
  about: z.string(),
  link: linkSchema,
  /** Of the oldest source that it rests on; null before anything was read. */
  asOf: z.string().nullable(),
  /** The sources that have not answered for too long; then the figure may be behind. */
  staleSources: z.array(z.string()),
});

const blockerSchema = z.object({
  id: z.string(),
  area: z.enum(['exceptions', 'held', 'reconciliation', 'sign-off', 'connections', 'expected']),
  title: z.string(),
  /** Why it blocks and what ends it. */
  detail: z.string(),
  totals: totalsSchema,
  oldestAt: z.string().nullable(),
  ageDays: z.int(),
  link: linkSchema,
});

const threeWaySchema = z.object({
  legalEntity: z.string(),
  currency: z.string(),
  /** `receivables` and `cash`: billing against the ERP. `recurring-revenue`: the CRM against billing. */
  scope: z.string(),
  crm: moneySchema.nullable(),
  billing: moneySchema.nullable(),
  erp: moneySchema.nullable(),
  difference: moneySchema,
  /** Of the difference, what Tieout holds or has on its way. */
  explained: moneySchema,
  breaks: z.int(),
});

const sourceSchema = z.object({
  connectionId: z.string(),
  role: z.enum(['crm', 'billing', 'erp']),
  vendor: z.string(),
  /** When the last of its streams was read to the end. */
  asOf: z.string().nullable(),
  isStale: z.boolean(),
  failure: z.string().nullable(),
});

export const overviewOutput = z.object({
  period: z.string(),
  periodState: z.enum(['open', 'soft-close', 'locked', 'closed', 'unknown']),
  legalEntity: z.string().nullable(),
  /** One sentence about whether the period can be signed off, and what is in the way. */
  verdict: z.string(),
  isReady: z.boolean(),
  closeDueOn: z.string(),
  /** Negative when it is past. */
  daysToClose: z.int(),
  tiles: z.array(tileSchema),
  blockers: z.array(blockerSchema),
  threeWay: z.object({
    rows: z.array(threeWaySchema),
    /** When the period was reconciled last; null: never. */
    asOf: z.string().nullable(),
    asOfSeq: z.int().nullable(),
    isTiedOut: z.boolean(),
    /** Entries of the journal since then. */
    entriesSince: z.int(),
  }),
  /** Documents confirmed by the ERP, and what waited, day by day. */
  activity: z.array(
    z.object({ on: z.string(), posted: z.int(), held: z.int(), exceptions: z.int(), breaks: z.int() }),
  ),
  sources: z.array(sourceSchema),
  /** Nothing was read yet: what to do first is said instead of empty figures. */
  isEmpty: z.boolean(),
  nowAt: z.string(),
  asOfSeq: z.int(),
});

export type WireOverview = z.output<typeof overviewOutput>;

const expectedInput = z.strictObject({
  legalEntity: idSchema.optional(),
  type: idSchema.optional(),
  state: z.enum(['open', 'missed', 'unmet']).default('unmet'),
  sort: z.enum(['due', 'amount', 'type', 'entity']).default('due'),
  isDescending: z.boolean().default(false),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});

export const expectedOutput = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      subjectId: z.string(),
      label: z.string(),
      state: z.enum(['open', 'missed']),
      dueAt: z.string(),
      legalEntity: z.string().nullable(),
      amount: moneySchema.nullable(),
    }),
  ),
  totals: totalsSchema,
  nowAt: z.string(),
  asOfSeq: z.int(),
});

export const overviewApi = {
  get: query(overviewInput, overviewOutput),
  /** What has to follow from something that happened and is not there: what the tile counts. */
  expected: query(expectedInput, expectedOutput),
} as const;
