import { numberFormat } from './formatters.ts';
import type { FormatPreferences } from './preferences.ts';

/** A whole number of things: `1,204`. */
export function countText(count: number, { locale }: FormatPreferences): string {
  return numberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** A number of things with their word: `1 task`, `1,204 tasks`. */
export function countedText(
  count: number,
  one: string,
  many: string,
  preferences: FormatPreferences,
): string {
  return `${countText(count, preferences)} ${count === 1 ? one : many}`;
}

/** A measured number with at most so many decimals, such as records a second: `12.4`. */
export function measureText(value: number, { locale }: FormatPreferences, decimals = 1): string {
  return numberFormat(locale, { maximumFractionDigits: decimals }).format(value);
}

/** For axes: three figures with the locale's unit, `1.2M`. */
export function shortText(value: number, { locale }: FormatPreferences): string {
  return numberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
}

/**
 * A share as percent: `98.2%`. Never rounded up to all or down to nothing: what is missing is what the reader looks for
 * (99.97 % is `99.9%`).
 */
export function ratioText(part: number, whole: number, { locale }: FormatPreferences): string {
  const format = numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  if (whole === 0) return format.format(0);
  const share = part / whole;
  if (share > 0 && share < 0.001) return `<${format.format(0.001)}`;
  if (share < 1 && share > 0.999) return format.format(0.999);
  return format.format(share);
}
