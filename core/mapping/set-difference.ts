import type { Day } from '../domain/day.ts';
import { holdsOn, isInForce, type MappingRow } from './mapping-row.ts';
import { changedMembers } from './mapping-difference.ts';

/** One state of the mappings: what is decided for a day, with or without what is proposed. */
export interface SetSide {
  readonly on: Day;
  readonly withDrafts: boolean;
}

export interface SetDifference {
  readonly rows: readonly {
    readonly type: MappingRow['type'];
    readonly sourceKey: string;
    readonly legalEntity: string;
    readonly left: MappingRow | null;
    readonly right: MappingRow | null;
    readonly members: readonly string[];
  }[];
  readonly unchanged: number;
}

/** What differs between two states, key by key. A row with another date and the same target is no difference. */
export function setDifference(rows: readonly MappingRow[], left: SetSide, right: SetSide): SetDifference {
  const [before, after] = [sideOf(rows, left), sideOf(rows, right)];
  const slots = [...new Set([...before.keys(), ...after.keys()])].sort();
  const found: SetDifference['rows'][number][] = [];
  for (const slot of slots) {
    const [one, other] = [before.get(slot) ?? null, after.get(slot) ?? null];
    const row = other ?? one;
    if (row === null || one?.id === other?.id) continue;
    const members =
      one === null || other === null
        ? ['target']
        : changedMembers(one, other).filter((member) => member.startsWith('target.'));
    if (members.length === 0) continue;
    const { type, sourceKey, legalEntity } = row;
    found.push({ type, sourceKey, legalEntity, left: one, right: other, members });
  }
  return { rows: found, unchanged: slots.length - found.length };
}

/** The row of each key that holds; a draft stands before what it would take over. */
function sideOf(rows: readonly MappingRow[], { on, withDrafts }: SetSide): Map<string, MappingRow> {
  const side = new Map<string, MappingRow>();
  const holding = rows.filter(
    (row) => (isInForce(row) || (withDrafts && row.state === 'draft')) && holdsOn(row, on),
  );
  for (const row of holding) {
    const slot = [row.type, row.sourceKey, row.legalEntity].join('\n');
    const present = side.get(slot);
    if (!present || rank(row) > rank(present)) side.set(slot, row);
  }
  return side;
}

function rank(row: MappingRow): number {
  return (row.state === 'draft' ? 1_000_000 : 0) + row.version;
}
