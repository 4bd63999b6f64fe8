import type { JournalEntryRepository } from '#core/storage/repositories/journal-entries.ts';
import { type EntryFilter } from '#core/storage/repositories/journal-entries.ts';
import type { EventColumns } from '#core/storage/repositories/events.ts';
import { RecordSearch } from '#core/storage/repositories/record-search.ts';
import type { Core } from '../create-core.ts';

/** What people narrow the journal by; see `core/contract/journal.ts`. */
export interface AskedEntries {
  readonly id?: string | undefined;
  readonly actor?: string | undefined;
  readonly day?: string | undefined;
  readonly type?: string | undefined;
  readonly area?: string | undefined;
}

/** The conditions that a question means; an area is the types that begin with it. */
export function entryFilterOf(core: Core, entries: JournalEntryRepository, asked: AskedEntries): EntryFilter {
  const { id, actor, day, type, area } = asked;
  const types =
    type !== undefined
      ? [type]
      : area === undefined
        ? undefined
        : entries
            .facets('type')
            .map(({ value }) => value)
            .filter((value) => value.startsWith(`${area}.`));
  return {
    ...(types === undefined ? {} : { types }),
    ...(actor === undefined ? {} : { actor }),
    ...(day === undefined ? {} : { day }),
    ...(id === undefined ? {} : { id: aggregateOf(core, id) }),
  };
}

/** A vendor's id or a number stands for what Tieout calls it. */
function aggregateOf(core: Core, id: string): string {
  const records = new RecordSearch(core.store);
  if (records.entries(id) > 0) return id;
  const [posting] = records.postings(id, 1);
  if (posting) return posting.id;
  const [document] = records.documents(id, 1);
  return document?.id ?? id;
}

/** All entries that fit, newest first, page by page. */
export function* walkEntries(
  entries: JournalEntryRepository,
  filter: EntryFilter,
  limit: number,
): Generator<EventColumns> {
  let before = Number.MAX_SAFE_INTEGER;
  for (let given = 0; given < limit; ) {
    const page = entries.page(filter, before, Math.min(1_000, limit - given));
    yield* page;
    given += page.length;
    const last = page.at(-1);
    if (!last || page.length === 0) return;
    before = last.seq;
  }
}
