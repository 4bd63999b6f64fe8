import { describe, expect, it } from 'vitest';
import { money } from '../domain/money.ts';
import { type HoldFacts, holdReasonsOf, type HoldState } from './hold-rules.ts';
import { defaultPolicy, parseSetting, type Policy } from './policy-settings.ts';

const facts: HoldFacts = {
  flow: 'credit-to-erp',
  commandType: 'credit-memo.post',
  legalEntity: 'NW-US',
  period: '2026-03',
  customerId: 'cus_1',
  amount: money(9_999_99, 'USD'),
  isNewCustomer: false,
  productCodes: ['SEAT'],
};
const state: HoldState = { phase: 'post', periodState: 'open', circuitReason: null };

function codes(
  change: Partial<HoldFacts> = {},
  policy: Partial<Policy> = {},
  around: Partial<HoldState> = {},
) {
  return holdReasonsOf({ ...facts, ...change }, { ...state, ...around }, { ...defaultPolicy, ...policy }).map(
    (reason) => reason.code,
  );
}

function rules(...drafts: readonly object[]): Partial<Policy> {
  const parsed = parseSetting('holdRules', drafts);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { holdRules: parsed.value };
}

describe('hold rules', () => {
  it('hold from the threshold of the currency on, for either sign, and always without one', () => {
    expect(codes()).toEqual([]);
    expect(codes({ amount: money(10_000_00, 'USD') })).toEqual(['AMOUNT_OVER_THRESHOLD']);
    expect(codes({ amount: money(-10_000_00, 'USD') })).toEqual(['AMOUNT_OVER_THRESHOLD']);
    expect(codes({ amount: money(1, 'JPY') })).toEqual(['CURRENCY_WITHOUT_THRESHOLD']);
    expect(codes({ amount: money(0, 'JPY') })).toEqual([]);
    expect(codes({ amount: money(1_500_000, 'JPY') }, { holdThresholds: { JPY: 1_500_001n } })).toEqual([]);
  });

  it('S-33: hold slices whose sum for the customer and day reaches the threshold', () => {
    expect(codes({ sameDayMinor: 0n })).toEqual([]);
    expect(codes({ sameDayMinor: 1n })).toEqual(['SUM_OVER_THRESHOLD']);
  });

  it.each([
    ['hold-all', { phase: 'hold-all' as const }, 'FLOW_HOLDS_ALL'],
    ['soft close', { periodState: 'soft-close' as const }, 'PERIOD_SOFT_CLOSED'],
    ['a locked period', { periodState: 'locked' as const }, 'PERIOD_LOCKED'],
    ['a closed period', { periodState: 'closed' as const }, 'PERIOD_CLOSED'],
    ['an unknown period', { periodState: 'unknown' as const }, 'PERIOD_UNKNOWN'],
    ['a tripped limit', { circuitReason: 'too many' }, 'CIRCUIT_OPEN'],
  ])('hold in %s', (_, around, expected) => {
    expect(codes({}, {}, around)).toEqual([expected]);
  });

  it('hold the first of a kind and what a fallback made, where the policy says so', () => {
    expect(codes({ isFirstOfKind: true })).toEqual([]);
    expect(codes({ isFirstOfKind: true }, { holdFirstOfKind: true })).toEqual(['FIRST_OF_KIND']);
    expect(codes({ fallbackMappingIds: ['map_1'] })).toEqual(['FALLBACK_MAPPING']);
    expect(codes({ fallbackMappingIds: ['map_1'] }, { holdFallbacks: false })).toEqual([]);
  });

  it.each([
    ['flows', ['credit-to-erp'], ['invoice-to-erp']],
    ['commandTypes', ['credit-memo.post'], ['invoice.post']],
    ['legalEntities', ['NW-US', 'NW-UK'], ['NW-UK']],
    ['customerIds', ['cus_1'], ['cus_2']],
    ['currencies', ['USD'], ['EUR']],
    ['productCodes', ['API', 'SEAT'], ['API']],
    ['isNewCustomer', false, true],
  ])('fit a rule by %s', (name, fitting, other) => {
    const rule = { id: 'r', reason: 'Look at it.' };
    expect(codes({}, rules({ ...rule, [name]: fitting }))).toEqual(['HOLD_RULE']);
    expect(codes({}, rules({ ...rule, [name]: other }))).toEqual([]);
  });

  it('fit a rule by a range of amounts, ends included, in its one currency', () => {
    const between = (minMinor: string, maxMinor: string) =>
      codes({}, rules({ id: 'r', reason: 'x', currencies: ['USD'], minMinor, maxMinor }));
    expect([between('999999', '999999'), between('1000000', '2000000'), between('1', '999998')]).toEqual([
      ['HOLD_RULE'],
      [],
      [],
    ]);
  });

  it('refuse rules that cannot be meant', () => {
    const parse = (rule: object) => parseSetting('holdRules', [{ id: 'r', reason: 'x', ...rule }]).ok;
    expect(parse({})).toBe(true);
    expect(parse({ minMinor: '5' })).toBe(false);
    expect(parse({ minMinor: '5', currencies: ['USD', 'EUR'] })).toBe(false);
    expect(parse({ legalEntities: [] })).toBe(false);
    expect(parse({ colour: 'red' })).toBe(false);
    expect(
      parseSetting('holdRules', [
        { id: 'r', reason: 'x' },
        { id: 'r', reason: 'y' },
      ]).ok,
    ).toBe(false);
  });

  it('give every reason that applies, in one order', () => {
    const all = codes(
      { amount: money(20_000_00, 'USD'), fallbackMappingIds: ['m'] },
      rules({ id: 'a', reason: 'x' }, { id: 'b', reason: 'y' }),
      { phase: 'hold-all', periodState: 'soft-close' },
    );
    expect(all).toEqual([
      'FLOW_HOLDS_ALL',
      'PERIOD_SOFT_CLOSED',
      'AMOUNT_OVER_THRESHOLD',
      'HOLD_RULE',
      'HOLD_RULE',
      'FALLBACK_MAPPING',
    ]);
  });
});
