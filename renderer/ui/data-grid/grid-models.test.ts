import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromTabText, toHtmlTable, toTabText } from './clipboard-table.ts';
import { withHidden, withMove, withPin, withWidth } from './column-state.ts';
import { type EditHistory, emptyHistory, recorded, redone, undone } from './edit-history.ts';
import { intentOf, type KeyPress } from './grid-keys.ts';
import { boxOf, extended, type GridMove, moved } from './grid-position.ts';
import { rangeSummary } from './grid-summary.ts';
import { pagesOf, rowsOf, rowsOfPages } from './grid-rows.ts';
import { scrollScale } from './scroll-scale.ts';

const bounds = { rowCount: 100, columnCount: 5, pageRows: 20, hasTotals: false };

describe('the clipboard', () => {
  it('gives back what was copied, whatever the cells hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r\n', ' ', 'é', "'", ',') });
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, (rows) => {
        // One empty cell alone is an empty clipboard.
        fc.pre(!(rows.length === 1 && rows[0]?.length === 1 && rows[0][0] === ''));
        expect(fromTabText(`${toTabText(rows)}\r\n`)).toEqual(rows);
      }),
    );
  });

  it('escapes what would be markup', () => {
    expect(toHtmlTable([['H'], ['<b>&"']], 1)).toBe(
      '<table><tr><th>H</th></tr><tr><td>&lt;b&gt;&amp;&quot;</td></tr></table>',
    );
  });
});

describe('moves', () => {
  const moves: readonly GridMove[] = [
    'up',
    'down',
    'left',
    'right',
    'row-start',
    'row-end',
    'first',
    'last',
    'top',
    'bottom',
    'page-up',
    'page-down',
  ];

  it('never leave the grid', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...moves), { maxLength: 60 }), fc.nat(50), (steps, rowCount) => {
        let at = { row: rowCount === 0 ? -1 : 0, column: 0 };
        for (const step of steps) {
          at = moved(at, step, { ...bounds, rowCount });
          expect(at.row).toBeGreaterThanOrEqual(-1);
          expect(at.row).toBeLessThan(Math.max(rowCount, 0));
          expect(at.column).toBeGreaterThanOrEqual(0);
          expect(at.column).toBeLessThan(5);
        }
      }),
    );
  });

  it('reach the header by one step up, and the totals by one step down', () => {
    expect(moved({ row: 0, column: 2 }, 'up', bounds)).toEqual({ row: -1, column: 2 });
    expect(moved({ row: 99, column: 2 }, 'down', bounds)).toEqual({ row: 99, column: 2 });
    expect(moved({ row: 99, column: 2 }, 'down', { ...bounds, hasTotals: true })).toEqual({
      row: 100,
      column: 2,
    });
  });

  it('keep whole columns whole when a range over them grows', () => {
    const whole = { from: { row: 0, column: 1 }, to: { row: 99, column: 1 } };
    const grown = extended(whole, { row: 7, column: 1 }, { row: 7, column: 2 }, bounds);
    expect(boxOf(grown)).toEqual({ firstRow: 0, lastRow: 99, firstColumn: 1, lastColumn: 2 });
  });
});

describe('keys', () => {
  const press = (key: string, modifiers: Partial<KeyPress> = {}): KeyPress => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...modifiers,
  });

  it('leaves letters, digits, F2 and Delete of a triage grid to the commands', () => {
    for (const key of ['a', 'E', '1', 'é', 'F2', '/', '?', 'Delete', 'Backspace'])
      expect(intentOf(press(key), 'triage', false)).toBeNull();
    expect(intentOf(press('d', { ctrlKey: true }), 'triage', false)).toBeNull();
    expect(intentOf(press('z', { ctrlKey: true }), 'triage', false)).toBeNull();
  });

  it('starts editing with what was typed, also by Alt Graph, but not while composing', () => {
    expect(intentOf(press('é'), 'edit', false)).toEqual({ kind: 'type', text: 'é' });
    expect(intentOf(press('@', { ctrlKey: true, altKey: true }), 'edit', false)).toEqual({
      kind: 'type',
      text: '@',
    });
    expect(intentOf(press('a', { isComposing: true }), 'edit', false)).toBeNull();
    expect(intentOf(press('Process'), 'edit', false)).toEqual({ kind: 'type', text: '' });
  });

  it('takes Control and Command alike', () => {
    for (const modifier of [{ ctrlKey: true }, { metaKey: true }])
      expect(intentOf(press('a', modifier), 'triage', false)).toEqual({ kind: 'select-all' });
  });
});

describe('columns', () => {
  const now = { order: ['a', 'b', 'c', 'd'], visible: ['a', 'b', 'd'], pinned: ['a'] };

  it('move past their visible neighbour and not past the pinned ones', () => {
    expect(withMove({}, now, 'b', 1).order).toEqual(['a', 'c', 'd', 'b']);
    expect(withMove({}, now, 'b', -1)).toEqual({});
    expect(withMove({}, now, 'd', -1).order).toEqual(['a', 'd', 'b', 'c']);
  });

  it('keep widths, pins and hidden columns as plain data', () => {
    const state = withHidden(withPin(withWidth({}, 'b', 99.6), now, 'b', true), 'c', true);
    expect(state).toEqual({ widths: { b: 100 }, pinned: ['a', 'b'], hidden: { c: true } });
    expect(withPin(state, now, 'a', false).pinned).toEqual([]);
  });
});

describe('undo', () => {
  it('takes any steps back to where they began, and makes them again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
        let now = 0;
        let history: EditHistory<number> = emptyHistory;
        for (; now < count; now += 1) history = recorded(history, now);
        for (let move = undone(history, now); move !== null; move = undone(history, now)) {
          expect(move.state).toBe(now - 1);
          now = move.state;
          history = move.history;
        }
        expect(now).toBe(0);
        for (let move = redone(history, now); move !== null; move = redone(history, now)) {
          expect(move.state).toBe(now + 1);
          now = move.state;
          history = move.history;
        }
        expect(now).toBe(count);
        expect(redone(recorded(history, now), now + 1)).toBeNull();
      }),
    );
  });
});

describe('sums of a range', () => {
  it('are exact, never across currencies, and say what is not loaded', () => {
    const amounts = [
      { minor: '9007199254740993', currency: 'USD' },
      { minor: 1n, currency: 'USD' },
      { minor: '-5', currency: 'JPY' },
    ];
    const columns = [
      {
        id: 'amount',
        header: 'Amount',
        kind: 'money' as const,
        value: (row: (typeof amounts)[number]) => row,
      },
    ];
    const rows = rowsOfPages(5, 3, new Map([[0, amounts]]));
    const box = { firstRow: 0, lastRow: 4, firstColumn: 0, lastColumn: 0 };
    expect(rangeSummary(box, columns, rows)).toEqual({
      what: 'cells',
      count: 5,
      sums: [
        { currency: 'JPY', minor: -5n },
        { currency: 'USD', minor: 9_007_199_254_740_994n },
      ],
      notLoaded: 2,
    });
  });
});

describe('long lists', () => {
  it('know which pages a window touches', () => {
    expect(pagesOf({ offset: 0, limit: 200 }, 200)).toEqual([0]);
    expect(pagesOf({ offset: 199, limit: 2 }, 200)).toEqual([0, 1]);
    expect(rowsOf([1, 2]).at(2)).toBeUndefined();
  });

  it('reach the last row where the browser caps the height', () => {
    const scale = scrollScale(2_000_000, 36, 700);
    expect(scale.heightPx).toBeLessThan(33_500_000);
    expect(scale.toContent(scale.heightPx - 700)).toBeCloseTo(2_000_000 * 36 - 700, 3);
    expect(scale.toScroll(scale.toContent(1_234_567))).toBeCloseTo(1_234_567, 3);
    expect(scrollScale(100_000, 28, 700)).toMatchObject({ heightPx: 2_800_000, isScaled: false });
  });
});
