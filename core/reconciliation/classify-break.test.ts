import { describe, expect, test } from 'vitest';
import { type BreakContext, type BreakDocument, classifyBreak } from './classify-break.ts';

const context: BreakContext = {
  period: { firstDay: '2026-03-01', lastDay: '2026-03-31' },
  roundingMinor: 2,
  timingDays: 3,
};
const invoice: BreakDocument = {
  id: 'in_1',
  reference: 'INV-1',
  customer: 'C1',
  entity: 'US',
  currency: 'USD',
  amountMinor: 10_000n,
  day: '2026-03-10',
};
const posted: BreakDocument = { ...invoice, id: '501' };

describe('a break is', () => {
  test('missing, when nothing is there, or no longer there', () => {
    expect(classifyBreak({ left: invoice, right: null }, context)).toMatchObject({
      class: 'missing',
      evidence: { missingOn: 'right' },
    });
    expect(classifyBreak({ left: null, right: posted }, context)).toMatchObject({
      class: 'missing',
      evidence: { missingOn: 'left' },
    });
    const removed = { ...context, posted: () => ({ amountMinor: 10_000n }) };
    expect(classifyBreak({ left: invoice, right: null }, removed)).toMatchObject({
      class: 'missing',
      evidence: { wasPosted: 'yes' },
    });
  });

  test('missing in part, when more than rounding is short', () => {
    const short = { ...posted, amountMinor: 9_000n };
    expect(classifyBreak({ left: invoice, right: short }, context)).toMatchObject({
      class: 'missing',
      evidence: { differenceMinor: '1000', missingOn: 'right' },
    });
  });

  test('timing, when the counterpart may still arrive or is late in the period', () => {
    const late = { ...invoice, day: '2026-03-29' };
    expect(classifyBreak({ left: late, right: null }, context)?.class).toBe('timing');
    expect(classifyBreak({ left: { ...invoice, day: '2026-03-28' }, right: null }, context)?.class).toBe(
      'missing',
    );
    expect(classifyBreak({ left: invoice, right: { ...posted, day: '2026-03-25' } }, context)).toMatchObject({
      class: 'timing',
      evidence: { days: '15' },
    });
  });

  test('cut-off, when the two sides are in different periods', () => {
    expect(classifyBreak({ left: invoice, right: { ...posted, day: '2026-04-01' } }, context)?.class).toBe(
      'cut-off',
    );
    expect(classifyBreak({ left: { ...invoice, day: '2026-02-28' }, right: null }, context)?.class).toBe(
      'cut-off',
    );
    const noPeriod = { ...context, period: null };
    expect(classifyBreak({ left: invoice, right: { ...posted, day: '2026-04-01' } }, noPeriod)?.class).toBe(
      'cut-off',
    );
  });

  test('rounding, up to the tolerance in both directions and no further', () => {
    for (const [amountMinor, expected] of [
      [10_002n, 'rounding'],
      [9_998n, 'rounding'],
      [10_003n, 'missing'],
      [9_997n, 'missing'],
    ] as const) {
      expect(classifyBreak({ left: invoice, right: { ...posted, amountMinor } }, context)?.class).toBe(
        expected,
      );
    }
  });

  test('mapping, when the customer, entity or currency is not the mapped one', () => {
    const mapped = { ...context, mappedCustomer: () => 'K9', mappedEntity: () => 'US' };
    expect(classifyBreak({ left: invoice, right: posted }, mapped)).toMatchObject({
      class: 'mapping',
      evidence: { field: 'customer', expected: 'K9', found: 'C1' },
    });
    const wrongEntity = { ...posted, customer: 'K9', entity: 'UK' };
    expect(classifyBreak({ left: invoice, right: wrongEntity }, mapped)).toMatchObject({
      evidence: { field: 'entity' },
    });
    const sameFigure = { ...posted, currency: 'JPY', amountMinor: 100n };
    expect(classifyBreak({ left: invoice, right: sameFigure }, context)).toMatchObject({
      class: 'mapping',
      evidence: { field: 'currency' },
    });
  });

  test('fx, when a rate explains it, with what remains', () => {
    const euro = { ...posted, currency: 'EUR', amountMinor: 9_251n };
    const rate = { ...context, rateOf: () => ({ numerator: 925n, denominator: 1000n }) };
    expect(classifyBreak({ left: invoice, right: euro }, rate)).toMatchObject({
      class: 'fx',
      evidence: { convertedMinor: '9250', residualMinor: '1' },
    });
    expect(classifyBreak({ left: invoice, right: euro }, context)?.class).toBe('fx');
    const booked = { ...posted, exchangeRate: '1.0800' };
    const expected = { ...context, expectedExchangeRate: () => '1.09' };
    expect(classifyBreak({ left: invoice, right: booked }, expected)).toMatchObject({
      class: 'fx',
      evidence: { expectedRate: '1.09', bookedRate: '1.0800' },
    });
    expect(
      classifyBreak({ left: invoice, right: { ...booked, exchangeRate: '1.090' } }, expected),
    ).toBeNull();
  });

  test('duplicate, when it repeats a document of its own side', () => {
    const twin = { ...posted, id: '502' };
    expect(classifyBreak({ left: null, right: twin, repeats: posted }, context)).toMatchObject({
      class: 'duplicate',
      evidence: { id: '502', repeats: '501' },
    });
  });

  test('a manual edit, before anything else, when the ledger no longer has what was posted', () => {
    const edited = { ...context, posted: () => ({ amountMinor: 10_000n, customer: 'C1', contentHash: 'a' }) };
    expect(
      classifyBreak({ left: invoice, right: { ...posted, amountMinor: 10_001n } }, edited),
    ).toMatchObject({
      class: 'manual-edit',
      evidence: { amountMinorPosted: '10000', amountMinorFound: '10001' },
    });
    expect(classifyBreak({ left: invoice, right: { ...posted, contentHash: 'b' } }, edited)?.class).toBe(
      'manual-edit',
    );
    expect(classifyBreak({ left: invoice, right: { ...posted, contentHash: 'a' } }, edited)).toBeNull();
  });

  test('none, when both sides agree', () => {
    expect(classifyBreak({ left: invoice, right: posted }, context)).toBeNull();
  });
});
