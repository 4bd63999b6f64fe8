import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { addDays } from '../domain/day.ts';
import { liveRow } from './desk.testing.ts';
import { createMappingLookup } from './lookup.ts';
import type { MappingRow } from './mapping-row.ts';

const item = (itemId: string) => ({ itemId, revenueRule: 'ratable-daily' });

describe('mapping lookup', () => {
  const rows = [
    liveRow({ type: 'item', sourceKey: 'SEAT', target: item('100'), validToOn: '2026-03-15' }),
    liveRow({ type: 'item', sourceKey: 'SEAT', target: item('101'), validFromOn: '2026-03-15', version: 2 }),
    liveRow({ type: 'item', sourceKey: 'SEAT', target: item('200'), legalEntity: 'NW-UK' }),
    liveRow({ type: 'item', sourceKey: '*', target: item('999') }),
    liveRow({ type: 'item', sourceKey: '*', target: item('998'), legalEntity: 'NW-DE' }),
    liveRow({ type: 'tax-code', sourceKey: '', target: { taxCodeId: '5' } }),
  ];
  const lookup = createMappingLookup(rows);
  const itemOf = (key: string, legalEntity: string, on: string) => {
    const answer = lookup.resolve({ type: 'item', key, legalEntity, on });
    return answer.kind === 'found'
      ? `${answer.target.itemId}${answer.isFallback ? ' fallback' : ''}`
      : answer.kind;
  };

  it('scenario 53: a catalogue change in mid-month holds from its own day, on both sides exactly', () => {
    expect(itemOf('SEAT', 'NW-US', '2026-03-14')).toBe('100');
    expect(itemOf('SEAT', 'NW-US', '2026-03-15')).toBe('101');
    expect(itemOf('SEAT', 'NW-US', '2025-12-31')).toBe('missing');
  });

  it('lets an entity’s own row win, and a fallback answer only when nothing else does', () => {
    expect(itemOf('SEAT', 'NW-UK', '2026-03-14')).toBe('200');
    expect(itemOf('NEW', 'NW-UK', '2026-03-14')).toBe('999 fallback');
    expect(itemOf('NEW', 'NW-DE', '2026-03-14')).toBe('998 fallback');
    expect(itemOf('SEAT', 'NW-DE', '2026-03-14')).toBe('100');
  });

  it('knows the empty key as untaxed, and does not take the fallback’s key for a code', () => {
    expect(lookup.resolve({ type: 'tax-code', key: '', legalEntity: 'X', on: '2026-02-01' }).kind).toBe(
      'found',
    );
    expect(lookup.resolve({ type: 'tax-code', key: '*', legalEntity: 'X', on: '2026-02-01' })).toEqual({
      kind: 'missing',
    });
  });

  it('answers two rows with both, never with one of them', () => {
    const twice = createMappingLookup([
      liveRow({ type: 'currency', sourceKey: 'USD', target: { currencyId: '1' }, id: 'b' }),
      liveRow({ type: 'currency', sourceKey: 'USD', target: { currencyId: '2' }, id: 'a' }),
    ]);
    const answer = twice.resolve({ type: 'currency', key: 'USD', legalEntity: 'NW-US', on: '2026-02-01' });
    expect(answer).toEqual({ kind: 'ambiguous', mappingIds: ['a', 'b'] });
  });

  it('passes over drafts and rejected rows, and keeps retired ones for the days before their end', () => {
    const row = (state: MappingRow['state'], validToOn: string | null = null) =>
      createMappingLookup([
        liveRow({ type: 'currency', sourceKey: 'USD', target: { currencyId: '1' }, state, validToOn }),
      ]).resolve({ type: 'currency', key: 'USD', legalEntity: 'NW-US', on: '2026-02-01' }).kind;
    expect([
      row('draft'),
      row('rejected'),
      row('retired', '2026-03-01'),
      row('retired', '2026-02-01'),
    ]).toEqual(['missing', 'missing', 'found', 'missing']);
  });

  it('gives exactly one answer for every day when rows follow one another, whatever their number and order', () => {
    const history = fc.record({
      lengths: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
      isOpen: fc.boolean(),
      entity: fc.constantFrom('', 'NW-US'),
      seed: fc.integer(),
      probe: fc.integer({ min: -30, max: 520 }),
    });
    fc.assert(
      fc.property(history, ({ lengths, isOpen, entity, seed, probe }) => {
        let start = '2026-01-01';
        const chain = lengths.map((length, index) => {
          const from = start;
          start = addDays(start, length);
          const isLast = index === lengths.length - 1;
          return liveRow({
            type: 'currency',
            sourceKey: 'USD',
            target: { currencyId: String(index) },
            legalEntity: entity,
            validFromOn: from,
            validToOn: isLast && isOpen ? null : start,
          });
        });
        const shuffled = seededRandom(seed).shuffle(chain);
        const on = addDays('2026-01-01', probe);
        const expected = chain.findIndex(
          ({ validFromOn, validToOn }) => validFromOn <= on && (validToOn === null || on < validToOn),
        );
        const answer = createMappingLookup(shuffled).resolve({
          type: 'currency',
          key: 'USD',
          legalEntity: 'NW-US',
          on,
        });
        if (expected < 0) expect(answer.kind).toBe('missing');
        else expect(answer).toMatchObject({ kind: 'found', target: { currencyId: String(expected) } });
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
