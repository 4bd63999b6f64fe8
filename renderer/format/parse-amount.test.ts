import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moneyText } from './money.ts';
import { parseAmount } from './parse-amount.ts';

const locales = ['en-US', 'en-GB', 'de-DE', 'de-CH', 'fr-FR', 'sv-SE'] as const;

/**
 * What people paste, and the US-dollar cents that each locale reads in it; `-` means that it must be refused. A dot, a comma, an
 * apostrophe or a space that the locale does not use that way is never read.
 */
const dollars: readonly (readonly [string, ...(readonly (number | '-')[])])[] = [
  //                          en-US    en-GB    de-DE    de-CH    fr-FR    sv-SE
  ['1234', 123400, 123400, 123400, 123400, 123400, 123400],
  ['0', 0, 0, 0, 0, 0, 0],
  ['7', 700, 700, 700, 700, 700, 700],
  ['-42', -4200, -4200, -4200, -4200, -4200, -4200],
  ['−42', -4200, -4200, -4200, -4200, -4200, -4200],
  ['42-', -4200, -4200, -4200, -4200, -4200, -4200],
  ['(42)', -4200, -4200, -4200, -4200, -4200, -4200],
  ['+42', 4200, 4200, 4200, 4200, 4200, 4200],
  ['  42 ', 4200, 4200, 4200, 4200, 4200, 4200],
  ['USD 42', 4200, 4200, 4200, 4200, 4200, 4200],
  ['42 USD', 4200, 4200, 4200, 4200, 4200, 4200],
  ['1234.50', 123450, 123450, '-', 123450, '-', '-'],
  ['1234,50', '-', '-', 123450, '-', 123450, 123450],
  ['1.5', 150, 150, '-', 150, '-', '-'],
  ['1,5', '-', '-', 150, '-', 150, 150],
  ['1,234.50', 123450, 123450, '-', '-', '-', '-'],
  ['1.234,50', '-', '-', 123450, '-', '-', '-'],
  ["1'234.50", '-', '-', '-', 123450, '-', '-'],
  ['1’234.50', '-', '-', '-', 123450, '-', '-'],
  ['1 234,50', '-', '-', '-', '-', 123450, 123450],
  ['1\u202f234,50', '-', '-', '-', '-', 123450, 123450],
  ['1\u00a0234,50', '-', '-', '-', '-', 123450, 123450],
  ['1 234.50', '-', '-', '-', '-', '-', '-'],
  ['1,234', 123400, 123400, '-', '-', '-', '-'],
  ['1.234', '-', '-', 123400, '-', '-', '-'],
  ['1,234,567.89', 123456789, 123456789, '-', '-', '-', '-'],
  ['1.234.567,89', '-', '-', 123456789, '-', '-', '-'],
  ['1,234.50-', -123450, -123450, '-', '-', '-', '-'],
  ['(1,234.50)', -123450, -123450, '-', '-', '-', '-'],
  ['(1.234,50)', '-', '-', -123450, '-', '-', '-'],
  ['1,23,456.00', '-', '-', '-', '-', '-', '-'],
  ['1,2345.00', '-', '-', '-', '-', '-', '-'],
  ['0,123', '-', '-', '-', '-', '-', '-'],
  ['0.123', '-', '-', '-', '-', '-', '-'],
  ['1.2345', '-', '-', '-', '-', '-', '-'],
  ['12.34.56', '-', '-', '-', '-', '-', '-'],
  ['1.234.567', '-', '-', 123456700, '-', '-', '-'],
  ['1,234.567,89', '-', '-', '-', '-', '-', '-'],
  ['000123', '-', '-', '-', '-', '-', '-'],
  ['-(5)', '-', '-', '-', '-', '-', '-'],
  ['-5-', '-', '-', '-', '-', '-', '-'],
  ['5 %', '-', '-', '-', '-', '-', '-'],
  ['1e5', '-', '-', '-', '-', '-', '-'],
  ['', '-', '-', '-', '-', '-', '-'],
  ['EUR 5', '-', '-', '-', '-', '-', '-'],
  ['5 CR', '-', '-', '-', '-', '-', '-'],
  ['１２３', '-', '-', '-', '-', '-', '-'],
  ['12\u200b34', '-', '-', '-', '-', '-', '-'],
  ['$5.00', 500, '-', '-', 500, '-', '-'],
  ['.50', 50, 50, '-', 50, '-', '-'],
  ['5.', '-', '-', '-', '-', '-', '-'],
];

const cases = dollars.flatMap(([text, ...expected]) =>
  locales.map((locale, at) => ({ text, locale, expected: expected[at] })),
);

describe('amounts as people write them', () => {
  it('are more than 200 cases, each in six locales', () => {
    expect(cases.length).toBeGreaterThan(200);
    expect(cases.every(({ expected }) => expected !== undefined)).toBe(true);
  });

  it.each(cases)('$locale reads "$text" as $expected', ({ text, locale, expected }) => {
    const read = parseAmount(text, locale, 'USD');
    if (expected === '-') {
      expect(read.ok ? read.value : null).toBeNull();
      expect(read.ok || read.error.message.length > 10).toBe(true);
      expect(read.ok || (read.error.fix ?? '').length > 10).toBe(true);
    } else {
      expect(read).toEqual({ ok: true, value: { minor: BigInt(expected ?? -1), currency: 'USD' } });
    }
  });
});

describe('amounts in other currencies', () => {
  it.each([
    ['1.234', 'KWD', 'en-US', 1234n],
    ['1,234.567', 'KWD', 'en-US', 1234567n],
    ['1,234', 'KWD', 'en-US', null],
    ['1.234', 'KWD', 'de-DE', null],
    ['1,234', 'KWD', 'de-DE', 1234n],
    ['1,234', 'JPY', 'en-US', 1234n],
    ['1.234', 'JPY', 'en-US', null],
    ['1,234.0', 'JPY', 'en-US', null],
    ['1.000', 'JPY', 'de-DE', 1000n],
    ['€5.00', 'EUR', 'en-US', 500n],
    ['5,00 €', 'EUR', 'de-DE', 500n],
    ['$5.00', 'CAD', 'en-US', null],
    ['9,007,199,254,740,993.01', 'USD', 'en-US', 900719925474099301n],
  ] as const)('reads "%s" %s in %s as %s', (text, currency, locale, minor) => {
    const read = parseAmount(text, locale, currency);
    expect(read.ok ? read.value.minor : null).toBe(minor);
  });
});

describe('amounts that were formatted here', () => {
  it('are read back to the same minor unit in every locale and style', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.constantFrom('USD', 'EUR', 'CHF', 'SEK', 'JPY', 'KWD', 'CLF'),
        fc.constantFrom(...locales),
        fc.constantFrom('minus', 'parentheses'),
        fc.constantFrom('code', 'none'),
        (minor, currency, locale, negativeStyle, shown) => {
          const text = moneyText(
            { minor, currency },
            { locale, timeZone: 'UTC', negativeStyle },
            { currency: shown },
          );
          expect(parseAmount(text, locale, currency)).toEqual({ ok: true, value: { minor, currency } });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('are never read as another amount by another locale', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.constantFrom('USD', 'KWD'),
        fc.constantFrom(...locales),
        fc.constantFrom(...locales),
        (minor, currency, writer, reader) => {
          const preferences = { locale: writer, timeZone: 'UTC', negativeStyle: 'minus' } as const;
          const text = moneyText({ minor, currency }, preferences, { currency: 'none' });
          const read = parseAmount(text, reader, currency);
          expect(read.ok ? read.value.minor : minor).toBe(minor);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
