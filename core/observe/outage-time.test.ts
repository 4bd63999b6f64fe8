import { expect, it } from 'vitest';
import { mostOf, overlapMs } from './outage-time.ts';

const noon = { fromMs: 1_000, untilMs: 2_000 };
const lasting = { fromMs: 5_000, untilMs: null };

it.each([
  [noon, 0, 1_000, 0],
  [noon, 0, 1_500, 500],
  [noon, 1_200, 1_300, 100],
  [noon, 0, 9_000, 1_000],
  [lasting, 4_000, 9_000, 4_000],
])('an outage covers its part of a time', (span, fromMs, untilMs, coveredMs) => {
  expect(overlapMs(span, fromMs, untilMs)).toBe(coveredMs);
});

it('names the outage that covers most, with the time of all', () => {
  expect(mostOf([noon, lasting], 500, 9_000)).toEqual({ most: lasting, totalMs: 5_000 });
  expect(mostOf([noon, lasting], 2_000, 4_000)).toBeNull();
});
