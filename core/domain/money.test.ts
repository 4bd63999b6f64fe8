import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionError } from '../base/assert.ts';
import {
  add,
  allocate,
  divideRounded,
  money,
  negate,
  parseDecimal,
  scale,
  subtract,
  toDecimal,
} from './money.ts';

const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('money', () => {
  it('does not add two currencies', () => {
    expect(() => add(money(1, 'USD'), money(1, 'EUR'))).toThrow(AssertionError);
    expect(() => subtract(money(1, 'USD'), money(1, 'EUR'))).toThrow(AssertionError);
  });

  it('refuses a fraction of a minor unit', () => {
    expect(() => money(1.5, 'USD')).toThrow(AssertionError);
  });

  it.each([
    ['7', 'JPY', 7n],
    ['1234.5', 'USD', 123_450n],
    ['-0.01', 'EUR', -1n],
    ['1.234', 'KWD', 1_234n],
    ['+12', 'USD', 1_200n],
    ['1.500', 'USD', 150n],
  ])('reads %s %s', (text, currency, minor) => {
    expect(parseDecimal(text, currency)).toEqual({ ok: true, value: { minor, currency } });
  });

  it.each([
    ['1,234.00', 'USD', 'AMOUNT_INVALID'],
    ['1e3', 'USD', 'AMOUNT_INVALID'],
    ['', 'USD', 'AMOUNT_INVALID'],
    [' 1', 'USD', 'AMOUNT_INVALID'],
    ['NaN', 'USD', 'AMOUNT_INVALID'],
    ['1.', 'USD', 'AMOUNT_INVALID'],
    ['0.001', 'USD', 'AMOUNT_TOO_PRECISE'],
    ['0.5', 'JPY', 'AMOUNT_TOO_PRECISE'],
    ['1', 'usd', 'CURRENCY_UNKNOWN'],
    ['1', 'ZZZ', 'CURRENCY_UNKNOWN'],
  ])('refuses "%s" %s', (text, currency, code) => {
    const read = parseDecimal(text, currency);
    expect(read.ok ? null : read.error.code).toBe(code);
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom('USD', 'JPY', 'KWD', 'CLF'), (minor, currency) => {
        expect(parseDecimal(toDecimal({ minor, currency }), currency)).toEqual({
          ok: true,
          value: { minor, currency },
        });
      }),
    );
  });

  it.each([
    [5n, 2n, 'half-even', 2n],
    [7n, 2n, 'half-even', 4n],
    [5n, 2n, 'half-away-from-zero', 3n],
    [-5n, 2n, 'half-away-from-zero', -3n],
    [-5n, 2n, 'toward-zero', -2n],
    [-5n, 2n, 'away-from-zero', -3n],
    [-7n, 3n, 'half-even', -2n],
  ] as const)('rounds %s / %s %s to %s', (numerator, denominator, mode, expected) => {
    expect(divideRounded(numerator, denominator, mode)).toBe(expected);
  });

  it('rounds to the nearest, whatever the signs', () => {
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 1n, max: 10n ** 6n }), (numerator, denominator) => {
        const error = divideRounded(numerator, denominator, 'half-even') * denominator - numerator;
        expect(error * 2n <= denominator && error * 2n >= -denominator).toBe(true);
      }),
    );
  });

  it('scales once, with one rounding', () => {
    expect(scale(money(10_000, 'USD'), 107n, 365n, 'half-even')).toEqual(money(2_932, 'USD'));
  });

  it('splits a bundle by its stand-alone prices to the cent, ties to the earlier line', () => {
    const shares = allocate(money(12_000_000, 'USD'), [10_000_000n, 1_500_000n, 1_500_000n]);
    expect(shares.map(toDecimal)).toEqual(['92307.69', '13846.16', '13846.15']);
  });

  it('never loses a unit in a split, and no share is a unit off its exact part', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(amounts, weights, (minor, shares) => {
        const total = shares.reduce((left, right) => left + right, 0n);
        fc.pre(total > 0n);
        const parts = allocate({ minor, currency: 'EUR' }, shares);
        expect(parts.reduce((sum, part) => sum + part.minor, 0n)).toBe(minor);
        parts.forEach((part, index) => {
          const off = part.minor * total - minor * (shares[index] as bigint);
          expect(off < total && off > -total).toBe(true);
        });
      }),
    );
  });

  it('splits a negative amount as the mirror image', () => {
    fc.assert(
      fc.property(amounts, (minor) => {
        const shares = [3n, 7n, 11n];
        const mirrored = allocate({ minor: -minor, currency: 'USD' }, shares).map(negate);
        expect(mirrored).toEqual(allocate({ minor, currency: 'USD' }, shares));
      }),
    );
  });
});
