import { assert } from '#core/base/assert.ts';

/** digits × 10^-scale: 12.50 is { digits: 1250n, scale: 2 }. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const DECIMAL_TEXT = /^(-?)(\d{1,30})(?:\.(\d{1,20}))?$/;

/** Whether the text is a plain decimal number (no exponent, no separators). */
export function isDecimalText(text: string): boolean {
  return DECIMAL_TEXT.test(text);
}

function parse(text: string): Decimal {
  const match = DECIMAL_TEXT.exec(text);
  assert(match, `not a decimal number: ${text}`);
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[2]}${fraction}`);
  return { digits: match[1] === '-' ? -digits : digits, scale: fraction.length };
}

/** Rounds half away from zero, as NetSuite rounds amounts. */
function rescale(value: Decimal, scale: number): number {
  if (value.scale <= scale) return toSafe(value.digits * 10n ** BigInt(scale - value.scale));
  const divisor = 10n ** BigInt(value.scale - scale);
  const half = divisor / 2n;
  const rounded = value.digits >= 0n ? (value.digits + half) / divisor : -((-value.digits + half) / divisor);
  return toSafe(rounded);
}

function toSafe(value: bigint): number {
  const safe = Number(value);
  assert(Number.isSafeInteger(safe), `amount out of range: ${value}`);
  return safe;
}

/** Decimal text to minor units of a currency with `precision` decimals. */
export function toMinor(text: string, precision: number): number {
  return rescale(parse(text), precision);
}

/** quantity × rate in minor units, rounded once. */
export function multiplyToMinor(quantity: string, rate: string, precision: number): number {
  const [left, right] = [parse(quantity), parse(rate)];
  return rescale({ digits: left.digits * right.digits, scale: left.scale + right.scale }, precision);
}

/** `ratePercent` per cent of an amount, in the amount's minor units. */
export function percentOf(amountMinor: number, ratePercent: string): number {
  const rate = parse(ratePercent);
  return rescale({ digits: BigInt(amountMinor) * rate.digits, scale: rate.scale + 2 }, 0);
}

/** Minor units to decimal text: 1250 with precision 2 is "12.50". */
export function minorToText(amountMinor: number, precision: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(precision + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (precision === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -precision)}.${digits.slice(-precision)}`;
}

/** The double NetSuite would print for an amount: the nearest one, whose shortest text is the decimal itself. */
export function minorToDouble(amountMinor: number, precision: number): number {
  return Number(minorToText(amountMinor, precision));
}
