import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths } from '../domain/day.ts';
import { everyOffer, proveCoverage } from './coverage.ts';
import { liveRow } from './desk.testing.ts';
import { createMappingLookup } from './lookup.ts';
import type { MappingRow } from './mapping-row.ts';

const axes = {
  products: ['API', 'SEAT', 'SUPPORT'],
  legalEntities: ['NW-DE', 'NW-UK', 'NW-US'],
  currencies: ['EUR', 'GBP', 'USD'],
  taxCodes: ['', 'VAT20'],
};
const offers = everyOffer(axes);
const scope = { offers, fromOn: '2026-03-01', months: 3 };

function completeRows(): MappingRow[] {
  return [
    ...axes.products.flatMap((product) => [
      liveRow({
        type: 'item',
        sourceKey: product,
        target: { itemId: `us-${product}`, revenueRule: 'ratable' },
      }),
      liveRow({
        type: 'item',
        sourceKey: product,
        target: { itemId: `uk-${product}`, revenueRule: 'ratable' },
        legalEntity: 'NW-UK',
      }),
    ]),
    ...axes.currencies.map((code) =>
      liveRow({ type: 'currency', sourceKey: code, target: { currencyId: code } }),
    ),
    ...axes.taxCodes.map((code) =>
      liveRow({ type: 'tax-code', sourceKey: code, target: { taxCodeId: `t${code}` } }),
    ),
    ...axes.legalEntities.map((code) =>
      liveRow({ type: 'subsidiary', sourceKey: code, target: { subsidiaryId: code } }),
    ),
  ];
}

describe('coverage proof', () => {
  it('proves a complete catalogue', () => {
    expect(proveCoverage(completeRows(), scope)).toEqual({
      isProved: true,
      smallest: null,
      gaps: [],
      overlaps: [],
      fallbacks: [],
    });
  });

  it('shows exactly what a removed row uncovers: the smallest counter-example and one finding', () => {
    const rows = completeRows();
    for (const [index, removed] of rows.entries()) {
      const left = rows.filter((_, other) => other !== index);
      const coverage = proveCoverage(left, scope);
      if (removed.legalEntity === 'NW-UK') {
        expect(coverage.isProved, 'the row for every entity takes over').toBe(true);
        continue;
      }
      const hit = offers.filter((offer) => {
        const key = { item: offer.product, currency: offer.currency, 'tax-code': offer.taxCode }[
          removed.type as 'item'
        ];
        const isUkItem = removed.type === 'item' && offer.legalEntity === 'NW-UK';
        return (key ?? offer.legalEntity) === removed.sourceKey && !isUkItem;
      });
      expect(coverage.gaps).toHaveLength(1);
      expect(coverage.gaps[0]).toMatchObject({
        type: removed.type,
        key: removed.sourceKey,
        fromOn: '2026-03-01',
        toOn: '2026-06-01',
        offers: hit.length,
        legalEntities: [...new Set(hit.map(({ legalEntity }) => legalEntity))].sort(),
      });
      expect(coverage.smallest).toMatchObject({ kind: 'gap', on: '2026-03-01', offer: hit[0] });
    }
  });

  it('finds an overlap and a row that ends too early on their first day', () => {
    const rows = completeRows().map((row) =>
      row.type === 'currency' && row.sourceKey === 'GBP' ? { ...row, validToOn: '2026-05-15' } : row,
    );
    const second = liveRow({
      type: 'tax-code',
      sourceKey: 'VAT20',
      target: { taxCodeId: 'other' },
      id: 'second',
      validFromOn: '2026-04-10',
      validToOn: '2026-04-20',
    });
    const { overlaps, gaps, smallest } = proveCoverage([...rows, second], scope);
    expect(overlaps).toMatchObject([{ key: 'VAT20', fromOn: '2026-04-10', toOn: '2026-04-20', offers: 27 }]);
    expect(overlaps[0]?.mappingIds).toContain('second');
    expect(gaps).toMatchObject([{ key: 'GBP', fromOn: '2026-05-15', toOn: '2026-06-01' }]);
    expect(smallest).toMatchObject({
      kind: 'overlap',
      on: '2026-04-10',
      offer: { legalEntity: 'NW-DE', product: 'API' },
    });
  });

  it('scenario 52: a new product is red until it is mapped, and a fallback is covered but shown', () => {
    const launch = { ...scope, offers: everyOffer({ ...axes, products: [...axes.products, 'TOKENS'] }) };
    expect(proveCoverage(completeRows(), launch).smallest).toMatchObject({ type: 'item', key: 'TOKENS' });
    const fallback = liveRow({
      type: 'item',
      sourceKey: '*',
      target: { itemId: '9', revenueRule: 'ratable' },
      id: 'fb',
    });
    const coverage = proveCoverage([...completeRows(), fallback], launch);
    expect(coverage.isProved).toBe(true);
    expect(coverage.fallbacks).toMatchObject([
      { key: 'TOKENS', mappingIds: ['fb'], legalEntities: axes.legalEntities },
    ]);
  });

  it('agrees with asking every offer on every day', () => {
    const day = fc.integer({ min: -10, max: 70 }).map((days) => addDays('2026-03-01', days));
    const row = fc.record({
      key: fc.constantFrom('A', 'B', '*'),
      entity: fc.constantFrom('', 'X'),
      from: day,
      to: day,
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (drawn) => {
        const rows = drawn.map(({ key, entity, from, to }, index) =>
          liveRow({
            type: 'item',
            sourceKey: key,
            target: { itemId: '1', revenueRule: 'r' },
            id: String(index),
            legalEntity: entity,
            validFromOn: from,
            validToOn: to,
          }),
        );
        const few = everyOffer({
          products: ['A', 'B'],
          legalEntities: ['X', 'Y'],
          currencies: ['USD'],
          taxCodes: [''],
        });
        const coverage = proveCoverage(rows, {
          offers: few,
          fromOn: '2026-03-01',
          months: 2,
          required: ['item'],
        });
        const lookup = createMappingLookup(rows);
        const until = addMonths('2026-03-01', 2);
        for (let on = '2026-03-01'; on < until; on = addDays(on, 1)) {
          for (const { product, legalEntity } of few) {
            const answer = lookup.resolve({ type: 'item', key: product, legalEntity, on });
            const findings = [...coverage.gaps, ...coverage.overlaps, ...coverage.fallbacks].filter(
              (finding) =>
                finding.key === product &&
                finding.legalEntities.includes(legalEntity) &&
                finding.fromOn <= on &&
                on < finding.toOn,
            );
            const kind = { missing: 'gap', ambiguous: 'overlap', found: 'fallback' }[answer.kind];
            const isPlain = answer.kind === 'found' && !answer.isFallback;
            expect(findings.map((finding) => finding.kind)).toEqual(isPlain ? [] : [kind]);
          }
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});
