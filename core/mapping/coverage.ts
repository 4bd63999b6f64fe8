import { assert } from '../base/assert.ts';
import { addMonths, type Day } from '../domain/day.ts';
import type { CurrencyCode } from '../domain/currency.ts';
import type { LegalEntityCode } from '../domain/refs.ts';
import { createMappingLookup, type MappingAnswer, type MappingLookup } from './lookup.ts';
import type { MappingRow } from './mapping-row.ts';

/** One thing that can be sold: what a document line needs mapped. */
export interface Offer {
  readonly product: string;
  readonly legalEntity: LegalEntityCode;
  readonly currency: CurrencyCode;
  /** '' is untaxed. */
  readonly taxCode: string;
}

/** Types that a line needs; price and customer are not of the line, and accounts have no product. */
export type CoveredType =
  | 'subsidiary'
  | 'currency'
  | 'tax-code'
  | 'item'
  | 'department'
  | 'class'
  | 'location';

export interface CoverageScope {
  readonly offers: readonly Offer[];
  readonly fromOn: Day;
  /** How far ahead; at least one. */
  readonly months: number;
  readonly required?: readonly CoveredType[];
}

export type CoverageKind = 'gap' | 'overlap' | 'fallback';

/** The same trouble over a range of days, for every legal entity that has it. */
export interface CoverageFinding {
  readonly kind: CoverageKind;
  readonly type: CoveredType;
  readonly key: string;
  readonly legalEntities: readonly LegalEntityCode[];
  readonly fromOn: Day;
  /** Excluded. */
  readonly toOn: Day;
  /** The rows that overlap, or the fallback row; none for a gap. */
  readonly mappingIds: readonly string[];
  /** How many offers it concerns. */
  readonly offers: number;
}

export interface CounterExample {
  readonly kind: 'gap' | 'overlap';
  readonly type: CoveredType;
  readonly key: string;
  readonly offer: Offer;
  readonly on: Day;
  readonly mappingIds: readonly string[];
}

export interface Coverage {
  /** Every offer has exactly one mapping of each required type on each day. */
  readonly isProved: boolean;
  /** The earliest day that disproves it, on the first offer in order that it strikes. */
  readonly smallest: CounterExample | null;
  readonly gaps: readonly CoverageFinding[];
  readonly overlaps: readonly CoverageFinding[];
  /** Covered, but only by a fallback row. */
  readonly fallbacks: readonly CoverageFinding[];
}

const defaultTypes: readonly CoveredType[] = ['subsidiary', 'currency', 'tax-code', 'item'];

/** Every combination, for a catalogue that sells everything everywhere. */
export function everyOffer(axes: {
  readonly products: readonly string[];
  readonly legalEntities: readonly LegalEntityCode[];
  readonly currencies: readonly CurrencyCode[];
  readonly taxCodes: readonly string[];
}): Offer[] {
  return axes.legalEntities.flatMap((legalEntity) =>
    axes.products.flatMap((product) =>
      axes.currencies.flatMap((currency) =>
        axes.taxCodes.map((taxCode) => ({ product, legalEntity, currency, taxCode })),
      ),
    ),
  );
}

/** Proves that each offer is mapped exactly once on each day ahead, or shows where it is not. */
export function proveCoverage(rows: readonly MappingRow[], scope: CoverageScope): Coverage {
  assert(scope.months >= 1, 'coverage is proved for at least a month');
  const lookup = createMappingLookup(rows);
  const until = addMonths(scope.fromOn, scope.months);
  const found = needsOf(scope.offers, scope.required ?? defaultTypes).flatMap((need) =>
    stretchesOf(lookup, need, scope.fromOn, until),
  );
  const findings = merge(found);
  const of = (kind: CoverageKind) => findings.filter((finding) => finding.kind === kind);
  const smallest = smallestOf(found);
  return {
    isProved: smallest === null,
    smallest,
    gaps: of('gap'),
    overlaps: of('overlap'),
    fallbacks: of('fallback'),
  };
}

/** How many offers have exactly one mapping of each required type on each day ahead. */
export function countCovered(rows: readonly MappingRow[], scope: CoverageScope): number {
  const lookup = createMappingLookup(rows);
  const until = addMonths(scope.fromOn, scope.months);
  const types = scope.required ?? defaultTypes;
  const uncovered = new Set(
    needsOf(scope.offers, types)
      .filter((need) =>
        stretchesOf(lookup, need, scope.fromOn, until).some(({ kind }) => kind !== 'fallback'),
      )
      .map(({ type, legalEntity, key }) => needId(type, legalEntity, key)),
  );
  return scope.offers.filter((offer) =>
    types.every((type) => !uncovered.has(needId(type, offer.legalEntity, keyOf(type, offer)))),
  ).length;
}

function needId(type: CoveredType, legalEntity: LegalEntityCode, key: string): string {
  return [type, legalEntity, key].join('\n');
}

interface Need {
  readonly type: CoveredType;
  readonly key: string;
  readonly legalEntity: LegalEntityCode;
  /** The first offer in order that needs it. */
  offer: Offer;
  offers: number;
}

interface Stretch {
  readonly need: Need;
  readonly kind: CoverageKind;
  readonly mappingIds: readonly string[];
  readonly fromOn: Day;
  toOn: Day;
}

function keyOf(type: CoveredType, offer: Offer): string {
  switch (type) {
    case 'subsidiary':
      return offer.legalEntity;
    case 'currency':
      return offer.currency;
    case 'tax-code':
      return offer.taxCode;
    case 'item':
    case 'department':
    case 'class':
    case 'location':
      return offer.product;
  }
}

/** Offers share needs: a thousand offers of ten products need ten items per entity. */
function needsOf(offers: readonly Offer[], types: readonly CoveredType[]): Need[] {
  const needs = new Map<string, Need>();
  for (const offer of offers) {
    for (const type of types) {
      const key = keyOf(type, offer);
      const id = needId(type, offer.legalEntity, key);
      const need = needs.get(id);
      if (!need) needs.set(id, { type, key, legalEntity: offer.legalEntity, offer, offers: 1 });
      else {
        need.offers += 1;
        if (compareOffers(offer, need.offer) < 0) need.offer = offer;
      }
    }
  }
  return [...needs.values()];
}

/** The answer can change only on a row's first day and after its last, so asking there is asking every day. */
function stretchesOf(lookup: MappingLookup, need: Need, fromOn: Day, until: Day): Stretch[] {
  const { type, key, legalEntity } = need;
  const days = lookup.boundaries(type, key, legalEntity).filter((day) => day > fromOn && day < until);
  const starts = [fromOn, ...days];
  const stretches: Stretch[] = [];
  for (const [index, start] of starts.entries()) {
    const trouble = troubleOf(lookup.resolve({ type, key, legalEntity, on: start }));
    if (!trouble) continue;
    const toOn = starts[index + 1] ?? until;
    const last = stretches.at(-1);
    if (last?.toOn === start && last.kind === trouble.kind && sameIds(last.mappingIds, trouble.mappingIds)) {
      last.toOn = toOn;
    } else stretches.push({ need, ...trouble, fromOn: start, toOn });
  }
  return stretches;
}

function troubleOf(answer: MappingAnswer): Pick<Stretch, 'kind' | 'mappingIds'> | null {
  if (answer.kind === 'missing') return { kind: 'gap', mappingIds: [] };
  if (answer.kind === 'ambiguous') return { kind: 'overlap', mappingIds: answer.mappingIds };
  return answer.isFallback ? { kind: 'fallback', mappingIds: [answer.mappingId] } : null;
}

function sameIds(left: readonly string[], right: readonly string[]): boolean {
  return left.join('\n') === right.join('\n');
}

/** The same trouble in several legal entities is one finding. */
function merge(stretches: readonly Stretch[]): CoverageFinding[] {
  const findings = new Map<string, CoverageFinding>();
  for (const { need, kind, mappingIds, fromOn, toOn } of stretches) {
    const { type, key, legalEntity, offers } = need;
    const id = [kind, type, key, fromOn, toOn, ...mappingIds].join('\n');
    const finding = findings.get(id);
    findings.set(id, {
      kind,
      type,
      key,
      fromOn,
      toOn,
      mappingIds,
      legalEntities: [...(finding?.legalEntities ?? []), legalEntity].sort(),
      offers: (finding?.offers ?? 0) + offers,
    });
  }
  return [...findings.values()].sort(
    (left, right) =>
      compare(left.fromOn, right.fromOn) ||
      compare(left.type, right.type) ||
      compare(left.key, right.key) ||
      compare(left.legalEntities.join(), right.legalEntities.join()),
  );
}

function smallestOf(stretches: readonly Stretch[]): CounterExample | null {
  let smallest: Stretch | null = null;
  for (const stretch of stretches) {
    if (stretch.kind === 'fallback') continue;
    if (smallest === null || compareStretches(stretch, smallest) < 0) smallest = stretch;
  }
  if (smallest === null || smallest.kind === 'fallback') return null;
  const { need, kind, mappingIds, fromOn } = smallest;
  return { kind, type: need.type, key: need.key, offer: need.offer, on: fromOn, mappingIds };
}

function compareStretches(left: Stretch, right: Stretch): number {
  return (
    compare(left.fromOn, right.fromOn) ||
    compareOffers(left.need.offer, right.need.offer) ||
    compare(left.need.type, right.need.type)
  );
}

function compareOffers(left: Offer, right: Offer): number {
  return (
    compare(left.legalEntity, right.legalEntity) ||
    compare(left.product, right.product) ||
    compare(left.currency, right.currency) ||
    compare(left.taxCode, right.taxCode)
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
