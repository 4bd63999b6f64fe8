import * as z from 'zod';
import { mutation, nothing, query } from './procedure.ts';
import { daySchema, idSchema, reasonSchema, totalsSchema } from './values.ts';

export const mappingTypeSchema = z.enum([
  'item',
  'tax-code',
  'subsidiary',
  'currency',
  'account',
  'department',
  'class',
  'location',
  'price',
  'customer',
]);
const mappingStateSchema = z.enum(['draft', 'live', 'rejected', 'retired']);

/** Where a row stands on a day: decided rows are scheduled before their first day and retired from their last on. */
export const mappingStageSchema = z.enum(['draft', 'scheduled', 'live', 'retired', 'rejected']);

export const mappingSchema = z.object({
  id: z.string(),
  version: z.int(),
  type: mappingTypeSchema,
  /** '' is every entity. */
  legalEntity: z.string(),
  sourceKey: z.string(),
  target: z.record(z.string(), z.string()),
  validFromOn: z.string(),
  /** First day on which it no longer holds. */
  validToOn: z.string().nullable(),
  state: mappingStateSchema,
  isFallback: z.boolean(),
  proposedBy: z.string(),
  decidedBy: z.string().nullable(),
  reason: z.string(),
  retirement: z.object({ validToOn: z.string(), proposedBy: z.string() }).nullable(),
  /** On the business day. */
  stage: mappingStageSchema,
});

export const mappingSortSchema = z.enum([
  'type',
  'sourceKey',
  'legalEntity',
  'target',
  'validFromOn',
  'validToOn',
  'stage',
  'version',
  'proposedBy',
  'decidedBy',
]);

const mappingFilter = {
  type: mappingTypeSchema.optional(),
  legalEntity: z.string().max(64).optional(),
  state: mappingStateSchema.optional(),
  stage: mappingStageSchema.optional(),
  /** Rows that hold, or if decided would hold, on this day. */
  on: daySchema.optional(),
  /** Anywhere in key, target, entity or id. */
  text: z.string().max(200).optional(),
  /** Drafts and retirements that this person could decide: proposed by somebody else. */
  awaitsMe: z.boolean().optional(),
} as const;

export const listMappingsInput = z.strictObject({
  ...mappingFilter,
  sort: mappingSortSchema.optional(),
  isDescending: z.boolean().optional(),
  offset: z.int().min(0).optional(),
  /** Without it: all. */
  limit: z.int().min(1).max(5_000, 'asks for more than 5,000').optional(),
});
export const listMappingsOutput = z.object({
  mappings: z.array(mappingSchema),
  totals: totalsSchema,
  asOfSeq: z.int(),
});

const stageCountsSchema = z.object({
  draft: z.int(),
  scheduled: z.int(),
  live: z.int(),
  retired: z.int(),
  rejected: z.int(),
});

/** A set is all mappings of a type; a version of it begins on each day on which any of its rows begins or ends. */
export const mappingSetsOutput = z.object({
  businessDay: z.string(),
  sets: z.array(
    z.object({
      type: mappingTypeSchema,
      counts: stageCountsSchema,
      /** Live rows that wait for a second person to end them. */
      retirements: z.int(),
      /** Newest first. */
      versions: z.array(
        z.object({
          fromOn: z.string(),
          /** Excluded; null: until further notice. */
          toOn: z.string().nullable(),
          stage: z.enum(['scheduled', 'live', 'retired']),
          /** Rows that hold in it. */
          rows: z.int(),
        }),
      ),
    }),
  ),
  asOfSeq: z.int(),
});

const mappingDraftSchema = z.strictObject({
  type: mappingTypeSchema,
  legalEntity: z.string().max(64).optional(),
  /** '' is a key of its own: untaxed. '*' is a fallback. */
  sourceKey: z.string().max(400),
  target: z.record(z.string(), z.string()),
  validFromOn: daySchema,
  validToOn: daySchema.nullable().optional(),
});

export const proposeMappingsInput = z.strictObject({
  drafts: z.array(mappingDraftSchema).min(1, 'names no mapping').max(5_000, 'proposes more than 5,000'),
  /** Own drafts that these take the place of: withdrawn in the same step. */
  replaces: z.array(idSchema).max(5_000).optional(),
  reason: reasonSchema,
});

const idsAndReason = {
  ids: z.array(idSchema).min(1, 'names no mapping').max(5_000, 'names more than 5,000'),
  reason: reasonSchema,
} as const;

export const withdrawMappingsInput = z.strictObject(idsAndReason);
export const proposeRetirementInput = z.strictObject({
  ...idsAndReason,
  /** First day on which they no longer hold. */
  validToOn: daySchema,
});

export const decideMappingsInput = z.strictObject({
  ids: z.array(idSchema).min(1, 'names no mapping').max(5_000, 'decides more than 5,000'),
  reason: reasonSchema,
  /** Lets the change through a close freeze; takes the right to override. */
  overridesFreeze: z.boolean().default(false),
});
export const rejectMappingsInput = decideMappingsInput.omit({ overridesFreeze: true });
export const mappingsOutput = z.object({ mappings: z.array(mappingSchema) });

export const approveMappingsInput = decideMappingsInput.extend({
  /** Decides everything anew at once that waited for these mappings. */
  releases: z.boolean().default(false),
});
export const approveMappingsOutput = mappingsOutput.extend({
  /** Exceptions that the mappings resolved; null where nothing was to be released. */
  released: z
    .object({
      totals: totalsSchema,
      stillBlocked: z.array(
        z.object({ subjectId: z.string(), code: z.string(), message: z.string(), exceptionId: z.string() }),
      ),
    })
    .nullable(),
});

export const mappingHistoryInput = z.strictObject({
  type: mappingTypeSchema,
  sourceKey: z.string().max(400),
  legalEntity: z.string().max(64).default(''),
});

const offerSchema = z.strictObject({
  product: idSchema,
  legalEntity: idSchema,
  currency: z.string().regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code'),
  /** '' is untaxed. */
  taxCode: z.string().max(400),
});

/** Without offers: every product × entity × currency × tax code that billing sold or offers. */
export const coverageInput = z.strictObject({
  fromOn: daySchema.optional(),
  months: z.int().min(1, 'is less than a month').max(60, 'is more than 60 months').default(12),
  offers: z.array(offerSchema).max(100_000).optional(),
});

/** Drafts that are not proposed yet, and drafts that are: as if all of them were approved today. */
const changeInput = {
  drafts: z.array(mappingDraftSchema).max(5_000, 'are more than 5,000').default([]),
  /** Ids of drafts that wait for their second person. */
  proposed: z.array(idSchema).max(5_000).default([]),
} as const;

export const previewMappingsInput = z.strictObject(changeInput);

/** What is wrong with one row: an index into `drafts`, or the id of a row that is there already. */
const rowFindingSchema = z.object({
  index: z.int().nullable(),
  mappingId: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  /** The member of the draft, such as `target.itemId`. */
  member: z.string(),
  fix: z.string(),
});

const targetSchema = z.record(z.string(), z.string());

const answerSchema = z.object({
  type: mappingTypeSchema,
  key: z.string(),
  legalEntity: z.string(),
  on: z.string(),
  before: z.object({ kind: z.string(), target: targetSchema.nullable(), mappingId: z.string().nullable() }),
  after: z.object({ kind: z.string(), target: targetSchema.nullable(), mappingId: z.string().nullable() }),
  isChanged: z.boolean(),
});

const struckSchema = z.object({
  /** Of the posting or the exception. */
  id: z.string(),
  label: z.string(),
  state: z.string(),
  legalEntity: z.string().nullable(),
  amount: z.object({ currency: z.string(), minor: z.string() }).nullable(),
  changes: z.array(answerSchema),
});

const struckListSchema = z.object({ totals: totalsSchema, items: z.array(struckSchema) });

export const previewMappingsOutput = z.object({
  findings: z.array(rowFindingSchema),
  /** Rows that end earlier because a draft takes over. */
  closes: z.array(z.object({ mappingId: z.string(), index: z.int().nullable(), validToOn: z.string() })),
  /** Per draft: the row that it follows, and which members differ. */
  changed: z.array(
    z.object({ index: z.int(), previousId: z.string().nullable(), members: z.array(z.string()) }),
  ),
  coverage: z.object({ offers: z.int(), coveredBefore: z.int(), coveredAfter: z.int() }),
  /** Postings that wait and would be made anew. */
  held: struckListSchema,
  /** Exceptions that would find their mapping. */
  waiting: struckListSchema,
  /** What is in the ERP already and would be mapped otherwise today; nothing of it moves. */
  posted: struckListSchema,
  /** How many postings were looked at, and whether that is all of them. */
  scanned: z.object({ postings: z.int(), isComplete: z.boolean() }),
  asOfSeq: z.int(),
});

export const testMappingsInput = z.strictObject({
  ...changeInput,
  limit: z.int().min(1).max(100).default(12),
});

/** Real documents with everything they ask of the mappings, answered as of now and with the drafts. */
export const testMappingsOutput = z.object({
  samples: z.array(
    z.object({
      subjectId: z.string(),
      label: z.string(),
      kind: z.string(),
      legalEntity: z.string().nullable(),
      on: z.string().nullable(),
      amount: z.object({ currency: z.string(), minor: z.string() }).nullable(),
      answers: z.array(answerSchema),
    }),
  ),
  asOfSeq: z.int(),
});

/** Two states of the mappings: as decided for a day, with or without what is proposed. */
const sideSchema = z.strictObject({ on: daySchema, withDrafts: z.boolean().default(false) });
export const diffMappingsInput = z.strictObject({
  type: mappingTypeSchema.optional(),
  left: sideSchema,
  right: sideSchema,
});
export const diffMappingsOutput = z.object({
  rows: z.array(
    z.object({
      type: mappingTypeSchema,
      sourceKey: z.string(),
      legalEntity: z.string(),
      left: mappingSchema.nullable(),
      right: mappingSchema.nullable(),
      members: z.array(z.string()),
    }),
  ),
  unchanged: z.int(),
  asOfSeq: z.int(),
});

const findingSchema = z.object({
  kind: z.enum(['gap', 'overlap', 'fallback']),
  type: mappingTypeSchema,
  key: z.string(),
  legalEntities: z.array(z.string()),
  fromOn: z.string(),
  toOn: z.string(),
  mappingIds: z.array(z.string()),
  offers: z.int(),
});

export const coverageOutput = z.object({
  isProved: z.boolean(),
  offers: z.int(),
  fromOn: z.string(),
  months: z.int(),
  /** The smallest counter-example: one day, one offer, one mapping that is missing or doubled. */
  smallest: z
    .object({
      kind: z.enum(['gap', 'overlap']),
      type: mappingTypeSchema,
      key: z.string(),
      offer: offerSchema,
      on: z.string(),
      mappingIds: z.array(z.string()),
    })
    .nullable(),
  gaps: z.array(findingSchema),
  overlaps: z.array(findingSchema),
  fallbacks: z.array(findingSchema),
  /** How often each fallback row was used for a posting. */
  fallbackUses: z.array(z.object({ mappingId: z.string(), uses: z.int() })),
});

export type WireMapping = z.output<typeof mappingSchema>;
export type WireMappingDraft = z.output<typeof mappingDraftSchema>;
export type MappingStage = z.output<typeof mappingStageSchema>;
export type MappingSort = z.output<typeof mappingSortSchema>;
export type MappingAnswers = z.output<typeof answerSchema>;
export type RowFinding = z.output<typeof rowFindingSchema>;
export type StruckItem = z.output<typeof struckSchema>;
export type MappingPreview = z.output<typeof previewMappingsOutput>;
export type MappingTest = z.output<typeof testMappingsOutput>;

export const mappingsApi = {
  list: query(listMappingsInput, listMappingsOutput),
  sets: query(nothing, mappingSetsOutput),
  propose: mutation(proposeMappingsInput, mappingsOutput),
  withdraw: mutation(withdrawMappingsInput, mappingsOutput),
  approve: mutation(approveMappingsInput, approveMappingsOutput),
  reject: mutation(rejectMappingsInput, mappingsOutput),
  proposeRetirement: mutation(proposeRetirementInput, mappingsOutput),
  approveRetirement: mutation(decideMappingsInput, mappingsOutput),
  rejectRetirement: mutation(rejectMappingsInput, mappingsOutput),
  /** Changes nothing; a mutation because what it is asked with does not fit an address. */
  previewChange: mutation(previewMappingsInput, previewMappingsOutput),
  /** Changes nothing; see `previewChange`. */
  test: mutation(testMappingsInput, testMappingsOutput),
  diff: query(diffMappingsInput, diffMappingsOutput),
  history: query(mappingHistoryInput, mappingsOutput),
  coverage: query(coverageInput, coverageOutput),
} as const;
