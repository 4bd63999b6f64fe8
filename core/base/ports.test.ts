import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIds } from './ids.ts';
import { ManualClock } from './manual-clock.ts';
import { seededRandom } from './random.ts';

describe('ids', () => {
  it('rise, also when the clock stands still or goes back', () => {
    const clock = new ManualClock(1_000_000);
    const ids = createIds(clock, seededRandom(1));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 200 }), (steps) => {
        const made = steps.map((step) => {
          clock.setWallTime(clock.now() + step);
          return ids.next('x');
        });
        expect([...made].sort()).toEqual(made);
        expect(new Set(made).size).toBe(made.length);
      }),
    );
  });
});

describe('seeded randomness', () => {
  it('is the same for the same seed and independent between children', () => {
    const draws = (seed: number, extra: number) => {
      const random = seededRandom(seed);
      const other = random.child('other');
      for (let index = 0; index < extra; index += 1) other.next();
      return Array.from({ length: 5 }, () => random.child('mine').next());
    };
    expect(draws(7, 0)).toEqual(draws(7, 10));
    expect(draws(7, 0)).not.toEqual(draws(8, 0));
  });

  it('keeps its bounds', () => {
    const random = seededRandom('bounds');
    const values = Array.from({ length: 2_000 }, () => random.integer(3, 5));
    expect(new Set(values)).toEqual(new Set([3, 4, 5]));
  });
});

describe('the manual clock', () => {
  it('wakes sleepers in their order and only when their time has come', async () => {
    const clock = new ManualClock(0);
    const woken: string[] = [];
    const late = clock.sleep(20).then(() => woken.push('late'));
    const early = clock.sleep(10).then(() => woken.push('early'));
    clock.advance(9);
    await Promise.resolve();
    expect(woken).toEqual([]);
    clock.advance(11);
    await Promise.all([late, early]);
    expect(woken).toEqual(['early', 'late']);
  });

  it('ends a sleep with the reason of its signal', async () => {
    const clock = new ManualClock(0);
    const abort = new AbortController();
    const sleeping = clock.sleep(10, abort.signal);
    abort.abort('stop');
    await expect(sleeping).rejects.toBe('stop');
  });
});
