import { journalApi } from '#core/contract/journal.ts';
import { chainHash } from '#core/journal/digest.ts';
import { genesisHash } from '#core/journal/chain.ts';
import { JournalEntryRepository } from '#core/storage/repositories/journal-entries.ts';
import { compareFields } from '../journal/entry-fields.ts';
import { exportEntries } from '../journal/export-entries.ts';
import { entryFilterOf } from '../journal/find-entries.ts';
import { eventOf, wireEntry } from '../journal/wire-entry.ts';
import { failed } from './api-error.ts';
import { allowed, router } from './procedure.ts';
import { startVerify, waitFor } from './start-jobs.ts';
import { wirePerson } from './wire-exception.ts';

export const journalRouter = router({
  head: allowed('workspace.read')
    .output(journalApi.head.output)
    .query(({ ctx: { core } }) => ({ ...core.journal.head(), workspaceId: core.workspaceId })),

  verify: allowed('journal.verify')
    .output(journalApi.verify.output)
    .mutation(({ ctx, signal }) => waitFor(ctx, startVerify(ctx), signal)),

  rebuild: allowed('journal.rebuild')
    .output(journalApi.rebuild.output)
    .mutation(({ ctx: { core, progress } }) => ({
      events: core.rebuild((seq) => progress({ topic: 'journal.rebuild', seq })),
    })),

  list: allowed('workspace.read')
    .input(journalApi.list.input)
    .output(journalApi.list.output)
    .query(({ ctx: { core }, input: { beforeSeq, limit, ...asked } }) => {
      const entries = new JournalEntryRepository(core.store);
      entries.catchUp();
      const filter = entryFilterOf(core, entries, asked);
      const rows = entries.page(filter, beforeSeq ?? Number.MAX_SAFE_INTEGER, limit);
      return {
        rows: rows.map(wireEntry),
        nextBeforeSeq: rows.length < limit ? null : (rows.at(-1)?.seq ?? null),
        ...entries.count(filter),
        head: { ...core.journal.head(), workspaceId: core.workspaceId },
      };
    }),

  facets: allowed('workspace.read')
    .output(journalApi.facets.output)
    .query(({ ctx: { core } }) => {
      const entries = new JournalEntryRepository(core.store);
      entries.catchUp();
      const counts = (facet: 'type' | 'actor' | 'day') =>
        entries.facets(facet).map(({ value, count }) => ({ value, count }));
      return {
        types: counts('type'),
        actors: counts('actor').map((actor) => ({ ...actor, name: wirePerson(core, actor.value).name })),
        days: counts('day').reverse(),
      };
    }),

  get: allowed('workspace.read')
    .input(journalApi.get.input)
    .output(journalApi.get.output)
    .query(({ ctx: { core }, input: { seq } }) => {
      const entries = new JournalEntryRepository(core.store);
      const row = entries.entry(seq);
      if (!row) throw failed(entryNotFound(seq, core.journal.head().seq));
      const event = eventOf(row);
      const previous = entries.previousOf(row);
      const before = previous && eventOf(previous);
      const link = seq === 1 ? genesisHash : (entries.entry(seq - 1)?.hash ?? genesisHash);
      return {
        entry: wireEntry(row),
        idempotencyKey: row.idempotency_key,
        causationSeq: event?.causationSeq ?? null,
        source: event?.source ?? null,
        previousHash: link.toString('hex'),
        isLinked: chainHash(link, row.body).equals(row.hash),
        previous: previous ? wireEntry(previous) : null,
        fields: compareFields(before?.payload ?? null, event?.payload ?? null),
        body: row.body,
      };
    }),

  export: allowed('journal.export')
    .input(journalApi.export.input)
    .output(journalApi.export.output)
    .query(({ ctx: { core, actor }, input }) => exportEntries(core, actor, input)),
});

function entryNotFound(seq: number, head: number) {
  return {
    code: 'NOTHING_FOUND',
    message: `There is no journal entry ${seq}; the journal ends at ${head}.`,
    where: `seq ${seq}`,
    fix: 'Use a position of the list.',
  };
}
