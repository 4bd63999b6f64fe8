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
  assignee: text('assignee'),
  snoozedUntil: text('snoozed_until'),
  noteCount: integer('note_count').notNull(),
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
