import { type Result, err } from '#core/base/result.ts';
import { type CurrencyCode, currencyExponent } from '#core/domain/currency.ts';
import { type Money, type MoneyFailure, money, parseDecimal, toDecimal } from '#core/domain/money.ts';
import { JsonNumber } from './json-number.ts';

const numberText = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** An amount that the vendor writes in integer minor units (Stripe). `currency` in any case. */
export function moneyFromMinor(minor: number | JsonNumber, currency: string): Result<Money, MoneyFailure> {
  const code = currency.toUpperCase();
  if (currencyExponent(code) === null) return parseDecimal('0', code);
  const text = minor instanceof JsonNumber ? minor.text : String(minor);
  const isWhole = /^-?\d+$/.test(text) && (minor instanceof JsonNumber || Number.isSafeInteger(minor));
  if (!isWhole) {
    return err({
      code: 'AMOUNT_INVALID',
      message: `${text} is not a whole number of minor units`,
      fix: 'The vendor documents integers here; the record is kept as it came.',
    });
  }
  return { ok: true, value: money(BigInt(text), code) };
}

/** An amount that the vendor writes as a decimal, from the number's own text. Scientific notation (1.0E7) is spelled out. */
export function moneyFromDecimal(
  amount: string | JsonNumber,
  currency: CurrencyCode,
): Result<Money, MoneyFailure> {
  const text = amount instanceof JsonNumber ? amount.text : amount;
  return parseDecimal(plainDecimal(text), currency);
}

/** "1.5e3" → "1500", "12E-2" → "0.12"; any other text is returned as it is, for the reader to refuse. */
export function plainDecimal(text: string): string {
  const match = numberText.exec(text);
  const exponent = Number(match?.[4] ?? 0);
  if (match === null || exponent === 0 || Math.abs(exponent) > 40)
    return match === null ? text : stripZero(match, text);
  const [, sign = '', whole = '', fraction = ''] = match;
  const point = whole.length + exponent;
  const digits = `${whole}${fraction}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function stripZero(match: RegExpExecArray, text: string): string {
  const isPlain = match[4] === undefined || Number(match[4]) !== 0;
  return isPlain ? text : text.replace(/[eE].*$/, '');
}

/** The amount as an exact JSON number literal for a vendor's body. */
export function amountLiteral(amount: Money): JsonNumber {
  return new JsonNumber(toDecimal(amount));
}
