import { type Money, money, subtract, zero } from '../domain/money.ts';
import type { Conservation } from './hop.ts';

/** At most this many minor units between two systems' arithmetic count as rounding; more needs a name. */
const roundingMaxMinor = 2n;

/**
 * Accounts for every unit between two hops. What is left after out and tax is rounding when it is a unit or two, and
 * otherwise the named difference; nothing is left over unnamed.
 */
export function conserve(
  input: Money,
  output: Money,
  tax: Money,
  differences: readonly { readonly name: string; readonly amount: Money }[] = [],
  nameOfRest = 'unexplained',
): Conservation | null {
  if (input.currency !== output.currency || tax.currency !== input.currency) return null;
  const named = differences.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const rest = input.minor - output.minor - tax.minor - named;
  const isRounding = rest <= roundingMaxMinor && rest >= -roundingMaxMinor;
  return {
    in: input,
    out: output,
    tax,
    rounding: isRounding ? money(rest, input.currency) : zero(input.currency),
    differences: isRounding
      ? differences
      : [...differences, { name: nameOfRest, amount: money(rest, input.currency) }],
  };
}

/** Whether the parts add up to what came in: always true of what `conserve` made, and checked where it is shown. */
export function isConserved(conservation: Conservation): boolean {
  const parts = conservation.differences.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const rest =
    subtract(conservation.in, conservation.out).minor -
    conservation.tax.minor -
    conservation.rounding.minor -
    parts;
  return rest === 0n;
}
