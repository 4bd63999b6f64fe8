import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../store.ts';
import { ReconciliationLists } from './reconciliation-lists.ts';
import { type DocumentRow, type GroupRow, ReconciliationRows } from './reconciliation-rows.ts';

const runId = 'reconciliation:2026-09/1';
const count = 2_000;
let store: Store;

function groupOf(number: number): GroupRow {
  return {
    run_id: runId,
    number,
    status: number % 20 === 0 ? 'suggested' : 'matched',
    origin: 'rule',
    rule: 'reference',
    match_id: null,
    scope: number % 2 === 0 ? 'cash' : 'receivables',
    legal_entity: number % 3 === 0 ? 'NW-DE' : 'NW-US',
    currency: number % 3 === 0 ? 'EUR' : 'USD',
    left_count: 1,
    left_minor: ((number * 7_919) % 100_000) + 1,
    right_count: 1,
    right_minor: ((number * 7_919) % 100_000) + 1,
    difference_minor: 0,
    days: 0,
    reference: `INV-${String(number).padStart(6, '0')}`,
    customer: `C-${number % 50}`,
    happened_on: `2026-09-${String((number % 30) + 1).padStart(2, '0')}`,
    explanation: 'equal',
    search: `inv-${String(number).padStart(6, '0')} c-${number % 50}`,
  };
}

function documentOf(number: number, side: 'left' | 'right'): DocumentRow {
  const group = groupOf(number);
  return {
    run_id: runId,
    side,
    document_key: `invoice ${side}/${number}`,
    status: 'matched',
    group_number: number,
    scope: group.scope,
    legal_entity: group.legal_entity,
    kind: 'invoice',
    connection_id: side === 'left' ? 'billing' : 'erp',
    external_id: `${number}`,
    entity_id: `${side} ${number}`,
    reference: group.reference,
    customer: group.customer,
    happened_on: group.happened_on,
    in_period: 1,
    currency: group.currency,
    amount_minor: group.left_minor,
    fingerprint: `${number}`,
    note: null,
    search: group.search,
  };
}

const numbers = Array.from({ length: count }, (_, index) => index + 1);

beforeAll(() => {
  const opened = openStore(':memory:');
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
  const documents = numbers.flatMap((number) => [documentOf(number, 'left'), documentOf(number, 'right')]);
  store.transact(() => new ReconciliationRows(store).replace(runId, numbers.map(groupOf), documents));
});

afterAll(() => store.close());

describe('lists of the workbench', () => {
  it('count what they list, whatever they are narrowed by', () => {
    const lists = new ReconciliationLists(store);
    for (const narrowing of [{}, { scope: 'cash' }, { legalEntity: 'NW-DE' }, { search: 'C-7 inv-0000' }]) {
      const filter = { runId, status: 'matched', ...narrowing } as const;
      const rows = lists.groups(filter, 'amount', 'desc', { offset: 0, limit: 500_000 });
      const sums = new Map<string, number>();
      for (const row of rows) sums.set(row.currency, (sums.get(row.currency) ?? 0) + row.left_minor);
      expect(lists.groupTotals(filter)).toEqual({
        count: rows.length,
        sums: [...sums].sort().map(([currency, minor]) => ({ currency, minor: String(minor) })),
      });
      const amounts = rows.map((row) => row.left_minor);
      expect(amounts).toEqual([...amounts].sort((one, other) => other - one));
    }
  });

  it('page without a gap and without a row twice', () => {
    const lists = new ReconciliationLists(store);
    const filter = { runId, status: 'matched' } as const;
    const seen: number[] = [];
    for (let offset = 0; ; offset += 137) {
      const page = lists.groups(filter, 'on', 'asc', { offset, limit: 137 });
      seen.push(...page.map(({ number }) => number));
      if (page.length < 137) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(lists.groupTotals(filter).count);
  });

  it('take what a person types as words and not as a pattern', () => {
    const lists = new ReconciliationLists(store);
    const filter = { runId, status: 'matched', search: `%' OR 1=1 --` } as const;
    expect(lists.groupTotals(filter).count).toBe(0);
  });

  it('let every match of the rules go at once, and no document is lost', () => {
    const rows = new ReconciliationRows(store);
    const lists = new ReconciliationLists(store);
    const matched = lists.groupTotals({ runId, status: 'matched' }).count;
    expect(rows.dissolveByRule(runId, 'undone')).toBe(matched);
    const loose = lists.documentTotals({ runId, side: 'left', withNeighbours: false });
    expect(loose.count).toBe(matched);
    expect(lists.groupTotals({ runId, status: 'suggested' }).count).toBe(count - matched);
  });
});
