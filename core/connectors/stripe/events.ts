import { type Result, err, ok } from '#core/base/result.ts';
import type { Clock } from '#core/base/clock.ts';
import type { PullFailure, PullPage, PullRequest, SourceRecord } from '../sdk/connector.ts';
import { countStalled, readCursor, writeCursor } from '../sdk/cursor.ts';
import { isMissing, type ListPage, type ReadOptions, type StripeClient } from './client.ts';
import { type EventCursor, type EventSweep, eventCursor, overlapSeconds, restartsMax } from './cursors.ts';
import { followEvents, type StripeEvent } from './follow-events.ts';
import { headOf } from './resources.ts';
import { eventSchema } from './schemas.ts';

const feedDays = 30;
const dayMs = 86_400_000;
/** A cursor remembers at most so many events of the overlap; more are followed twice, which harms nobody. */
const seenMax = 1_000;

/**
 * One page of the live lane. An event is only a hint: what comes back are the records as they are now, each once per
 * page. The first pull notes the newest events and brings nothing; the lists hold everything up to there. Stripe keeps
 * events for thirty days: after a longer gap the cursor is expired and the lists must be walked again.
 */
export async function pullEvents(
  client: StripeClient,
  clock: Clock,
  request: PullRequest,
  options: ReadOptions,
): Promise<Result<PullPage, PullFailure>> {
  if (request.cursor === null) return noteNewest(client, clock, options);
  const position = readCursor(eventCursor, request.cursor);
  if (!position.ok) return position;
  if (clock.now() - position.value.sweptAtMs >= feedDays * dayMs) return err(expired());
  const sweep = startOf(position.value, clock.now());
  const after = sweep.after === null ? '' : `&starting_after=${encodeURIComponent(sweep.after)}`;
  const path = `/v1/events?limit=${client.pageSize}&created%5Bgte%5D=${sweep.since}${after}`;
  const page = await client.list(path, options);
  if (!page.ok) return page;
  if (isMissing(page.value)) return restart(sweep);
  return follow(client, sweep, page.value, options);
}

async function noteNewest(
  client: StripeClient,
  clock: Clock,
  options: ReadOptions,
): Promise<Result<PullPage, PullFailure>> {
  const page = await client.list(`/v1/events?limit=${client.pageSize}`, options);
  if (!page.ok) return page;
  const heads = isMissing(page.value) ? [] : page.value.elements.map(headOf);
  const floor = heads[0]?.created ?? 0;
  const noted = heads.filter(({ created }) => created === floor);
  const seen = noted.map(({ id }): [string, number] => [id, floor]);
  const cursor: EventCursor = { at: 'waiting', newest: floor, floor, seen, sweptAtMs: clock.now() };
  return ok({ records: [], cursor: writeCursor(cursor), isLast: true });
}

function startOf(cursor: EventCursor, nowMs: number): EventSweep {
  if (cursor.at === 'sweeping') return cursor;
  const { newest, floor, seen, sweptAtMs } = cursor;
  const since = Math.max(newest - overlapSeconds, floor);
  return {
    at: 'sweeping',
    after: null,
    since,
    newest,
    floor,
    seen,
    sweptAtMs,
    startedAtMs: nowMs,
    restarts: 0,
    stalled: 0,
  };
}

function restart(sweep: EventSweep): Result<PullPage, PullFailure> {
  if (sweep.restarts >= restartsMax) return err(expired());
  const again: EventSweep = { ...sweep, after: null, restarts: sweep.restarts + 1, stalled: 0 };
  return ok({ records: [], cursor: writeCursor(again), isLast: false });
}

async function follow(
  client: StripeClient,
  sweep: EventSweep,
  page: ListPage,
  options: ReadOptions,
): Promise<Result<PullPage, PullFailure>> {
  const known = new Set(sweep.seen.map(([id]) => id));
  const events: StripeEvent[] = [];
  const unreadable: SourceRecord[] = [];
  for (const text of page.elements) {
    const parsed = eventSchema.safeParse(JSON.parse(text) as unknown);
    if (!parsed.success) unreadable.push({ stream: 'events', externalId: headOf(text).id, body: text });
    else if (!known.has(parsed.data.id)) events.push({ ...parsed.data, text });
  }
  const followed = await followEvents(client, events, options);
  if (!followed.ok) return followed;
  const cursor = endOfPage(sweep, page);
  if (!cursor.ok) return cursor;
  // Stripe tells the newest first; what happened first is taken in first, so that it is also decided and posted first.
  const records = [...followed.value.toReversed(), ...unreadable];
  return ok({ records, cursor: writeCursor(cursor.value), isLast: !page.hasMore });
}

function endOfPage(sweep: EventSweep, page: ListPage): Result<EventCursor, PullFailure> {
  const heads = page.elements.map(headOf);
  const after = heads.at(-1)?.id ?? sweep.after;
  const isLast = !page.hasMore;
  const progress = { recordCount: heads.length, hasMoved: after !== sweep.after, isLast };
  const stalled = countStalled(sweep.stalled, progress);
  if (!stalled.ok) return stalled;
  const newest = heads.reduce((high, head) => Math.max(high, head.created ?? high), sweep.newest);
  const seen = rememberEvents(sweep, heads, newest);
  if (!isLast) return ok({ ...sweep, after, newest, seen, stalled: stalled.value });
  const { floor, startedAtMs } = sweep;
  return ok({ at: 'waiting', newest, floor, seen, sweptAtMs: startedAtMs });
}

function rememberEvents(
  sweep: EventSweep,
  heads: readonly { readonly id: string; readonly created: number | null }[],
  newest: number,
): [string, number][] {
  const byId = new Map(sweep.seen);
  for (const { id, created } of heads) if (created !== null) byId.set(id, created);
  const recent = [...byId].filter(([, created]) => created >= newest - overlapSeconds);
  return recent.sort((a, b) => b[1] - a[1]).slice(0, seenMax);
}

function expired(): PullFailure {
  return {
    code: 'CURSOR_EXPIRED',
    message: `the last look at Stripe's events is more than ${feedDays} days old, which is as far as they reach back`,
    fix: 'All lists are walked again; then the events are followed from now on.',
  };
}
