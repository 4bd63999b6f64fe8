import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../domain/money.ts';
import { conserve, isConserved } from './conservation.ts';

const minor = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });

describe('conservation over a hop', () => {
  it('leaves no unit unnamed', () => {
    fc.assert(
      fc.property(minor, minor, minor, (input, output, tax) => {
        const [left, right, on] = [money(input, 'USD'), money(output, 'USD'), money(tax, 'USD')];
        const conserved = conserve({
          in: left,
          out: right,
          tax: on,
          rest: 'open',
          isReckoned: isEven(input),
        });
        expect(conserved && isConserved(conserved)).toBe(true);
      }),
    );
  });

  it('calls a unit or two rounding where two systems reckoned, and anything else by a name', () => {
    const of = (out: number, isReckoned = true) =>
      conserve({ in: money(1_000, 'EUR'), out: money(out, 'EUR'), rest: 'changed in the ERP', isReckoned });
    expect(of(998)).toMatchObject({ rounding: money(2, 'EUR'), differences: [] });
    expect(of(998, false)).toMatchObject({
      rounding: money(0, 'EUR'),
      differences: [{ name: 'changed in the ERP', amount: money(2, 'EUR') }],
    });
    expect(of(997)).toMatchObject({
      rounding: money(0, 'EUR'),
      differences: [{ name: 'changed in the ERP', amount: money(3, 'EUR') }],
    });
  });

  it('says nothing about two currencies', () => {
    const [one, other] = [money(1, 'USD'), money(1, 'EUR')];
    expect(conserve({ in: one, out: other, rest: 'open', isReckoned: true })).toBeNull();
    expect(conserve({ in: one, out: one, tax: other, rest: 'open', isReckoned: true })).toBeNull();
  });
});

function isEven(minorUnits: bigint): boolean {
  return minorUnits % 2n === 0n;
}
