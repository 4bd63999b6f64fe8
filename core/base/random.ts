/** Randomness as a port. A seed gives the same draws everywhere; child streams do not shift one another. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [min, max], both included. */
  integer(min: number, max: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  shuffle<T>(items: readonly T[]): T[];
  bytes(length: number): Uint8Array;
  /** An independent stream named `name`: draws in one child never change another's. */
  child(name: string): Random;
}

function hashText(text: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Seeded generator (sfc32), seeded through splitmix32 so that neighbouring seeds do not resemble each other. */
export function seededRandom(seed: number | string): Random {
  let mix = typeof seed === 'number' ? seed >>> 0 : hashText(seed, 0);
  const rootSeed = mix;
  const draw = (): number => {
    mix = (mix + 0x9e3779b9) >>> 0;
    let value = mix ^ (mix >>> 16);
    value = Math.imul(value, 0x21f0aaad);
    value ^= value >>> 15;
    value = Math.imul(value, 0x735a2d97);
    return (value ^ (value >>> 15)) >>> 0;
  };
  let [a, b, c, d] = [draw(), draw(), draw(), draw()];
  const uint32 = (): number => {
    const sum = (((a + b) >>> 0) + d) >>> 0;
    d = (d + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + sum) >>> 0;
    return sum;
  };
  const next = (): number => uint32() / 4294967296;
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
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
    bytes: (length) => Uint8Array.from({ length }, () => uint32() & 0xff),
    child: (name) => seededRandom(hashText(name, rootSeed)),
  };
}
