import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { visibleText } from '#renderer/format/visible-text.ts';
import { guardedText } from './export-cells.ts';
import { exportCsv } from './export-csv.ts';
import type { ExportSource } from './export-source.ts';
import { exportXlsx } from './export-xlsx.ts';
import type { GridColumn } from './grid-column.ts';
import { rowsOf } from './grid-rows.ts';
import { sheetCells, unzipped } from './unzip.testing.ts';

interface Row {
  readonly note: string;
  readonly amount: { readonly minor: string; readonly currency: string };
  readonly count: number;
  readonly day: string;
}

const columns: readonly GridColumn<Row>[] = [
  { id: 'note', header: 'Note', kind: 'text', value: (row) => row.note },
  { id: 'hidden', header: 'Hidden', kind: 'text', value: () => 'never' },
  { id: 'amount', header: 'Amount', kind: 'money', value: (row) => row.amount },
  { id: 'count', header: 'Count', kind: 'number', value: (row) => row.count },
  { id: 'day', header: 'Day', kind: 'day', value: (row) => row.day },
];
const visibleIds = ['note', 'amount', 'count', 'day'];
const head = {
  title: 'Held postings: US-01',
  filter: '=cmd|hidden',
  period: '2026-09',
  asOf: '2026-10-01T09:41:00Z',
  journalSeq: 4711,
  journalHash: 'ab'.repeat(32),
};

const blanks = [
  '',
  ' ',
  '\u00a0',
  '\ufeff',
  '\u200b',
  ' \u2003',
  '\u2060\u00a0',
  '\u3000',
  '\u200e',
  '\u202e',
];
const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
/** Every way to start, behind every blank, and harmless neighbours: 400 cells. */
const hostile = [
  ...blanks.flatMap((blank) =>
    starts.flatMap((start) => [`${blank}${start}1+1`, `${blank}${start}cmd|' /C calc'!A0`]),
  ),
  ...Array.from(
    { length: 160 },
    (_, index) => ['plain', '1=1', 'a"b', 'a;b,c', "it's", '(5)', 'line\nbreak', '<x>&'][index % 8] ?? '',
  ),
];

function rowsWith(notes: readonly string[]): readonly Row[] {
  return notes.map((note, index) => ({
    note,
    amount: {
      minor: String((index % 2 === 0 ? -1 : 1) * (12_345 + index)),
      currency: index % 3 === 0 ? 'JPY' : 'USD',
    },
    count: index - 5,
    day: '2026-09-30',
  }));
}

function sourceOf(rows: readonly Row[]): ExportSource<Row> {
  return { head, columns, visibleIds, rows: rowsOf(rows) };
}

async function csvOf(rows: readonly Row[]): Promise<{ text: string; lines: string[][] }> {
  const { file } = await exportCsv(sourceOf(rows));
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
  return { text, lines: parse(text, { relax_column_count: true, skip_empty_lines: true }) };
}

describe('text that a spreadsheet could run', () => {
  it('is disarmed in 400 cells of CSV, with no column moved', async () => {
    expect(hostile).toHaveLength(400);
    const { lines } = await csvOf(rowsWith(hostile));
    const body = lines.slice(8, 408);
    expect(body).toHaveLength(400);
    for (const [index, line] of body.entries()) {
      const note = hostile[index] ?? '';
      expect(line).toHaveLength(5);
      expect(line[0]).toBe(index < 240 ? `'${note}` : note);
      expect(line[1]).toMatch(/^-?\d+(\.\d\d)?$/);
    }
  });

  it('is typed text in 400 cells of XLSX, without a formula', async () => {
    const { file } = await exportXlsx(sourceOf(rowsWith(hostile)));
    const files = unzipped(new Uint8Array(await file.arrayBuffer()));
    const cells = sheetCells(files.get('xl/worksheets/sheet1.xml') ?? '');
    for (const [index, note] of hostile.entries()) {
      const row = index + 10;
      // XML cannot hold NUL: it is written out.
      const held = note.replaceAll('\0', visibleText('\0'));
      expect(cells.get(`A${row}`)).toEqual({ type: 'text', value: index < 240 ? `'${held}` : held });
      expect(cells.get(`B${row}`)?.type).toBe('number');
      expect(cells.get(`E${row}`)).toEqual({ type: 'number', value: '46295' });
    }
  });

  it('leaves numbers of numeric columns numbers, below zero too', async () => {
    const { lines } = await csvOf(rowsWith(['a']));
    expect(lines[8]).toEqual(['a', '-12345', 'JPY', '-5', '2026-09-30']);
    expect(guardedText('-123.45')).toBe("'-123.45");
  });
});

describe('a file', () => {
  it('says what it is, has the columns of the screen, and quotes every field', async () => {
    const { text, lines } = await csvOf(rowsWith(['one', 'two']));
    expect(lines.slice(0, 7)).toEqual([
      ['Title', 'Held postings: US-01'],
      ['Period', '2026-09'],
      ['Filter', "'=cmd|hidden"],
      ['As of', '2026-10-01T09:41:00Z'],
      ['Journal position', '4711'],
      ['Journal hash', 'ab'.repeat(32)],
      ['Rows', '2'],
    ]);
    expect(lines[7]).toEqual(['Note', 'Amount', 'Amount: currency', 'Count', 'Day']);
    expect(
      text
        .replace('\ufeff', '')
        .split('\r\n')
        .filter(Boolean)
        .every((line) => /^".*"$/.test(line)),
    ).toBe(true);
  });

  it('adds up to the minor unit per currency, and says so in its last lines and to the caller', async () => {
    const rows = rowsWith(Array.from({ length: 2_345 }, (_, index) => `row ${index}`));
    const truth: Record<string, bigint> = {};
    for (const { amount } of rows)
      truth[amount.currency] = (truth[amount.currency] ?? 0n) + BigInt(amount.minor);
    const { file, sums } = await exportCsv(sourceOf(rows));
    expect(sums).toEqual({ amount: truth });
    const lines: string[][] = parse(await file.text(), {
      relax_column_count: true,
      skip_empty_lines: true,
      bom: true,
    });
    const written: Record<string, bigint> = {};
    for (const line of lines.slice(8, 8 + rows.length)) {
      const currency = line[2] ?? '';
      written[currency] = (written[currency] ?? 0n) + BigInt((line[1] ?? '').replace('.', ''));
    }
    expect(written).toEqual(truth);
    expect(
      lines.slice(-2).map((line) => [line[0], line[2], BigInt((line[1] ?? '').replace('.', ''))]),
    ).toEqual([
      ['Total JPY', 'JPY', truth['JPY']],
      ['Total USD', 'USD', truth['USD']],
    ]);
  });

  it('keeps amounts that a spreadsheet number cannot hold as text, whole', async () => {
    const big: Row = {
      note: 'big',
      amount: { minor: '-90071992547409931', currency: 'USD' },
      count: 0,
      day: '',
    };
    const { file } = await exportXlsx(sourceOf([big]));
    const files = unzipped(new Uint8Array(await file.arrayBuffer()));
    const cells = sheetCells(files.get('xl/worksheets/sheet1.xml') ?? '');
    expect(cells.get('B10')).toEqual({ type: 'text', value: '-900719925474099.31' });
    expect([...files.keys()][0]).toBe('[Content_Types].xml');
    expect(files.get('xl/workbook.xml')).toContain('name="Held postings  US-01"');
  });

  it('reads rows that are not loaded, and refuses to leave any out', async () => {
    const rows = rowsWith(Array.from({ length: 1_200 }, (_, index) => `row ${index}`));
    const first = rows.slice(0, 200);
    const loaded = { total: 1_200, at: (index: number) => first[index], loaded: () => first };
    const read = ({ offset, limit }: { offset: number; limit: number }) =>
      Promise.resolve(rows.slice(offset, offset + limit));
    const { file } = await exportCsv({ ...sourceOf(rows), rows: { ...loaded, read } });
    const lines: string[][] = parse(await file.text(), {
      relax_column_count: true,
      skip_empty_lines: true,
      bom: true,
    });
    expect(lines.slice(8, 1_208).map(([note]) => note)).toEqual(rows.map(({ note }) => note));
    await expect(exportCsv({ ...sourceOf(rows), rows: loaded })).rejects.toThrow(
      'rows 200 to 1200 are not loaded',
    );
  });

  it('stops when asked to', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(exportXlsx({ ...sourceOf(rowsWith(['a'])), signal: stop.signal })).rejects.toThrow(
      'stopped',
    );
  });
});
