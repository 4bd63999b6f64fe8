import { assert } from '#core/base/assert.ts';
import { type CurrencyCode, currencyExponent } from '#core/domain/currency.ts';
import { toDecimal } from '#core/domain/money.ts';
import { formatDecimal, numberFormat } from './formatters.ts';
import type { FormatPreferences } from './preferences.ts';

/** An amount as the domain holds it (bigint) or as the API sends it (digits as text). */
export interface Amount {
  readonly minor: bigint | string;
  readonly currency: CurrencyCode;
}

export interface MoneyStyle {
  /** `code` writes `USD 1,234.50`; `none` leaves the currency to the column's heading. */
  readonly currency: 'code' | 'none';
  /** Puts a plus before what is above zero: for differences and changes. */
  readonly sign?: 'negative' | 'always';
}

const NO_BREAK_SPACE = '\u00a0';

export function minorOf(amount: Amount): bigint {
  return BigInt(amount.minor);
}

/** The amount with all decimals of its currency, exact: `1,234.50`, `(1,234.50)`, `USD -1,234.50`. */
export function moneyText(amount: Amount, preferences: FormatPreferences, style: MoneyStyle): string {
  const decimals = exponentOf(amount.currency);
  const format = numberFormat(preferences.locale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return signed(amount, preferences, style, (decimal) => formatDecimal(format, decimal));
}

/**
 * Short for tiles and axes: whole below 10,000 units, then three figures with the locale's unit (`1.23M`). It rounds, so the
 * exact text must be one hover or one key away.
 */
export function compactMoneyText(amount: Amount, preferences: FormatPreferences, style: MoneyStyle): string {
  const decimals = exponentOf(amount.currency);
  const magnitude = minorOf(amount) < 0n ? -minorOf(amount) : minorOf(amount);
  if (magnitude < 10_000n * 10n ** BigInt(decimals)) return moneyText(amount, preferences, style);
  const format = numberFormat(preferences.locale, {
    notation: 'compact',
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
  });
  return signed(amount, preferences, style, (decimal) => formatDecimal(format, decimal));
}

/** Digits after the decimal point; an unknown currency is a bug, the core refuses it before it gets here. */
export function exponentOf(currency: CurrencyCode): number {
  const exponent = currencyExponent(currency);
  assert(exponent !== null, `not an ISO 4217 currency: ${currency}`);
  return exponent;
}

function signed(
  amount: Amount,
  preferences: FormatPreferences,
  style: MoneyStyle,
  write: (decimal: string) => string,
): string {
  const minor = minorOf(amount);
  const code = style.currency === 'code' ? `${amount.currency}${NO_BREAK_SPACE}` : '';
  const magnitude = toDecimal({ minor: minor < 0n ? -minor : minor, currency: amount.currency });
  if (minor < 0n && preferences.negativeStyle === 'parentheses') return `${code}(${write(magnitude)})`;
  if (minor < 0n) return `${code}${write(`-${magnitude}`)}`;
  return minor > 0n && style.sign === 'always' ? `${code}+${write(magnitude)}` : `${code}${write(magnitude)}`;
}
