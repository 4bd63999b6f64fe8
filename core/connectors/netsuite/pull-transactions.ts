import { type Result, err, ok } from '#core/base/result.ts';
import type { PullFailure, SourceRecord } from '../sdk/index.ts';
import { type CallOptions, type NetSuiteClient, rowsPerPageMax } from './client.ts';
import { type ChangeRow, readChangeRows } from './pull-changes.ts';
import { byIdSql, idPattern, linesSql, settledSql, transactionQuery } from './queries.ts';
import { rowFields } from './rows.ts';

/** A walk over what belongs to one page that does not get on is stopped here: no real page has so much. */
const linePagesMax = 1_000;

/** Ids fetched at once; fits in one list of a query. */
const settledPerQuery = 500;

/** Ids in one list of a query: Oracle takes 1,000. */
const documentsPerQuery = 500;

/** Types that settle others. */
const settlingTypes = new Set(['CustPymt', 'CustCred', 'CustRfnd']);

/**
 * The records of a page: its documents, and after them those that they settle and that are not in the page, because what
 * is left open of an invoice may change without a change of its stamp.
 */
export async function pageRecords(
  client: NetSuiteClient,
  documents: readonly ChangeRow[],
  options: CallOptions,
): Promise<Result<readonly SourceRecord[], PullFailure>> {
  const settled = await settledBy(client, documents, options);
  return settled.ok ? withLines(client, [...documents, ...settled.value], options) : settled;
}

async function settledBy(
  client: NetSuiteClient,
  documents: readonly ChangeRow[],
  options: CallOptions,
): Promise<Result<readonly ChangeRow[], PullFailure>> {
  const settling: string[] = [];
  for (const { id, body } of documents) {
    const type = rowFields(body, ['type']);
    if (!type.ok) return type;
    if (settlingTypes.has(type.value[0] ?? '')) settling.push(id);
  }
  const present = new Set(documents.map(({ id }) => id));
  const found: ChangeRow[] = [];
  let afterId = '0';
  while (settling.length > 0) {
    const page = await client.query(settledSql(settling, afterId), settledPerQuery, options);
    if (!page.ok) return page;
    const ids: string[] = [];
    for (const body of page.value.rows) {
      const fields = rowFields(body, ['previousdoc']);
      if (!fields.ok) return fields;
      const [id = ''] = fields.value;
      if (!idPattern.test(id) || BigInt(id) <= BigInt(afterId)) {
        const message = `"${id}" does not follow "${afterId}" in the order that was asked for`;
        return err({ code: 'RESPONSE_INVALID', message, where: '$.items[].previousdoc' });
      }
      afterId = id;
      if (!present.has(id)) ids.push(id);
    }
    const rows = await changeRows(client, ids, options);
    if (!rows.ok) return rows;
    found.push(...rows.value);
    if (!page.value.hasMore || page.value.rows.length === 0) break;
  }
  return ok(found);
}

async function changeRows(
  client: NetSuiteClient,
  ids: readonly string[],
  options: CallOptions,
): Promise<Result<readonly ChangeRow[], PullFailure>> {
  if (ids.length === 0) return ok([]);
  const page = await client.query(byIdSql(transactionQuery, ids), rowsPerPageMax, options);
  return page.ok ? readChangeRows(page.value, transactionQuery) : page;
}

/**
 * The documents with their lines, each as `{"transaction":<row>,"lines":[<rows>]}` with NetSuite's own rows in it. A
 * document that changes between the two queries gets a newer change stamp, so the walk meets it again.
 */
async function withLines(
  client: NetSuiteClient,
  documents: readonly ChangeRow[],
  options: CallOptions,
): Promise<Result<readonly SourceRecord[], PullFailure>> {
  const records: SourceRecord[] = [];
  for (let from = 0; from < documents.length; from += documentsPerQuery) {
    const some = documents.slice(from, from + documentsPerQuery);
    const lines = await linesOf(client, some, options);
    if (!lines.ok) return lines;
    records.push(...some.map((one) => toRecord(one, lines.value.get(one.id) ?? [])));
  }
  return ok(records);
}

async function linesOf(
  client: NetSuiteClient,
  documents: readonly ChangeRow[],
  options: CallOptions,
): Promise<Result<ReadonlyMap<string, readonly string[]>, PullFailure>> {
  const lines = new Map<string, string[]>(documents.map(({ id }) => [id, []]));
  let after: { document: string; line: string } | null = null;
  for (let pages = 0; pages < linePagesMax; pages += 1) {
    const sql = linesSql([...lines.keys()], after);
    const page = await client.query(sql, rowsPerPageMax, options);
    if (!page.ok) return page;
    for (const body of page.value.rows) {
      const fields = rowFields(body, ['transaction', 'id']);
      if (!fields.ok) return fields;
      const [document = '', line = ''] = fields.value;
      const own = lines.get(document);
      if (own === undefined || !idPattern.test(line)) {
        const message = `line "${line}" of document "${document}" was not asked for`;
        return err({ code: 'RESPONSE_INVALID', message, where: '$.items[].transaction' });
      }
      own.push(body);
      after = { document, line };
    }
    if (!page.value.hasMore) return ok(lines);
  }
  const message = `the lines of one page did not end after ${linePagesMax} pages`;
  return err({ code: 'NOT_ADVANCING', message });
}

function toRecord(document: ChangeRow, lines: readonly string[]): SourceRecord {
  const body = `{"transaction":${document.body},"lines":[${lines.join(',')}]}`;
  return { stream: 'transactions', externalId: document.id, body };
}
