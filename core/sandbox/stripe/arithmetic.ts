import { assert } from '#core/base/assert.ts';
import type { Interval } from './rows.ts';

const DECIMALS_MAX = 12;

/** A safe integer, asserting that nothing was lost. */
export function safe(value: number | bigint): number {
  const number = Number(value);
  assert(Number.isSafeInteger(number), `not a safe integer: ${value}`);
  return number;
}

/** numerator / denominator, half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): number {
  assert(denominator > 0n, 'a division by a positive number');
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return safe(numerator < 0n ? -rounded : rounded);
}

/** amount × part / whole, half away from zero. */
export function share(amount: number, part: number, whole: number): number {
  return divideRounded(BigInt(amount) * BigInt(part), BigInt(whole));
}

/** Decimal text as an integer scaled by 10^12, or null when it is no such text. */
export function scaledDecimal(text: string): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (match === null) return null;
  const digits = `${match[2]}${(match[3] ?? '').padEnd(DECIMALS_MAX, '0')}`;
  return BigInt(`${match[1]}${digits}`);
}

const SCALE = 10n ** BigInt(DECIMALS_MAX);

/** quantity × unit amount (decimal text of minor units), half away from zero. */
export function timesUnitAmount(quantity: number, unitAmountDecimal: string): number {
  const unit = scaledDecimal(unitAmountDecimal);
  assert(unit !== null, `a unit amount: ${unitAmountDecimal}`);
  return divideRounded(BigInt(quantity) * unit, SCALE);
}

/** amount × percent / 100 for exclusive tax, half away from zero. */
export function percentOf(amount: number, percentage: string): number {
  const percent = scaledDecimal(percentage);
  assert(percent !== null, `a percentage: ${percentage}`);
  return divideRounded(BigInt(amount) * percent, SCALE * 100n);
}

/** The tax contained in an amount that includes it. */
export function percentWithin(amount: number, percentage: string): number {
  const percent = scaledDecimal(percentage);
  assert(percent !== null, `a percentage: ${percentage}`);
  return divideRounded(BigInt(amount) * percent, SCALE * 100n + percent);
}

/** The n-th boundary after the anchor, in Unix seconds; a month without the anchor's day ends on its last. */
export function periodBoundary(anchor: number, interval: Interval, steps: number): number {
  const start = new Date(anchor * 1000);
  if (interval === 'day' || interval === 'week')
    return anchor + steps * (interval === 'day' ? 86_400 : 604_800);
  const months = interval === 'year' ? steps * 12 : steps;
  const month = start.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(start.getUTCDate(), lastDay);
  const moved = Date.UTC(
    start.getUTCFullYear(),
    month,
    day,
    start.getUTCHours(),
    start.getUTCMinutes(),
    start.getUTCSeconds(),
  );
  return moved / 1000;
}

/** The first boundary of the anchor's cycle strictly after the instant. */
export function nextBoundary(
  anchor: number,
  interval: Interval,
  intervalCount: number,
  after: number,
): number {
  if (anchor > after) return anchor;
  let step = 0;
  let boundary = anchor;
  while (boundary <= after) {
    step += intervalCount;
    boundary = periodBoundary(anchor, interval, step);
  }
  return boundary;
}
