import { describe, expect, it } from 'vitest';
import type { ManualMatchRow } from '#core/storage/repositories/manual-matches.ts';
import { applyPeopleMatches, type SealedSides } from './people-matches.ts';
import { fingerprint, type SideDocument } from './sides.ts';

function document(externalId: string, on = '2026-09-30'): SideDocument {
  return {
    key: `invoice one/${externalId}`,
    scope: 'receivables',
    kind: 'invoice',
    connectionId: 'one',
    externalId,
    entityId: externalId,
    reference: externalId,
    link: null,
    customer: null,
    subsidiary: null,
    legalEntity: 'NW-US',
    on,
    amount: { minor: 100n, currency: 'USD' },
    posting: null,
  };
}

function matchOf(id: string, period: string, left: SideDocument, right: SideDocument): ManualMatchRow {
  const seal = (one: SideDocument) => ({ key: one.key, fingerprint: fingerprint(one) });
  const sides: SealedSides = { left: [seal(left)], right: [seal(right)] };
  return {
    id,
    period,
    state: 'live',
    origin: 'manual',
    rule: 'manual',
    sides: JSON.stringify(sides),
    difference_minor: 0,
    currency: 'USD',
    matched_by: 'maria',
    reason: '',
    version: 1,
    seq: 1,
  };
}

describe('matches of people', () => {
  const [bill, entry, other] = [document('A'), document('B'), document('C')];

  it('gives a document to the oldest match that has it; a younger one is void and says why', () => {
    const rows = [matchOf('mat_1', '2026-09', bill, entry), matchOf('mat_2', '2026-10', bill, other)];
    const applied = applyPeopleMatches(rows, [bill], [entry, other], '2026-09');
    expect(applied.matches.map(({ row }) => row.id)).toEqual(['mat_1']);
    expect(applied.voided.map(({ row, cause }) => [row.id, cause])).toEqual([
      ['mat_2', 'left invoice one/A was matched before, by maria in the reconciliation of 2026-09 (mat_1).'],
    ]);
    expect(applied.right).toEqual([other]);
  });

  it('lets a match have the documents of an older one that is void', () => {
    const changed = { ...entry, amount: { minor: 200n, currency: 'USD' } };
    const rows = [matchOf('mat_1', '2026-09', bill, entry), matchOf('mat_2', '2026-10', bill, other)];
    const applied = applyPeopleMatches(rows, [bill], [changed, other], '2026-09');
    expect(applied.matches.map(({ row }) => row.id)).toEqual(['mat_2']);
    expect(applied.voided.map(({ row }) => row.id)).toEqual(['mat_1']);
  });

  it('keeps a match of a neighbouring period that shows only a part of it', () => {
    const applied = applyPeopleMatches([matchOf('mat_1', '2026-09', bill, entry)], [bill], [], '2026-10');
    expect([applied.matches, applied.voided, applied.left]).toEqual([[], [], [bill]]);
  });
});
