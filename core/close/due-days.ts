import { addDays, type Day, dayNumber, lastDayOf, type Period } from '../domain/day.ts';

/** 1970-01-01 was a Thursday. */
function isWeekend(day: Day): boolean {
  const weekday = (dayNumber(day) + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** The n-th business day after a period's last day; 0 is that day or the business day before it, negative counts back. */
export function dueDayOf(period: Period, businessDays: number, holidays: readonly Day[]): Day {
  const isFree = (day: Day): boolean => isWeekend(day) || holidays.includes(day);
  let day = lastDayOf(period);
  if (businessDays <= 0) while (isFree(day)) day = addDays(day, -1);
  const direction = businessDays < 0 ? -1 : 1;
  for (let left = Math.abs(businessDays); left > 0; ) {
    day = addDays(day, direction);
    if (!isFree(day)) left -= 1;
  }
  return day;
}
