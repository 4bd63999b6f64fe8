import { type Result, err, ok } from '#core/base/result.ts';
import {
  countStalled,
  type PullFailure,
  type PullPage,
  type PullRequest,
  type SourceRecord,
} from '../sdk/index.ts';
import { type NetSuiteClient, rowsPerPageMax } from './client.ts';
import { readListCursor, writeListCursor } from './cursors.ts';
import { idPattern, type ListQuery, listSql } from './queries.ts';
import { rowFields } from './rows.ts';

/** External id of a list's row: NetSuite numbers each list from 1, so references carry their type ("item:12"). */
export function listExternalId(list: ListQuery, id: string): string {
  return list.type === null ? id : `${list.type}:${id}`;
}

/** One page of short lists that are read whole every time; empty lists are passed over. */
export async function pullLists(
  client: NetSuiteClient,
  lists: readonly ListQuery[],
  request: PullRequest,
): Promise<Result<PullPage, PullFailure>> {
  const cursor = readListCursor(request.cursor);
  if (!cursor.ok) return cursor;
  let { list: index, afterId } = cursor.value;
  for (;;) {
    const list = lists[index];
    if (list === undefined) return ok({ records: [], cursor: writeListCursor(start), isLast: true });
    const page = await client.query(listSql(list, afterId), rowsPerPageMax, request);
    if (!page.ok) return page;
    const rows = readListRows(page.value.rows);
    if (!rows.ok) return rows;
    if (!page.value.hasMore && rows.value.length === 0) {
      index += 1;
      afterId = '0';
      continue;
    }
    const lastId = rows.value.reduce((max, row) => (BigInt(row.id) > BigInt(max) ? row.id : max), afterId);
    const isLast = !page.value.hasMore && index === lists.length - 1;
    const hasMoved = lastId !== afterId || !page.value.hasMore;
    const stalled = countStalled(cursor.value.stalled, { recordCount: rows.value.length, hasMoved, isLast });
    if (!stalled.ok) return stalled;
    const next = page.value.hasMore
      ? { v: 1 as const, list: index, afterId: lastId, stalled: stalled.value }
      : { ...start, list: index + 1 };
    return ok({
      records: rows.value.map((row) => toRecord(request.stream, list, row)),
      cursor: writeListCursor(isLast ? start : next),
      isLast,
    });
  }
}

const start = { v: 1, list: 0, afterId: '0', stalled: 0 } as const;

interface ListRow {
  readonly id: string;
  readonly body: string;
}

function toRecord(stream: string, list: ListQuery, row: ListRow): SourceRecord {
  return { stream, externalId: listExternalId(list, row.id), body: row.body };
}

function readListRows(bodies: readonly string[]): Result<readonly ListRow[], PullFailure> {
  const rows: ListRow[] = [];
  for (const body of bodies) {
    const fields = rowFields(body, ['id']);
    if (!fields.ok) return fields;
    const id = fields.value[0] ?? '';
    if (!idPattern.test(id)) {
      return err({
        code: 'RESPONSE_INVALID',
        message: `"${id}" is not an internal id`,
        where: '$.items[].id',
      });
    }
    rows.push({ id, body });
  }
  return ok(rows);
}
