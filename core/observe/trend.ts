import { addDays, type Day } from '../domain/day.ts';

export interface DayCount {
  readonly on: Day;
  readonly count: number;
}

/** Days that a trend shows. */
export const trendDays = 30;

export function trendStart(today: Day): Day {
  return addDays(today, -(trendDays - 1));
}

/** How many there were at each day's end: from how many there are now, backwards by what came less what went. */
export function trendOf(
  today: Day,
  now: number,
  deltas: readonly { readonly day: Day; readonly count: number }[],
): DayCount[] {
  const byDay = new Map(deltas.map(({ day, count }) => [day, count]));
  const points: DayCount[] = [];
  let count = now;
  for (let back = 0; back < trendDays; back += 1) {
    const on = addDays(today, -back);
    points.push({ on, count: Math.max(0, count) });
    count -= byDay.get(on) ?? 0;
  }
  return points.reverse();
}

/** What happened on each day; days without anything count nothing. */
export function dailyOf(
  today: Day,
  days: number,
  counts: readonly { readonly day: Day; readonly count: number }[],
): DayCount[] {
  const byDay = new Map(counts.map(({ day, count }) => [day, count]));
  return Array.from({ length: days }, (_, index) => {
    const on = addDays(today, index - days + 1);
    return { on, count: byDay.get(on) ?? 0 };
  });
}
