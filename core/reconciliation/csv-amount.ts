import { amountMinorMax } from './document-set.ts';

/** What is wrong with an amount text. */
export type AmountFault = 'malformed' | 'too-precise' | 'too-large';

const zero = 48;
const nine = 57;
const minus = 45;
const plus = 43;

/** Reads amounts digit by digit; no amount ever goes through a float's fraction. */
export class AmountReader {
  /** Set when `read` returned NaN. */
  fault: AmountFault = 'malformed';
  readonly #mark: number;

  constructor(decimalMark: '.' | ',') {
    this.#mark = decimalMark.charCodeAt(0);
  }

  /**
   * Minor units of the decimal text `bytes[from, to)` in a currency with `exponent` decimals, or NaN with `fault` set.
   * Zeros past the exponent are accepted, other digits there refused. Sums of digits stay below 2^53, so every step is
   * exact.
   */
  read(bytes: Uint8Array, from: number, to: number, exponent: number): number {
    let at = from;
    const first = bytes[at];
    if (first === minus || first === plus) at += 1;
    const wholeAt = at;
    let value = 0;
    let isTooLarge = false;
    for (; at < to; at += 1) {
      const byte = bytes[at] as number;
      if (byte < zero || byte > nine) break;
      if (!isTooLarge) value = value * 10 + (byte - zero);
      isTooLarge ||= value > amountMinorMax;
    }
    if (at === wholeAt) return this.#refuse('malformed');
    let decimals = 0;
    if (at < to) {
      if (bytes[at] !== this.#mark || at + 1 === to) return this.#refuse('malformed');
      let isTooPrecise = false;
      for (at += 1; at < to; at += 1) {
        const byte = bytes[at] as number;
        if (byte < zero || byte > nine) return this.#refuse('malformed');
        if (decimals < exponent) {
          decimals += 1;
          if (!isTooLarge) value = value * 10 + (byte - zero);
          isTooLarge ||= value > amountMinorMax;
        } else {
          isTooPrecise ||= byte !== zero;
        }
      }
      if (isTooPrecise) return this.#refuse('too-precise');
    }
    for (; decimals < exponent; decimals += 1) value *= 10;
    if (isTooLarge || value > amountMinorMax) return this.#refuse('too-large');
    return first === minus ? 0 - value : value;
  }

  #refuse(fault: AmountFault): number {
    this.fault = fault;
    return Number.NaN;
  }
}
