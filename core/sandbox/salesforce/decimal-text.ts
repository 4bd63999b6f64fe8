const PATTERN = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/;

/** A decimal number as digits × 10^-scale. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads decimal text digit by digit, or null. */
export function parseDecimalText(text: string): Decimal | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** The value with exactly `scale` decimals, rounded half away from zero as the vendor rounds. */
export function toFixedText(value: Decimal, scale: number): string {
  let digits = value.digits;
  if (value.scale < scale) digits *= 10n ** BigInt(scale - value.scale);
  else if (value.scale > scale) {
    const divisor = 10n ** BigInt(value.scale - scale);
    const half = divisor / 2n;
    digits = digits < 0n ? (digits - half) / divisor : (digits + half) / divisor;
  }
  const negative = digits < 0n;
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, '0');
  const split = text.length - scale;
  const plain = scale === 0 ? text : `${text.slice(0, split)}.${text.slice(split)}`;
  return negative ? `-${plain}` : plain;
}

/** Negative, zero or positive as left is below, equal to or above right. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const a = left.digits * 10n ** BigInt(scale - left.scale);
  const b = right.digits * 10n ** BigInt(scale - right.scale);
  return a < b ? -1 : a > b ? 1 : 0;
}

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return {
    digits:
      left.digits * 10n ** BigInt(scale - left.scale) + right.digits * 10n ** BigInt(scale - right.scale),
    scale,
  };
}

export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return { digits: left.digits * right.digits, scale: left.scale + right.scale };
}
