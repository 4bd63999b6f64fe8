import * as z from 'zod';
import { mutation, nothing, query } from './procedure.ts';
import { daySchema, idSchema, moneySchema, periodSchema, reasonSchema, totalsSchema } from './values.ts';

const entitySchema = z.string().min(1).max(64);
const noteSchema = z.string().trim().max(2_000).default('');
const periodStateSchema = z.enum(['open', 'soft-close', 'locked', 'closed', 'unknown']);

/** One period of one legal entity: what a close is about. */
const place = { legalEntity: entitySchema, period: periodSchema } as const;

export const closeListInput = z.strictObject({ period: periodSchema });
export const closeListOutput = z.object({
  rows: z.array(
    z.object({
      legalEntity: z.string(),
      periodState: periodStateSchema,
      tasksDone: z.int(),
      tasks: z.int(),
      blockers: totalsSchema,
      signOff: z.enum(['none', 'prepared', 'signed', 'suspended']),
    }),
  ),
  asOfSeq: z.int(),
});

export const closeGetInput = z.strictObject(place);

const taskSchema = z.object({
  id: z.string(),
  area: z.string(),
  title: z.string(),
  guide: z.string(),
  state: z.enum(['open', 'prepared', 'reviewed', 'met']),
  isDone: z.boolean(),
  dueOn: z.string(),
  isOverdue: z.boolean(),
  waitsFor: z.array(z.string()),
  preparer: z.string().nullable(),
  reviewer: z.string().nullable(),
  preparedBy: z.string().nullable(),
  preparedAt: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: z.string().nullable(),
  /** Why it is open again. */
  cause: z.string().nullable(),
  /** Of a task that follows a condition of the system; null for one of people. */
  condition: z
    .object({
      name: z.string(),
      isMet: z.boolean(),
      message: z.string(),
      blockers: totalsSchema,
      clearedOn: z.string(),
    })
    .nullable(),
  notes: z.array(z.object({ by: z.string(), at: z.string(), text: z.string() })),
  evidence: z.array(
    z.object({
      by: z.string(),
      at: z.string(),
      label: z.string(),
      reference: z.string(),
      hash: z.string().nullable(),
    }),
  ),
});

export type WireCloseTask = z.output<typeof taskSchema>;

const figureSchema = z.object({
  key: z.string(),
  label: z.string(),
  count: z.int().nullable(),
  amount: moneySchema.nullable(),
  text: z.string().nullable(),
});

export type WireFigure = z.output<typeof figureSchema>;

const deltaSchema = z.object({
  key: z.string(),
  label: z.string(),
  before: figureSchema.nullable(),
  after: figureSchema.nullable(),
});

export type WireDelta = z.output<typeof deltaSchema>;

const signOffSchema = z.object({
  state: z.enum(['prepared', 'signed', 'suspended']),
  evidenceHash: z.string(),
  preparedBy: z.string(),
  preparedAt: z.string(),
  signedBy: z.string().nullable(),
  signedAt: z.string().nullable(),
  suspendedAt: z.string().nullable(),
  cause: z.string().nullable(),
  /** What moved since it was signed: empty while it is in force. */
  delta: z.array(deltaSchema),
});

export const closeGetOutput = z.object({
  legalEntity: z.string(),
  period: z.string(),
  periodState: periodStateSchema,
  /** Our own word on the period, without the ERP's. */
  control: z.enum(['open', 'soft-close', 'closed']),
  reopenRequestedBy: z.string().nullable(),
  templateVersion: z.int(),
  tasks: z.array(taskSchema),
  progress: z.object({
    done: z.int(),
    of: z.int(),
    /** How much of what was billed and received is tied out or explained, per currency. */
    amounts: z.array(z.object({ currency: z.string(), settled: moneySchema, total: moneySchema })),
  }),
  evidence: z.array(figureSchema),
  evidenceHash: z.string(),
  journal: z.object({ seq: z.int(), hash: z.string() }),
  signOff: signOffSchema.nullable(),
  /** What becomes read-only when the period is closed, with how much of it there is. */
  locks: z.array(z.object({ what: z.string(), count: z.int(), note: z.string() })),
  asOfSeq: z.int(),
});

export type WireClose = z.output<typeof closeGetOutput>;

const taskPlace = { ...place, taskId: idSchema } as const;

export const taskActInput = z.strictObject({ ...taskPlace, note: noteSchema });
export const reopenTaskInput = z.strictObject({ ...taskPlace, reason: reasonSchema });
export const assignTaskInput = z.strictObject({
  ...taskPlace,
  preparer: idSchema.nullable(),
  reviewer: idSchema.nullable(),
  dueOn: daySchema.nullable(),
});
export const noteTaskInput = z.strictObject({ ...taskPlace, note: reasonSchema });
export const attachEvidenceInput = z.strictObject({
  ...taskPlace,
  label: z.string().trim().min(1).max(200),
  /** Where it is: a path, an address, an id. */
  reference: z.string().trim().min(1).max(2_000),
  /** SHA-256 of the file, where there is one. */
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hex')
    .nullable()
    .default(null),
});

export const signInputSchema = z.strictObject({
  ...place,
  /** The evidence that the person saw. */
  evidenceHash: z.string().length(64),
});

export const closeHistoryInput = z.strictObject({
  ...place,
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(200),
});
export const closeHistoryOutput = z.object({
  rows: z.array(
    z.object({
      seq: z.int(),
      type: z.string(),
      by: z.string(),
      at: z.string(),
      taskId: z.string().nullable(),
      text: z.string(),
      evidenceHash: z.string().nullable(),
    }),
  ),
  total: z.int(),
  asOfSeq: z.int(),
});

export const closeVerifyOutput = z.object({
  isSound: z.boolean(),
  problems: z.int(),
  verifiedSeq: z.int(),
  asOfSeq: z.int(),
});

export const closeTemplateOutput = z.object({
  version: z.int(),
  changedBy: z.string().nullable(),
  template: z.json(),
});
export const changeTemplateInput = z.strictObject({ template: z.json(), reason: reasonSchema });
export const lockInput = z.strictObject({ ...place, reason: reasonSchema });
export const closeChangedOutput = z.object({ asOfSeq: z.int() });

export const closeApi = {
  list: query(closeListInput, closeListOutput),
  get: query(closeGetInput, closeGetOutput),
  history: query(closeHistoryInput, closeHistoryOutput),
  template: query(nothing, closeTemplateOutput),
  changeTemplate: mutation(changeTemplateInput, closeChangedOutput),
  prepareTask: mutation(taskActInput, closeChangedOutput),
  reviewTask: mutation(taskActInput, closeChangedOutput),
  reopenTask: mutation(reopenTaskInput, closeChangedOutput),
  assignTask: mutation(assignTaskInput, closeChangedOutput),
  noteTask: mutation(noteTaskInput, closeChangedOutput),
  attachEvidence: mutation(attachEvidenceInput, closeChangedOutput),
  prepareSignOff: mutation(signInputSchema, closeChangedOutput),
  signOff: mutation(signInputSchema, closeChangedOutput),
  verifyJournal: mutation(nothing, closeVerifyOutput),
  lock: mutation(lockInput, closeChangedOutput),
} as const;
