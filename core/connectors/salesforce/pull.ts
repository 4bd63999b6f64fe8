import { type Result, err, ok } from '#core/base/result.ts';
import { toInstant } from '#core/base/clock.ts';
import {
  countStalled,
  type PullFailure,
  type PullPage,
  type PullRequest,
  readCursor,
  type SourceRecord,
  writeCursor,
} from '../sdk/index.ts';
import { completeChildren } from './children.ts';
import type { ReadOptions, SalesforceClient } from './client.ts';
import { type Walk, type WalkCursor, walkCursor } from './cursors.ts';
import { type StreamQuery, walkStatement } from './queries.ts';
import { changedAt } from './reading.ts';
import type { QueryPage } from './query-page.ts';
import { headSchema } from './schemas.ts';

/**
 * Walks a stream by last change and id. The cursor is the record we stand behind, so any connection can go on from it;
 * within one connection the org's own next page is followed, which costs it no new query. An org that has forgotten that
 * page is asked from the record on.
 */
export class StreamWalk {
  readonly #client: SalesforceClient;
  readonly #stream: string;
  readonly #query: StreamQuery;
  readonly #overlapMs: number;
  /** The cursor that we gave last, and where the org said that its next page is. */
  #open: { readonly cursor: string; readonly nextRecordsUrl: string } | null = null;

  constructor(client: SalesforceClient, stream: string, query: StreamQuery, overlapMs: number) {
    this.#client = client;
    this.#stream = stream;
    this.#query = query;
    this.#overlapMs = overlapMs;
  }

  async pull(request: PullRequest): Promise<Result<PullPage, PullFailure>> {
    const position = request.cursor === null ? ok(null) : readCursor(walkCursor, request.cursor);
    if (!position.ok) return position;
    const walk = this.#start(position.value);
    const options = { lane: request.lane, signal: request.signal };
    const page = await this.#page(request.cursor, walk, options);
    if (!page.ok) return page;
    const heads = headsOf(page.value);
    if (!heads.ok) return heads;
    const bodies = await Promise.all(
      page.value.records.map((body) => completeChildren(this.#client, this.#query, body, options)),
    );
    const records: SourceRecord[] = [];
    for (const [index, body] of bodies.entries()) {
      if (!body.ok) return body;
      records.push({ stream: this.#stream, externalId: heads.value[index]?.id ?? '', body: body.value });
    }
    return this.#end(walk, page.value, heads.value.at(-1) ?? null, records);
  }

  #start(cursor: WalkCursor | null): Walk {
    if (cursor?.at === 'walking') return cursor;
    const newest = cursor?.newest ?? null;
    const stamp = newest === null ? null : toInstant(Date.parse(newest) - this.#overlapMs);
    return { at: 'walking', stamp, id: null, stalled: 0 };
  }

  async #page(
    cursor: string | null,
    walk: Walk,
    options: ReadOptions,
  ): Promise<Result<QueryPage, PullFailure>> {
    if (cursor !== null && this.#open?.cursor === cursor) {
      const next = await this.#client.more(this.#open.nextRecordsUrl, options);
      if (!next.ok) return next;
      if (next.value !== null) return ok(next.value);
    }
    return this.#client.query(walkStatement(this.#query, walk), 'all', options);
  }

  #end(
    walk: Walk,
    page: QueryPage,
    last: Head | null,
    records: readonly SourceRecord[],
  ): Result<PullPage, PullFailure> {
    const isLast = page.nextRecordsUrl === null;
    const stamp = last?.stamp ?? walk.stamp;
    const id = last?.id ?? walk.id;
    const hasMoved = stamp !== walk.stamp || id !== walk.id;
    const stalled = countStalled(walk.stalled, { recordCount: records.length, hasMoved, isLast });
    if (!stalled.ok) return stalled;
    const next: WalkCursor = isLast
      ? { at: 'resting', newest: stamp }
      : { at: 'walking', stamp, id, stalled: stalled.value };
    const cursor = writeCursor(next);
    this.#open = page.nextRecordsUrl === null ? null : { cursor, nextRecordsUrl: page.nextRecordsUrl };
    return ok({ records, cursor, isLast });
  }
}

interface Head {
  readonly id: string;
  readonly stamp: string;
}

/** Id and last change of every record. A page without them cannot be walked. */
function headsOf(page: QueryPage): Result<Head[], PullFailure> {
  const heads: Head[] = [];
  for (const [index, body] of page.records.entries()) {
    const head = headSchema.safeParse(JSON.parse(body) as unknown);
    if (!head.success) {
      const where = `$.records[${index}]`;
      return err({ code: 'RESPONSE_INVALID', message: 'a record without Id or SystemModstamp', where });
    }
    heads.push({ id: head.data.Id, stamp: changedAt(head.data.SystemModstamp) });
  }
  return ok(heads);
}
