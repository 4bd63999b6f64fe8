import { isCurrencyCode } from '../domain/currency.ts';
import { toDecimal } from '../domain/money.ts';
import type { WireMoney } from '../contract/values.ts';

/** "1,234.50 USD", "-7 JPY": grouped digits in the currency's own exponent. */
export function moneyText({ currency, minor }: WireMoney): string {
  if (!isCurrencyCode(currency)) return `${minor} minor units of ${currency}`;
  const [whole = '', fraction] = toDecimal({ minor: BigInt(minor), currency }).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${fraction === undefined ? grouped : `${grouped}.${fraction}`} ${currency}`;
}

/** "3 for 1,200.00 EUR and 50.00 USD": a count with its sums, never added across currencies. */
export function totalsText(totals: { readonly count: number; readonly sums: readonly WireMoney[] }): string {
  const count = totals.count.toLocaleString('en-US');
  return totals.sums.length === 0 ? count : `${count} for ${totals.sums.map(moneyText).join(' and ')}`;
}
