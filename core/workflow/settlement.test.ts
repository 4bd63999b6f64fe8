import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySettlements, type Settlement } from './settlement.ts';

const settlements = fc.uniqueArray(
  fc.record({
    externalId: fc.string({ minLength: 1, maxLength: 6 }),
    kind: fc.constantFrom('credit-note' as const, 'payment' as const),
    on: fc.constantFrom('2026-09-01', '2026-09-02', '2026-09-03'),
    amountMinor: fc.bigInt({ min: 1n, max: 100_000n }),
  }),
  { selector: ({ externalId }) => externalId, maxLength: 6 },
);

describe('what of a settlement applies to its invoice', () => {
  it('is the rest when a payment is more than what is left', () => {
    const applied = applySettlements(100_00n, [
      { externalId: 'ch_2', kind: 'payment', on: '2026-09-05', amountMinor: 80_00n },
      { externalId: 'ch_1', kind: 'payment', on: '2026-09-04', amountMinor: 40_00n },
    ]);
    expect([...applied]).toEqual([
      ['ch_1', 40_00n],
      ['ch_2', 60_00n],
    ]);
  });

  it('takes a credit before a payment of the same day', () => {
    const applied = applySettlements(100n, [
      { externalId: 'a', kind: 'payment', on: '2026-09-04', amountMinor: 100n },
      { externalId: 'b', kind: 'credit-note', on: '2026-09-04', amountMinor: 30n },
    ]);
    expect(applied.get('b')).toBe(30n);
    expect(applied.get('a')).toBe(70n);
  });

  it('never applies more than the invoice, and is the same in any order', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 200_000n }), settlements, fc.integer(), (total, list, seed) => {
        const applied = applySettlements(total, list);
        const sum = [...applied.values()].reduce((left, right) => left + right, 0n);
        const offered = list.reduce((left, { amountMinor }) => left + amountMinor, 0n);
        expect(sum).toBe(offered < total ? offered : total);
        const shuffled = [...list].sort((left, right) =>
          left.externalId + seed < right.externalId + seed ? 1 : -1,
        );
        expect(new Map([...applySettlements(total, shuffled as Settlement[])].sort())).toEqual(
          new Map([...applied].sort()),
        );
      }),
    );
  });
});
