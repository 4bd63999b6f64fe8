import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** Ids as a port: unique everywhere, and rising, so that an index on them grows at its end. */
export interface Ids {
  /** `prefix_` + 9 characters of time, 4 of sequence and 6 of chance, all sorting in the order of creation. */
  next(prefix: string): string;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(value: number, width: number): string {
  let text = '';
  let rest = value;
  for (let index = 0; index < width; index += 1) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

export function createIds(clock: Clock, random: Random): Ids {
  let lastMs = 0;
  let sequence = 0;
  return {
    next(prefix) {
      const nowMs = clock.now();
      // A clock that stands still or goes back must not make ids fall.
      if (nowMs > lastMs) {
        lastMs = nowMs;
        sequence = 0;
      } else {
        sequence += 1;
        if (sequence === 32 ** 4) {
          lastMs += 1;
          sequence = 0;
        }
      }
      return `${prefix}_${base32(lastMs, 9)}${base32(sequence, 4)}${base32(random.integer(0, 32 ** 6 - 1), 6)}`;
    },
  };
}
