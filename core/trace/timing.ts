import type { EntrySpan } from '../storage/repositories/trace-facts.ts';
import type { Hop, TimedHop } from './hop.ts';

/** What is known about the time of a hop besides itself. */
export interface TimeFacts {
  readonly spanOf: (hopId: string) => EntrySpan | null;
  /** When a posting was confirmed; null while it is not. */
  readonly postedAt: (postingId: string) => string | null;
  readonly lastSyncAt: (connectionId: string) => string | null;
  readonly connectionOf: (system: Hop['system']) => string | null;
  readonly nowAt: string;
}

const dayMs = 86_400_000;
const settled = new Set(['POSTED', 'REVERSED', 'REJECTED', 'WITHDRAWN', 'DEAD', 'SHADOW']);

/**
 * Puts hops in time. A posting has our own instants; a vendor's record has its day, or the instant at which our posting
 * became it; a ghost waits from the hop before to the day by which it should be there.
 */
export function timeHops(hops: readonly Hop[], facts: TimeFacts): TimedHop[] {
  const byId = new Map<string, TimedHop>();
  const postings = new Map<string, TimedHop>();
  const timed: TimedHop[] = [];
  for (const hop of hops) {
    const before = hop.fromId === null ? null : (byId.get(hop.fromId) ?? null);
    const posting = hop.fromId === null ? null : (postings.get(hop.fromId) ?? null);
    const placed = place(hop, before, posting, facts);
    byId.set(hop.id, placed);
    if (hop.kind === 'posting' && hop.fromId !== null) postings.set(hop.fromId, placed);
    timed.push(placed);
  }
  return timed;
}

function place(hop: Hop, before: TimedHop | null, posting: TimedHop | null, facts: TimeFacts): TimedHop {
  const span = hop.isGhost ? null : facts.spanOf(hop.id);
  const when = hop.isGhost
    ? ghostTime(hop, before, facts)
    : hop.kind === 'posting'
      ? postingTime(hop, span, facts)
      : recordTime(hop, span, posting, facts);
  const leftAt = before === null ? null : (before.endAt ?? before.startAt);
  const waited = leftAt === null ? null : Date.parse(when.startAt) - Date.parse(leftAt);
  const connectionId = hop.connectionId ?? facts.connectionOf(hop.system);
  return {
    ...hop,
    ...when,
    waitedMs: waited !== null && waited > 0 && !hop.isGhost ? waited : null,
    entries: span && { fromSeq: span.fromSeq, toSeq: span.toSeq, count: span.count },
    missing: hop.isGhost
      ? { connectionId, lastSyncAt: connectionId === null ? null : facts.lastSyncAt(connectionId) }
      : null,
    count: 1,
  };
}

type When = Pick<TimedHop, 'startAt' | 'endAt' | 'precision'>;

function postingTime(hop: Hop, span: EntrySpan | null, { nowAt, postedAt }: TimeFacts): When {
  const startAt = span?.firstAt ?? nowAt;
  return {
    startAt,
    endAt: settled.has(hop.state) ? (postedAt(hop.id) ?? span?.lastAt ?? null) : null,
    precision: 'instant',
  };
}

function recordTime(hop: Hop, span: EntrySpan | null, posting: TimedHop | null, facts: TimeFacts): When {
  const made = hop.kind === 'ledger-document' && posting ? facts.postedAt(posting.id) : null;
  if (made !== null) return { startAt: made, endAt: made, precision: 'instant' };
  if (hop.on === null) {
    const at = span?.firstAt ?? facts.nowAt;
    return { startAt: at, endAt: at, precision: 'instant' };
  }
  const startMs = Date.parse(`${hop.on}T00:00:00.000Z`);
  return {
    startAt: new Date(startMs).toISOString(),
    endAt: new Date(startMs + dayMs - 1).toISOString(),
    precision: 'day',
  };
}

function ghostTime(hop: Hop, before: TimedHop | null, { nowAt }: TimeFacts): When {
  const dueAt = hop.on === null ? nowAt : `${hop.on}T00:00:00.000Z`;
  const leftAt = before === null ? dueAt : (before.endAt ?? before.startAt);
  const startAt = leftAt < dueAt ? leftAt : dueAt;
  return { startAt, endAt: hop.state === 'missing' ? null : dueAt, precision: 'day' };
}
