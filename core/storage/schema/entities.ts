import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag, minorUnits } from '../columns.ts';

export const entities = sqliteTable('entities', {
  id: text('id').primaryKey(),
  connectionId: text('connection_id').notNull(),
  kind: text('kind').notNull(),
  externalId: text('external_id').notNull(),
  version: integer('version').notNull(),
  seq: integer('seq').notNull(),
  ordering: text('ordering').notNull(),
  contentHash: text('content_hash').notNull(),
  isDeleted: flag('is_deleted').notNull(),
  legalEntity: text('legal_entity'),
  customerExternalId: text('customer_external_id'),
  parentExternalId: text('parent_external_id'),
  number: text('number'),
  contractNumber: text('contract_number'),
  status: text('status'),
  currency: text('currency'),
  amountMinor: minorUnits('amount_minor'),
  openMinor: minorUnits('open_minor'),
  happenedOn: text('happened_on'),
  effectiveOn: text('effective_on').notNull(),
  body: text('body').notNull(),
});

export const parkedObservations = sqliteTable('parked_observations', {
  seq: integer('seq').primaryKey(),
  aggregateId: text('aggregate_id').notNull(),
  sourceVersion: integer('source_version').notNull(),
  body: text('body').notNull(),
});

export const setAsideObservations = sqliteTable('set_aside_observations', {
  seq: integer('seq').primaryKey(),
  aggregateId: text('aggregate_id').notNull(),
  kind: text('kind').$type<'superseded' | 'conflicted'>().notNull(),
  reason: text('reason').notNull(),
});

export const customers = sqliteTable('customers', {
  id: text('id').primaryKey(),
  version: integer('version').notNull(),
  legalName: text('legal_name'),
  taxId: text('tax_id'),
  taxSetup: text('tax_setup').$type<'complete' | 'missing' | 'unknown'>(),
  country: text('country'),
  legalEntity: text('legal_entity'),
  subscriptionStatus: text('subscription_status'),
  body: text('body').notNull(),
});

export const customerRefs = sqliteTable(
  'customer_refs',
  {
    system: text('system').$type<'crm' | 'billing' | 'erp'>().notNull(),
    connectionId: text('connection_id').notNull(),
    externalId: text('external_id').notNull(),
    customerId: text('customer_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.externalId] })],
);

export const attributeConflicts = sqliteTable(
  'attribute_conflicts',
  {
    customerId: text('customer_id').notNull(),
    attribute: text('attribute').notNull(),
    ownerSystem: text('owner_system').notNull(),
    ownerValue: text('owner_value'),
    otherSystem: text('other_system').notNull(),
    otherValue: text('other_value'),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.attribute, table.otherSystem] })],
);

export const evaluations = sqliteTable('evaluations', {
  subjectId: text('subject_id').primaryKey(),
  lane: integer('lane').notNull(),
  markedSeq: integer('marked_seq').notNull(),
});

export const waits = sqliteTable(
  'waits',
  {
    onKey: text('on_key').notNull(),
    subjectId: text('subject_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.onKey, table.subjectId] })],
);
