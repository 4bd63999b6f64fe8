import { type Day, firstDayOf, type Period } from '#core/domain/day.ts';
import { dateFormat } from './formatters.ts';
import type { FormatPreferences } from './preferences.ts';

/** A day is written as it is, in no time zone: `Sep 30, 2026`, or without the year where the period is given beside it. */
export function dayText(day: Day, { locale }: FormatPreferences, style: 'full' | 'short' = 'full'): string {
  const options: Intl.DateTimeFormatOptions =
    style === 'full' ? { dateStyle: 'medium' } : { day: 'numeric', month: 'short' };
  return dateFormat(locale, { ...options, timeZone: 'UTC' }).format(epochMsOf(day));
}

/** `2026-09` as `September 2026`, or `Sep 26` on axes and chips. */
export function periodText(
  period: Period,
  { locale }: FormatPreferences,
  style: 'long' | 'short' = 'long',
): string {
  const options: Intl.DateTimeFormatOptions =
    style === 'long' ? { month: 'long', year: 'numeric' } : { month: 'short', year: '2-digit' };
  return dateFormat(locale, { ...options, timeZone: 'UTC' }).format(epochMsOf(firstDayOf(period)));
}

export type InstantStyle = 'time' | 'short' | 'full';

const instantOptions: Readonly<Record<InstantStyle, Intl.DateTimeFormatOptions>> = {
  time: { timeStyle: 'short' },
  short: { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  full: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  },
};

/** An instant (ISO 8601 text) in the reader's zone: `09:41`, `Sep 30, 09:41`, or to the second with the zone. */
export function instantText(
  at: string,
  { locale, timeZone }: FormatPreferences,
  style: InstantStyle = 'short',
): string {
  return dateFormat(locale, { ...instantOptions[style], timeZone }).format(Date.parse(at));
}

function epochMsOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}
