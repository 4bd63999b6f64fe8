import { addDays, type Day, dayNumber, lastDayOf, type Period } from '../domain/day.ts';

/** Business days after the end of a period by which it should be closed, where no task says another day. */
const closeWithinBusinessDays = 5;

/** Monday to Friday; public holidays differ from entity to entity and are not known here. */
function isBusinessDay(day: Day): boolean {
  // Day 0, 1970-01-01, was a Thursday.
  const weekday = (((dayNumber(day) + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
}

/** The day by which a period should be closed. */
export function closeDueOn(period: Period): Day {
  let day = lastDayOf(period);
  for (let left = closeWithinBusinessDays; left > 0; ) {
    day = addDays(day, 1);
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}
