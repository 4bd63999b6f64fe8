import * as z from 'zod';
import { mutation, query } from './procedure.ts';
import { daySchema, idSchema, moneySchema, periodSchema, reasonSchema, totalsSchema } from './values.ts';

export const reconcileInput = z.strictObject({ period: periodSchema });

const breakClassSchema = z.enum([
  'timing',
  'cut-off',
  'mapping',
  'rounding',
  'fx',
  'missing',
  'duplicate',
  'manual-edit',
]);

const breakSideSchema = z.object({
  connectionId: z.string(),
  externalId: z.string(),
  kind: z.string(),
  reference: z.string().nullable(),
  customer: z.string().nullable(),
  on: z.string(),
  amount: moneySchema,
});

/** What a person said of a break; a break that changes is another one, and undecided again. */
const breakDecisionSchema = z.object({
  how: z.enum(['explained', 'accepted']),
  by: z.string(),
  reason: z.string(),
});

/** What a break adds to the difference of one scope: what of it lies in the period, left plus and right minus. */
const contributionSchema = z.object({ scope: z.string(), legalEntity: z.string(), amount: moneySchema });

export const breakSchema = z.object({
  /** Names the same break in every run while its documents and its difference stay. */
  key: z.string(),
  class: breakClassSchema,
  scope: z.string(),
  legalEntity: z.string(),
  period: z.string(),
  /** Left minus right, in the left side's currency. */
  difference: moneySchema,
  /**
   * To which scopes it adds what: a document in the neighbouring period adds nothing, one in another entity's books or in
   * another currency adds to that scope. Left out where it is the difference, in the break's own scope.
   */
  contributions: z.array(contributionSchema).optional(),
  left: breakSideSchema.nullable(),
  right: breakSideSchema.nullable(),
  message: z.string(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  decision: breakDecisionSchema.nullable(),
});

const scopeSchema = z.object({
  scope: z.string(),
  legalEntity: z.string(),
  currency: z.string(),
  left: z.object({ count: z.int(), sum: moneySchema }),
  right: z.object({ count: z.int(), sum: moneySchema }),
  difference: moneySchema,
  matched: z.int(),
  /** On their way or held in Tieout, or matched by a person with a difference: a difference that is explained. */
  explained: z.object({ count: z.int(), sum: moneySchema }),
  breaks: z.int(),
});

const explainedSchema = z.object({
  scope: z.string(),
  legalEntity: z.string(),
  amount: moneySchema,
  reference: z.string(),
  reason: z.string(),
  /** Set where a person decided it: by a match with a difference. What is on its way is nobody's decision. */
  matchId: z.string().nullable(),
});

export const reconcileOutput = z.object({
  period: z.string(),
  asOf: z.string(),
  asOfSeq: z.int(),
  evidenceHash: z.string(),
  /** The evidence of each legal entity by itself: what its sign-off is bound to. */
  entities: z.array(
    z.object({
      legalEntity: z.string(),
      evidenceHash: z.string(),
      /** Journal position by which it was so first. */
      asOfSeq: z.int(),
    }),
  ),
  isTiedOut: z.boolean(),
  scopes: z.array(scopeSchema),
  breaks: z.array(breakSchema),
  explained: z.array(explainedSchema),
  ambiguous: z.array(z.object({ scope: z.string(), left: z.array(z.string()), right: z.array(z.string()) })),
});

export type WireReconciliation = z.output<typeof reconcileOutput>;
export type WireBreak = z.output<typeof breakSchema>;

const runSchema = z.object({
  id: z.string(),
  period: z.string(),
  /** 1, 2, 3 … within the period. */
  number: z.int(),
  /** Only the current run of a period can be worked on. */
  state: z.enum(['current', 'superseded', 'undone']),
  isTiedOut: z.boolean(),
  ranBy: z.string(),
  ranAt: z.string(),
  asOfSeq: z.int(),
  evidenceHash: z.string(),
  undoneBy: z.string().nullable(),
  /** Its rows are kept; of older runs only the sums are. */
  hasRows: z.boolean(),
});

export type WireRun = z.output<typeof runSchema>;

export const listRunsInput = z.strictObject({
  period: periodSchema.optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});
export const listRunsOutput = z.object({ rows: z.array(runSchema), total: z.int(), asOfSeq: z.int() });

/** The current run of a period, or any by its id. */
export const getRunInput = z.strictObject({
  period: periodSchema.optional(),
  runId: idSchema.optional(),
  legalEntity: z.string().max(64).optional(),
});

const toleranceSchema = z.object({ belowMinor: z.string(), aboveMinor: z.string(), days: z.int() });

const runScopeSchema = scopeSchema.extend({
  /** What no person and no rule accounts for: the sum of the open breaks. */
  open: moneySchema,
  /** Difference less what is explained, decided and in open breaks: in no break, so no threshold lets it pass. */
  unexplained: moneySchema,
  /** A difference up to this counts as tied. */
  threshold: moneySchema,
  isTied: z.boolean(),
  tolerance: toleranceSchema,
});

const tabSchema = z.object({ name: z.string(), totals: totalsSchema });

export const getRunOutput = z.object({
  run: runSchema.nullable(),
  scopes: z.array(runScopeSchema),
  explained: z.array(explainedSchema),
  /** Count and sums behind each tab, by the same conditions as the lists. */
  tabs: z.array(tabSchema),
  /** Documents of the period that changed after the run; then it should run again. */
  changedSince: z.int(),
  /** Legal entities whose period is closed: nothing of theirs can be matched or undone. */
  lockedEntities: z.array(z.string()),
  asOfSeq: z.int(),
});

export type WireRunDetail = z.output<typeof getRunOutput>;

const paged = {
  runId: idSchema,
  scope: z.string().max(64).optional(),
  legalEntity: z.string().max(64).optional(),
  currency: z.string().length(3).optional(),
  search: z.string().max(200).optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
} as const;

export const groupSorts = ['on', 'amount', 'difference', 'reference', 'customer', 'rule'] as const;

export const listGroupsInput = z.strictObject({
  ...paged,
  status: z.enum(['matched', 'suggested', 'ambiguous']),
  rule: z.string().max(64).optional(),
  sort: z.enum(groupSorts).default('on'),
  direction: z.enum(['asc', 'desc']).default('asc'),
});

const groupSchema = z.object({
  number: z.int(),
  status: z.enum(['matched', 'suggested', 'ambiguous']),
  /** Who made it: a rule, a person who accepted a suggestion, or a person alone. */
  origin: z.enum(['rule', 'accepted', 'manual']),
  rule: z.string(),
  matchId: z.string().nullable(),
  scope: z.string(),
  legalEntity: z.string(),
  reference: z.string(),
  customer: z.string().nullable(),
  on: z.string(),
  left: z.object({ count: z.int(), sum: moneySchema }),
  right: z.object({ count: z.int(), sum: moneySchema }),
  /** Left minus right. */
  difference: moneySchema,
  /** How many days the right side is later. */
  days: z.int(),
  explanation: z.string(),
});

export type WireGroup = z.output<typeof groupSchema>;

export const listGroupsOutput = z.object({
  rows: z.array(groupSchema),
  totals: totalsSchema,
  asOfSeq: z.int(),
});

export const documentSorts = ['on', 'amount', 'reference', 'customer'] as const;

export const listDocumentsInput = z.strictObject({
  ...paged,
  side: z.enum(['left', 'right']),
  /** Also those of the days around the period, among which a counterpart may be. */
  withNeighbours: z.boolean().default(false),
  sort: z.enum(documentSorts).default('on'),
  direction: z.enum(['asc', 'desc']).default('asc'),
});

const documentSchema = z.object({
  key: z.string(),
  side: z.enum(['left', 'right']),
  status: z.enum(['matched', 'suggested', 'ambiguous', 'unmatched']),
  kind: z.string(),
  connectionId: z.string(),
  externalId: z.string(),
  entityId: z.string(),
  scope: z.string(),
  legalEntity: z.string(),
  reference: z.string().nullable(),
  customer: z.string().nullable(),
  on: z.string(),
  isInPeriod: z.boolean(),
  amount: moneySchema,
  /** Why it is alone: the class of its break, or what it is waiting for. */
  note: z.string().nullable(),
});

export type WireDocument = z.output<typeof documentSchema>;

export const listDocumentsOutput = z.object({
  rows: z.array(documentSchema),
  totals: totalsSchema,
  asOfSeq: z.int(),
});

export const getGroupInput = z.strictObject({ runId: idSchema, number: z.int() });
export const getGroupOutput = z.object({
  group: groupSchema,
  left: z.array(documentSchema),
  right: z.array(documentSchema),
  asOfSeq: z.int(),
});

export const listCandidatesInput = z.strictObject({
  runId: idSchema,
  key: idSchema,
  limit: z.int().min(1).max(50).default(10),
});
export const listCandidatesOutput = z.object({
  candidates: z.array(
    z.object({
      document: documentSchema,
      /** 0 to 100; the order of the list. */
      score: z.int(),
      reasons: z.array(z.string()),
      difference: moneySchema,
      days: z.int(),
    }),
  ),
  asOfSeq: z.int(),
});

const keysSchema = z.array(idSchema).max(500);

export const weighInput = z.strictObject({ runId: idSchema, left: keysSchema, right: keysSchema });

const weighedSchema = z.object({
  left: totalsSchema,
  right: totalsSchema,
  /** Left minus right; null where several currencies meet. */
  difference: moneySchema.nullable(),
  tolerance: toleranceSchema.nullable(),
  isAllowed: z.boolean(),
  /** The difference is not zero but within tolerance: it is written off as explained. */
  isWriteOff: z.boolean(),
  message: z.string(),
});

export const weighOutput = weighedSchema;

export const matchInput = z.strictObject({
  ...weighInput.shape,
  /** Needed where the difference is not zero. */
  reason: z.string().trim().max(2_000).default(''),
});

export const acceptInput = z.strictObject({
  runId: idSchema,
  numbers: z.array(z.int()).min(1).max(500),
  reason: z.string().trim().max(2_000).default(''),
});
export const rejectInput = z.strictObject({
  runId: idSchema,
  numbers: z.array(z.int()).min(1).max(500),
  reason: z.string().trim().max(2_000).default(''),
});
export const unmatchInput = z.strictObject({ runId: idSchema, number: z.int(), reason: reasonSchema });
export const undoRunInput = z.strictObject({ runId: idSchema, reason: reasonSchema });
export const decidedOutput = z.object({ matchIds: z.array(z.string()), asOfSeq: z.int() });
export const undoneOutput = z.object({ matches: z.int(), asOfSeq: z.int() });

export const breakSorts = ['on', 'amount', 'class', 'reference'] as const;

export const listBreaksInput = z.strictObject({
  period: periodSchema,
  class: breakClassSchema.optional(),
  state: z.enum(['open', 'decided', 'any']).default('any'),
  scope: z.string().max(64).optional(),
  legalEntity: z.string().max(64).optional(),
  currency: z.string().length(3).optional(),
  search: z.string().max(200).optional(),
  sort: z.enum(breakSorts).default('on'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});
const breakRowSchema = breakSchema.extend({
  id: z.string(),
  state: z.enum(['open', 'explained', 'accepted', 'matched']),
  on: daySchema,
});

export type WireBreakRow = z.output<typeof breakRowSchema>;

export const listBreaksOutput = z.object({
  rows: z.array(breakRowSchema),
  totals: totalsSchema,
  classes: z.array(z.object({ class: breakClassSchema, totals: totalsSchema })),
  asOfSeq: z.int(),
});

export const decideBreakInput = z.strictObject({
  period: periodSchema,
  key: idSchema,
  how: z.enum(['explain', 'accept', 'reopen']),
  reason: reasonSchema,
});
export const breakDecidedOutput = z.object({ key: z.string(), state: z.string(), asOfSeq: z.int() });

export const reconciliationApi = {
  run: mutation(reconcileInput, reconcileOutput),
  runs: query(listRunsInput, listRunsOutput),
  get: query(getRunInput, getRunOutput),
  groups: query(listGroupsInput, listGroupsOutput),
  group: query(getGroupInput, getGroupOutput),
  documents: query(listDocumentsInput, listDocumentsOutput),
  candidates: query(listCandidatesInput, listCandidatesOutput),
  weigh: query(weighInput, weighOutput),
  breaks: query(listBreaksInput, listBreaksOutput),
  accept: mutation(acceptInput, decidedOutput),
  reject: mutation(rejectInput, decidedOutput),
  match: mutation(matchInput, decidedOutput),
  unmatch: mutation(unmatchInput, decidedOutput),
  undoRun: mutation(undoRunInput, undoneOutput),
  decideBreak: mutation(decideBreakInput, breakDecidedOutput),
} as const;
