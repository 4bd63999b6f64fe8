import { type Result, err, ok } from '#core/base/result.ts';
import type { PullFailure } from '../sdk/index.ts';
import { spliceList } from '../sdk/splice-list.ts';
import type { ReadOptions, SalesforceClient } from './client.ts';
import type { StreamQuery } from './queries.ts';

const doneFlag = { name: 'done', unfinished: 'false', finished: 'true' };
const mayBeCut = /"done"\s*:\s*false/;

/** The record with all its lines: a long list of children is cut by the vendor and goes on under an address of its own. */
export async function completeChildren(
  client: SalesforceClient,
  query: StreamQuery,
  body: string,
  options: ReadOptions,
): Promise<Result<string, PullFailure>> {
  if (query.children === null || !mayBeCut.test(body)) return ok(body);
  const { relationship } = query.children;
  const list = (JSON.parse(body) as Record<string, { done?: unknown; nextRecordsUrl?: unknown } | null>)[
    relationship
  ];
  if (list?.done !== false) return ok(body);
  const records: string[] = [];
  let next = typeof list.nextRecordsUrl === 'string' ? list.nextRecordsUrl : null;
  const visited = new Set<string>();
  while (next !== null) {
    if (visited.has(next))
      return err({ code: 'NOT_ADVANCING', message: `the pages of ${relationship} go in a circle` });
    visited.add(next);
    const page = await client.more(next, options);
    if (!page.ok) return page;
    if (page.value === null) {
      return err({
        code: 'UNREACHABLE',
        message: `the org forgot the rest of ${relationship}; the page is read again`,
      });
    }
    records.push(...page.value.records);
    next = page.value.nextRecordsUrl;
  }
  const whole = spliceList(body, [relationship, 'records'], records, doneFlag);
  return whole.ok ? whole : err({ ...whole.error, code: 'RESPONSE_INVALID' });
}
