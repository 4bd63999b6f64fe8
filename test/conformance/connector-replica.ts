import { expect } from 'vitest';
import type { ManualClock } from '#core/base/manual-clock.ts';
import type { Connection, Cursor, PullPage, SourceRecord } from '#core/connectors/sdk/index.ts';
import type { Entity } from '#core/domain/entity.ts';
import type { VendorHarness } from './connector-harness.ts';

/** Lets the sockets work and moves the clock only when nothing else would end the wait. */
export async function settle<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isOver = false;
  const done = work.finally(() => {
    isOver = true;
  });
  done.catch(() => {});
  for (let idle = 0; !isOver; idle += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const nextMs = clock.nextWakeInMs();
    if (idle > 150 && nextMs !== null) clock.advance(nextMs);
  }
  return done;
}

/** The page, or a failed test that shows why there is none. */
export async function pull(connection: Connection, stream: string, cursor: Cursor | null): Promise<PullPage> {
  const page = await connection.pull({ stream, cursor, lane: cursor === null ? 'backfill' : 'live' });
  if (!page.ok) expect.fail(`${stream}: ${page.error.code}: ${page.error.message}`);
  return page.value;
}

/** All pages from a cursor to the last one. */
export async function walk(
  connection: Connection,
  stream: string,
  cursor: Cursor | null,
): Promise<readonly PullPage[]> {
  const pages: PullPage[] = [];
  let at = cursor;
  for (let count = 0; count < 500; count += 1) {
    const page = await pull(connection, stream, at);
    pages.push(page);
    at = page.cursor;
    if (page.isLast) return pages;
  }
  return expect.fail(`${stream} did not end after 500 pages`);
}

interface Held {
  readonly at: string;
  readonly text: string | null;
}

/** What a reader of the stream would hold: the newest state of each id by the source's own order. */
export class Replica {
  readonly #harness: VendorHarness;
  readonly #held = new Map<string, Held>();
  readonly entities = new Map<string, Entity>();

  constructor(harness: VendorHarness) {
    this.#harness = harness;
  }

  take(connection: Connection, records: readonly SourceRecord[]): void {
    for (const record of records) {
      const read = connection.translate(record);
      if (!read.ok) expect.fail(`${record.externalId}: ${read.error.message} (${record.body})`);
      for (const { externalId, entity, ordering, isDeleted } of read.value) {
        const at = ordering.by === 'instant' ? ordering.at : '';
        this.#place(externalId, { at, text: isDeleted ? null : this.#harness.digest(entity) });
        this.entities.set(externalId, entity);
      }
      const gone = connection.translateDeletions?.(record);
      if (gone && !gone.ok) expect.fail(gone.error.message);
      for (const { externalId, ordering } of gone?.value ?? []) {
        this.#place(externalId, { at: ordering.by === 'instant' ? ordering.at : '', text: null });
      }
    }
  }

  /** Live documents, in the form of `VendorWorld.truth`. */
  live(): Map<string, string> {
    const entries = [...this.#held].flatMap(([id, { text }]): [string, string][] =>
      text === null ? [] : [[id, text]],
    );
    return new Map(entries);
  }

  #place(externalId: string, held: Held): void {
    const before = this.#held.get(externalId);
    if (before === undefined || held.at >= before.at) this.#held.set(externalId, held);
  }
}

export function sorted(map: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...map].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}
