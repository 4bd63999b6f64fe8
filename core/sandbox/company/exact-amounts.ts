import { assert } from '#core/base/assert.ts';
import { divideRounded } from '#core/domain/money.ts';

function safe(value: bigint): number {
  const number = Number(value);
  assert(Number.isSafeInteger(number), `amount out of range: ${value}`);
  return number;
}

/** amount × part / whole, half away from zero. */
export function shareOf(amountMinor: number, part: number, whole: number): number {
  return safe(divideRounded(BigInt(amountMinor) * BigInt(part), BigInt(whole), 'half-away-from-zero'));
}

/** `ratePercent` (decimal text) per cent of an amount, half away from zero. */
export function percentOf(amountMinor: number, ratePercent: string): number {
  const [whole = '0', fraction = ''] = ratePercent.split('.');
  const rate = BigInt(whole + fraction);
  const divisor = 100n * 10n ** BigInt(fraction.length);
  return safe(divideRounded(BigInt(amountMinor) * rate, divisor, 'half-away-from-zero'));
}

/** An amount converted at a rate in decimal text, half away from zero. */
export function convertAt(amountMinor: number, rate: string): number {
  return percentOf(amountMinor * 100, rate);
}

/** Decimal text of minor units with two decimals. */
export function twoDecimals(amountMinor: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
