import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayNumber,
  dayOfNumber,
  isDay,
  isPeriod,
  lastDayOf,
  nextPeriod,
  periodOf,
} from './day.ts';

const numbers = fc.integer({ min: -20_000, max: 60_000 });

describe('days', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '26-01-01', '2026-01-01T00:00', ''])(
    'refuses "%s"',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  it.each(['2024-02-29', '2000-02-29', '2026-12-31'])('accepts %s', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it('numbers days without a gap', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(dayNumber(dayOfNumber(number))).toBe(number);
        expect(dayNumber(addDays(dayOfNumber(number), 1))).toBe(number + 1);
      }),
    );
  });

  it('ends each period the day before the next begins', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const period = periodOf(dayOfNumber(number));
        expect(isPeriod(period)).toBe(true);
        expect(addDays(lastDayOf(period), 1)).toBe(`${nextPeriod(period)}-01`);
      }),
    );
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-08-31', 12, '2027-08-31'],
  ])('%s and %s months is %s', (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });
});
