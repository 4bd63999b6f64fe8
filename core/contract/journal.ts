import * as z from 'zod';
import { mutation, nothing, query } from './procedure.ts';
import { daySchema, failureSchema, idSchema } from './values.ts';

export const verifyOutput = z.object({
  /** How many events the chain proves, from the first on. */
  events: z.int(),
  headHash: z.string(),
  anchoredSeq: z.int().nullable(),
  isSound: z.boolean(),
  /** In the order found: the first one names the first bad record. */
  problems: z.array(failureSchema),
});

const rebuildOutput = z.object({ events: z.int() });

const headOutput = z.object({ seq: z.int(), hash: z.string(), workspaceId: z.string() });

const filterShape = {
  /** An aggregate, a correlation, a posting, exception or vendor's id. */
  id: idSchema.optional(),
  actor: idSchema.optional(),
  day: daySchema.optional(),
  type: idSchema.optional(),
  /** The part of the type before the dot. */
  area: idSchema.optional(),
};

const listEntriesInput = z.strictObject({
  ...filterShape,
  /** Entries before this position, newest first. */
  beforeSeq: z.int().positive().optional(),
  limit: z.int().min(1).max(500).default(200),
});

const entrySchema = z.object({
  seq: z.int(),
  type: z.string(),
  aggregateId: z.string(),
  aggregateVersion: z.int(),
  correlationId: z.string(),
  actor: z.string(),
  recordedAt: z.string(),
  effectiveOn: z.string(),
  legalEntity: z.string().nullable(),
  /** The event in a few words. */
  summary: z.string(),
  reason: z.string().nullable(),
  hash: z.string(),
});

export type WireEntry = z.output<typeof entrySchema>;

export const listEntriesOutput = z.object({
  rows: z.array(entrySchema),
  /** Where the next page starts; null at the beginning of the journal. */
  nextBeforeSeq: z.int().nullable(),
  /** Of all that fits. Not exact: more than this. */
  count: z.int(),
  isExact: z.boolean(),
  head: headOutput,
});

const facetsOutput = z.object({
  types: z.array(z.object({ value: z.string(), count: z.int() })),
  actors: z.array(z.object({ value: z.string(), name: z.string(), count: z.int() })),
  days: z.array(z.object({ value: z.string(), count: z.int() })),
});

/** One member of the payload, before and after; lists and nested members are named by their path. */
const fieldSchema = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  isChanged: z.boolean(),
});

export const getEntryOutput = z.object({
  entry: entrySchema,
  idempotencyKey: z.string(),
  causationSeq: z.int().nullable(),
  source: z
    .object({ connectionId: z.string(), stream: z.string(), externalId: z.string(), contentHash: z.string() })
    .nullable(),
  previousHash: z.string(),
  /** Recomputed from the bytes and the previous hash just now. */
  isLinked: z.boolean(),
  /** The entry before in the life of the same thing. */
  previous: entrySchema.nullable(),
  fields: z.array(fieldSchema),
  /** The bytes that the chain covers. */
  body: z.string(),
});

const exportEntriesInput = z.strictObject({
  ...filterShape,
  format: z.enum(['csv', 'json']),
});

export const exportEntriesOutput = z.object({
  fileName: z.string(),
  mediaType: z.string(),
  text: z.string(),
  entries: z.int(),
  /** Of the text, so that the file can be told from another. */
  sha256: z.string(),
});

export const journalApi = {
  head: query(nothing, headOutput),
  verify: mutation(nothing, verifyOutput),
  rebuild: mutation(nothing, rebuildOutput),
  list: query(listEntriesInput, listEntriesOutput),
  facets: query(nothing, facetsOutput),
  get: query(z.strictObject({ seq: z.int().positive() }), getEntryOutput),
  /** The filtered entries with a header that says what they are and which head they end at. */
  export: query(exportEntriesInput, exportEntriesOutput),
} as const;
