import type { Clock } from '#core/base/clock.ts';
import { type Result, err, ok } from '#core/base/result.ts';
import type { PullFailure, PullPage, PullRequest, SourceRecord } from '../sdk/connector.ts';
import { countStalled, readCursor, writeCursor } from '../sdk/cursor.ts';
import { isMissing, type ListPage, type ReadOptions, type StripeClient } from './client.ts';
import { completeRecord } from './complete.ts';
import {
  type ListCursor,
  type ListWalk,
  listCursor,
  overlapSeconds,
  restartsMax,
  restMaxMs,
} from './cursors.ts';
import { headOf, type RecordHead, resources } from './resources.ts';

/**
 * One page of a list stream. Without a cursor the walk goes from the newest record to the oldest; from the resting place
 * at its end the next walk brings what was created since, with an overlap. Changes of known records come by the events.
 */
export async function pullList(
  client: StripeClient,
  clock: Clock,
  request: PullRequest,
  options: ReadOptions,
): Promise<Result<PullPage, PullFailure>> {
  const { stream } = request;
  const position = request.cursor === null ? ok(null) : readCursor(listCursor, request.cursor);
  if (!position.ok) return position;
  if (position.value?.at === 'resting' && clock.now() - position.value.restedAtMs >= restMaxMs) {
    return err({
      code: 'CURSOR_EXPIRED',
      message: 'this list rested for longer than the event feed reaches back',
    });
  }
  const walk = startOf(position.value);
  const page = await client.list(walkPath(stream, walk, client.pageSize), options);
  if (!page.ok) return page;
  if (isMissing(page.value)) return restart(walk, page.value.missing);
  const heads = page.value.elements.map(headOf);
  const records = await completeRecords(client, stream, page.value.elements, heads, options);
  if (!records.ok) return records;
  return endOfPage(walk, page.value, heads, records.value, clock.now());
}

function startOf(cursor: ListCursor | null): ListWalk {
  if (cursor?.at === 'walking') return cursor;
  const newest = cursor?.newest ?? null;
  const since = newest === null ? null : Math.max(0, newest - overlapSeconds);
  return { at: 'walking', after: null, since, newest, restarts: 0, stalled: 0 };
}

function walkPath(stream: string, walk: ListWalk, pageSize: number): string {
  const resource = resources[stream];
  const after = walk.after === null ? '' : `&starting_after=${encodeURIComponent(walk.after)}`;
  const since = walk.since !== null && resource?.isCreatedFilter ? `&created%5Bgte%5D=${walk.since}` : '';
  return `${resource?.path}?limit=${pageSize}${resource?.filter}${since}${after}`;
}

/** The record at which the walk stood is gone: the walk begins again at its top, which loses nothing. */
function restart(walk: ListWalk, parameter: string | null): Result<PullPage, PullFailure> {
  if (parameter !== 'starting_after' || walk.restarts >= restartsMax) {
    return err({
      code: 'CURSOR_EXPIRED',
      message: `Stripe does not know ${parameter ?? 'the list'} of this walk`,
    });
  }
  const again: ListWalk = { ...walk, after: null, restarts: walk.restarts + 1, stalled: 0 };
  return ok({ records: [], cursor: writeCursor(again), isLast: false });
}

async function completeRecords(
  client: StripeClient,
  stream: string,
  elements: readonly string[],
  heads: readonly RecordHead[],
  options: ReadOptions,
): Promise<Result<SourceRecord[], PullFailure>> {
  const bodies = await Promise.all(elements.map((body) => completeRecord(client, stream, body, options)));
  const records: SourceRecord[] = [];
  for (const [index, body] of bodies.entries()) {
    if (!body.ok) return body;
    records.push({ stream, externalId: (heads[index] as RecordHead).id, body: body.value });
  }
  return ok(records);
}

function endOfPage(
  walk: ListWalk,
  page: ListPage,
  heads: readonly RecordHead[],
  records: readonly SourceRecord[],
  nowMs: number,
): Result<PullPage, PullFailure> {
  const after = heads.at(-1)?.id ?? walk.after;
  const created = heads.flatMap((head) => head.created ?? []);
  const newest = created.reduce<number | null>((high, at) => Math.max(high ?? at, at), walk.newest);
  const oldest = created.at(-1);
  const isPast = walk.since !== null && oldest !== undefined && oldest < walk.since;
  const isLast = !page.hasMore || isPast;
  const moved = { recordCount: records.length, hasMoved: after !== walk.after, isLast };
  const stalled = countStalled(walk.stalled, moved);
  if (!stalled.ok) return stalled;
  const next: ListCursor = isLast
    ? { at: 'resting', newest, restedAtMs: nowMs }
    : { ...walk, after, newest, stalled: stalled.value };
  const since = walk.since;
  const fresh =
    since === null ? records : records.filter((_record, index) => (heads[index]?.created ?? since) >= since);
  return ok({ records: fresh, cursor: writeCursor(next), isLast });
}
