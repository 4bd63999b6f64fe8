import type { Random } from '#core/base/random.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Lengths after the prefix, as Stripe's own ids of each kind have them. */
const SHORT_LENGTH = 14;
const LONG_LENGTH = 24;
/** One draw of the generator holds 32 bits: five letters. */
const LETTERS_PER_DRAW = 5;
const DRAW_MAX = 62 ** LETTERS_PER_DRAW - 1;
const SHORT_PREFIXES = new Set(['cus', 'prod', 'si', 'req']);

/** Stripe-like ids, the same for the same seed and order of creation. */
export class IdSource {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  next(prefix: string): string {
    const short = SHORT_PREFIXES.has(prefix);
    const start = short ? `${prefix}_` : `${prefix}_1`;
    return this.#lettersAfter(start, short ? SHORT_LENGTH : LONG_LENGTH - 1);
  }

  /** Eight hexadecimal capitals, as Stripe's invoice prefixes are. */
  invoicePrefix(): string {
    return Buffer.from(this.#random.bytes(4)).toString('hex').toUpperCase();
  }

  #lettersAfter(start: string, length: number): string {
    let text = start;
    while (text.length < start.length + length) {
      let draw = this.#random.integer(0, DRAW_MAX);
      for (let letter = 0; letter < LETTERS_PER_DRAW && text.length < start.length + length; letter += 1) {
        text += ALPHABET[draw % 62];
        draw = Math.floor(draw / 62);
      }
    }
    return flat(text);
  }
}

/** The same ASCII text in one piece: the engine keeps a text built by appending as a tree ten times its size. */
export function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** The id of an invoice's line: a function of the invoice and the position, so that it needs no storage. */
export function lineId(prefix: 'il' | 'cnli', ownerId: string, index: number): string {
  const owner = ownerId.slice(ownerId.indexOf('_') + 1);
  return `${prefix}_${owner.slice(0, -2)}${encode(index, 2)}`;
}

/** A number in base 62, padded to `length` digits. */
export function encode(value: number, length: number): string {
  let rest = value;
  let text = '';
  while (text.length < length || rest > 0) {
    text = ALPHABET[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** The number written by `encode`, or null. */
export function decode(text: string): number | null {
  let value = 0;
  for (const letter of text) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return null;
    value = value * 62 + digit;
  }
  return value;
}
