import type { Day } from '../domain/day.ts';
import type { ExternalId, LegalEntityCode } from '../domain/refs.ts';

/** What each type of mapping answers with. Every id is the target system's own. */
export interface MappingTargets {
  /** Product code → ERP item, and the rule by which its revenue is recognised. */
  readonly item: { readonly itemId: ExternalId; readonly revenueRule: string };
  /** Billing tax code → ERP tax code; the key '' is "untaxed". */
  readonly 'tax-code': { readonly taxCodeId: ExternalId };
  /** Legal entity code → ERP subsidiary. */
  readonly subsidiary: { readonly subsidiaryId: ExternalId };
  /** ISO 4217 code → ERP currency. */
  readonly currency: { readonly currencyId: ExternalId };
  /** `bank` or `bank:<currency>` → ERP account. */
  readonly account: { readonly accountId: ExternalId };
  /** Product code → dimension. */
  readonly department: { readonly id: ExternalId };
  readonly class: { readonly id: ExternalId };
  readonly location: { readonly id: ExternalId };
  /** `<product code>|annual`, `|monthly` or `|usage` → billing price. */
  readonly price: { readonly priceId: ExternalId };
  /** CRM account id → ERP customer, where the systems' own links do not say it. */
  readonly customer: { readonly erpCustomerId: ExternalId };
}

export type MappingType = keyof MappingTargets;

export type MappingTarget = MappingTargets[MappingType];

export const mappingTypes = [
  'item',
  'tax-code',
  'subsidiary',
  'currency',
  'account',
  'department',
  'class',
  'location',
  'price',
  'customer',
] as const satisfies readonly MappingType[];

/** The key of a fallback row. */
export const fallbackKey = '*';

/** The legal entity of a row that holds for every entity without a row of its own. */
export const everyEntity = '';

export type MappingState = 'draft' | 'live' | 'rejected' | 'retired';

/**
 * One version of one mapping. What it maps never changes; a change is a new row.
 *
 * Dates are half-open: the row holds from `validFromOn` (included) to `validToOn` (excluded; null: until further
 * notice), so that a row and its successor share one date and neither a gap nor an overlap can hide between them. A row
 * whose two dates are equal holds on no day.
 */
export interface MappingRowOf<Type extends MappingType> {
  readonly id: string;
  /** 1, 2, 3 … among the rows of the same type, legal entity and key. */
  readonly version: number;
  readonly type: Type;
  readonly legalEntity: LegalEntityCode;
  readonly sourceKey: string;
  readonly target: MappingTargets[Type];
  readonly validFromOn: Day;
  readonly validToOn: Day | null;
  readonly state: MappingState;
  readonly isFallback: boolean;
  readonly proposedBy: string;
  readonly decidedBy: string | null;
  readonly reason: string;
  /** A retirement that waits for a second person. */
  readonly retirement: { readonly validToOn: Day; readonly proposedBy: string } | null;
  /** Journal position of the last event about it. */
  readonly seq: number;
}

export type MappingRow = { [Type in MappingType]: MappingRowOf<Type> }[MappingType];

/** Whether a row decides anything: retired rows still hold for the days before their end. */
export function isInForce(row: Pick<MappingRow, 'state'>): boolean {
  return row.state === 'live' || row.state === 'retired';
}

export function holdsOn(row: Pick<MappingRow, 'validFromOn' | 'validToOn'>, day: Day): boolean {
  return row.validFromOn <= day && (row.validToOn === null || day < row.validToOn);
}

/** Whether two half-open ranges share a day. */
export function overlap(
  left: Pick<MappingRow, 'validFromOn' | 'validToOn'>,
  right: Pick<MappingRow, 'validFromOn' | 'validToOn'>,
): boolean {
  const start = left.validFromOn > right.validFromOn ? left.validFromOn : right.validFromOn;
  return (
    (left.validToOn === null || start < left.validToOn) &&
    (right.validToOn === null || start < right.validToOn)
  );
}
