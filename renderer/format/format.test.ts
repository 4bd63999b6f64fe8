import { describe, expect, it } from 'vitest';
import { createFormat } from './format.ts';
import type { FormatPreferences } from './preferences.ts';

const american: FormatPreferences = { locale: 'en-US', timeZone: 'America/New_York', negativeStyle: 'minus' };
const us = createFormat(american);
const accountant = createFormat({ ...american, negativeStyle: 'parentheses' });
const german = createFormat({ locale: 'de-DE', timeZone: 'Europe/Berlin', negativeStyle: 'minus' });
const swedish = createFormat({ locale: 'sv-SE', timeZone: 'Europe/Stockholm', negativeStyle: 'minus' });

/** Intl separates with several kinds of spaces; for reading a test one is enough. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('money', () => {
  it.each([
    [us, '123450', 'USD', 'USD 1,234.50'],
    [us, '-123450', 'USD', 'USD -1,234.50'],
    [accountant, '-123450', 'USD', 'USD (1,234.50)'],
    [accountant, '123450', 'USD', 'USD 1,234.50'],
    [german, '-123450', 'EUR', 'EUR -1.234,50'],
    [swedish, '-123450', 'SEK', 'SEK −1 234,50'],
    [us, '1234', 'JPY', 'JPY 1,234'],
    [us, '1234', 'KWD', 'KWD 1.234'],
    [us, '900719925474099301', 'USD', 'USD 9,007,199,254,740,993.01'],
    [us, '0', 'EUR', 'EUR 0.00'],
  ])('%#: writes every decimal of the currency, exactly', (format, minor, currency, expected) => {
    expect(plain(format.money({ minor, currency }))).toBe(expected);
    expect(plain(format.money({ minor: BigInt(minor), currency }))).toBe(expected);
  });

  it.each([
    [us, 'The amount reaches 10000.00 GBP.', 'The amount reaches GBP 10,000.00.'],
    [german, 'Expected EUR 1234.50, received EUR -3.00.', 'Expected EUR 1.234,50, received EUR -3,00.'],
    [us, 'USD 12 of PO 123 on 2026-09-21, JPY 5000', 'USD 12 of PO 123 on 2026-09-21, JPY 5,000'],
    [us, 'USD 1,234.50 and 1.2345 USD and ABC 10.00', 'USD 1,234.50 and 1.2345 USD and ABC 10.00'],
  ])(
    '%#: writes the amounts in a sentence of the core likewise, and nothing else',
    (format, sentence, expected) => {
      expect(plain(format.sentence(sentence))).toBe(expected);
    },
  );

  it('leaves the currency to the heading, and signs differences both ways', () => {
    expect(us.money({ minor: 5n, currency: 'USD' }, { currency: 'none' })).toBe('0.05');
    expect(us.money({ minor: 5n, currency: 'USD' }, { currency: 'none', sign: 'always' })).toBe('+0.05');
    expect(us.money({ minor: 0n, currency: 'USD' }, { currency: 'none', sign: 'always' })).toBe('0.00');
  });

  it('shortens from ten thousand on', () => {
    expect(plain(us.compactMoney({ minor: 999_999n, currency: 'USD' }))).toBe('USD 9,999.99');
    expect(plain(us.compactMoney({ minor: 123_456_789n, currency: 'USD' }))).toBe('USD 1.23M');
    expect(plain(us.compactMoney({ minor: -1_200_000_00n, currency: 'USD' }))).toBe('USD -1.20M');
    expect(plain(accountant.compactMoney({ minor: -25_000n, currency: 'JPY' }))).toBe('JPY (25.0K)');
    expect(plain(german.compactMoney({ minor: 123_456_789n, currency: 'EUR' }))).toBe('EUR 1,23 Mio.');
  });

  it('refuses a currency that does not exist instead of choosing its decimals', () => {
    expect(() => us.money({ minor: 1n, currency: 'ZZZ' })).toThrow('not an ISO 4217 currency: ZZZ');
  });
});

describe('days and instants', () => {
  it('never moves a day to another time zone', () => {
    expect(us.day('2026-10-01')).toBe('Oct 1, 2026');
    expect(german.day('2026-10-01')).toBe('01.10.2026');
    expect(us.day('2026-10-01', 'short')).toBe('Oct 1');
  });

  it('names periods', () => {
    expect(us.period('2026-09')).toBe('September 2026');
    expect(us.period('2026-09', 'short')).toBe('Sep 26');
    expect(german.period('2026-03')).toBe('März 2026');
  });

  it('shows instants in the reader’s zone', () => {
    expect(plain(us.instant('2026-10-01T02:00:00Z', 'time'))).toBe('10:00 PM');
    expect(plain(us.instant('2026-10-01T02:00:00Z'))).toBe('Sep 30, 10:00 PM');
    expect(german.instant('2026-10-01T02:00:07Z', 'full')).toContain('4:00:07');
  });
});

describe('spans', () => {
  it.each([
    [0, '0s'],
    [340, '340ms'],
    [4_240, '4.2s'],
    [12_000, '12s'],
    [192_000, '3m 12s'],
    [3_600_000, '1h'],
    [187_200_000, '2d 4h'],
  ])('writes %i ms as %s', (durationMs, expected) => {
    expect(us.duration(durationMs)).toBe(expected);
  });

  it.each([
    ['2026-10-01T11:59:31Z', '0m', 'now'],
    ['2026-10-01T11:55:00Z', '5m', '5 minutes ago'],
    ['2026-10-01T08:30:00Z', '3h', '3 hours ago'],
    ['2026-09-19T12:00:00Z', '12d', '12 days ago'],
    ['2026-10-03T13:00:00Z', '0m', 'in 2 days'],
  ])('counts from %s to noon', (at, age, relative) => {
    const nowMs = Date.parse('2026-10-01T12:00:00Z');
    expect(us.age(at, nowMs)).toBe(age);
    expect(us.relative(at, nowMs)).toBe(relative);
  });
});

describe('counts', () => {
  it('groups and rounds as the locale does', () => {
    expect(us.count(1204)).toBe('1,204');
    expect(german.count(1204)).toBe('1.204');
    expect(us.measure(12.44)).toBe('12.4');
  });

  it.each([
    [0, 10, '0%'],
    [1, 3, '33.3%'],
    [9_999, 10_000, '99.9%'],
    [1, 10_000, '<0.1%'],
    [10, 10, '100%'],
    [0, 0, '0%'],
  ])('%i of %i is %s: neither all nor nothing before it is', (part, whole, expected) => {
    expect(us.ratio(part, whole)).toBe(expected);
  });
});
