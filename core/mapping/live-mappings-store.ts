import type { Recorder } from '../journal/projection.ts';
import { type MappingTableRow, MappingRepository } from '../storage/repositories/mappings.ts';
import type { Store } from '../storage/store.ts';
import { createMappingLookup, type MappingLookup } from './lookup.ts';
import type { MappingRow, MappingTarget, MappingType } from './mapping-row.ts';

/** The rows and their lookup as the journal has them now. */
export interface LiveMappings {
  lookup(): MappingLookup;
  rows(): readonly MappingRow[];
}

/** Keeps the lookup between calls, and makes a new one after any event that changes what a mapping says. */
export function createLiveMappings(store: Store, recorder: Recorder): LiveMappings {
  const mappings = new MappingRepository(store);
  let made: {
    readonly seq: number;
    readonly rows: readonly MappingRow[];
    readonly lookup: MappingLookup;
  } | null = null;
  recorder.onAppended((events) => {
    // A count of fallback uses changes no answer, and there is one with every posting that used one.
    if (events.some(({ type }) => type.startsWith('mapping.') && type !== 'mapping.fallback-used'))
      made = null;
  });
  const present = () => {
    // The position is compared as well: a transaction that was rolled back leaves no event to hear of.
    const seq = mappings.lastSeq();
    if (made?.seq !== seq) {
      const rows = mappings.all().map(fromTable);
      made = { seq, rows, lookup: createMappingLookup(rows) };
    }
    return made;
  };
  return { lookup: () => present().lookup, rows: () => present().rows };
}

export function fromTable(row: MappingTableRow): MappingRow {
  return {
    id: row.id,
    version: row.version,
    type: row.type as MappingType,
    legalEntity: row.legal_entity,
    sourceKey: row.source_key,
    target: JSON.parse(row.target) as MappingTarget,
    validFromOn: row.valid_from_on,
    validToOn: row.valid_to_on,
    state: row.state,
    isFallback: row.is_fallback === 1,
    proposedBy: row.proposed_by,
    decidedBy: row.decided_by,
    reason: row.reason,
    retirement:
      row.retire_on === null || row.retire_proposed_by === null || row.state === 'retired'
        ? null
        : { validToOn: row.retire_on, proposedBy: row.retire_proposed_by },
    seq: row.seq,
  } as MappingRow;
}
