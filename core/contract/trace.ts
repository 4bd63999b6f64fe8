import * as z from 'zod';
import { query } from './procedure.ts';
import { idSchema, moneySchema } from './values.ts';

export const traceInput = z.strictObject({ id: idSchema });

const conservationSchema = z.object({
  in: moneySchema,
  out: moneySchema,
  tax: moneySchema,
  rounding: moneySchema,
  differences: z.array(z.object({ name: z.string(), amount: moneySchema })),
});

export const hopSchema = z.object({
  id: z.string(),
  kind: z.string(),
  system: z.string(),
  connectionId: z.string().nullable(),
  externalId: z.string().nullable(),
  label: z.string(),
  state: z.string(),
  on: z.string().nullable(),
  legalEntity: z.string().nullable(),
  amount: moneySchema.nullable(),
  tax: moneySchema.nullable(),
  isGhost: z.boolean(),
  fromId: z.string().nullable(),
  conservation: conservationSchema.nullable(),
  /** When it began and ended where it happened; the end of what has not ended is null. */
  startAt: z.string(),
  endAt: z.string().nullable(),
  /** `day`: the system says no more than the day, and the instants are its first and last moment. */
  precision: z.enum(['day', 'instant']),
  /** Between the end of the hop before and the start of this one; null where they overlap or there is none. */
  waitedMs: z.int().nullable(),
  /** Of its events in the journal; null for what should be there and is not. */
  entries: z.object({ fromSeq: z.int(), toSeq: z.int(), count: z.int() }).nullable(),
  /** For a ghost: where we looked, and how fresh that look was. */
  missing: z.object({ connectionId: z.string().nullable(), lastSyncAt: z.string().nullable() }).nullable(),
  /** More than 1 for a group of like hops that are not shown one by one. */
  count: z.int(),
});

/** One id of the chain as one system knows it. */
const identifierSchema = z.object({
  system: z.string(),
  label: z.string(),
  value: z.string(),
  hopId: z.string(),
});

export const traceOutput = z.object({
  query: z.string(),
  /** What the chain is about, in words. */
  title: z.string(),
  customers: z.array(z.string()),
  identifiers: z.array(identifierSchema),
  hops: z.array(hopSchema),
  /** Hops of the whole chain, those in groups as well. */
  total: z.int(),
  stuck: z.array(
    z.object({
      hopId: z.string(),
      code: z.string(),
      message: z.string(),
      fix: z.string(),
      sinceAt: z.string().nullable(),
    }),
  ),
  asOfSeq: z.int(),
});

export const traceHopInput = z.strictObject({ id: idSchema });

/** Everything behind one hop. */
export const traceHopOutput = z.object({
  id: z.string(),
  events: z.array(
    z.object({ seq: z.int(), type: z.string(), at: z.string(), actor: z.string(), effectiveOn: z.string() }),
  ),
  /** What the vendor sent, newest first, verbatim. */
  sources: z.array(z.object({ stream: z.string(), receivedAt: z.string(), body: z.string() })),
  posting: z
    .object({
      /** The exact bytes of the request. */
      request: z.string(),
      mappingVersion: z.string(),
      mappings: z.array(
        z.object({
          id: z.string(),
          type: z.string(),
          sourceKey: z.string(),
          legalEntity: z.string(),
          version: z.int(),
          target: z.record(z.string(), z.string()),
        }),
      ),
      attempt: z.int(),
      documentId: z.string().nullable(),
      preparedBy: z.string(),
      approvals: z.array(z.object({ decision: z.string(), by: z.string(), seq: z.int() })),
      lookUps: z.array(
        z.object({ attempt: z.int(), outcome: z.string(), documentId: z.string().nullable() }),
      ),
    })
    .nullable(),
  exception: z.object({ id: z.string(), code: z.string(), message: z.string(), fix: z.string() }).nullable(),
  asOfSeq: z.int(),
});

/** Where an id that nothing is known by was looked for, and what looks most like it. */
export const traceNearestOutput = z.object({
  lookedIn: z.array(z.object({ place: z.string(), records: z.int() })),
  nearest: z.array(z.object({ id: z.string(), label: z.string(), place: z.string() })),
});

export type WireTrace = z.output<typeof traceOutput>;
export type WireHop = z.output<typeof hopSchema>;
export type WireHopDetail = z.output<typeof traceHopOutput>;

export const traceApi = {
  find: query(traceInput, traceOutput),
  hop: query(traceHopInput, traceHopOutput),
  nearest: query(traceInput, traceNearestOutput),
} as const;
