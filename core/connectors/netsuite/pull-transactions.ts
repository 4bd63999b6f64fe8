import { type Result, err, ok } from '#core/base/result.ts';
import type { PullFailure, SourceRecord } from '../sdk/index.ts';
import { type CallOptions, type NetSuiteClient, rowsPerPageMax } from './client.ts';
import type { ChangeRow } from './pull-changes.ts';
import { idPattern, linesSql } from './queries.ts';
import { rowFields } from './rows.ts';

/** A walk over the lines of one page that does not get on is stopped here: no real page has so many lines. */
const linePagesMax = 1_000;

/**
 * The documents of a page with their lines, each as `{"transaction":<row>,"lines":[<rows>]}` with NetSuite's own rows in
 * it. A document that changes between the two queries gets a newer change stamp, so the walk meets it again.
 */
export async function withLines(
  client: NetSuiteClient,
  documents: readonly ChangeRow[],
  options: CallOptions,
): Promise<Result<readonly SourceRecord[], PullFailure>> {
  if (documents.length === 0) return ok([]);
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
    if (!page.value.hasMore) return ok(documents.map((one) => toRecord(one, lines.get(one.id) ?? [])));
  }
  return err({
    code: 'NOT_ADVANCING',
    message: `the lines of one page did not end after ${linePagesMax} pages`,
  });
}

function toRecord(document: ChangeRow, lines: readonly string[]): SourceRecord {
  const body = `{"transaction":${document.body},"lines":[${lines.join(',')}]}`;
  return { stream: 'transactions', externalId: document.id, body };
}
