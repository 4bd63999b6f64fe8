import { describe, expect, it } from 'vitest';
import { closeDueOn } from './close-calendar.ts';
import { bucketOf, percentileMs, upperBoundMs } from './latency-buckets.ts';
import { attainedPermille } from './service-levels.ts';
import { trendDays, trendOf } from './trend.ts';
import { counted, verdictOf } from './verdict.ts';

describe('a trend', () => {
  it('ends in what is counted now and goes back by what came and went', () => {
    const trend = trendOf('2026-10-05', 7, [
      { day: '2026-10-05', count: 3 },
      { day: '2026-10-03', count: -2 },
    ]);
    expect(trend).toHaveLength(trendDays);
    expect(trend.slice(-4).map(({ count }) => count)).toEqual([6, 4, 4, 7]);
    expect(trend[0]).toEqual({ on: '2026-09-06', count: 6 });
  });
});

describe('percentiles from buckets', () => {
  it('are never below the true figure and at most a tenth above it', () => {
    const durations = Array.from({ length: 500 }, (_, index) => 2 + ((index * 7919) % 997));
    const counts = durations.map((duration) => ({ bucket: bucketOf(duration), count: 1 }));
    const sorted = [...durations].sort((one, other) => one - other);
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
      const read = percentileMs(counts, share) ?? 0;
      expect(read).toBeGreaterThanOrEqual(exact);
      expect(read).toBeLessThanOrEqual(exact * 1.1 + 1);
    }
  });

  it('hold each duration in the bucket whose bound it does not pass', () => {
    for (const duration of [1, 2, 8, 9, 340, 1_000, 30_000]) {
      expect(upperBoundMs(bucketOf(duration))).toBeGreaterThanOrEqual(duration);
      if (duration > 1) expect(2 ** ((bucketOf(duration) - 1) / 8)).toBeLessThan(duration);
    }
  });

  it('say nothing of nothing', () => {
    expect(percentileMs([], 0.5)).toBeNull();
    expect(attainedPermille(0, 0, 0)).toBeNull();
    expect(attainedPermille(9, 1, 1)).toBe(800);
  });
});

describe('the day to close by', () => {
  it('is five working days after the period, weekends left out', () => {
    expect(closeDueOn('2026-09')).toBe('2026-10-07');
    expect(closeDueOn('2026-10')).toBe('2026-11-06');
  });
});

describe('the verdict', () => {
  const facts = {
    period: '2026-09',
    isEmpty: false,
    isClosed: false,
    isReconciled: true,
    blockers: [] as string[],
    daysToClose: 2,
  };

  it('names what blocks, largest first, and counts what it leaves out', () => {
    const blockers = [counted(1_204, 'held posting'), counted(1, 'unexplained break'), 'a', 'b', 'c'];
    expect(verdictOf({ ...facts, blockers })).toBe(
      'Five things block sign-off: 1,204 held postings, 1 unexplained break, a and 2 more.',
    );
    expect(verdictOf({ ...facts, blockers: ['2 breaks'] })).toBe('One thing blocks sign-off: 2 breaks.');
  });

  it('never calls ready what was not reconciled or not read', () => {
    expect(verdictOf(facts)).toBe('Nothing blocks sign-off: every figure ties out.');
    expect(verdictOf({ ...facts, isReconciled: false })).toContain('has not been reconciled');
    expect(verdictOf({ ...facts, isEmpty: true })).toContain('Nothing has been read yet');
  });
});
