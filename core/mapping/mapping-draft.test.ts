import { describe, expect, it } from 'vitest';
import { checkMappingDraft, type MappingDraft } from './mapping-draft.ts';
import type { MappingType } from './mapping-row.ts';

const right: Record<MappingType, Pick<MappingDraft, 'sourceKey' | 'target'>> = {
  item: { sourceKey: 'SEAT', target: { itemId: '100', revenueRule: 'ratable-daily' } },
  'tax-code': { sourceKey: '', target: { taxCodeId: '5' } },
  subsidiary: { sourceKey: 'NW-US', target: { subsidiaryId: '1' } },
  currency: { sourceKey: 'JPY', target: { currencyId: '3' } },
  account: { sourceKey: 'bank:EUR', target: { accountId: '120' } },
  department: { sourceKey: 'SEAT', target: { id: '7' } },
  class: { sourceKey: 'SEAT', target: { id: '7' } },
  location: { sourceKey: 'SEAT', target: { id: '7' } },
  price: { sourceKey: 'SEAT|annual', target: { priceId: 'price_1' } },
  customer: { sourceKey: '001A', target: { erpCustomerId: '55' } },
};

function check(type: MappingType, change: Partial<MappingDraft> = {}) {
  const draft = { type, validFromOn: '2026-01-01', ...right[type], ...change } as MappingDraft;
  const checked = checkMappingDraft(draft, 'drafts[0]');
  return checked.ok ? 'ok' : `${checked.error.code} ${checked.error.where}`;
}

describe('mapping drafts', () => {
  it.each(Object.keys(right) as MappingType[])(
    'accepts a right %s, and refuses one with another target',
    (type) => {
      expect(check(type)).toBe('ok');
      expect(check(type, { target: {} as MappingDraft['target'] })).toContain(
        'MAPPING_TARGET_INVALID drafts[0].target',
      );
      const extra = { ...right[type].target, amount: 1 } as unknown as MappingDraft['target'];
      expect(check(type, { target: extra })).toContain('MAPPING_TARGET_INVALID');
    },
  );

  it.each([
    ['currency', 'US'],
    ['account', 'bank:'],
    ['account', 'cash'],
    ['account', 'bank:EUR:1'],
    ['price', 'SEAT'],
    ['price', 'SEAT|weekly'],
    ['item', ''],
    ['item', ' SEAT'],
  ] as const)('refuses a %s key "%s"', (type, sourceKey) => {
    expect(check(type, { sourceKey })).toBe('MAPPING_KEY_INVALID drafts[0].sourceKey');
  });

  it('has no fallback for what decides whose books and which money', () => {
    for (const type of ['subsidiary', 'currency', 'customer', 'price'] as const) {
      expect(check(type, { sourceKey: '*' })).toBe('MAPPING_FALLBACK_REFUSED drafts[0].sourceKey');
    }
    expect(check('item', { sourceKey: '*' })).toBe('ok');
  });

  it.each([
    [{ validFromOn: '2026-02-30' }, 'drafts[0].validFromOn'],
    [{ validToOn: '2026-01-01' }, 'drafts[0].validToOn'],
    [{ validToOn: '2025-12-31' }, 'drafts[0].validToOn'],
    [{ validToOn: 'later' }, 'drafts[0].validToOn'],
  ])('refuses the dates %j', (dates, where) => {
    expect(check('item', dates)).toBe(`MAPPING_DATES_INVALID ${where}`);
  });

  it('refuses types and entities that do not exist', () => {
    expect(check('item', { type: 'colour' as MappingType })).toContain('MAPPING_TYPE_UNKNOWN');
    expect(check('item', { legalEntity: 'NW US' })).toContain('MAPPING_ENTITY_INVALID');
  });
});
