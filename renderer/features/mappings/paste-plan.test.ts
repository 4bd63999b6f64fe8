import { describe, expect, it } from 'vitest';
import { createFormat } from '#renderer/format/format.ts';
import { shownText } from '#renderer/ui/data-grid/cell-text.ts';
import { fromTabText, toTabText } from '#renderer/ui/data-grid/clipboard-table.ts';
import { previewPaste } from '#renderer/ui/data-grid/paste-preview.ts';
import { rowsOf } from '#renderer/ui/data-grid/grid-rows.ts';
import { readDay, readEntity } from './cell-reading.ts';
import { blankCells, type MappingLine, withCell } from './mapping-line.ts';
import { mappingColumns } from './mappings-columns.tsx';
import { planPaste } from './paste-plan.ts';

const rights = { refusal: undefined, you: 'rita', entities: ['NW-US', 'NW-DE'], nameOf: (id: string) => id };
const columns = mappingColumns('item', rights);
const editable = columns.filter(({ edit }) => edit !== undefined);

function line(index: number): MappingLine {
  const cells = {
    ...blankCells('2026-09-01'),
    sourceKey: `SKU-${index}`,
    legalEntity: index % 2 === 0 ? 'NW-US' : '',
    target: { itemId: String(100_000 + index), revenueRule: 'ratable-daily' },
    validToOn: index % 3 === 0 ? '2027-01-01' : null,
  };
  return { id: `new:${index}`, type: 'item', stored: null, draft: cells };
}

const targetOf = (lines: readonly MappingLine[], lastRow: number) => ({
  rows: rowsOf(lines),
  rowId: ({ id }: MappingLine) => id,
  columns: editable,
  box: { firstRow: 0, lastRow, firstColumn: 0, lastColumn: 0 },
});

describe('a copied block pasted back', () => {
  it.each(['en-US', 'de-DE', 'de-CH', 'fr-FR', 'pt-BR', 'ja-JP'])(
    'makes the same 10,000 cells anew below the last row in %s',
    (locale) => {
      const format = createFormat({ locale, timeZone: 'UTC', negativeStyle: 'minus' });
      const lines = Array.from({ length: 2_000 }, (_, index) => line(index));
      // As the clipboard gets it: what people see, not what is behind.
      const copied = toTabText(lines.map((one) => editable.map((column) => shownText(column, one, format))));
      const { cells, accepted, rejected, newLines } = planPaste(
        previewPaste(fromTabText(copied), targetOf([], 0), () => {}),
        { columns, lines: [], type: 'item', fromOn: '2020-01-01' },
      );
      expect(cells.length).toBeGreaterThanOrEqual(10_000);
      expect({ accepted, rejected }).toEqual({ accepted: cells.length, rejected: 0 });
      expect(newLines).toEqual(lines.map(({ draft }) => draft));
    },
  );

  it('changes nothing where it is pasted over itself', () => {
    const lines = Array.from({ length: 50 }, (_, index) => line(index));
    const copied = toTabText(lines.map((one) => editable.map(({ value }) => String(value(one) ?? ''))));
    const preview = previewPaste(fromTabText(copied), targetOf(lines, 0), () => {});
    const plan = planPaste(preview, { columns, lines, type: 'item', fromOn: '2020-01-01' });
    expect(plan).toMatchObject({ accepted: 0, rejected: 0, newLines: [] });
  });

  it('leaves a row out whole whose entity it cannot read, names it, and takes the others', () => {
    const table = fromTabText(
      'SKU-1\tNW-FR\t1\tratable-daily\t2026-04-03\t\nSKU-2\tnw-de\t2\tratable-daily\t2026/4/3\t\nSKU-3\t\t3\tratable-daily\t03/04/2026\t',
    );
    const plan = planPaste(
      previewPaste(table, targetOf([], 0), () => {}),
      { columns, lines: [], type: 'item', fromOn: '2026-09-01' },
    );
    // Not one of them becomes a mapping for every entity, or one from today on.
    expect(plan.newLines).toEqual([
      expect.objectContaining({ sourceKey: 'SKU-2', legalEntity: 'NW-DE', validFromOn: '2026-04-03' }),
    ]);
    expect(plan.blockedRows.map(({ rowIndex, key, header }) => [rowIndex + 1, key, header])).toEqual([
      [1, 'SKU-1', 'Entity'],
      [3, 'SKU-3', expect.stringMatching(/from/i)],
    ]);
    expect(plan.blockedRows[0]?.reason).toContain('"NW-FR" is no legal entity here');
    const taken = plan.cells.filter(({ verdict }) => verdict === 'accepted');
    expect(new Set(taken.map(({ rowIndex }) => rowIndex + 1))).toEqual(new Set([2]));
    expect(plan.accepted).toBe(taken.length);
  });

  it('keeps a cell of the target that it cannot read out, with the reason, and takes the rest of the row', () => {
    const table = fromTabText(`SKU-1\tNW-DE\t${'1'.repeat(500)}\tratable-daily\t2026-04-03\t`);
    const plan = planPaste(
      previewPaste(table, targetOf([], 0), () => {}),
      { columns, lines: [], type: 'item', fromOn: '2026-09-01' },
    );
    expect(plan).toMatchObject({ rejected: 1, blockedRows: [] });
    expect(plan.newLines).toMatchObject([{ sourceKey: 'SKU-1', target: { revenueRule: 'ratable-daily' } }]);
  });
});

describe('a block that falls on kept mappings', () => {
  const stored = (index: number): MappingLine => {
    const { draft } = line(index);
    const facts = { ...draft, type: 'item', stage: 'live', proposedBy: 'ada', retirement: null };
    return { id: `kept:${index}`, type: 'item', stored: facts as MappingLine['stored'], draft: null };
  };
  const lines = [line(0), stored(1), stored(2)];
  const planOf = (text: string) =>
    planPaste(
      previewPaste(fromTabText(text), targetOf(lines, 0), () => {}),
      {
        columns,
        lines,
        type: 'item',
        fromOn: '2026-09-01',
      },
    );

  it('never writes one mapping over another: what has another key is new', () => {
    const plan = planOf('P-1\tNW-US\t71\nP-2\tNW-US\t72\nSKU-2\tNW-US\t73');
    expect(plan.newLines).toMatchObject([{ sourceKey: 'P-2', target: { itemId: '72' } }]);
    expect(plan.changes.map(({ rowId, after }) => [rowId, after])).toEqual([
      ['new:0', 'P-1'],
      ['new:0', '71'],
      ['kept:2', '73'],
    ]);
    expect(plan).toMatchObject({ accepted: 6, unchanged: 3, rejected: 0 });
  });

  it('writes nothing over a row, kept or new, where the entity cannot be read', () => {
    const plan = planOf('P-1\tNW-FR\t71\nSKU-1\tNW-FR\t72\nSKU-2\tNW-US\t73');
    expect(plan.newLines).toEqual([]);
    expect(plan.changes.map(({ rowId, after }) => [rowId, after])).toEqual([['kept:2', '73']]);
    expect(plan.blockedRows.map(({ rowIndex, key }) => [rowIndex + 1, key])).toEqual([
      [1, 'P-1'],
      [2, 'SKU-1'],
    ]);
  });

  it('changes the target of the rows whose key it repeats', () => {
    const plan = planPaste(
      previewPaste(
        fromTabText('SKU-1\tall\t71\nSKU-2\tNW-US\t72'),
        { ...targetOf(lines, 0), box: { firstRow: 1, lastRow: 1, firstColumn: 0, lastColumn: 0 } },
        () => {},
      ),
      { columns, lines, type: 'item', fromOn: '2026-09-01' },
    );
    expect(plan).toMatchObject({ accepted: 2, unchanged: 4, rejected: 0, newLines: [] });
    expect(plan.changes.map(({ rowId, after }) => [rowId, after])).toEqual([
      ['kept:1', '71'],
      ['kept:2', '72'],
    ]);
  });
});

it.each(['03/04/2026', '3.4.2026', '04-03-26', 'April 3', '2026-02-30', '20260403', '2026-13-01'])(
  'refuses the day %s rather than guess',
  (text) => {
    expect(readDay(text, false)).toMatchObject({ ok: false });
  },
);

it('reads every entity from nothing, all and a star', () => {
  for (const text of ['', ' all ', '*']) expect(readEntity(['NW-US'])(text)).toEqual({ ok: true, value: '' });
});

it('writes members of the target by their column', () => {
  expect(withCell(blankCells('2026-09-01'), 'target.itemId', '7').target).toEqual({ itemId: '7' });
});
