import type { Day, Period } from '#core/domain/day.ts';
import { countedText, countText, measureText, ratioText, shortText } from './counts.ts';
import { dayText, type InstantStyle, instantText, periodText } from './days.ts';
import { type Amount, compactMoneyText, type MoneyStyle, moneyText } from './money.ts';
import type { FormatPreferences } from './preferences.ts';
import { sentenceText } from './sentences.ts';
import { ageText, durationText, relativeText } from './spans.ts';

/** Every formatter with one person's preferences already in it. */
export interface Format {
  readonly preferences: FormatPreferences;
  readonly money: (amount: Amount, style?: MoneyStyle) => string;
  readonly compactMoney: (amount: Amount, style?: MoneyStyle) => string;
  /** A sentence of the core, its amounts written as all others. */
  readonly sentence: (sentence: string) => string;
  readonly count: (count: number) => string;
  /** The same with the word for it; the plural is `s` at the end if not given. */
  readonly counted: (count: number, one: string, many?: string) => string;
  readonly measure: (value: number, decimals?: number) => string;
  readonly short: (value: number) => string;
  readonly ratio: (part: number, whole: number) => string;
  readonly day: (day: Day, style?: 'full' | 'short') => string;
  readonly period: (period: Period, style?: 'long' | 'short') => string;
  readonly instant: (at: string, style?: InstantStyle) => string;
  readonly duration: (durationMs: number) => string;
  /** Age at `nowMs` of something of that instant. */
  readonly age: (at: string, nowMs: number) => string;
  /** The same in words, before or after now. */
  readonly relative: (at: string, nowMs: number) => string;
}

export function createFormat(preferences: FormatPreferences): Format {
  const withCode: MoneyStyle = { currency: 'code' };
  return {
    preferences,
    money: (amount, style = withCode) => moneyText(amount, preferences, style),
    compactMoney: (amount, style = withCode) => compactMoneyText(amount, preferences, style),
    sentence: (sentence) => sentenceText(sentence, (amount) => moneyText(amount, preferences, withCode)),
    count: (count) => countText(count, preferences),
    counted: (count, one, many = `${one}s`) => countedText(count, one, many, preferences),
    measure: (value, decimals) => measureText(value, preferences, decimals),
    short: (value) => shortText(value, preferences),
    ratio: (part, whole) => ratioText(part, whole, preferences),
    day: (day, style) => dayText(day, preferences, style),
    period: (period, style) => periodText(period, preferences, style),
    instant: (at, style) => instantText(at, preferences, style),
    duration: (durationMs) => durationText(durationMs, preferences),
    age: (at, nowMs) => ageText(nowMs - Date.parse(at), preferences),
    relative: (at, nowMs) => relativeText(Date.parse(at) - nowMs, preferences),
  };
}
