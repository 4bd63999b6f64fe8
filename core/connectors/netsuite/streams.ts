import { assert } from '#core/base/assert.ts';
import { type Result, err, ok } from '#core/base/result.ts';
import type { Observation } from '#core/domain/entity.ts';
import type { PullFailure, PullPage, PullRequest, SourceRecord, StreamTotals } from '../sdk/index.ts';
import type { CallOptions, NetSuiteClient } from './client.ts';
import type { NetSuiteSettings } from './config.ts';
import { type ChangeRow, pullChanges, readChangeRows } from './pull-changes.ts';
import { listExternalId, pullLists } from './pull-lists.ts';
import { pageRecords } from './pull-transactions.ts';
import {
  byIdSql,
  type ChangeQuery,
  customerQuery,
  deletionQuery,
  idPattern,
  type ListQuery,
  periodLists,
  referenceLists,
  subsidiaryLists,
  transactionQuery,
} from './queries.ts';
import { rowTotals, transactionTotals } from './totals.ts';
import { translatePeriod } from './translate/accounting-periods.ts';
import { translateCustomer } from './translate/customers.ts';
import { translateTransaction } from './translate/ledger-documents.ts';
import { translateReference } from './translate/references.ts';
import { translateSubsidiary } from './translate/subsidiaries.ts';

type Records = Promise<Result<readonly SourceRecord[], PullFailure>>;

/** How one stream is read; the connector only picks it by name. */
export interface Stream {
  readonly pull: (request: PullRequest) => Promise<Result<PullPage, PullFailure>>;
  readonly fetch: (externalId: string, options: CallOptions) => Records;
  readonly totals: (options: CallOptions) => Promise<Result<StreamTotals, PullFailure>>;
  readonly translate: (record: SourceRecord) => readonly Observation[];
}

export function createStreams(
  client: NetSuiteClient,
  settings: NetSuiteSettings,
): Readonly<Record<string, Stream>> {
  const { legalEntityBySubsidiary } = settings;
  return {
    subsidiaries: listStream(client, 'subsidiaries', subsidiaryLists, translateSubsidiary),
    'accounting-periods': listStream(client, 'accounting-periods', periodLists, translatePeriod),
    references: listStream(client, 'references', referenceLists, translateReference),
    customers: changeStream(client, settings, {
      query: customerQuery(settings.crmIdField, settings.billingIdField),
      toRecords: (rows) => Promise.resolve(ok(rows.map((row) => plainRecord('customers', row)))),
      totals: (options) => rowTotals(client, [{ type: null, table: 'customer' }], options),
      translate: (record) => [translateCustomer(record, legalEntityBySubsidiary)],
    }),
    transactions: changeStream(client, settings, {
      query: transactionQuery,
      toRecords: (rows, options) => pageRecords(client, rows, options),
      totals: (options) => transactionTotals(client, options),
      translate: (record) => [translateTransaction(record)],
    }),
    deletions: changeStream(client, settings, {
      query: deletionQuery,
      toRecords: (rows) => Promise.resolve(ok(rows.map((row) => plainRecord('deletions', row)))),
      totals: () => Promise.resolve(noTotals),
      translate: () => [],
    }),
  };
}

const noTotals = err<PullFailure>({
  code: 'RESPONSE_INVALID',
  message: 'NetSuite keeps no totals of deleted records',
  fix: 'Ask only for totals of streams that declare them.',
});

function plainRecord(stream: string, row: ChangeRow): SourceRecord {
  return { stream, externalId: row.id, body: row.body };
}

function changeStream(
  client: NetSuiteClient,
  settings: NetSuiteSettings,
  own: Pick<Stream, 'totals' | 'translate'> & {
    readonly query: ChangeQuery;
    readonly toRecords: (rows: readonly ChangeRow[], options: CallOptions) => Records;
  },
): Stream {
  const { query, toRecords, totals, translate } = own;
  const overlapMs = settings.overlapMs + settings.searchLagMs;
  return {
    totals,
    translate,
    pull: (request) =>
      pullChanges(client, { query, pageSize: settings.pageSize, overlapMs, toRecords }, request),
    fetch: async (externalId, options) => {
      if (!idPattern.test(externalId)) return ok([]);
      const page = await client.query(byIdSql(query, [externalId]), 1, options);
      if (!page.ok) return page;
      const rows = readChangeRows(page.value, query);
      return rows.ok ? toRecords(rows.value, options) : rows;
    },
  };
}

function listStream(
  client: NetSuiteClient,
  name: string,
  lists: readonly ListQuery[],
  translate: (record: SourceRecord) => Observation,
): Stream {
  return {
    pull: (request) => pullLists(client, lists, request),
    totals: (options) => rowTotals(client, lists, options),
    translate: (record) => [translate(record)],
    fetch: async (externalId, options) => {
      const bare = externalId.slice(externalId.indexOf(':') + 1);
      const list = lists.find((one) => listExternalId(one, bare) === externalId);
      if (list === undefined || !idPattern.test(bare)) return ok([]);
      const sql = `SELECT ${list.columns} FROM ${list.table} WHERE id = ${bare} ORDER BY id`;
      const page = await client.query(sql, 1, options);
      if (!page.ok) return page;
      return ok(page.value.rows.map((body) => ({ stream: name, externalId, body })));
    },
  };
}

export function streamNamed(streams: Readonly<Record<string, Stream>>, name: string): Stream {
  const stream = streams[name];
  assert(stream !== undefined, `NetSuite has no stream "${name}"`);
  return stream;
}
