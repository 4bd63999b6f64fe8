import { type Result, err, ok } from '#core/base/result.ts';
import {
  countStalled,
  type Cursor,
  type PullFailure,
  type PullPage,
  type PullRequest,
  type SourceRecord,
} from '../sdk/index.ts';
import type { NetSuiteClient, RowPage } from './client.ts';
import { type ChangeCursor, earlier, isAfter, readChangeCursor, writeChangeCursor } from './cursors.ts';
import { type ChangeQuery, changesSql, idPattern, stampPattern } from './queries.ts';
import { rowFields } from './rows.ts';

export interface ChangeRow {
  readonly id: string;
  readonly stamp: string;
  readonly body: string;
}

export interface ChangeStream {
  readonly query: ChangeQuery;
  readonly pageSize: number;
  readonly overlapMs: number;
  /** Turns the rows of a page into records, fetching what belongs to them. */
  readonly toRecords: (
    rows: readonly ChangeRow[],
    request: PullRequest,
  ) => Promise<Result<readonly SourceRecord[], PullFailure>>;
}

/** One page of a modified-since walk. */
export async function pullChanges(
  client: NetSuiteClient,
  stream: ChangeStream,
  request: PullRequest,
): Promise<Result<PullPage, PullFailure>> {
  const cursor = readChangeCursor(request.cursor);
  if (!cursor.ok) return cursor;
  const page = await client.query(changesSql(stream.query, cursor.value), stream.pageSize, request);
  if (!page.ok) return page;
  const rows = readChangeRows(page.value, stream.query);
  if (!rows.ok) return rows;
  const next = nextCursor(cursor.value, rows.value, page.value.hasMore, stream.overlapMs);
  if (!next.ok) return next;
  const records = await stream.toRecords(rows.value, request);
  if (!records.ok) return records;
  return ok({ records: records.value, cursor: next.value, isLast: !page.value.hasMore });
}

export function readChangeRows(page: RowPage, query: ChangeQuery): Result<readonly ChangeRow[], PullFailure> {
  const rows: ChangeRow[] = [];
  for (const body of page.rows) {
    const fields = rowFields(body, [query.idField, query.stampField]);
    if (!fields.ok) return fields;
    const [id = '', stamp = ''] = fields.value;
    if (!idPattern.test(id) || !stampPattern.test(stamp)) {
      const message = `a row has an id or change stamp in a form that cannot be walked: "${id}", "${stamp}"`;
      return err({ code: 'RESPONSE_INVALID', message, where: `$.items[].${query.stampField}` });
    }
    rows.push({ id, stamp, body });
  }
  return ok(rows);
}

function nextCursor(
  before: ChangeCursor,
  rows: readonly ChangeRow[],
  hasMore: boolean,
  overlapMs: number,
): Result<Cursor, PullFailure> {
  const last = rows.reduce<ChangeRow | null>((a, b) => (a === null || isAfter(b, a) ? b : a), null);
  const hasMoved = last !== null && (before.after === null || isAfter(last, before.after));
  const stalled = countStalled(before.stalled, { recordCount: rows.length, hasMoved, isLast: !hasMore });
  if (!stalled.ok) return stalled;
  const high = last !== null && (before.high === null || last.stamp > before.high) ? last.stamp : before.high;
  if (!hasMore) {
    const from = high === null ? null : earlier(high, overlapMs);
    return ok(writeChangeCursor({ v: 1, from, after: null, high, stalled: 0 }));
  }
  const after = hasMoved ? { stamp: last.stamp, id: last.id } : before.after;
  return ok(writeChangeCursor({ v: 1, from: before.from, after, high, stalled: stalled.value }));
}
