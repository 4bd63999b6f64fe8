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
  customer: z.string().nullable(),
  /** An approval that may still be undone, until then nothing leaves; null when it is over or there was none. */
  graceUntil: z.string().nullable(),
  /** What who asks may do with it now; each null is a yes, else the rule that says no. */
  you: z.object({
    approve: failureSchema.nullable(),
    reject: failureSchema.nullable(),
    /** Takes back one's own decision. */
    undo: failureSchema.nullable(),
    /** An approval of so much needs its reason in words. */
    needsReason: z.boolean(),
  }),
});

/**
 * Which postings. `awaiting-me` is only what who asks may approve; `in-grace` may still be undone; `retrying` is technical
 * trouble that goes on by itself.
 */
export const postingQueueSchema = z.enum([
  'held',
  'awaiting-me',
  'in-grace',
  'on-its-way',
  'retrying',
  'posted',
  'rejected',
  'ended',
  'all',
]);
export const postingSortSchema = z.enum([
  'amount',
  'prepared',
  'moved',
  'document',
  'entity',
  'period',
  'flow',
  'state',
]);

const filterShape = {
  queue: postingQueueSchema.default('all'),
  state: postingStateSchema.optional(),
  legalEntity: idSchema.optional(),
  period: periodSchema.optional(),
  flow: idSchema.optional(),
  currency: idSchema.optional(),
  /** Code of a reason for which it is held. */
  holdCode: idSchema.optional(),
  /** Anywhere in the document's number, an id, or the customer's name. */
  text: z.string().trim().max(200).optional(),
};

export const listPostingsInput = z.strictObject({
  ...filterShape,
  sort: z
    .strictObject({ by: postingSortSchema, isDescending: z.boolean() })
    .default({ by: 'amount', isDescending: true }),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(10_000).default(1_000),
});
export const listPostingsOutput = z.object({
  /** At most `limit` of them. */
  postings: z.array(postingSchema),
  /** Of everything that fits, listed or not. */
  totals: totalsSchema,
  /** Now, where the workspace lives: ages and countdowns count from here. */
  nowAt: z.string(),
  asOfSeq: z.int(),
});

export const countPostingsInput = z.strictObject(filterShape).omit({ queue: true });
export const countPostingsOutput = z.object({
  /** Count of each queue under the filter. */
  queues: z.record(postingQueueSchema, z.int()),
  asOfSeq: z.int(),
});

const personSchema = z.object({ id: z.string(), name: z.string() });

const ledgerLineSchema = z.object({
  side: z.enum(['debit', 'credit']),
  account: z.object({
    /** `mapping`: we send the account. Otherwise the ERP decides it by what we send. */
    by: z.enum(['mapping', 'customer', 'item', 'tax-code']),
    id: z.string().nullable(),
    /** The ERP's own name for the id, where its lists have been read. */
    name: z.string().nullable(),
  }),
  description: z.string(),
  amount: moneySchema,
  dimensions: z.array(z.object({ name: z.string(), id: z.string(), label: z.string().nullable() })),
  /** ERP document that the line settles. */
  settles: z.string().nullable(),
});

/** What the posting writes: a ledger entry, or a record in another system. */
const documentSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('entry'),
    postedOn: z.string(),
    lines: z.array(ledgerLineSchema),
    debit: moneySchema,
    credit: moneySchema,
    isBalanced: z.boolean(),
  }),
  z.object({ is: z.literal('record'), fields: z.array(z.object({ name: z.string(), value: z.string() })) }),
]);

export const getPostingInput = z.strictObject({ id: idSchema });
export const getPostingOutput = z.object({
  posting: postingSchema,
  document: documentSchema,
  /** The records that it was made from. */
  sources: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      connectionId: z.string(),
      externalId: z.string(),
      on: z.string().nullable(),
      amount: moneySchema.nullable(),
    }),
  ),
  /** Who proposed the mappings that it was made with: they do not approve it. */
  contributors: z.array(personSchema),
  /** What the policy says about it now. */
  policy: z.object({ phase: z.string(), periodState: z.string(), graceSeconds: z.int() }),
  /** What the journal says about it, oldest first. */
  history: z.array(
    z.object({
      seq: z.int(),
      at: z.string(),
      by: personSchema,
      what: z.string(),
      text: z.string().nullable(),
    }),
  ),
  /** Open exceptions about it. */
  exceptions: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })),
  nowAt: z.string(),
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

/** What was on the screen when the person decided. */
const shownPosting = z.strictObject({
  postingId: idSchema,
  revision: z.int().positive(),
  payloadHash: z.string().min(1).max(400),
  mappingVersion: z.string().max(400),
});

/** A frozen list: exactly these as they were shown, whatever else fits the filter by now. */
const shownPostings = z
  .array(shownPosting)
  .min(1, 'names no posting')
  .max(5_000, 'is more than 5,000 at once');

/** Decides as the person of the session; the host signs what was shown with their key. */
export const decideHereInput = z.strictObject({
  items: shownPostings,
  decision: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(2_000).default(''),
});

const refusedHere = z.array(
  z.object({
    postingId: z.string(),
    failure: failureSchema,
    /** The posting as it is now, where it moved since it was shown, and who moved it. */
    present: shownPosting.extend({ state: z.string(), by: personSchema, at: z.string() }).nullable(),
  }),
);

export const decideHereOutput = z.object({
  decided: z.array(z.object({ postingId: z.string(), decision: z.enum(['approve', 'reject']) })),
  refused: refusedHere,
  /** Of what was decided. */
  totals: totalsSchema,
  /** Until then nothing of it leaves and the approvals may be undone. */
  graceUntil: z.string().nullable(),
  nowAt: z.string(),
});

export const previewDecisionInput = z.strictObject({
  items: shownPostings,
  decision: z.enum(['approve', 'reject']),
});
export const previewDecisionOutput = z.object({
  /** Of what would be decided. */
  totals: totalsSchema,
  postingIds: z.array(z.string()),
  /** Some of it needs a reason in words. */
  needsReason: z.boolean(),
  skipped: refusedHere,
});

/** Takes back one's own approvals while they are in grace, and one's own rejections. */
export const undoDecisionInput = z.strictObject({
  postingIds: z.array(idSchema).min(1).max(5_000),
});
export const undoDecisionOutput = z.object({
  undone: z.array(z.string()),
  refused: z.array(z.object({ postingId: z.string(), failure: failureSchema })),
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

export type PostingDetails = z.output<typeof getPostingOutput>;

export const postingsApi = {
  list: query(listPostingsInput, listPostingsOutput),
  counts: query(countPostingsInput, countPostingsOutput),
  get: query(getPostingInput, getPostingOutput),
  decide: mutation(decidePostingsInput, decidePostingsOutput),
  previewDecision: mutation(previewDecisionInput, previewDecisionOutput),
  decideHere: mutation(decideHereInput, decideHereOutput),
  undoDecision: mutation(undoDecisionInput, undoDecisionOutput),
  retry: mutation(retryPostingsInput, retryPostingsOutput),
} as const;
