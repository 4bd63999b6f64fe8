import { z } from 'zod';
import { DOCUMENT_TYPES } from './model.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');
const minor = z.int();
const id = z.int();
const documentType = z.enum(DOCUMENT_TYPES);

const lineSchema = z.strictObject({
  itemId: id.optional(),
  accountId: id.optional(),
  entityId: id.optional(),
  description: z.string().optional(),
  quantity: z.string().optional(),
  rate: z.string().optional(),
  amountMinor: minor,
  taxCodeId: id.optional(),
  taxMinor: minor.optional(),
  departmentId: id.optional(),
  classId: id.optional(),
  locationId: id.optional(),
});

const documentSchema = z.strictObject({
  externalId: z.string().optional(),
  tranId: z.string().optional(),
  customerId: id.optional(),
  subsidiaryId: id,
  currencyId: id,
  exchangeRate: z.string().optional(),
  tranDate: day,
  dueDate: day.optional(),
  otherRefNum: z.string().optional(),
  memo: z.string().optional(),
  accountId: id.optional(),
  paymentMethod: z.string().optional(),
  lines: z.array(lineSchema).optional(),
  totalMinor: minor.optional(),
  settles: z.array(z.strictObject({ documentId: id, amountMinor: minor })).optional(),
});

/** Which document; exactly one of the keys. A planted edit leaves it out: it is about the document that was created. */
const target = {
  type: documentType,
  id: id.optional(),
  externalId: z.string().optional(),
  tranId: z.string().optional(),
  otherRefNum: z.string().optional(),
  /** The person; the account's bookkeeper when absent. */
  employeeId: id.optional(),
  /** Does it although the period is closed, as if reopened for a moment. */
  inClosedPeriod: z.boolean().optional(),
};

const documentEdits = [
  /** The new total, tax included; the first line takes the difference. */
  z.strictObject({ ...target, action: z.literal('change-amount'), totalMinor: minor }),
  z.strictObject({ ...target, action: z.literal('change-memo'), memo: z.string() }),
  z.strictObject({ ...target, action: z.literal('change-date'), tranDate: day }),
  /** Releases what settles it and what it settles, and sets it to zero. */
  z.strictObject({ ...target, action: z.literal('void') }),
  z.strictObject({ ...target, action: z.literal('delete') }),
  /** A second document like it, with a new number; with its external id only when asked (and not unique). */
  z.strictObject({
    ...target,
    action: z.literal('create-duplicate'),
    keepExternalId: z.boolean().optional(),
  }),
] as const;

export const documentEditSchema = z.discriminatedUnion('action', [...documentEdits]);

const createSchema = z.strictObject({
  action: z.literal('create'),
  type: documentType,
  employeeId: id.optional(),
  inClosedPeriod: z.boolean().optional(),
  document: documentSchema,
});

/** When the API creates a document with this reference or external id, `edit` follows `delayMs` later. Once. */
const plantSchema = z.strictObject({
  action: z.literal('plant'),
  when: z.strictObject({
    type: documentType,
    otherRefNum: z.string().optional(),
    externalId: z.string().optional(),
  }),
  delayMs: z.number().min(0),
  edit: documentEditSchema,
});

const periodSchema = z.strictObject({
  action: z.literal('set-period'),
  period: z.string(),
  state: z.enum(['open', 'locked', 'all-locked', 'closed']),
  subsidiaryIds: z.array(id).optional(),
});

const settingsSchema = z.strictObject({
  action: z.literal('set-settings'),
  settings: z
    .strictObject({
      searchLagMs: z.number().min(0),
      eidLookupLagged: z.boolean(),
      uniqueExternalIds: z.boolean(),
      refuseDuplicateTranIds: z.boolean(),
      concurrencyLimit: z.int().min(0),
      unallocatedConcurrencyLimit: z.int().min(0),
      processingMs: z.number().min(0),
      asyncJobDelayMs: z.number().min(0),
      mandatoryDimensions: z.array(z.enum(['department', 'class', 'location'])),
      mandatoryTaxCode: z.boolean(),
      applicationTouchesDocument: z.boolean(),
      suiteqlMaxRows: z.int().min(0),
      scatterUnorderedPages: z.boolean(),
    })
    .partial(),
});

/** Everything a person does to the account by hand, its administrator's settings included. */
export const handEditSchema = z.discriminatedUnion('action', [
  ...documentEdits,
  createSchema,
  plantSchema,
  periodSchema,
  settingsSchema,
]);

export type DocumentEdit = z.infer<typeof documentEditSchema>;
export type HandEdit = z.infer<typeof handEditSchema>;
export type PlantedEdit = z.infer<typeof plantSchema>;
export type HandCreate = z.infer<typeof createSchema>;
