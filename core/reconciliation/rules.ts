import type { CodeField, DocumentField, TextField } from './document-set.ts';

/**
 * How far the right amount may lie below and above the left one. The two are separate, in minor units and in basis points of the left amount's magnitude (rounded down); the larger of the two counts.
 */
export interface AmountTolerance {
  readonly belowMinor: number;
  readonly aboveMinor: number;
  readonly belowBasisPoints: number;
  readonly aboveBasisPoints: number;
}

/** How many days the right document may be dated before and after the left one. */
export interface DayWindow {
  readonly beforeDays: number;
  readonly afterDays: number;
}

/** A field that both documents must have, with the same value; or two different text fields, one per side. */
export type MatchKey = DocumentField | { readonly left: TextField; readonly right: TextField };

export type PassShape = 'one-to-one' | 'one-to-many' | 'many-to-one' | 'many-to-many';

/** One step, from exact to tolerant. Currencies never mix: the currency is part of every key. */
export interface MatchPass {
  /** Named in every match that the pass makes. */
  readonly id: string;
  readonly shape: PassShape;
  readonly keys: readonly MatchKey[];
  readonly amount: AmountTolerance;
  /** `any` leaves the day out of account. */
  readonly days: DayWindow | 'any';
  /** Most documents on a "many" side; 4 where a rule says nothing. */
  readonly partsMax: number;
  /** Documents searched for the parts of one; a larger choice is not searched, and counted. */
  readonly candidatesMax: number;
}

export const exactAmount: AmountTolerance = {
  belowMinor: 0,
  aboveMinor: 0,
  belowBasisPoints: 0,
  aboveBasisPoints: 0,
};

export const sameDay: DayWindow = { beforeDays: 0, afterDays: 0 };

export const partsMaxDefault = 4;
/** 2,500 sums of up to four: more open documents of one customer in one window are not a split payment. */
export const candidatesMaxDefault = 16;
export const partsMaxLimit = 8;
export const candidatesMaxLimit = 30;

export const textFields: readonly TextField[] = ['id', 'reference', 'documentNumber', 'externalLink'];
export const codeFields: readonly CodeField[] = ['customer', 'entity', 'kind'];

/** A pass with every setting that is not given at its strictest. */
export function matchPass(
  pass: Pick<MatchPass, 'id' | 'keys'> &
    Partial<Omit<MatchPass, 'amount'>> & { readonly amount?: Partial<AmountTolerance> },
): MatchPass {
  return {
    id: pass.id,
    keys: pass.keys,
    shape: pass.shape ?? 'one-to-one',
    amount: { ...exactAmount, ...pass.amount },
    days: pass.days ?? sameDay,
    partsMax: pass.partsMax ?? partsMaxDefault,
    candidatesMax: pass.candidatesMax ?? candidatesMaxDefault,
  };
}
