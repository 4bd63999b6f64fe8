import { assert } from '../base/assert.ts';

/** A calendar day of a business calendar, `YYYY-MM-DD`. Not an instant: it has no time zone. */
export type Day = string;

/** An accounting period that is a calendar month, `YYYY-MM`. */
export type Period = string;

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const periodPattern = /^\d{4}-(0[1-9]|1[0-2])$/;
const millisecondsPerDay = 86_400_000;

export function isDay(text: string): text is Day {
  const match = dayPattern.exec(text);
  if (!match) return false;
  const epochMs = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return dayOfEpochMs(epochMs) === text;
}

export function isPeriod(text: string): text is Period {
  return periodPattern.test(text);
}

/** The UTC day of an instant. Which zone a document's day is in was decided by its source; this is for our own stamps. */
export function dayOfEpochMs(epochMs: number): Day {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** Whole days since 1970-01-01. */
export function dayNumber(day: Day): number {
  assert(isDay(day), `not a day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`) / millisecondsPerDay;
}

export function dayOfNumber(number: number): Day {
  return dayOfEpochMs(number * millisecondsPerDay);
}

export function addDays(day: Day, days: number): Day {
  return dayOfNumber(dayNumber(day) + days);
}

export function periodOf(day: Day): Period {
  return day.slice(0, 7);
}

export function firstDayOf(period: Period): Day {
  assert(isPeriod(period), `not a period: ${period}`);
  return `${period}-01`;
}

export function nextPeriod(period: Period): Period {
  return periodOf(addDays(firstDayOf(period), 32));
}

export function lastDayOf(period: Period): Day {
  return addDays(firstDayOf(nextPeriod(period)), -1);
}

/** The same day `months` later, clamped to the month's last day (31 January + 1 = 28 or 29 February). */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) + months;
  const period = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
  const last = lastDayOf(period);
  const wanted = `${period}-${String(date).padStart(2, '0')}`;
  return wanted < last ? wanted : last;
}
