import * as z from 'zod';
import { mutation, query } from './procedure.ts';
import { failureSchema, idSchema, moneySchema, periodSchema, reasonSchema, totalsSchema } from './values.ts';

/**
 * Which exceptions: `open` is what wants work now, `mine` what of it is assigned to who asks, `snoozed` what comes back
 * later; `unresolved` is both open and snoozed.
 */
export const exceptionQueueSchema = z.enum([
  'open',
  'mine',
  'snoozed',
  'unresolved',
  'resolved',
  'dismissed',
]);
/** By money at risk, as multiples of the amount from which on the policy wants a person: 10, 1, a tenth, below. */
export const severitySchema = z.enum(['critical', 'high', 'medium', 'low']);
export const exceptionSortSchema = z.enum(['risk', 'age', 'code', 'entity', 'period', 'owner', 'assignee']);

const fixSchema = z.object({
  kind: z.enum(['release', 'retry', 'accept', 'map', 'period', 'compare', 'fetch', 'limit']),
  title: z.string(),
  effect: z.string(),
  /** Acts at once, also on many; the others open another screen. */
  actsAtOnce: z.boolean(),
});

const personSchema = z.object({ id: z.string(), name: z.string() });

const exceptionSchema = z.object({
  id: z.string(),
  code: z.string(),
  state: z.enum(['open', 'resolved', 'dismissed']),
  ownerRole: z.string(),
  effect: z.string(),
  causeKey: z.string(),
  subjectId: z.string(),
  /** What it is about, as people call it. */
  subject: z.object({ kind: z.string(), label: z.string(), customer: z.string().nullable() }),
  postingId: z.string().nullable(),
  legalEntity: z.string().nullable(),
  period: z.string().nullable(),
  amount: moneySchema.nullable(),
  severity: severitySchema,
  message: z.string(),
  fix: z.string(),
  suggestedFix: fixSchema,
  raisedAt: z.string(),
  /** When it should be resolved, by its severity. */
  dueAt: z.string(),
  isOverdue: z.boolean(),
  resolvedAt: z.string().nullable(),
  resolution: z.string().nullable(),
  assignee: personSchema.nullable(),
  snoozedUntil: z.string().nullable(),
  noteCount: z.int(),
  version: z.int(),
});

const filterShape = {
  code: idSchema.optional(),
  causeKey: idSchema.optional(),
  legalEntity: idSchema.optional(),
  period: periodSchema.optional(),
  ownerRole: idSchema.optional(),
  /** A person's id; '' is nobody. */
  assignee: z.string().max(400).optional(),
  severity: severitySchema.optional(),
  /** Anywhere in the message, the subject, the cause or the id. */
  text: z.string().trim().max(200).optional(),
};

export const listExceptionsInput = z.strictObject({
  state: exceptionQueueSchema.default('open'),
  ...filterShape,
  sort: z
    .strictObject({ by: exceptionSortSchema, isDescending: z.boolean() })
    .default({ by: 'risk', isDescending: true }),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(10_000).default(1_000),
});
export const listExceptionsOutput = z.object({
  /** At most `limit` of them. */
  exceptions: z.array(exceptionSchema),
  /** Of everything that fits, listed or not. */
  totals: totalsSchema,
  /** Now, where the workspace lives: ages count from here. */
  nowAt: z.string(),
  asOfSeq: z.int(),
});

export const countExceptionsInput = z.strictObject({
  state: exceptionQueueSchema.default('open'),
  ...filterShape,
});
export const countExceptionsOutput = z.object({
  /** Count of each queue, under the rest of the filter. */
  queues: z.record(exceptionQueueSchema, z.int()),
  /** Of the chosen queue, under the rest of the filter but the code: one chip each. */
  codes: z.array(z.object({ code: z.string(), ownerRole: z.string(), count: z.int() })),
  asOfSeq: z.int(),
});

export const listCausesInput = z.strictObject({
  state: exceptionQueueSchema.default('open'),
  ...filterShape,
  limit: z.int().min(1).max(1_000).default(200),
});
export const listCausesOutput = z.object({
  /** Root causes with what fixing each one releases, most at risk first. */
  causes: z.array(
    z.object({
      causeKey: z.string(),
      code: z.string(),
      ownerRole: z.string(),
      severity: severitySchema,
      /** One of its exceptions in words. */
      example: z.string(),
      suggestedFix: fixSchema,
      totals: totalsSchema,
    }),
  ),
  asOfSeq: z.int(),
});

const shownValue = z.discriminatedUnion('is', [
  z.object({ is: z.literal('text'), text: z.string() }),
  z.object({ is: z.literal('money'), money: moneySchema }),
  z.object({ is: z.literal('none') }),
]);

export const getExceptionInput = z.strictObject({ id: idSchema });
export const getExceptionOutput = z.object({
  exception: exceptionSchema,
  /** What should be and what is, field by field, where there are two sides. */
  comparison: z
    .object({
      expectedFrom: z.string(),
      receivedFrom: z.string(),
      fields: z.array(z.object({ field: z.string(), expected: shownValue, received: shownValue })),
    })
    .nullable(),
  /** Other facts that it was raised with. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Open exceptions of the same root cause, this one included. */
  cause: z.object({ causeKey: z.string(), totals: totalsSchema }),
  links: z.object({
    posting: z
      .object({ id: z.string(), state: z.string(), sourceReference: z.string(), commandType: z.string() })
      .nullable(),
    /** What the trace finds it by. */
    traceId: z.string().nullable(),
    mapping: z
      .object({ type: z.string(), key: z.string(), legalEntity: z.string(), on: z.string().nullable() })
      .nullable(),
    connectionId: z.string().nullable(),
  }),
  history: z.array(
    z.object({
      seq: z.int(),
      at: z.string(),
      by: personSchema,
      what: z.string(),
      /** Reason, note, assignee or date, as it was given. */
      text: z.string().nullable(),
      /** By a later event. */
      isUndone: z.boolean(),
    }),
  ),
  nowAt: z.string(),
  asOfSeq: z.int(),
});

export const exceptionSourceOutput = z.object({
  /** What the systems sent, verbatim, newest first. */
  records: z.array(
    z.object({ connectionId: z.string(), stream: z.string(), receivedAt: z.string(), body: z.string() }),
  ),
});

/** Without `confirm` only says what it would release: count and sum per currency. */
export const releaseCauseInput = z.strictObject({
  causeKey: idSchema,
  reason: reasonSchema,
  confirm: z.boolean(),
});
export const releaseCauseOutput = z.object({
  causeKey: z.string(),
  isPreview: z.boolean(),
  totals: totalsSchema,
  released: z.array(z.string()),
  stillBlocked: z.array(z.object({ subjectId: z.string(), code: z.string(), message: z.string() })),
});

/** A frozen list: exactly these, whatever else fits the filter by now. */
const ids = z.array(idSchema).min(1, 'names no exception').max(5_000, 'is more than 5,000 at once');

const refusedSchema = z.array(z.object({ id: z.string(), failure: failureSchema }));

/**
 * Takes the suggested fix of each, or dismisses each. Without `confirm` it changes nothing and says what would be taken
 * and what would be left, and why.
 */
export const resolveExceptionsInput = z.strictObject({
  ids,
  how: z.enum(['fix', 'dismiss']),
  reason: reasonSchema,
  confirm: z.boolean(),
});
export const resolveExceptionsOutput = z.object({
  isPreview: z.boolean(),
  /** What ended, or would be taken; `seq` is the event to undo, where there is one. */
  resolved: z.array(z.object({ id: z.string(), seq: z.int().nullable() })),
  totals: totalsSchema,
  /** Taken, and still blocked by the facts. */
  stillOpen: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })),
  refused: refusedSchema,
});

export const retryExceptionsInput = z.strictObject({ ids });

const changedOutput = z.object({
  changed: z.array(z.object({ id: z.string(), seq: z.int() })),
  refused: refusedSchema,
});

export const assignExceptionsInput = z.strictObject({ ids, assignee: idSchema.nullable() });
/** Until an instant, or null to bring it back now. */
export const snoozeExceptionsInput = z.strictObject({ ids, untilAt: z.iso.datetime().nullable() });
export const noteExceptionInput = z.strictObject({
  id: idSchema,
  note: z.string().trim().min(1, 'is empty').max(4_000, 'is longer than 4,000 characters'),
});
/** Takes back what the same person did: the events by their places in the journal. */
export const undoExceptionsInput = z.strictObject({
  items: z
    .array(z.strictObject({ id: idSchema, seq: z.int().positive() }))
    .min(1)
    .max(5_000),
});

export const dismissExceptionInput = z.strictObject({ id: idSchema, reason: reasonSchema });
export const dismissExceptionOutput = z.object({ id: z.string(), seq: z.int() });

export type WireException = z.output<typeof exceptionSchema>;
export type ExceptionDetails = z.output<typeof getExceptionOutput>;

export const exceptionsApi = {
  list: query(listExceptionsInput, listExceptionsOutput),
  counts: query(countExceptionsInput, countExceptionsOutput),
  causes: query(listCausesInput, listCausesOutput),
  get: query(getExceptionInput, getExceptionOutput),
  source: query(getExceptionInput, exceptionSourceOutput),
  releaseCause: mutation(releaseCauseInput, releaseCauseOutput),
  resolve: mutation(resolveExceptionsInput, resolveExceptionsOutput),
  retry: mutation(retryExceptionsInput, resolveExceptionsOutput),
  assign: mutation(assignExceptionsInput, changedOutput),
  snooze: mutation(snoozeExceptionsInput, changedOutput),
  note: mutation(noteExceptionInput, changedOutput),
  undo: mutation(undoExceptionsInput, changedOutput),
  dismiss: mutation(dismissExceptionInput, dismissExceptionOutput),
} as const;
