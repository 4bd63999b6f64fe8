import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { flag, minorUnits } from '../columns.ts';

export const people = sqliteTable('people', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  publicKey: text('public_key').notNull(),
  isActive: flag('is_active').notNull(),
  roles: text('roles').notNull(),
  limits: text('limits').notNull(),
  changedBy: text('changed_by').notNull(),
  version: integer('version').notNull(),
  seq: integer('seq').notNull(),
});

export const personMarks = sqliteTable(
  'person_marks',
  {
    kind: text('kind').$type<'email' | 'key'>().notNull(),
    mark: text('mark').notNull(),
    personId: text('person_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.mark] })],
);

export const delegations = sqliteTable('delegations', {
  id: text('id').primaryKey(),
  fromPerson: text('from_person').notNull(),
  toPerson: text('to_person').notNull(),
  role: text('role').notNull(),
  startsAt: text('starts_at').notNull(),
  endsAt: text('ends_at').notNull(),
  seq: integer('seq').notNull(),
});

export const mappings = sqliteTable('mappings', {
  id: text('id').primaryKey(),
  version: integer('version').notNull(),
  type: text('type').notNull(),
  legalEntity: text('legal_entity').notNull(),
  sourceKey: text('source_key').notNull(),
  target: text('target').notNull(),
  validFromOn: text('valid_from_on').notNull(),
  validToOn: text('valid_to_on'),
  state: text('state').$type<'draft' | 'live' | 'rejected' | 'retired'>().notNull(),
  isFallback: flag('is_fallback').notNull(),
  proposedBy: text('proposed_by').notNull(),
  decidedBy: text('decided_by'),
  reason: text('reason').notNull(),
  retireOn: text('retire_on'),
  retireProposedBy: text('retire_proposed_by'),
  retiredBy: text('retired_by'),
  seq: integer('seq').notNull(),
});

export const mappingFallbackUses = sqliteTable(
  'mapping_fallback_uses',
  {
    mappingId: text('mapping_id').notNull(),
    postingId: text('posting_id').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.mappingId, table.postingId] })],
);

export const settings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
  version: integer('version').notNull(),
  changedBy: text('changed_by').notNull(),
  seq: integer('seq').notNull(),
});

export const flowPhases = sqliteTable('flow_phases', {
  flow: text('flow').primaryKey(),
  phase: text('phase').$type<'observe' | 'shadow' | 'hold-all' | 'post'>().notNull(),
  version: integer('version').notNull(),
  changedBy: text('changed_by').notNull(),
  seq: integer('seq').notNull(),
});

export const periodControls = sqliteTable(
  'period_controls',
  {
    legalEntity: text('legal_entity').notNull(),
    period: text('period').notNull(),
    state: text('state').$type<'open' | 'soft-close' | 'closed'>().notNull(),
    changedBy: text('changed_by').notNull(),
    reopenRequestedBy: text('reopen_requested_by'),
    version: integer('version').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.legalEntity, table.period] })],
);

export const circuits = sqliteTable(
  'circuits',
  {
    flow: text('flow').notNull(),
    legalEntity: text('legal_entity').notNull(),
    isTripped: flag('is_tripped').notNull(),
    reason: text('reason').notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: text('changed_at').notNull(),
    version: integer('version').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.flow, table.legalEntity] })],
);

export type PostingState =
  | 'HELD'
  | 'APPROVED'
  | 'SENDING'
  | 'POSTED'
  | 'REJECTED'
  | 'UNKNOWN'
  | 'DEAD'
  | 'REVERSING'
  | 'REVERSED'
  | 'WITHDRAWN'
  | 'SHADOW';

export const postings = sqliteTable('postings', {
  id: text('id').primaryKey(),
  externalId: text('external_id').notNull(),
  version: integer('version').notNull(),
  flow: text('flow').notNull(),
  commandType: text('command_type').notNull(),
  connectionId: text('connection_id').notNull(),
  subjectId: text('subject_id').notNull(),
  sourceReference: text('source_reference').notNull(),
  legalEntity: text('legal_entity').notNull(),
  period: text('period').notNull(),
  customerId: text('customer_id'),
  currency: text('currency').notNull(),
  amountMinor: minorUnits('amount_minor').notNull(),
  revision: integer('revision').notNull(),
  payload: text('payload').notNull(),
  payloadHash: text('payload_hash').notNull(),
  command: text('command').notNull(),
  mappingVersion: text('mapping_version').notNull(),
  preparedBy: text('prepared_by').notNull(),
  holdReasons: text('hold_reasons').notNull(),
  state: text('state').$type<PostingState>().notNull(),
  attempt: integer('attempt').notNull(),
  notBefore: integer('not_before').notNull(),
  documentId: text('document_id'),
  reversalOf: text('reversal_of'),
  reason: text('reason'),
  seq: integer('seq').notNull(),
  preparedAt: text('prepared_at').notNull(),
  lane: integer('lane').notNull(),
  mappingIds: text('mapping_ids').notNull(),
});

export const approvals = sqliteTable('approvals', {
  seq: integer('seq').primaryKey(),
  postingId: text('posting_id').notNull(),
  revision: integer('revision').notNull(),
  decision: text('decision').$type<'approve' | 'reject'>().notNull(),
  decidedBy: text('decided_by').notNull(),
  payloadHash: text('payload_hash').notNull(),
  mappingVersion: text('mapping_version').notNull(),
  period: text('period').notNull(),
  graceUntil: integer('grace_until'),
});

export const lookUps = sqliteTable('look_ups', {
  seq: integer('seq').primaryKey(),
  postingId: text('posting_id').notNull(),
  attempt: integer('attempt').notNull(),
  outcome: text('outcome').notNull(),
  documentId: text('document_id'),
});
