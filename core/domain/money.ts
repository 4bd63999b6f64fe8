import { assert } from '../base/assert.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { type CurrencyCode, currencyExponent } from './currency.ts';

/** An exact amount: integer minor units of one currency. Negative means the other side. */
export interface Money {
  readonly minor: bigint;
  readonly currency: CurrencyCode;
}

/** Rounding is always named at the call; there is no default. */
export type RoundingMode = 'half-even' | 'half-away-from-zero' | 'toward-zero' | 'away-from-zero';

export type MoneyFailure = Failure<'AMOUNT_INVALID' | 'AMOUNT_TOO_PRECISE' | 'CURRENCY_UNKNOWN'>;

export function money(minor: bigint | number, currency: CurrencyCode): Money {
  assert(typeof minor === 'bigint' || Number.isSafeInteger(minor), `not an integer of minor units: ${minor}`);
  return { minor: BigInt(minor), currency };
}

export function zero(currency: CurrencyCode): Money {
  return { minor: 0n, currency };
}

/** Sum of two amounts of one currency. Two currencies are a bug, not a conversion. */
export function add(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return { minor: left.minor + right.minor, currency: left.currency };
}

export function subtract(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return { minor: left.minor - right.minor, currency: left.currency };
}

export function negate(amount: Money): Money {
  return { minor: -amount.minor, currency: amount.currency };
}

export function sum(amounts: readonly Money[], currency: CurrencyCode): Money {
  return amounts.reduce(add, zero(currency));
}

export function magnitude(amount: Money): Money {
  return amount.minor < 0n ? negate(amount) : amount;
}

export function sameMoney(left: Money, right: Money): boolean {
  return left.minor === right.minor && left.currency === right.currency;
}

/** `numerator / denominator` rounded to an integer by the named mode. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  assert(denominator !== 0n, 'division by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const whole = top / bottom;
  const rest = top % bottom;
  const twice = rest * 2n;
  const up =
    mode === 'away-from-zero'
      ? rest > 0n
      : mode === 'toward-zero'
        ? false
        : mode === 'half-away-from-zero'
          ? twice >= bottom
          : twice > bottom || (twice === bottom && whole % 2n === 1n);
  const rounded = up ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}

/** Amount × numerator / denominator, rounded once. */
export function scale(amount: Money, numerator: bigint, denominator: bigint, mode: RoundingMode): Money {
  return { minor: divideRounded(amount.minor * numerator, denominator, mode), currency: amount.currency };
}

/**
 * Splits an amount by weights without losing a unit: floor shares first, the units left over go to the largest
 * remainders, ties to the earlier line.
 */
export function allocate(amount: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((left, right) => left + right, 0n);
  assert(weights.length > 0 && total > 0n && weights.every((weight) => weight >= 0n), 'weights are positive');
  const negative = amount.minor < 0n;
  const whole = negative ? -amount.minor : amount.minor;
  const shares = weights.map((weight) => (whole * weight) / total);
  let left = whole - shares.reduce((a, b) => a + b, 0n);
  const order = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of order) {
    if (left === 0n) break;
    shares[index] = (shares[index] as bigint) + 1n;
    left -= 1n;
  }
  return shares.map((share) => ({ minor: negative ? -share : share, currency: amount.currency }));
}

const decimalPattern = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads decimal text ("1234.50", "-7") in the currency's exponent. Trailing zeros past the exponent are accepted; a
 * non-zero digit there is refused rather than rounded. Thousands separators, exponents and white space are refused.
 */
export function parseDecimal(text: string, currency: CurrencyCode): Result<Money, MoneyFailure> {
  const exponent = currencyExponent(currency);
  if (exponent === null) {
    return err({
      code: 'CURRENCY_UNKNOWN',
      message: `"${currency}" is not an ISO 4217 currency code`,
      fix: 'Use a three-letter code such as USD, EUR or JPY.',
    });
  }
  const match = decimalPattern.exec(text);
  if (!match) {
    return err({
      code: 'AMOUNT_INVALID',
      message: `"${text}" is not a decimal amount`,
      fix: 'Write digits with at most one decimal point, such as 1234.50.',
    });
  }
  const [, sign, whole, fraction = ''] = match;
  if (/[1-9]/.test(fraction.slice(exponent))) {
    return err({
      code: 'AMOUNT_TOO_PRECISE',
      message: `"${text}" has more than ${exponent} decimal places, which ${currency} does not have`,
      fix: `Give the amount with at most ${exponent} decimal places.`,
    });
  }
  const digits = BigInt(`${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`);
  return ok({ minor: sign === '-' ? -digits : digits, currency });
}

/** Plain decimal text in the currency's exponent ("1234.50"), for vendors' bodies and machine output, not for people. */
export function toDecimal(amount: Money): string {
  const exponent = currencyExponent(amount.currency);
  assert(exponent !== null, `not an ISO 4217 currency: ${amount.currency}`);
  const negative = amount.minor < 0n;
  const digits = (negative ? -amount.minor : amount.minor).toString().padStart(exponent + 1, '0');
  const split = digits.length - exponent;
  const text = exponent === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return negative ? `-${text}` : text;
}

/** An amount in a sentence, unlocalised: "USD 1234.50". */
export function inWords(amount: Money): string {
  return `${amount.currency} ${toDecimal(amount)}`;
}

function assertSameCurrency(left: Money, right: Money): void {
  assert(
    left.currency === right.currency,
    `two currencies do not add: ${left.currency} and ${right.currency}`,
  );
}
