import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../base/random.ts';

const steps = 2 ** 47;

/** The machine's own entropy. Nothing drawn from it can be repeated. */
export function createSystemRandom(): Random {
  const integer = (min: number, max: number): number => randomInt(min, max + 1);
  const next = (): number => randomInt(steps) / steps;
  const random: Random = {
    next,
    integer,
    pick: <T>(items: readonly T[]): T => items[integer(0, items.length - 1)] as T,
    chance: (probability) => next() < probability,
    shuffle: <T>(items: readonly T[]): T[] => {
      const copy = [...items];
      for (let index = copy.length - 1; index > 0; index -= 1) {
        const other = integer(0, index);
        [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
      }
      return copy;
    },
    bytes: (length) => randomBytes(length),
    child: () => random,
  };
  return random;
}
