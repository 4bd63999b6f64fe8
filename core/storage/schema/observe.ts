import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { minorUnits } from '../columns.ts';

export const timings = sqliteTable(
  'timings',
  {
    measure: text('measure').notNull(),
    itemId: text('item_id').notNull(),
    kind: text('kind').notNull(),
    legalEntity: text('legal_entity').notNull(),
    period: text('period').notNull(),
    currency: text('currency').notNull(),
    amountMinor: minorUnits('amount_minor').notNull(),
    label: text('label').notNull(),
    startedMs: integer('started_ms').notNull(),
    endedMs: integer('ended_ms'),
  },
  (table) => [primaryKey({ columns: [table.measure, table.itemId] })],
);

export const measureDays = sqliteTable(
  'measure_days',
  {
    measure: text('measure').notNull(),
    day: text('day').notNull(),
    kind: text('kind').notNull(),
    legalEntity: text('legal_entity').notNull(),
    period: text('period').notNull(),
    currency: text('currency').notNull(),
    countDelta: integer('count_delta').notNull(),
    amountDeltaMinor: minorUnits('amount_delta_minor').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.measure, table.day, table.kind, table.legalEntity, table.period, table.currency],
    }),
  ],
);

export const requestMinutes = sqliteTable(
  'request_minutes',
  {
    minuteMs: integer('minute_ms').notNull(),
    connectionId: text('connection_id').notNull(),
    operation: text('operation').notNull(),
    outcome: text('outcome').notNull(),
    bucket: integer('bucket').notNull(),
    count: integer('count').notNull(),
    totalMs: integer('total_ms').notNull(),
    maxMs: integer('max_ms').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.minuteMs, table.connectionId, table.operation, table.outcome, table.bucket],
    }),
  ],
);

export const journalMarks = sqliteTable(
  'journal_marks',
  {
    facet: text('facet').notNull(),
    value: text('value').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.facet, table.value, table.seq] })],
);

export const journalFacets = sqliteTable(
  'journal_facets',
  {
    facet: text('facet').notNull(),
    value: text('value').notNull(),
    count: integer('count').notNull(),
    firstSeq: integer('first_seq').notNull(),
    lastSeq: integer('last_seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.facet, table.value] })],
);
