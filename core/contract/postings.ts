import * as z from 'zod';
import { mutation, query } from './procedure.ts';
import { failureSchema, idSchema, moneySchema, periodSchema, reasonSchema, totalsSchema } from './values.ts';

const postingStateSchema = z.enum([
  'HELD',
  'APPROVED',
  'SENDING',
  'POSTED',
  'REJECTED',
  'UNKNOWN',
  'DEAD',
  'REVERSING',
  'REVERSED',
  'WITHDRAWN',
  'SHADOW',
]);

export const postingSchema = z.object({
  id: z.string(),
  externalId: z.string(),
  flow: z.string(),
  connectionId: z.string(),
  commandType: z.string(),
  state: postingStateSchema,
  sourceReference: z.string(),
  subjectId: z.string(),
  legalEntity: z.string(),
  period: z.string(),
  amount: moneySchema,
  revision: z.int(),
  payloadHash: z.string(),
  mappingVersion: z.string(),
  preparedBy: z.string(),
  preparedAt: z.string(),
  holdReasons: z.array(z.object({ code: z.string(), message: z.string() })),
  attempt: z.int(),
  notBeforeAt: z.string().nullable(),
  documentId: z.string().nullable(),
  reason: z.string().nullable(),
});

export const listPostingsInput = z.strictObject({
  state: postingStateSchema.optional(),
  legalEntity: idSchema.optional(),
  period: idSchema.optional(),
  limit: z.int().min(1).max(10_000).default(1_000),
});
export const listPostingsOutput = z.object({
  /** At most `limit` of them. */
  postings: z.array(postingSchema),
  /** Of everything that fits, listed or not. */
  totals: totalsSchema,
  asOfSeq: z.int(),
});

export const getPostingInput = z.strictObject({ id: idSchema });
export const getPostingOutput = z.object({
  posting: postingSchema,
  /** The exact bytes that are approved and sent. */
  payload: z.string(),
  approvals: z.array(
    z.object({ decision: z.string(), decidedBy: z.string(), revision: z.int(), seq: z.int() }),
  ),
  lookUps: z.array(
    z.object({ attempt: z.int(), outcome: z.string(), documentId: z.string().nullable(), seq: z.int() }),
  ),
  /** What a decision signs, but for the decision itself, its reason, its person and its nonce. */
  decisionDraft: z.object({
    workspaceId: z.string(),
    postingId: z.string(),
    revision: z.int(),
    payloadHash: z.string(),
    mappingVersion: z.string(),
    period: z.string(),
    journalHeadSeq: z.int(),
    journalHeadHash: z.string(),
  }),
});

/** Taken as it is: trimming would change what was signed. */
const signedText = z.string().min(1, 'is empty').max(400, 'is longer than 400 characters');

const signedDecisionSchema = z.strictObject({
  decision: z.strictObject({
    workspaceId: signedText,
    postingId: signedText,
    revision: z.int().positive(),
    payloadHash: signedText,
    mappingVersion: z.string().max(400),
    period: periodSchema,
    decision: z.enum(['approve', 'reject']),
    reason: z.string().max(2_000),
    decidedBy: signedText,
    nonce: z.string().min(16, 'is shorter than 16 characters').max(200),
    journalHeadSeq: z.int().nonnegative(),
    journalHeadHash: z.string().regex(/^[0-9a-f]{64}$/, 'is not a hash in hex'),
  }),
  signature: z.string().min(1).max(400),
});

/** Decisions already signed by the person who makes them; the core verifies each one. */
export const decidePostingsInput = z.strictObject({
  decisions: z
    .array(signedDecisionSchema)
    .min(1, 'names no posting')
    .max(5_000, 'decides more than 5,000 postings at once'),
});
export const decidePostingsOutput = z.object({
  decided: z.array(z.object({ postingId: z.string(), decision: z.enum(['approve', 'reject']) })),
  refused: z.array(z.object({ postingId: z.string(), failure: failureSchema })),
  /** Of what was decided. */
  totals: totalsSchema,
});

export const retryPostingsInput = z.strictObject({
  ids: z.array(idSchema).min(1).max(5_000),
  reason: reasonSchema,
});
export const retryPostingsOutput = z.object({
  retried: z.array(z.string()),
  refused: z.array(z.object({ postingId: z.string(), failure: failureSchema })),
});

export type WirePosting = z.output<typeof postingSchema>;

export const postingsApi = {
  list: query(listPostingsInput, listPostingsOutput),
  get: query(getPostingInput, getPostingOutput),
  decide: mutation(decidePostingsInput, decidePostingsOutput),
  retry: mutation(retryPostingsInput, retryPostingsOutput),
} as const;
