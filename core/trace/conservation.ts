import { type Money, money, subtract, zero } from '../domain/money.ts';
import type { Conservation } from './hop.ts';

/** At most this many minor units between two systems' arithmetic count as rounding; more needs a name. */
const roundingMaxMinor = 2n;

export interface Flow {
  readonly in: Money;
  readonly out: Money;
  readonly tax?: Money;
  readonly differences?: readonly Conservation['differences'][number][];
  /** What is left over is called; `excess` where more came out than went in and that has a name of its own. */
  readonly rest: string;
  readonly excess?: string;
  /** Whether both amounts were worked out, each by its own system: then a unit or two of the rest is rounding. */
  readonly isReckoned: boolean;
}

/** Accounts for every unit between two hops; nothing is left over unnamed. Null where currencies differ. */
export function conserve(flow: Flow): Conservation | null {
  const { in: input, out, tax = zero(input.currency), isReckoned } = flow;
  const { currency } = input;
  const differences = (flow.differences ?? []).filter(({ amount }) => amount.minor !== 0n);
  if ([out, tax, ...differences.map(({ amount }) => amount)].some((one) => one.currency !== currency))
    return null;
  const named = differences.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const rest = money(input.minor - out.minor - tax.minor - named, currency);
  const isRounding = isReckoned && rest.minor <= roundingMaxMinor && rest.minor >= -roundingMaxMinor;
  const name = rest.minor < 0n ? (flow.excess ?? flow.rest) : flow.rest;
  return {
    in: input,
    out,
    tax,
    rounding: isRounding ? rest : zero(currency),
    differences: isRounding || rest.minor === 0n ? differences : [...differences, { name, amount: rest }],
  };
}

/** Whether the parts add up to what came in: always true of what `conserve` made. */
export function isConserved(conservation: Conservation): boolean {
  const parts = conservation.differences.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const rest =
    subtract(conservation.in, conservation.out).minor -
    conservation.tax.minor -
    conservation.rounding.minor -
    parts;
  return rest === 0n;
}
