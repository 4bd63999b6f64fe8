import { describe, expect, it } from 'vitest';
import { money } from '../domain/money.ts';
import { blastRadius } from './blast-radius.ts';
import { liveRow } from './desk.testing.ts';
import type { MappingRow } from './mapping-row.ts';

const usd = (minor: number) => money(minor, 'USD');
const row = liveRow({ type: 'currency', sourceKey: 'USD', target: { currencyId: '1' }, id: 'old' });
const draft = (currencyId: string, validFromOn: string, change: Partial<MappingRow> = {}): MappingRow =>
  ({
    ...liveRow({ type: 'currency', sourceKey: 'USD', target: { currencyId }, id: 'new', validFromOn }),
    state: 'draft',
    decidedBy: null,
    ...change,
  }) as MappingRow;
const posting = (postingId: string, on: string, minor: number, state = 'HELD') => ({
  postingId,
  state,
  amount: usd(minor),
  queries: [{ type: 'currency' as const, key: 'USD', legalEntity: 'NW-US', on }],
});

describe('blast radius', () => {
  it('names the postings that would be mapped otherwise, with sums, and leaves the others out', () => {
    const postings = [
      posting('early', '2026-03-31', 500),
      posting('held', '2026-04-01', 100),
      posting('credit', '2026-05-01', -40),
      posting('approved', '2026-04-02', 7, 'APPROVED'),
    ];
    const result = blastRadius([row], [draft('2', '2026-04-01')], postings);
    if (!result.ok) throw new Error(result.error.message);
    expect(result.value.postings.map(({ postingId }) => postingId)).toEqual(['held', 'credit', 'approved']);
    expect(result.value.postings[0]?.changes[0]).toMatchObject({
      before: { mappingId: 'old' },
      after: { mappingId: 'new' },
      changesTarget: true,
    });
    expect(result.value.totals).toEqual([
      { state: 'APPROVED', count: 1, amount: usd(7) },
      { state: 'HELD', count: 2, amount: usd(140) },
    ]);
  });

  it('tells a new row with the same target, which voids approvals only, from one that changes the document', () => {
    const result = blastRadius([row], [draft('1', '2026-04-01')], [posting('held', '2026-04-01', 100)]);
    expect(result.ok && result.value.postings[0]?.changes[0]?.changesTarget).toBe(false);
  });

  it('cannot preview what could not be approved', () => {
    expect(blastRadius([row], [draft('2', '2026-01-01')], [])).toMatchObject({
      error: { code: 'MAPPING_OVERLAPS' },
    });
  });
});
