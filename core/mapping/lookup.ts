import type { Day } from '../domain/day.ts';
import type { LegalEntityCode } from '../domain/refs.ts';
import {
  everyEntity,
  holdsOn,
  isInForce,
  type MappingRow,
  type MappingTargets,
  type MappingType,
} from './mapping-row.ts';

export interface MappingQuery<Type extends MappingType = MappingType> {
  readonly type: Type;
  readonly key: string;
  readonly legalEntity: LegalEntityCode;
  /** The day of the document, not today. */
  readonly on: Day;
}

export type MappingAnswer<Type extends MappingType = MappingType> =
  | {
      readonly kind: 'found';
      readonly target: MappingTargets[Type];
      readonly mappingId: string;
      readonly version: number;
      readonly isFallback: boolean;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous'; readonly mappingIds: readonly string[] };

export interface MappingLookup {
  /**
   * The one mapping of a key on a day. The first of these that has a row on that day answers: the key for the legal
   * entity, the key for every entity, the fallback for the legal entity, the fallback for every entity. Two rows in
   * the answering place are ambiguous, never a guess.
   */
  resolve<Type extends MappingType>(query: MappingQuery<Type>): MappingAnswer<Type>;
  /** The days on which the answer for a key may change, in order. */
  boundaries(type: MappingType, key: string, legalEntity: LegalEntityCode): readonly Day[];
}

type RowsByEntity = Map<LegalEntityCode, MappingRow[]>;

interface RowsOfType {
  readonly byKey: Map<string, RowsByEntity>;
  readonly fallbacks: RowsByEntity;
}

const missing = { kind: 'missing' } as const;
const noRows: readonly MappingRow[] = [];

/** Answers from rows as they are: drafts and rejected rows are passed over, retired ones hold until their end. */
export function createMappingLookup(rows: readonly MappingRow[]): MappingLookup {
  const types = new Map<MappingType, RowsOfType>();
  for (const row of rows) {
    if (isInForce(row)) file(types, row);
  }
  const places = (type: MappingType, key: string, legalEntity: LegalEntityCode) => {
    const ofType = types.get(type);
    const ofKey = ofType?.byKey.get(key);
    const own = legalEntity !== everyEntity;
    return [
      (own ? ofKey?.get(legalEntity) : undefined) ?? noRows,
      ofKey?.get(everyEntity) ?? noRows,
      (own ? ofType?.fallbacks.get(legalEntity) : undefined) ?? noRows,
      ofType?.fallbacks.get(everyEntity) ?? noRows,
    ];
  };
  return {
    resolve<Type extends MappingType>(query: MappingQuery<Type>): MappingAnswer<Type> {
      for (const place of places(query.type, query.key, query.legalEntity)) {
        const answer = answerOf(place, query.on);
        if (answer) return answer as MappingAnswer<Type>;
      }
      return missing;
    },
    boundaries(type, key, legalEntity) {
      const days = new Set<Day>();
      for (const row of places(type, key, legalEntity).flat()) {
        days.add(row.validFromOn);
        if (row.validToOn !== null) days.add(row.validToOn);
      }
      return [...days].sort();
    },
  };
}

function file(types: Map<MappingType, RowsOfType>, row: MappingRow): void {
  let ofType = types.get(row.type);
  if (!ofType) {
    ofType = { byKey: new Map(), fallbacks: new Map() };
    types.set(row.type, ofType);
  }
  let byEntity = row.isFallback ? ofType.fallbacks : ofType.byKey.get(row.sourceKey);
  if (!byEntity) {
    byEntity = new Map();
    ofType.byKey.set(row.sourceKey, byEntity);
  }
  const filed = byEntity.get(row.legalEntity);
  if (filed) filed.push(row);
  else byEntity.set(row.legalEntity, [row]);
}

function answerOf(rows: readonly MappingRow[], on: Day): MappingAnswer | null {
  let found: MappingRow | null = null;
  for (const row of rows) {
    if (!holdsOn(row, on)) continue;
    if (found) {
      const holding = rows.filter((other) => holdsOn(other, on));
      return { kind: 'ambiguous', mappingIds: holding.map((other) => other.id).sort() };
    }
    found = row;
  }
  if (!found) return null;
  return {
    kind: 'found',
    target: found.target,
    mappingId: found.id,
    version: found.version,
    isFallback: found.isFallback,
  };
}
