import * as z from 'zod';
import { mutation, query } from './procedure.ts';
import { daySchema, idSchema, reasonSchema } from './values.ts';

const mappingTypeSchema = z.enum([
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
});

export const listMappingsInput = z.strictObject({
  type: mappingTypeSchema.optional(),
  legalEntity: z.string().max(64).optional(),
  state: mappingStateSchema.optional(),
});
export const listMappingsOutput = z.object({ mappings: z.array(mappingSchema), asOfSeq: z.int() });

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
  reason: reasonSchema,
});

export const decideMappingsInput = z.strictObject({
  ids: z.array(idSchema).min(1, 'names no mapping').max(5_000, 'decides more than 5,000'),
  reason: reasonSchema,
  /** Lets the change through a close freeze; takes the right to override. */
  overridesFreeze: z.boolean().default(false),
});
export const rejectMappingsInput = decideMappingsInput.omit({ overridesFreeze: true });
export const mappingsOutput = z.object({ mappings: z.array(mappingSchema) });

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

export const mappingsApi = {
  list: query(listMappingsInput, listMappingsOutput),
  propose: mutation(proposeMappingsInput, mappingsOutput),
  approve: mutation(decideMappingsInput, mappingsOutput),
  reject: mutation(rejectMappingsInput, mappingsOutput),
  history: query(mappingHistoryInput, mappingsOutput),
  coverage: query(coverageInput, coverageOutput),
} as const;
