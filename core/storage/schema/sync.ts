import { blob, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag } from '../columns.ts';

export const connections = sqliteTable('connections', {
  id: text('id').primaryKey(),
  vendor: text('vendor').notNull(),
  role: text('role').$type<'crm' | 'billing' | 'erp'>().notNull(),
  settings: text('settings').notNull(),
  accountId: text('account_id'),
  environment: text('environment').$type<'production' | 'sandbox'>().notNull(),
  apiVersion: text('api_version').notNull(),
});

export const sourceRecords = sqliteTable('source_records', {
  id: integer('id').primaryKey(),
  connectionId: text('connection_id').notNull(),
  stream: text('stream').notNull(),
  externalId: text('external_id').notNull(),
  contentHash: blob('content_hash', { mode: 'buffer' }).notNull(),
  apiVersion: text('api_version').notNull(),
  receivedAt: text('received_at').notNull(),
  body: text('body').notNull(),
  quarantine: text('quarantine'),
});

export const cursors = sqliteTable(
  'cursors',
  {
    connectionId: text('connection_id').notNull(),
    stream: text('stream').notNull(),
    cursor: text('cursor'),
    lane: text('lane').$type<'live' | 'backfill'>().notNull(),
    isCaughtUp: flag('is_caught_up').notNull(),
    advancedAt: text('advanced_at'),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.stream] })],
);

export const syncRuns = sqliteTable('sync_runs', {
  id: integer('id').primaryKey(),
  connectionId: text('connection_id').notNull(),
  stream: text('stream').notNull(),
  startedAt: text('started_at').notNull(),
  endedAt: text('ended_at'),
  pages: integer('pages').notNull(),
  records: integer('records').notNull(),
  changed: integer('changed').notNull(),
  duplicates: integer('duplicates').notNull(),
  quarantined: integer('quarantined').notNull(),
  failureCode: text('failure_code'),
  failureMessage: text('failure_message'),
  retryAt: text('retry_at'),
});

export const completeness = sqliteTable(
  'completeness',
  {
    connectionId: text('connection_id').notNull(),
    stream: text('stream').notNull(),
    checkedAt: text('checked_at').notNull(),
    sourceCount: integer('source_count').notNull(),
    journalCount: integer('journal_count').notNull(),
    sourceSums: text('source_sums').notNull(),
    journalSums: text('journal_sums').notNull(),
    isComplete: flag('is_complete').notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.stream] })],
);
