import type { Random } from '#core/base/random.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Lengths after the prefix, as Stripe's own ids of each kind have them. */
const SHORT_LENGTH = 14;
const LONG_LENGTH = 24;
const SHORT_PREFIXES = new Set(['cus', 'prod', 'si', 'req']);

/** Stripe-like ids, the same for the same seed and order of creation. */
export class IdSource {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  next(prefix: string): string {
    const short = SHORT_PREFIXES.has(prefix);
    return short
      ? `${prefix}_${this.#letters(SHORT_LENGTH)}`
      : `${prefix}_1${this.#letters(LONG_LENGTH - 1)}`;
  }

  /** Eight hexadecimal capitals, as Stripe's invoice prefixes are. */
  invoicePrefix(): string {
    return Buffer.from(this.#random.bytes(4)).toString('hex').toUpperCase();
  }

  #letters(length: number): string {
    let text = '';
    for (const byte of this.#random.bytes(length)) text += ALPHABET[byte % 62];
    return text;
  }
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
