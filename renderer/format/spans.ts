import { numberFormat, relativeFormat } from './formatters.ts';
import type { FormatPreferences } from './preferences.ts';

const units = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
  { unit: 'millisecond', ms: 1 },
] as const;

type SpanUnit = (typeof units)[number]['unit'];

/** How long something took, in its two largest units: `340ms`, `4.2s`, `3m 12s`, `2d 4h`. */
export function durationText(durationMs: number, preferences: FormatPreferences): string {
  if (durationMs >= 1_000 && durationMs < 10_000)
    return unitText(durationMs / 1_000, 'second', preferences, 1);
  const at = units.findIndex(({ ms }) => durationMs >= ms);
  const first = units[at];
  if (first === undefined) return unitText(0, 'second', preferences);
  const whole = Math.floor(durationMs / first.ms);
  const second = units[at + 1];
  const rest = second && second.unit !== 'millisecond' ? Math.floor((durationMs % first.ms) / second.ms) : 0;
  const text = unitText(whole, first.unit, preferences);
  return second && rest > 0 ? `${text} ${unitText(rest, second.unit, preferences)}` : text;
}

/** How old something is, in one unit: `5m`, `3h`, `12d`. Under a minute it is `0m`; what lies ahead has no age. */
export function ageText(ageMs: number, preferences: FormatPreferences): string {
  const age = Math.max(0, ageMs);
  const found = units.find(({ unit, ms }) => age >= ms && unit !== 'second' && unit !== 'millisecond');
  return found === undefined
    ? unitText(0, 'minute', preferences)
    : unitText(Math.floor(age / found.ms), found.unit, preferences);
}

/** Where an instant lies from now, in words: `3 hours ago`, `in 2 days`, `now`. */
export function relativeText(fromNowMs: number, { locale }: FormatPreferences): string {
  const format = relativeFormat(locale, { numeric: 'auto' });
  const distance = Math.abs(fromNowMs);
  const found = units.find(({ unit, ms }) => distance >= ms && unit !== 'millisecond' && unit !== 'second');
  if (found === undefined || found.unit === 'millisecond') return format.format(0, 'second');
  return format.format(Math.sign(fromNowMs) * Math.floor(distance / found.ms), found.unit);
}

function unitText(value: number, unit: SpanUnit, { locale }: FormatPreferences, decimals = 0): string {
  return numberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'narrow',
    maximumFractionDigits: decimals,
  }).format(value);
}
