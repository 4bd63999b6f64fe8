import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const workspace = sqliteTable('workspace', {
  one: integer('one').primaryKey(),
  workspaceId: text('workspace_id').notNull(),
  createdAt: text('created_at').notNull(),
  settings: text('settings').notNull(),
  epoch: integer('epoch').notNull(),
  holder: text('holder').notNull(),
});

export const events = sqliteTable('events', {
  seq: integer('seq').primaryKey(),
  type: text('type').notNull(),
  aggregateId: text('aggregate_id').notNull(),
  aggregateVersion: integer('aggregate_version').notNull(),
  idempotencyKey: text('idempotency_key'),
  correlationId: text('correlation_id'),
  epoch: integer('epoch').notNull(),
  body: text('body').notNull(),
  hash: blob('hash', { mode: 'buffer' }).notNull(),
});
