import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const closeTemplates = sqliteTable('close_templates', {
  id: text('id').primaryKey(),
  body: text('body').notNull(),
  version: integer('version').notNull(),
  changedBy: text('changed_by').notNull(),
  seq: integer('seq').notNull(),
});

export type CloseTaskState = 'open' | 'prepared' | 'reviewed' | 'met';

export const closeTasks = sqliteTable(
  'close_tasks',
  {
    legalEntity: text('legal_entity').notNull(),
    period: text('period').notNull(),
    taskId: text('task_id').notNull(),
    state: text('state').$type<CloseTaskState>().notNull(),
    preparer: text('preparer'),
    reviewer: text('reviewer'),
    dueOn: text('due_on'),
    preparedBy: text('prepared_by'),
    preparedAt: text('prepared_at'),
    reviewedBy: text('reviewed_by'),
    reviewedAt: text('reviewed_at'),
    cause: text('cause'),
    notes: text('notes').notNull(),
    evidence: text('evidence').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.legalEntity, table.period, table.taskId] })],
);

export const closeSignOffs = sqliteTable(
  'close_sign_offs',
  {
    legalEntity: text('legal_entity').notNull(),
    period: text('period').notNull(),
    state: text('state').$type<'prepared' | 'signed' | 'suspended'>().notNull(),
    evidence: text('evidence').notNull(),
    evidenceHash: text('evidence_hash').notNull(),
    preparedBy: text('prepared_by').notNull(),
    preparedAt: text('prepared_at').notNull(),
    signedBy: text('signed_by'),
    signedAt: text('signed_at'),
    suspendedAt: text('suspended_at'),
    cause: text('cause'),
    delta: text('delta').notNull(),
    version: integer('version').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.legalEntity, table.period] })],
);

export const journalProofs = sqliteTable('journal_proofs', {
  seq: integer('seq').primaryKey(),
  verifiedSeq: integer('verified_seq').notNull(),
  hash: text('hash').notNull(),
  problems: integer('problems').notNull(),
  verifiedBy: text('verified_by').notNull(),
  verifiedAt: text('verified_at').notNull(),
});
