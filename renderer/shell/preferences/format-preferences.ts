import type { Preferences } from '#core/contract/preferences.ts';
import type { FormatPreferences, NegativeStyle } from '#renderer/format/preferences.ts';

/** Preferences with the machine's own where the person follows it. */
export function formatPreferencesOf({ locale, timeZone, negativeStyle }: Preferences): FormatPreferences {
  const ofMachine = new Intl.DateTimeFormat().resolvedOptions();
  const chosen = locale ?? ofMachine.locale;
  return {
    locale: chosen,
    timeZone: timeZone ?? ofMachine.timeZone,
    negativeStyle: negativeStyle === 'locale' ? ofLocale(chosen) : negativeStyle,
  };
}

/** What accounts of a locale do with amounts below zero, as Intl knows it. */
function ofLocale(locale: string): NegativeStyle {
  const style = { style: 'currency', currency: 'EUR', currencySign: 'accounting' } as const;
  return new Intl.NumberFormat(locale, style).format(-1).includes('(') ? 'parentheses' : 'minus';
}
