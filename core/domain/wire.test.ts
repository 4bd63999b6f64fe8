import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../base/canonical-json.ts';
import { fromWire, toWire } from './wire.ts';

describe('the wire', () => {
  it('carries money past the range of a double', () => {
    const amount = { minor: 9_007_199_254_740_993n, currency: 'USD' };
    const text = canonicalJson({ amount });
    expect(text).toBe('{"amount":{"currency":"USD","minor":"9007199254740993"}}');
    expect(fromWire(JSON.parse(text))).toEqual({ amount });
  });

  it('gives back what went in, at any depth', () => {
    const money = fc.record({ minor: fc.bigInt(), currency: fc.constantFrom('USD', 'JPY', 'KWD') });
    fc.assert(
      fc.property(fc.record({ list: fc.array(money), nested: fc.record({ money }) }), (value) => {
        expect(fromWire(JSON.parse(JSON.stringify(toWire(value))))).toEqual(value);
      }),
    );
  });

  it('leaves what only looks like money alone', () => {
    for (const value of [
      { minor: '12', currency: 'ZZZ' },
      { minor: '1.5', currency: 'USD' },
      { minor: '12', currency: 'USD', note: 'x' },
    ]) {
      expect(fromWire(value)).toEqual(value);
    }
  });
});
