import { z } from 'zod';
import { type CurrencyCode, isCurrencyCode } from '#core/domain/currency.ts';
import { type Day, isDay } from '#core/domain/day.ts';
import type { Money } from '#core/domain/money.ts';
import { JsonNumber, moneyAt, moneyFromDecimal, plainDecimal, unknownValue } from '../sdk/index.ts';

/** A number with its own text; amounts never pass through a float. */
export const number = z.instanceof(JsonNumber);
export const text = z.string().nullable();
export const id = z.string().regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/);

const stampPattern = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})(?:\+0000|Z)$/;

/** `2026-09-01T08:00:00.000+0000` as an instant that sorts; null for any other form. */
export function instantOf(stamp: string): string | null {
  const match = stampPattern.exec(stamp);
  return match === null || Number.isNaN(Date.parse(`${match[1]}Z`)) ? null : `${match[1]}Z`;
}

/** Members of every record: its id, the instant of its last change, and whether it is in the recycle bin. */
export const walked = {
  Id: id,
  SystemModstamp: z.string().refine((stamp) => instantOf(stamp) !== null, 'is not an instant in UTC'),
  IsDeleted: z.boolean(),
};

export function changedAt(stamp: string): string {
  return instantOf(stamp) ?? unknownValue('$.SystemModstamp', stamp, ['an instant in UTC']);
}

export function currencyAt(code: string, where = '$.CurrencyIsoCode'): CurrencyCode {
  return isCurrencyCode(code) ? code : unknownValue(where, code, ['an ISO 4217 code']);
}

export function decimalAt(amount: JsonNumber, currency: CurrencyCode, where: string): Money {
  return moneyAt(moneyFromDecimal(amount, currency), where);
}

export function dayAt(day: string, where: string): Day {
  return isDay(day) ? day : unknownValue(where, day, ['YYYY-MM-DD']);
}

export function dayOrNullAt(day: string | null, where: string): Day | null {
  return day === null ? null : dayAt(day, where);
}

/** A whole number; Salesforce writes numbers without decimals as 1.0 too. */
export function wholeAt(value: JsonNumber, where: string): number {
  const match = /^(-?\d{1,15})(?:\.0*)?$/.exec(plainDecimal(value.text));
  return match === null ? unknownValue(where, value.text, ['a whole number']) : Number(match[1]);
}

/** The canonical word for a picklist value; one that is not listed here is not guessed at. */
export function wordAt<Word>(words: Readonly<Record<string, Word>>, value: string, where: string): Word {
  const word = Object.hasOwn(words, value) ? words[value] : undefined;
  return word ?? unknownValue(where, value, Object.keys(words));
}
