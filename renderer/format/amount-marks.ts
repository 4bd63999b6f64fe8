import type { CurrencyCode } from '#core/domain/currency.ts';
import { formatDecimal, numberFormat } from './formatters.ts';
import { exponentOf } from './money.ts';

/** What a locale puts between the digits of an amount. */
export interface AmountMarks {
  readonly decimal: string;
  /** Everything people of this locale write between thousands, its own mark first. */
  readonly groups: readonly string[];
  /** The currency's sign where the locale has one of its own for it: `$` is USD in en-US and nothing in en-GB. */
  readonly symbol: string;
  readonly example: string;
}

/** Keyboards and programs write the same mark in several ways. */
const alike: readonly (readonly string[])[] = [
  [' ', '\u00a0', '\u202f'],
  ["'", '’'],
];

const known = new Map<string, AmountMarks>();

export function amountMarks(locale: string, currency: CurrencyCode): AmountMarks {
  const key = `${locale} ${currency}`;
  const found = known.get(key) ?? readMarks(locale, currency);
  known.set(key, found);
  return found;
}

function readMarks(locale: string, currency: CurrencyCode): AmountMarks {
  const decimals = exponentOf(currency);
  const plain = numberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const parts = plain.formatToParts(12_345_678.9);
  const partOf = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const group = partOf('group');
  const symbol = numberFormat(locale, { style: 'currency', currency })
    .formatToParts(1)
    .find((part) => part.type === 'currency');
  return {
    decimal: partOf('decimal'),
    groups: alike.find((marks) => marks.includes(group)) ?? [group],
    symbol: symbol?.value ?? currency,
    example: formatDecimal(
      numberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
      '12345.5',
    ),
  };
}
