import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { minorUnits } from '../columns.ts';

export const exceptions = sqliteTable('exceptions', {
  id: text('id').primaryKey(),
  version: integer('version').notNull(),
  code: text('code').notNull(),
  causeKey: text('cause_key').notNull(),
  subjectId: text('subject_id').notNull(),
  postingId: text('posting_id'),
  state: text('state').$type<'open' | 'resolved' | 'dismissed'>().notNull(),
  ownerRole: text('owner_role').notNull(),
  legalEntity: text('legal_entity'),
  period: text('period'),
  currency: text('currency'),
  amountMinor: minorUnits('amount_minor'),
  message: text('message').notNull(),
  fix: text('fix').notNull(),
  detail: text('detail').notNull(),
  raisedAt: text('raised_at').notNull(),
  resolvedAt: text('resolved_at'),
  resolution: text('resolution'),
  seq: integer('seq').notNull(),
});

export const expectations = sqliteTable('expectations', {
  id: text('id').primaryKey(),
  version: integer('version').notNull(),
  type: text('type').notNull(),
  subjectId: text('subject_id').notNull(),
  state: text('state').$type<'open' | 'met' | 'missed' | 'withdrawn'>().notNull(),
  dueAt: integer('due_at').notNull(),
  legalEntity: text('legal_entity'),
  currency: text('currency'),
  amountMinor: minorUnits('amount_minor'),
  metBy: text('met_by'),
  seq: integer('seq').notNull(),
});

export const reconciliations = sqliteTable('reconciliations', {
  id: text('id').primaryKey(),
  seq: integer('seq').notNull(),
  period: text('period').notNull(),
  asOfSeq: integer('as_of_seq').notNull(),
  evidenceHash: text('evidence_hash').notNull(),
  body: text('body').notNull(),
});

export const breaks = sqliteTable('breaks', {
  id: text('id').primaryKey(),
  reconciliationId: text('reconciliation_id').notNull(),
  class: text('class').notNull(),
  scope: text('scope').notNull(),
  legalEntity: text('legal_entity'),
  period: text('period').notNull(),
  currency: text('currency').notNull(),
  amountMinor: minorUnits('amount_minor').notNull(),
  leftId: text('left_id'),
  rightId: text('right_id'),
  body: text('body').notNull(),
});
