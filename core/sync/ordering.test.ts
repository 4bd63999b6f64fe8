import { describe, expect, it } from 'vitest';
import { placeInOrder } from './ordering.ts';

const sequence = (version: number) => ({ by: 'sequence', version }) as const;
const instant = (at: string) => ({ by: 'instant', at }) as const;

describe('the place of an observation', () => {
  it.each([
    ['the first version', 1, 0, 'applied'],
    ['the next version', 3, 2, 'applied'],
    ['a version too early', 4, 2, 'parked'],
    ['a version too early for an unknown thing', 2, 0, 'parked'],
    ['an older version', 1, 2, 'superseded'],
  ])('%s', (_name, version, present, kind) => {
    const applied = present === 0 ? null : { ordering: sequence(present), contentHash: 'a' };
    expect(placeInOrder(sequence(version), applied, 'b').kind).toBe(kind);
  });

  it('is unchanged for the same version with the same content, and a conflict with other content', () => {
    const applied = { ordering: sequence(2), contentHash: 'a' };
    expect(placeInOrder(sequence(2), applied, 'a').kind).toBe('unchanged');
    expect(placeInOrder(sequence(2), applied, 'b').kind).toBe('conflict');
  });

  it('goes by the source’s stamp, not by arrival', () => {
    const applied = { ordering: instant('2026-09-02T00:00:00Z'), contentHash: 'a' };
    expect(placeInOrder(instant('2026-09-03T00:00:00Z'), applied, 'b').kind).toBe('applied');
    expect(placeInOrder(instant('2026-09-02T00:00:00Z'), applied, 'b').kind).toBe('applied');
    expect(placeInOrder(instant('2026-09-01T00:00:00Z'), applied, 'b').kind).toBe('superseded');
    expect(placeInOrder(instant('2026-09-01T00:00:00Z'), applied, 'a').kind).toBe('unchanged');
  });

  it('takes what was fetched last where the source stamps nothing', () => {
    const applied = { ordering: { by: 'fetched' } as const, contentHash: 'a' };
    expect(placeInOrder({ by: 'fetched' }, applied, 'a').kind).toBe('unchanged');
    expect(placeInOrder({ by: 'fetched' }, applied, 'b').kind).toBe('applied');
  });
});
