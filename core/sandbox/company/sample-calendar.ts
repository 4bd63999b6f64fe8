import { addDays, dayNumber, firstDayOf, lastDayOf, nextPeriod, periodOf } from '#core/domain/day.ts';

const FIRST_MONTH = '2026-09';
/** Until this day of the last month, included, the legacy integration posted; Tieout takes over on the next. */
const LEGACY_THROUGH_DAY = 12;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The days that matter in a sample of some months. */
export interface SampleCalendar {
  /** `YYYY-MM`, oldest first. */
  readonly months: readonly string[];
  readonly lastMonth: string;
  readonly lastDay: string;
  /** From this day on documents are Tieout's to post. */
  readonly cutoverOn: string;
  /** The 5th of the month after, 08:00 UTC. */
  readonly todayMs: number;
}

export function sampleCalendar(monthCount: number, firstMonth: string = FIRST_MONTH): SampleCalendar {
  const months = [firstMonth];
  while (months.length < monthCount) months.push(nextPeriod(months.at(-1) as string));
  const lastMonth = months.at(-1) as string;
  return {
    months,
    lastMonth,
    lastDay: lastDayOf(lastMonth),
    cutoverOn: addDays(firstDayOf(lastMonth), LEGACY_THROUGH_DAY),
    todayMs: instant(addDays(firstDayOf(nextPeriod(lastMonth)), 4), 8),
  };
}

/** The instant of a day at an hour and minute, UTC. */
export function instant(day: string, hour = 0, minute = 0): number {
  return dayNumber(day) * DAY_MS + hour * HOUR_MS + minute * 60_000;
}

export function dayIn(month: string, dayOfMonth: number): string {
  return addDays(firstDayOf(month), dayOfMonth - 1);
}

export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** The same day of the month before. */
export function monthBefore(month: string): string {
  return periodOf(addDays(firstDayOf(month), -1));
}
