import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../domain/money.ts';
import { SendWindow, windowMs } from './circuit-breaker.ts';

describe('send window', () => {
  it('totals what a plain count over the last hour gives, whatever comes and goes', () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: windowMs / 3 }),
      minor: fc.integer({ min: -500, max: 500 }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.integer({ min: 0, max: windowMs }),
        (steps, resetAtMs) => {
          const window = new SendWindow();
          const sent: { atMs: number; minor: bigint }[] = [];
          let atMs = 0;
          for (const [index, { waitMs, minor }] of steps.entries()) {
            atMs += waitMs;
            window.add({
              postingId: `${index}`,
              flow: 'f',
              legalEntity: 'E',
              amount: money(minor, 'USD'),
              atMs,
            });
            sent.push({ atMs, minor: BigInt(Math.abs(minor)) });
            const counted = sent.filter((send) => send.atMs > atMs - windowMs && send.atMs > resetAtMs);
            const totals = window.totals('f', 'E', atMs, resetAtMs);
            expect(totals.count).toBe(counted.length);
            expect(totals.minorByCurrency.get('USD') ?? 0n).toBe(
              counted.reduce((sum, { minor: one }) => sum + one, 0n),
            );
          }
        },
      ),
      { seed: 3, numRuns: 100 },
    );
  });

  it('counts a send that the clock dates later than now', () => {
    const window = new SendWindow();
    window.add({ postingId: 'p', flow: 'f', legalEntity: 'E', amount: money(5, 'USD'), atMs: 10_000_000 });
    expect(window.totals('f', 'E', 1_000, null).count).toBe(1);
    expect(window.totals('f', 'OTHER', 1_000, null).count).toBe(0);
  });

  it('counts a posting that is tried again once, and anew when an hour has gone by', () => {
    const window = new SendWindow();
    const tried = (atMs: number) =>
      window.add({ postingId: 'p', flow: 'f', legalEntity: 'E', amount: money(5, 'USD'), atMs });
    tried(1);
    tried(2);
    expect(window.totals('f', 'E', 3, null)).toMatchObject({ count: 1 });
    expect(window.counts('p')).toBe(true);
    expect(window.totals('f', 'E', 2 + windowMs, null).count).toBe(0);
    expect(window.counts('p')).toBe(false);
    tried(3 + windowMs);
    expect(window.totals('f', 'E', 3 + windowMs, null).count).toBe(1);
  });
});
