import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonNumber, readJsonExact, writeJson } from './json-number.ts';
import { scanJson } from './json-text.ts';
import { moneyFromDecimal, moneyFromMinor, plainDecimal } from './money.ts';
import { readJson, splitPage } from './verbatim.ts';

const valueOf = <T>(result: { ok: boolean; value?: T; error?: unknown }): T => {
  expect(result.error).toBeUndefined();
  return result.value as T;
};

describe('JSON text', () => {
  it('takes exactly what JSON.parse takes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => scanJson(text).ok),
      { seed: 1, numRuns: 300 },
    );
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', '"', '\\', '0', 'x'),
        (text, at, noise) => {
          const place = at % text.length;
          const broken = `${text.slice(0, place)}${noise}${text.slice(place + 1)}`;
          let parses = true;
          try {
            JSON.parse(broken);
          } catch {
            parses = false;
          }
          const scan = scanJson(broken);
          return scan.ok === parses || (!scan.ok && scan.error.code === 'JSON_DUPLICATE_KEY');
        },
      ),
      { seed: 2, numRuns: 2_000 },
    );
  });

  it.each([['{"a":1,"a":2}'], ['{"data":[{"total":1,"x":{"y":1},"total":1}]}'], ['{"a":1,"\\u0061":2}']])(
    'refuses duplicate keys: %s',
    (text) => {
      const scan = scanJson(text);
      expect(scan.ok ? null : scan.error.code).toBe('JSON_DUPLICATE_KEY');
    },
  );

  it.each([['NaN'], ['{"a":NaN}'], ['[1,]'], ['{"a":1'], ['01'], ['"\u0001"'], ['1 2'], [''], ['{"a" 1}']])(
    'refuses %j',
    (text) => {
      expect(scanJson(text).ok).toBe(false);
      expect(readJson(text).ok).toBe(false);
    },
  );

  it('finds the array of a text whether or not it was judged before', () => {
    const text = '{"x":[0],"d\\u0061ta" : [ {"data":[1]} , "a\\"]" ,[2], 1.0 ] }';
    const fresh = scanJson(text, ['data']);
    const again = scanJson(text, ['data']);
    const elements = (fresh.ok ? (fresh.value?.elements ?? []) : []).map(({ start, end }) =>
      text.slice(start, end),
    );
    expect(elements).toEqual(['{"data":[1]}', '"a\\"]"', '[2]', '1.0']);
    expect(again).toEqual(fresh);
  });

  it('refuses nesting that would exhaust the stack', () => {
    const scan = scanJson('['.repeat(100_000));
    expect(scan.ok ? null : scan.error.code).toBe('JSON_TOO_DEEP');
  });
});

describe('a page', () => {
  it('is split into the vendor’s own bytes', () => {
    const first = '{"id": "a", "total":1.10, "note":"é\\u00e9 ]},", "new_field":{"x":[ ]}}';
    const text = `{"has_more": true,"data" : [ ${first} ,\n{"id":"b","total":2e1}],"data2":[9]}`;
    const page = valueOf(splitPage(text, ['data']));
    expect(page.elements).toEqual([first, '{"id":"b","total":2e1}']);
    expect(page.envelope).toEqual({ has_more: true, data: [], data2: [9] });
  });

  it('takes only the array at the path, at any depth, or a bare array', () => {
    expect(valueOf(splitPage('{"x":{"data":[1]},"data":[2,3]}', ['data'])).elements).toEqual(['2', '3']);
    expect(valueOf(splitPage('{"x":{"data":[1]},"data":[2,3]}', ['x', 'data'])).elements).toEqual(['1']);
    expect(valueOf(splitPage(' [ {} , null ] ', [])).elements).toEqual(['{}', 'null']);
  });

  it('without the array is refused with the path', () => {
    const page = splitPage('{"records":{}}', ['records']);
    expect(page.ok ? null : page.error.where).toBe('$.records');
  });
});

describe('numbers', () => {
  it('keep their text and are written back the same', () => {
    const text = '{"amount":1234567890123456.10,"list":[0.1,-2E+3,100],"flag":true,"name":null}';
    const value = valueOf(readJsonExact(text)) as { amount: JsonNumber };
    expect(value.amount.text).toBe('1234567890123456.10');
    expect(writeJson(value as never)).toBe(text);
  });

  it.each([
    ['1.5e3', '1500'],
    ['1.0E7', '10000000'],
    ['-12E-2', '-0.12'],
    ['125e-1', '12.5'],
    ['12.50', '12.50'],
    ['7e0', '7'],
    ['1,234.00', '1,234.00'],
  ])('spell out %s as %s', (text, plain) => {
    expect(plainDecimal(text)).toBe(plain);
  });

  it('become money without a float', () => {
    expect(valueOf(moneyFromDecimal(new JsonNumber('4999999999999999.99'), 'USD'))).toEqual({
      minor: 499999999999999999n,
      currency: 'USD',
    });
    expect(valueOf(moneyFromDecimal(new JsonNumber('1.0E7'), 'JPY')).minor).toBe(10_000_000n);
    expect(valueOf(moneyFromMinor(1999, 'usd'))).toEqual({ minor: 1999n, currency: 'USD' });
  });

  it.each([
    ['a fraction of a cent', moneyFromDecimal('0.001', 'USD'), 'AMOUNT_TOO_PRECISE'],
    ['a fraction of a yen', moneyFromDecimal('0.5', 'JPY'), 'AMOUNT_TOO_PRECISE'],
    ['separators', moneyFromDecimal('1,234.00', 'USD'), 'AMOUNT_INVALID'],
    ['a currency nobody knows', moneyFromMinor(1, 'xxx'), 'CURRENCY_UNKNOWN'],
    ['a fraction of a minor unit', moneyFromMinor(1.5, 'usd'), 'AMOUNT_INVALID'],
    ['an unsafe integer', moneyFromMinor(2 ** 53, 'usd'), 'AMOUNT_INVALID'],
  ])('refuse %s', (_name, result, code) => {
    expect(result.ok ? null : result.error.code).toBe(code);
  });
});
