import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noSlots, type RowSlots, type RowView, slotsFor } from './row-slots.ts';

const ALL = Number.POSITIVE_INFINITY;

function view(first: number, more: Partial<RowView> = {}): RowView {
  return { first, count: 30, total: 1_000, active: -1, ...more };
}

function shown({ rows }: RowSlots): number[] {
  return rows.filter((row) => row >= 0).sort((one, other) => one - other);
}

/** In how many elements another row is shown than before. */
function filled(before: RowSlots, after: RowSlots): number {
  return after.rows.filter((row, slot) => row >= 0 && row !== before.rows[slot]).length;
}

describe('row elements', () => {
  it('stay as they are while scrolling brings no row near that has none', () => {
    const start = slotsFor(noSlots, view(100), ALL);
    expect(slotsFor(start, view(101), ALL)).toBe(start);
    expect(slotsFor(start, view(99), ALL)).toBe(start);
  });

  it('are used again, a few rows at a time, for rows on the side that is scrolled to', () => {
    const start = slotsFor(noSlots, view(0), ALL);
    let slots = start;
    let changes = 0;
    for (let first = 1; first <= 300; first += 1) {
      const next = slotsFor(slots, view(first), ALL);
      if (next !== slots) changes += 1;
      slots = next;
    }
    expect(slots.rows).toHaveLength(start.rows.length);
    expect(changes).toBeLessThan(300 / 7);
    const back = slotsFor(slots, view(slots.first + 3), ALL);
    expect(back.first).toBeLessThan(slots.first - 7);
  });

  it('of a jump are filled over several frames, those in view first and the focused one at once', () => {
    const start = slotsFor(noSlots, view(0, { active: 3 }), ALL);
    const first = slotsFor(start, view(500, { active: 700 }), 12);
    expect(first.isWhole).toBe(false);
    expect(filled(start, first)).toBe(12);
    expect(shown(first)).toEqual(expect.arrayContaining([500, 510, 700]));
    expect(shown(first)).not.toContain(511);
    let slots = first;
    for (let frame = 0; frame < 3; frame += 1) slots = slotsFor(slots, view(500, { active: 700 }), 12);
    expect(slots.isWhole).toBe(true);
    expect(shown(slots)).toEqual([
      ...Array.from({ length: slots.last - slots.first + 1 }, (_, at) => slots.first + at),
      700,
    ]);
  });

  it('of a jump are filled in the order they stand in, also over several frames', () => {
    const order = [...slotsFor(noSlots, view(0), ALL).rows.keys()].reverse();
    for (const most of [ALL, 30, 7]) {
      let slots = slotsFor(noSlots, view(0), ALL);
      do slots = slotsFor(slots, view(500), most, order);
      while (!slots.isWhole);
      const rows = order.map((slot) => slots.rows[slot] ?? -1);
      expect(rows).toEqual(Array.from(rows, (_, at) => slots.first + at));
    }
  });

  it('never lose the focused row, and go when there are fewer rows', () => {
    const start = slotsFor(noSlots, view(0, { active: 5 }), ALL);
    const slot = start.rows.indexOf(5);
    const away = slotsFor(start, view(800, { active: 5 }), ALL);
    expect(away.rows[slot]).toBe(5);
    expect(shown(slotsFor(away, view(800, { total: 10, active: 5 }), 0))).toEqual([5]);
    expect(shown(slotsFor(away, view(800, { total: 10, active: 5 }), ALL))).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    expect(shown(slotsFor(away, view(0, { total: 0 }), ALL))).toEqual([]);
  });

  it('hold what is in view and the focused row after any way there, none twice, none more than needed', () => {
    const state = fc.record({
      first: fc.nat(1_200),
      count: fc.integer({ min: 1, max: 60 }),
      total: fc.nat(1_000),
      active: fc.integer({ min: -1, max: 1_100 }),
      most: fc.constantFrom(0, 5, ALL),
    });
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 12 }), (steps) => {
        let slots = noSlots;
        for (const { most, ...at } of steps) {
          const next = slotsFor(slots, at, most);
          const rows = shown(next);
          expect(new Set(rows).size).toBe(rows.length);
          expect(rows.every((row) => row < at.total)).toBe(true);
          if (at.active >= 0 && at.active < at.total) expect(rows).toContain(at.active);
          slots = slotsFor(next, at, ALL);
          expect(slots.isWhole).toBe(true);
          expect(slotsFor(slots, at, ALL)).toBe(slots);
          expect(slotsFor(slots, at, 0)).toBe(slots);
          const top = Math.max(0, Math.min(at.first, at.total - at.count));
          const inView = Array.from({ length: Math.min(at.total - top, at.count) }, (_, step) => top + step);
          expect(inView.filter((row) => !slots.rows.includes(row))).toEqual([]);
          expect(shown(slots).length).toBeLessThanOrEqual(at.count + 18);
          if (most !== ALL) slots = next;
        }
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});
