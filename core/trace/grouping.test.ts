import { expect, it } from 'vitest';
import { money } from '../domain/money.ts';
import { groupHops, shownMax } from './grouping.ts';
import type { TimedHop } from './hop.ts';

function hop(index: number, currency = 'USD'): TimedHop {
  return {
    id: `inv_${index}`,
    kind: 'invoice',
    system: 'billing',
    connectionId: 'stripe',
    externalId: `in_${index}`,
    label: `invoice ${index}`,
    state: 'open',
    on: '2026-09-01',
    legalEntity: 'NW-US',
    amount: money(100, currency),
    tax: null,
    isGhost: false,
    fromId: null,
    conservation: null,
    startAt: '2026-09-01T00:00:00.000Z',
    endAt: '2026-09-01T23:59:59.999Z',
    precision: 'day',
    waitedMs: null,
    entries: null,
    missing: null,
    count: 1,
  };
}

it('leaves a chain that can be read as it is', () => {
  const hops = Array.from({ length: shownMax }, (_, index) => hop(index));
  expect(groupHops(hops, () => false)).toEqual(hops);
});

it('groups a longer one with its counts, keeps what is stuck, and never adds two currencies', () => {
  const hops = Array.from({ length: shownMax + 1_000 }, (_, index) => hop(index));
  const stuck = `inv_${shownMax + 500}`;
  const shown = groupHops(hops, (id) => id === stuck);
  expect(shown.reduce((sum, { count }) => sum + count, 0)).toBe(hops.length);
  expect(shown.length).toBeLessThan(500);
  expect(shown.map(({ id }) => id)).toContain(stuck);
  const group = shown.find(({ count }) => count > 1);
  expect(group?.amount).toEqual(money(100 * (group?.count ?? 0), 'USD'));
  const mixed = [...hops, ...Array.from({ length: 300 }, (_, index) => hop(-1 - index, 'EUR'))];
  expect(groupHops(mixed, () => false).find(({ count }) => count > 1)?.amount).toBeNull();
});
