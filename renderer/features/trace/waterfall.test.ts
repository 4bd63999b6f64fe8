import { describe, expect, it } from 'vitest';
import type { WireHop, WireTrace } from '#core/contract/trace.ts';
import { failuresOf, timeScale, treeOf } from './waterfall.ts';

function hop(
  id: string,
  fromId: string | null,
  startAt: string,
  endAt: string | null,
  more: Partial<WireHop> = {},
): WireHop {
  return {
    id,
    fromId,
    startAt,
    endAt,
    kind: 'invoice',
    system: 'billing',
    connectionId: 'stripe',
    externalId: id,
    label: id,
    state: 'open',
    on: null,
    legalEntity: null,
    amount: null,
    tax: null,
    isGhost: false,
    conservation: null,
    precision: 'instant',
    waitedMs: null,
    entries: null,
    missing: null,
    count: 1,
    ...more,
  };
}

const hops = [
  hop('order', null, '2026-07-01T00:00:00.000Z', '2026-07-01T23:59:59.999Z'),
  hop('late', 'order', '2026-09-02T00:00:00.000Z', '2026-09-02T00:00:01.000Z'),
  hop('early', 'order', '2026-08-02T00:00:00.000Z', '2026-08-02T00:00:01.000Z'),
  hop('ghost', 'late', '2026-09-02T00:00:01.000Z', null, { isGhost: true, state: 'missing' }),
];
const trace: WireTrace = {
  query: 'order',
  title: 'order',
  customers: [],
  identifiers: [],
  hops,
  total: hops.length,
  asOfSeq: 1,
  stuck: [{ hopId: 'late', code: 'MAPPING_MISSING', message: '', fix: '', sinceAt: null }],
};

describe('the tree', () => {
  it('puts every hop under the one that it follows from, earlier branches first', () => {
    expect(treeOf(trace).map(({ hop: { id }, depth }) => `${depth} ${id}`)).toEqual([
      '0 order',
      '1 early',
      '1 late',
      '2 ghost',
    ]);
  });

  it('loses no hop whose parent is not there', () => {
    expect(treeOf({ ...trace, hops: [hop('alone', 'gone', '2026-01-01T00:00:00.000Z', null)] })).toHaveLength(
      1,
    );
  });

  it('keeps of failures alone also what leads to them', () => {
    expect(failuresOf(treeOf(trace)).map(({ hop: { id } }) => id)).toEqual(['order', 'late', 'ghost']);
  });
});

describe('the axis', () => {
  it('never runs backwards and stays within, folded or not', () => {
    for (const isFolded of [true, false]) {
      const { at } = timeScale(hops, isFolded);
      const places = hops
        .map(({ startAt }) => Date.parse(startAt))
        .sort((a, b) => a - b)
        .map(at);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...places)).toBeLessThanOrEqual(1);
    }
  });

  it('folds what is idle to a mark and names how long it was', () => {
    const { stretches } = timeScale(hops, true);
    const idle = stretches.filter(({ isIdle }) => isIdle);
    expect(idle.map(({ fromMs, toMs }) => Math.round((toMs - fromMs) / 86_400_000))).toEqual([31, 31]);
    for (const { from, to } of idle) expect(to - from).toBeLessThan(0.05);
    expect(stretches.at(-1)?.to).toBeCloseTo(1);
  });
});
