import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag, minorUnits } from '../columns.ts';

export const reconciliations = sqliteTable('reconciliations', {
  id: text('id').primaryKey(),
  seq: integer('seq').notNull(),
  period: text('period').notNull(),
  asOfSeq: integer('as_of_seq').notNull(),
  evidenceHash: text('evidence_hash').notNull(),
  body: text('body').notNull(),
  number: integer('number').notNull(),
  state: text('state').$type<'current' | 'superseded' | 'undone'>().notNull(),
  isTiedOut: flag('is_tied_out').notNull(),
  ranBy: text('ran_by').notNull(),
  ranAt: text('ran_at').notNull(),
  undoneBy: text('undone_by'),
});

export type BreakState = 'open' | 'explained' | 'accepted' | 'matched';

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
  breakKey: text('break_key').notNull(),
  state: text('state').$type<BreakState>().notNull(),
  decidedBy: text('decided_by'),
  reason: text('reason'),
  leftKey: text('left_key'),
  rightKey: text('right_key'),
  happenedOn: text('happened_on').notNull(),
  reference: text('reference'),
  search: text('search').notNull(),
});

export const breakDecisions = sqliteTable('break_decisions', {
  breakKey: text('break_key').primaryKey(),
  period: text('period').notNull(),
  state: text('state').$type<'explained' | 'accepted' | 'open'>().notNull(),
  decidedBy: text('decided_by').notNull(),
  reason: text('reason').notNull(),
  version: integer('version').notNull(),
  seq: integer('seq').notNull(),
});

export const manualMatches = sqliteTable('manual_matches', {
  id: text('id').primaryKey(),
  period: text('period').notNull(),
  state: text('state').$type<'live' | 'unmatched' | 'voided'>().notNull(),
  origin: text('origin').$type<'accepted' | 'manual'>().notNull(),
  rule: text('rule').notNull(),
  sides: text('sides').notNull(),
  differenceMinor: minorUnits('difference_minor').notNull(),
  currency: text('currency').notNull(),
  matchedBy: text('matched_by').notNull(),
  reason: text('reason').notNull(),
  version: integer('version').notNull(),
  seq: integer('seq').notNull(),
});

export const rejectedSuggestions = sqliteTable('rejected_suggestions', {
  suggestionKey: text('suggestion_key').primaryKey(),
  rejectedBy: text('rejected_by').notNull(),
  reason: text('reason').notNull(),
  seq: integer('seq').notNull(),
});

export const reconciliationGroups = sqliteTable(
  'reconciliation_groups',
  {
    runId: text('run_id').notNull(),
    number: integer('number').notNull(),
    status: text('status').$type<'matched' | 'suggested' | 'ambiguous'>().notNull(),
    origin: text('origin').$type<'rule' | 'accepted' | 'manual'>().notNull(),
    rule: text('rule').notNull(),
    matchId: text('match_id'),
    scope: text('scope').notNull(),
    legalEntity: text('legal_entity').notNull(),
    currency: text('currency').notNull(),
    leftCount: integer('left_count').notNull(),
    leftMinor: minorUnits('left_minor').notNull(),
    rightCount: integer('right_count').notNull(),
    rightMinor: minorUnits('right_minor').notNull(),
    differenceMinor: minorUnits('difference_minor').notNull(),
    days: integer('days').notNull(),
    reference: text('reference').notNull(),
    customer: text('customer'),
    happenedOn: text('happened_on').notNull(),
    explanation: text('explanation').notNull(),
    search: text('search').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.number] })],
);

export const reconciliationDocuments = sqliteTable(
  'reconciliation_documents',
  {
    runId: text('run_id').notNull(),
    side: text('side').$type<'left' | 'right'>().notNull(),
    documentKey: text('document_key').notNull(),
    status: text('status').$type<'matched' | 'suggested' | 'ambiguous' | 'unmatched'>().notNull(),
    groupNumber: integer('group_number'),
    scope: text('scope').notNull(),
    legalEntity: text('legal_entity').notNull(),
    kind: text('kind').notNull(),
    connectionId: text('connection_id').notNull(),
    externalId: text('external_id').notNull(),
    entityId: text('entity_id').notNull(),
    reference: text('reference'),
    customer: text('customer'),
    happenedOn: text('happened_on').notNull(),
    inPeriod: flag('in_period').notNull(),
    currency: text('currency').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    fingerprint: text('fingerprint').notNull(),
    note: text('note'),
    search: text('search').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.side, table.documentKey] })],
);
