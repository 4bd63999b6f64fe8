import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  divideRounded,
  nextBoundary,
  percentOf,
  percentWithin,
  periodBoundary,
  scaledDecimal,
  share,
  timesUnitAmount,
} from './arithmetic.ts';

const seconds = (text: string): number => Date.parse(text) / 1000;

describe('amounts', () => {
  it('round half away from zero, in whole numbers only', () => {
    expect([divideRounded(5n, 2n), divideRounded(-5n, 2n), divideRounded(4n, 3n)]).toEqual([3, -3, 1]);
    expect(share(10_000, 107, 365)).toBe(2932);
    expect(timesUnitAmount(131, '2.5')).toBe(328);
    expect([percentOf(5000, '19'), percentOf(999, '8.875'), percentWithin(11_900, '19')]).toEqual([
      950, 89, 1900,
    ]);
  });

  it('scale decimal text exactly and know what is none', () => {
    expect(scaledDecimal('-0.000000000001')).toBe(-1n);
    expect([scaledDecimal('1e3'), scaledDecimal(''), scaledDecimal('1.0000000000001')]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('split a period so that both parts make the whole, give or take the one rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 1e6 }), (amount, part) => {
        const whole = 1_000_000;
        const sum = share(amount, part, whole) + share(amount, whole - part, whole);
        expect(Math.abs(sum - amount)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('periods', () => {
  it('keep the anchor day and shorten to the end of a shorter month', () => {
    const anchor = seconds('2026-01-31T10:00:00Z');
    const ends = [1, 2, 3, 12].map((step) =>
      new Date(periodBoundary(anchor, 'month', step) * 1000).toISOString(),
    );
    expect(ends.map((text) => text.slice(0, 10))).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2027-01-31',
    ]);
    expect(periodBoundary(seconds('2024-02-29T00:00:00Z'), 'year', 1)).toBe(seconds('2025-02-28T00:00:00Z'));
  });

  it('find the first boundary after an instant', () => {
    const anchor = seconds('2026-01-15T00:00:00Z');
    expect(nextBoundary(anchor, 'month', 1, seconds('2026-03-15T00:00:00Z'))).toBe(
      seconds('2026-04-15T00:00:00Z'),
    );
    expect(nextBoundary(anchor, 'month', 3, seconds('2026-03-15T00:00:00Z'))).toBe(
      seconds('2026-04-15T00:00:00Z'),
    );
    expect(nextBoundary(anchor, 'year', 1, anchor - 1)).toBe(anchor);
  });
});
