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
        const conserved = conserve(left, right, on);
        expect(conserved && isConserved(conserved)).toBe(true);
      }),
    );
  });

  it('calls a unit or two rounding and anything more by a name', () => {
    const of = (out: number) =>
      conserve(money(1_000, 'EUR'), money(out, 'EUR'), money(0, 'EUR'), [], 'changed in the ERP');
    expect(of(998)).toMatchObject({ rounding: money(2, 'EUR'), differences: [] });
    expect(of(997)).toMatchObject({
      rounding: money(0, 'EUR'),
      differences: [{ name: 'changed in the ERP', amount: money(3, 'EUR') }],
    });
  });

  it('says nothing about two currencies', () => {
    expect(conserve(money(1, 'USD'), money(1, 'EUR'), money(0, 'USD'))).toBeNull();
  });
});
