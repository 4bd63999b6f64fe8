import { err, type Failure, ok, type Result } from '#core/base/result.ts';
import type { CurrencyCode } from '#core/domain/currency.ts';
import { type Money, parseDecimal } from '#core/domain/money.ts';
import { type AmountMarks, amountMarks } from './amount-marks.ts';
import { exponentOf } from './money.ts';
import { visibleText } from './visible-text.ts';

export type AmountFailureCode =
  | 'AMOUNT_EMPTY'
  | 'AMOUNT_UNREADABLE'
  | 'AMOUNT_AMBIGUOUS'
  | 'AMOUNT_TOO_PRECISE'
  | 'AMOUNT_OTHER_CURRENCY';

export type AmountFailure = Failure<AmountFailureCode>;

/**
 * Reads an amount that a person typed or pasted. It accepts what the locale writes, with or without grouping, a minus in front
 * or behind, parentheses, and the expected currency's code or sign. Whatever another locale could read as another amount is
 * refused with the reason; nothing is rounded and nothing is guessed. Digits go to minor units as text.
 */
export function parseAmount(
  text: string,
  locale: string,
  currency: CurrencyCode,
): Result<Money, AmountFailure> {
  const trimmed = text.trim();
  if (trimmed === '') return refuse('AMOUNT_EMPTY', 'There is no amount', exampleFix(locale, currency));
  const marks = amountMarks(locale, currency);
  const bare = withoutCurrency(trimmed, marks, currency);
  if (!bare.ok) return bare;
  const sign = readSign(bare.value);
  if (sign === null)
    return refuse(
      'AMOUNT_UNREADABLE',
      `${quoted(text)} has more than one sign`,
      'Write one minus, or parentheses.',
    );
  const inner = withoutCurrency(sign.digits, marks, currency);
  if (!inner.ok) return inner;
  const decimal = readDigits(inner.value, marks, exponentOf(currency));
  if (!decimal.ok) {
    const { code, message } = decimal.error;
    return refuse(code, `${quoted(text)} ${message}`, exampleFix(locale, currency));
  }
  const parsed = parseDecimal(sign.isNegative ? `-${decimal.value}` : decimal.value, currency);
  return parsed.ok ? parsed : refuse('AMOUNT_UNREADABLE', parsed.error.message, exampleFix(locale, currency));
}

function withoutCurrency(
  text: string,
  { symbol }: AmountMarks,
  currency: CurrencyCode,
): Result<string, AmountFailure> {
  const found = /^\p{L}+|\p{L}+$/u.exec(text)?.[0];
  const bare = [currency, symbol].flatMap((mark) => {
    if (text.startsWith(mark)) return [text.slice(mark.length).trimStart()];
    return text.endsWith(mark) ? [text.slice(0, -mark.length).trimEnd()] : [];
  });
  if (bare[0] !== undefined) return ok(bare[0]);
  if (found !== undefined && /^[A-Z]{3}$/.test(found))
    return refuse(
      'AMOUNT_OTHER_CURRENCY',
      `${quoted(text)} is in ${found}`,
      `Give an amount in ${currency}.`,
    );
  return ok(text);
}

interface Signed {
  readonly isNegative: boolean;
  readonly digits: string;
}

/** A minus in front or behind, or parentheses: one of them, once. Null for more. */
function readSign(text: string): Signed | null {
  const forms = [/^\((?<digits>.*)\)$/u, /^[-−](?<digits>.*)$/u, /^(?<digits>.*)[-−]$/u];
  const digits = forms
    .map((form) => form.exec(text)?.groups?.['digits'])
    .find((found) => found !== undefined);
  const rest = (digits ?? text.replace(/^\+/, '')).trim();
  return /[-−+()]/u.test(rest) ? null : { isNegative: digits !== undefined, digits: rest };
}

type DigitsFailure = { readonly code: AmountFailureCode; readonly message: string };

/** Digits with the locale's marks as plain decimal text (`1234.50`). */
function readDigits(text: string, marks: AmountMarks, exponent: number): Result<string, DigitsFailure> {
  const stray = Array.from(text).find((character) => !/[0-9]/.test(character) && !isMark(character, marks));
  if (stray !== undefined) return strayMark(stray, marks);
  const parts = text.split(marks.decimal);
  const [whole = '', fraction] = parts;
  if (parts.length > 2) return fail('AMOUNT_AMBIGUOUS', `has more than one decimal mark "${marks.decimal}"`);
  if (fraction === '' || !/[0-9]/.test(text)) return fail('AMOUNT_UNREADABLE', 'is not complete');
  if (fraction !== undefined && /[^0-9]/.test(fraction))
    return fail('AMOUNT_AMBIGUOUS', 'has a grouping mark after the decimal mark');
  if ((fraction?.length ?? 0) > exponent) return tooPrecise(fraction ?? '', exponent);
  const digits = readWhole(whole, { hasFraction: fraction !== undefined, exponent });
  if (!digits.ok) return digits;
  return ok(fraction === undefined ? digits.value : `${digits.value}.${fraction}`);
}

function readWhole(
  whole: string,
  { hasFraction, exponent }: { readonly hasFraction: boolean; readonly exponent: number },
): Result<string, DigitsFailure> {
  const groups = whole.split(/[^0-9]/);
  const groupMarks = new Set(whole.match(/[^0-9]/g));
  const [first = ''] = groups;
  if (whole === '') return ok('0');
  if (groupMarks.size > 1) return fail('AMOUNT_AMBIGUOUS', 'is grouped with two different marks');
  if (first.length > 1 && first.startsWith('0'))
    return fail('AMOUNT_AMBIGUOUS', 'starts with zeros, as a document number does');
  if (groups.length === 1) return ok(first);
  const isRegular =
    /^[1-9][0-9]{0,2}$/.test(first) && groups.slice(1).every((group) => /^[0-9]{3}$/.test(group));
  if (!isRegular) return fail('AMOUNT_AMBIGUOUS', 'is not grouped in threes: the mark could mean decimals');
  // "1,234" in a currency with three decimals is a thousand or one and a bit.
  if (groups.length === 2 && !hasFraction && exponent === 3)
    return fail('AMOUNT_AMBIGUOUS', 'could mean three decimals or thousands');
  return ok(groups.join(''));
}

function isMark(character: string, { decimal, groups }: AmountMarks): boolean {
  return character === decimal || groups.includes(character);
}

function strayMark(character: string, { decimal, groups }: AmountMarks): Result<never, DigitsFailure> {
  if (!/[.,'’ \u00a0\u202f]/u.test(character))
    return fail('AMOUNT_UNREADABLE', `has "${visibleText(character)}", which is not part of an amount`);
  const grouping = groups[0] === undefined ? 'no grouping' : `"${groups[0]}" for thousands`;
  return fail(
    'AMOUNT_AMBIGUOUS',
    `has "${character}", but your locale writes "${decimal}" for decimals and ${grouping}`,
  );
}

function tooPrecise(fraction: string, exponent: number): Result<never, DigitsFailure> {
  return fraction.length === 3
    ? fail('AMOUNT_AMBIGUOUS', 'has three digits after the decimal mark: it could mean thousands')
    : fail('AMOUNT_TOO_PRECISE', `has more than ${exponent} decimals`);
}

function fail(code: AmountFailureCode, message: string): Result<never, DigitsFailure> {
  return err({ code, message });
}

function refuse(code: AmountFailureCode, message: string, fix: string): Result<never, AmountFailure> {
  return err({ code, message, fix });
}

function exampleFix(locale: string, currency: CurrencyCode): string {
  return `Write it as ${amountMarks(locale, currency).example}.`;
}

function quoted(text: string): string {
  return `"${visibleText(text.trim())}"`;
}
