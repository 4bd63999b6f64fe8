import type * as z from 'zod';
import type { listMappingsInput, listMappingsOutput, mappingSetsOutput } from '#core/contract/mappings.ts';
import { dayOfEpochMs } from '#core/domain/day.ts';
import { fromTable } from '#core/mapping/live-mappings-store.ts';
import { mappingTypes } from '#core/mapping/mapping-row.ts';
import { setVersions } from '#core/mapping/set-versions.ts';
import { MappingListRepository } from '#core/storage/repositories/mapping-lists.ts';
import type { Core } from '../create-core.ts';
import { wireMapping } from './wire-mapping.ts';

export function listMappings(
  core: Core,
  actor: string,
  { awaitsMe, sort, isDescending, offset, limit, ...filter }: z.output<typeof listMappingsInput>,
): z.output<typeof listMappingsOutput> {
  const lists = new MappingListRepository(core.store);
  const today = dayOfEpochMs(core.clock.now());
  const wanted = { ...filter, awaits: awaitsMe === true ? actor : undefined };
  return {
    mappings: lists
      .page(wanted, today, { sort, isDescending, offset, limit })
      .map((row) => wireMapping(fromTable(row), today)),
    totals: { count: lists.count(wanted, today), sums: [] },
    asOfSeq: core.journal.head().seq,
  };
}

/** Every set with its versions; the counts are those of the lists. */
export function mappingSets(core: Core): z.output<typeof mappingSetsOutput> {
  const today = dayOfEpochMs(core.clock.now());
  const counts = new MappingListRepository(core.store).stageCounts(today);
  return {
    businessDay: today,
    sets: mappingTypes.map((type) => {
      const rows = core.mapping.list({ type });
      const countOf = (stage: string) =>
        counts.find((count) => count.type === type && count.stage === stage)?.count ?? 0;
      return {
        type,
        counts: {
          draft: countOf('draft'),
          scheduled: countOf('scheduled'),
          live: countOf('live'),
          retired: countOf('retired'),
          rejected: countOf('rejected'),
        },
        retirements: rows.filter(({ retirement }) => retirement !== null).length,
        versions: [...setVersions(rows, today)],
      };
    }),
    asOfSeq: core.journal.head().seq,
  };
}
