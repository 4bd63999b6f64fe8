import type { MappingAnswers, MappingStage, StruckItem, WireMapping } from '#core/contract/mappings.ts';
import type { MappingAnswer } from '#core/mapping/lookup.ts';
import type { MappingRow } from '#core/mapping/mapping-row.ts';
import type { ChangedAnswer, Struck } from '../mapping-change.ts';
import { totalsOf, wireMoney } from './wire-totals.ts';

/** Where a row stands on a day; the same as `stageSql` of the lists. */
function stageOf(row: MappingRow, today: string): MappingStage {
  const { state, validFromOn, validToOn } = row;
  if (state === 'draft' || state === 'rejected') return state;
  if (validToOn !== null && (validToOn <= today || validToOn <= validFromOn)) return 'retired';
  return validFromOn > today ? 'scheduled' : 'live';
}

export function wireMapping(row: MappingRow, today: string): WireMapping {
  return { ...row, target: { ...row.target }, stage: stageOf(row, today) };
}

export function wireStruck(items: readonly Struck[]): {
  totals: ReturnType<typeof totalsOf>;
  items: StruckItem[];
} {
  return {
    totals: totalsOf(items.map(({ amount }) => amount)),
    items: items.slice(0, shownMax).map(({ id, label, state, legalEntity, amount, changes }) => ({
      id,
      label,
      state,
      legalEntity,
      amount: amount && wireMoney(amount),
      changes: changes.map(wireAnswer),
    })),
  };
}

/** The totals are of all; so many are shown one by one. */
const shownMax = 200;

export function wireAnswer({ query, before, after, isChanged }: ChangedAnswer): MappingAnswers {
  const { type, key, legalEntity, on } = query;
  return { type, key, legalEntity, on, before: sideOf(before), after: sideOf(after), isChanged };
}

function sideOf(answer: MappingAnswer): MappingAnswers['before'] {
  if (answer.kind !== 'found') return { kind: answer.kind, target: null, mappingId: null };
  return { kind: answer.kind, target: { ...answer.target }, mappingId: answer.mappingId };
}
