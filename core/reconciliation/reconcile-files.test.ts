import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { dayNumber, isDay } from '../domain/day.ts';
import { parseDecimal } from '../domain/money.ts';
import { AmountReader } from './csv-amount.ts';
import { CsvRecords, recordKind } from './csv-records.ts';
import { dayNumberOf, notADay, parseDateFormat } from './date-format.ts';
import { MemoryFiles } from './memory-files.testing.ts';
import { nodeFiles } from './node-files.ts';
import { type ReconciliationReport, reconcileFiles } from './reconcile-files.ts';
import { parseRules, type ReconciliationRules } from './rules-file.ts';

const columns = { id: 'id', reference: 'ref', customer: 'cust', currency: 'cur', amount: 'amt', date: 'day' };
const header = 'id,ref,cust,cur,amt,day';

function rulesOf(overrides: Record<string, unknown> = {}): ReconciliationRules {
  const rules = parseRules(
    JSON.stringify({
      left: { name: 'billing', columns },
      right: { name: 'ledger', columns },
      passes: [
        { id: 'exact', keys: ['reference', 'customer'] },
        {
          id: 'near',
          keys: ['customer'],
          amount: { belowMinor: 5, aboveMinor: 2 },
          days: { before: 0, after: 3 },
        },
        { id: 'split', shape: 'one-to-many', keys: ['customer'], days: { before: 0, after: 3 } },
      ],
      ...overrides,
    }),
  );
  if (!rules.ok) throw new Error(rules.error.message);
  return rules.value;
}

const output = { json: 'out.json', csvDirectory: 'out' };

async function reconcile(files: MemoryFiles, rules = rulesOf()): Promise<ReconciliationReport> {
  const result = await reconcileFiles({ left: 'left.csv', right: 'right.csv', rules, output }, files);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const left = [
  header,
  'b1,INV-1,C1,USD,100.00,2026-03-01',
  'b2,INV-2,C1,USD,250.10,2026-03-02',
  'b3,INV-3,C2,EUR,99.00,2026-03-03',
  'b5,INV-5,C3,USD,400.00,2026-03-05',
  'b6,INV-6,C6,USD,10.00,2026-03-06',
  'b7,,C7,USD,20.00,2026-03-06',
  'b8,INV-8,C8,USD,9.00,2026-03-09',
].join('\n');

const right = [
  header,
  'e1,INV-1,C1,USD,100.00,2026-03-01',
  'e2,BANK-2,C1,USD,250.12,2026-03-03',
  'e3b,INV-3,C2,EUR,99.00,2026-03-03',
  'e3a,INV-3,C2,EUR,99.00,2026-03-03',
  'e5a,PAY-1,C3,USD,150.00,2026-03-05',
  'e5b,PAY-2,C3,USD,250.00,2026-03-06',
  'e7a,X,C7,USD,20.00,2026-03-06',
  'e7b,Y,C7,USD,20.00,2026-03-06',
  'e8,INV-8,C8,USD,19.00,2026-03-09',
].join('\n');

describe('two CSV files', () => {
  test('are matched by rule, ambiguity is named, and the rest is classified', async () => {
    const files = new MemoryFiles({ 'left.csv': left, 'right.csv': right });
    const report = await reconcile(files);
    expect(files.committed.get('out/matches.csv')?.split('\n')).toEqual([
      'match,rule,left_id,right_id,currency,left_amount,right_amount,difference,days',
      '1,exact,b1,e1,USD,100.00,100.00,0.00,0',
      '2,near,b2,e2,USD,250.10,250.12,-0.02,1',
      '3,exact,b3,e3a,EUR,99.00,99.00,0.00,0',
      '4,split,b5,e5a,USD,400.00,150.00,0.00,1',
      '4,,,e5b,USD,,250.00,,',
      '',
    ]);
    const cells = (name: string) => parse(present(files.committed.get(name), name), { columns: true });
    expect(cells('out/ambiguous.csv')).toEqual([
      expect.objectContaining({ rule: 'near', left_id: 'b7', right_id: 'e7a', left_amount: '20.00' }),
      expect.objectContaining({ rule: '', left_id: '', right_id: 'e7b', left_amount: '' }),
    ]);
    expect(cells('out/breaks.csv')).toEqual([
      expect.objectContaining({ class: 'missing', left_id: 'b6', right_id: '' }),
      expect.objectContaining({ class: 'missing', left_id: 'b8', right_id: 'e8', right_amount: '19.00' }),
      expect.objectContaining({ class: 'duplicate', left_id: '', right_id: 'e3b' }),
    ]);
    expect(
      report.summary.map((line) => [line.currency, line.class, line.count, line.leftMinor, line.rightMinor]),
    ).toEqual([
      ['EUR', 'matched', 1, 9900n, 9900n],
      ['EUR', 'duplicate', 1, 0n, 9900n],
      ['USD', 'matched', 3, 75010n, 75012n],
      ['USD', 'ambiguous', 1, 2000n, 4000n],
      ['USD', 'missing', 2, 1900n, 1900n],
    ]);
    const differences = cells('out/summary.csv').map(
      (line) => (line as Record<string, string>)['difference'],
    );
    expect(differences).toEqual(['0.00', '-99.00', '-0.02', '-20.00', '0.00']);
    const json = JSON.parse(present(files.committed.get('out.json'), 'out.json'));
    expect(json.matches[3]).toEqual({
      rule: 'split',
      currency: 'USD',
      left: ['b5'],
      right: ['e5a', 'e5b'],
      differenceMinor: '0',
      days: 1,
    });
    expect(json.summary[3]).toMatchObject({
      class: 'ambiguous',
      rightMinor: '4000',
      differenceMinor: '-2000',
    });
    expect(json.breaks).toHaveLength(3);
  });

  test('conserve every amount: what was read equals what the summary shows, per currency', async () => {
    const row = fc.record({
      ref: fc.constantFrom('', 'A', 'B', 'C'),
      customer: fc.constantFrom('C1', 'C2'),
      currency: fc.constantFrom('USD', 'JPY', 'KWD'),
      amount: fc.integer({ min: -300, max: 300 }),
      day: fc.integer({ min: 1, max: 6 }),
    });
    const rows = fc.array(row, { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(rows, rows, async (leftRows, rightRows) => {
        const text = (side: typeof leftRows): string =>
          [
            header,
            ...side.map(
              (r, at) => `${at},${r.ref},${r.customer},${r.currency},${r.amount},2026-03-0${r.day}`,
            ),
          ].join('\n');
        const files = new MemoryFiles({ 'left.csv': text(leftRows), 'right.csv': text(rightRows) });
        const report = await reconcile(files);
        const digits = { USD: 100n, JPY: 1n, KWD: 1000n };
        for (const [currency, unit] of Object.entries(digits)) {
          const lines = report.summary.filter((line) => line.currency === currency);
          const read = (side: typeof leftRows): bigint =>
            side.filter((r) => r.currency === currency).reduce((sum, r) => sum + BigInt(r.amount) * unit, 0n);
          expect(lines.reduce((sum, line) => sum + line.leftMinor, 0n)).toBe(read(leftRows));
          expect(lines.reduce((sum, line) => sum + line.rightMinor, 0n)).toBe(read(rightRows));
        }
        expect(report.summary.reduce((sum, line) => sum + line.leftCount, 0)).toBe(leftRows.length);
        expect(report.summary.reduce((sum, line) => sum + line.rightCount, 0)).toBe(rightRows.length);
      }),
      { seed: 20260304, numRuns: 150 },
    );
  });

  test('documents that repeat one another without a counterpart are one missing and the rest duplicates', async () => {
    const rows = ['e2', 'e3', 'e1'].map((id) => `${id},INV-1,C1,USD,5.00,2026-03-01`);
    const files = new MemoryFiles({ 'left.csv': `${header}\n`, 'right.csv': [header, ...rows].join('\n') });
    const report = await reconcile(files);
    expect(report.summary.map((line) => [line.class, line.count])).toEqual([
      ['missing', 1],
      ['duplicate', 2],
    ]);
    expect(files.committed.get('out/breaks.csv')).toContain('missing,,e1,');
  });

  test('currencies keep their exponents, other delimiters and date formats are read', async () => {
    const files = new MemoryFiles({
      'left.csv': `${header}\nb1,R1,C1,JPY,5000,2026-03-01\nb2,R2,C1,KWD,1.234,2026-03-01\n`,
      'right.csv':
        'id;ref;cust;cur;amt;day\r\ne1;R1;C1;JPY;5000,0;01.03.2026\r\ne2;R2;C1;KWD;1,2340;01.03.2026\r\n',
    });
    const rightRules = { columns, delimiter: ';', decimalMark: ',', dateFormat: 'DD.MM.YYYY' };
    const report = await reconcile(files, rulesOf({ right: rightRules }));
    expect(
      report.summary.map((line) => [line.currency, line.class, line.leftMinor, line.rightMinor]),
    ).toEqual([
      ['JPY', 'matched', 5000n, 5000n],
      ['KWD', 'matched', 1234n, 1234n],
    ]);
  });
});

describe('rows that cannot be read', () => {
  const bad: readonly (readonly [string, string | Uint8Array, string, string | null])[] = [
    ['a thousands separator', 'x,R,C,USD,"1,234.00",2026-03-01', 'AMOUNT_INVALID', 'amt'],
    [
      'a thousands separator that splits the row',
      'x,R,C,USD,1,234.00,2026-03-01',
      'WRONG_COLUMN_COUNT',
      null,
    ],
    ['too many decimals', 'x,R,C,USD,1.005,2026-03-01', 'AMOUNT_TOO_PRECISE', 'amt'],
    ['decimals of a currency without any', 'x,R,C,JPY,1.5,2026-03-01', 'AMOUNT_TOO_PRECISE', 'amt'],
    ['NaN', 'x,R,C,USD,NaN,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['Infinity', 'x,R,C,USD,Infinity,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['an exponent', 'x,R,C,USD,1e3,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['hexadecimal digits', 'x,R,C,USD,0x10,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['a currency sign', 'x,R,C,USD,$5.00,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['brackets for a negative', 'x,R,C,USD,(5.00),2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['only a sign', 'x,R,C,USD,-,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['only a point', 'x,R,C,USD,.,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['a point at the end', 'x,R,C,USD,5.,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['no amount', 'x,R,C,USD,,2026-03-01', 'AMOUNT_INVALID', 'amt'],
    ['more than safe integers', 'x,R,C,USD,90071992547409.93,2026-03-01', 'AMOUNT_TOO_LARGE', 'amt'],
    ['very many digits', `x,R,C,USD,${'9'.repeat(400)},2026-03-01`, 'AMOUNT_TOO_LARGE', 'amt'],
    ['no such day', 'x,R,C,USD,5.00,2026-02-29', 'DATE_INVALID', 'day'],
    ['month and day exchanged', 'x,R,C,USD,5.00,2026-13-01', 'DATE_INVALID', 'day'],
    ['another date format', 'x,R,C,USD,5.00,01/03/2026', 'DATE_INVALID', 'day'],
    ['a date with a time', 'x,R,C,USD,5.00,2026-03-01T00:00:00Z', 'DATE_INVALID', 'day'],
    ['no date', 'x,R,C,USD,5.00,', 'DATE_INVALID', 'day'],
    ['an unknown currency', 'x,R,C,XYZ,5.00,2026-03-01', 'CURRENCY_UNKNOWN', 'cur'],
    ['a currency in small letters', 'x,R,C,usd,5.00,2026-03-01', 'CURRENCY_UNKNOWN', 'cur'],
    ['no currency', 'x,R,C,,5.00,2026-03-01', 'CURRENCY_UNKNOWN', 'cur'],
    ['no id', ',R,C,USD,5.00,2026-03-01', 'ID_EMPTY', 'id'],
    ['an id of blanks', '" \t ",R,C,USD,5.00,2026-03-01', 'ID_EMPTY', 'id'],
    ['an id twice but for blanks', ' first ,R,C,USD,5.00,2026-03-01', 'ID_DUPLICATE', 'id'],
    ['an id twice', 'first,R,C,USD,5.00,2026-03-01', 'ID_DUPLICATE', 'id'],
    ['too few columns', 'x,R,C,USD', 'WRONG_COLUMN_COUNT', null],
    ['too many columns', 'x,R,C,USD,5.00,2026-03-01,more', 'WRONG_COLUMN_COUNT', null],
    ['text after a closing quote', '"x"y,R,C,USD,5.00,2026-03-01', 'BAD_QUOTE', null],
    [
      'bytes that are not UTF-8',
      Buffer.from('x,R\xe9,C,USD,5.00,2026-03-01', 'latin1'),
      'INVALID_UTF8',
      null,
    ],
    [
      'half a surrogate in UTF-8',
      Buffer.from([...Buffer.from('x,'), 0xed, 0xa0, 0x80, ...Buffer.from(',C,USD,5.00,2026-03-01')]),
      'INVALID_UTF8',
      null,
    ],
  ];

  test.each(bad)('%s', async (_, row, code, column) => {
    const content = Buffer.concat([
      Buffer.from(`\ufeff${header}\r\nfirst,R1,C1,USD,1.00,2026-03-01\r\n\r\n`),
      Buffer.from(row),
      Buffer.from('\r\nlast,"R\r\n""2""",C1,USD,2.00,2026-03-01'),
    ]);
    const files = new MemoryFiles({ 'left.csv': content, 'right.csv': `${header}\n` });
    const report = await reconcile(files);
    expect(report.left).toMatchObject({ rows: 3, accepted: 2, rejected: 1 });
    const [rejected] = report.rejected.left.listed;
    expect(rejected).toMatchObject({ line: 4, code, column });
    expect(rejected?.reason).not.toBe('');
    expect(rejected?.fix).not.toBe('');
    const [listed] = parse(present(files.committed.get('out/rejected.csv'), 'file'), { columns: true }) as [
      Record<string, string>,
    ];
    expect(listed).toMatchObject({ side: 'left', line: '4', code, column: column ?? '' });
  });

  test('lines are counted as an editor counts them, over fields of several lines', async () => {
    const files = new MemoryFiles({
      'left.csv': `${header}\n1,"a\nb\n",C,USD,5.00,2026-03-01\n2,"c\r\nd",C,USD,5.00,2026-03-01\nx,R,C,USD,?,2026-03-01\n`,
      'right.csv': `${header}\n`,
    });
    const report = await reconcile(files);
    expect(report.rejected.left.listed).toMatchObject([{ line: 7, value: '?' }]);
  });

  test('a quote that is never closed costs its own line only', async () => {
    const files = new MemoryFiles({
      'left.csv': `${header}\nx,"R,C,USD,5.00,2026-03-01\nlast,R,C,USD,2.00,2026-03-01\n`,
      'right.csv': `${header}\n`,
    });
    const report = await reconcile(files);
    expect(report.rejected.left.listed).toMatchObject([{ line: 2, code: 'BAD_QUOTE' }]);
    expect(report.left.accepted).toBe(1);
  });

  test('a row of more than a megabyte is reported and the rest is read', async () => {
    const files = new MemoryFiles({
      'left.csv': `${header}\nx,"${'R'.repeat(3 << 20)}\nlast,R,C,USD,2.00,2026-03-01\n`,
      'right.csv': `${header}\n`,
    });
    files.pieceBytes = 1 << 18;
    const report = await reconcile(files);
    expect(report.rejected.left.listed).toMatchObject([{ line: 2, code: 'RECORD_TOO_LONG' }]);
    expect(report.left.accepted).toBe(1);
  });
});

describe('files that cannot be read', () => {
  const unreadable: readonly (readonly [string, string | Uint8Array | null, string, string])[] = [
    ['an empty file', '', 'FILE_EMPTY', 'left.csv'],
    ['only a byte order mark', '\ufeff', 'FILE_EMPTY', 'left.csv'],
    ['a missing column', 'id,ref,cust,cur,amount,day\n', 'HEADER_COLUMN_MISSING', '"amt" for amount'],
    ['another delimiter', 'id;ref;cust;cur;amt;day\n', 'HEADER_COLUMN_MISSING', '"id"'],
    ['a column twice', `${header},amt\n`, 'HEADER_COLUMN_TWICE', '"amt"'],
    ['UTF-16', Buffer.from(`\ufeff${header}\n`, 'utf16le'), 'FILE_NOT_UTF8', 'UTF-8'],
    ['an open quote in the header', '"id,ref', 'HEADER_UNREADABLE', 'left.csv:1'],
    ['no file', null, 'FILE_UNREADABLE', 'left.csv'],
  ];

  test.each(unreadable)('%s stops with one failure', async (_, content, code, said) => {
    const files = new MemoryFiles({
      'right.csv': `${header}\n`,
      ...(content === null ? {} : { 'left.csv': content }),
    });
    const result = await reconcileFiles(
      { left: 'left.csv', right: 'right.csv', rules: rulesOf(), output },
      files,
    );
    expect(result).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(said) } });
    expect(files.committed.size).toBe(0);
  });
});

describe('cancelling', () => {
  test('at any turn leaves no file, and every report that was begun is discarded', async () => {
    let turns = 0;
    const count = new MemoryFiles({ 'left.csv': left, 'right.csv': right });
    count.onTurn = () => {
      turns += 1;
    };
    await reconcile(count);
    for (let stopAt = 1; stopAt <= turns; stopAt += 1) {
      const files = new MemoryFiles({ 'left.csv': left, 'right.csv': right });
      const controller = new AbortController();
      let turn = 0;
      files.onTurn = () => {
        turn += 1;
        if (turn === stopAt) controller.abort();
      };
      const input = {
        left: 'left.csv',
        right: 'right.csv',
        rules: rulesOf(),
        output,
        signal: controller.signal,
      };
      const result = await reconcileFiles(input, files);
      expect(result).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
      expect(files.committed.size).toBe(0);
      expect(files.discarded).toEqual(files.created);
    }
  });
});

describe('on disk', () => {
  let directory = '';
  afterEach(() => rm(directory, { recursive: true, force: true }));

  test('reports appear whole, and a cancelled run leaves the earlier report as it was', async () => {
    directory = await mkdtemp(join(tmpdir(), 'tieout-reconcile-'));
    const [leftPath, rightPath] = [join(directory, 'left.csv'), join(directory, 'right.csv')];
    await writeFile(leftPath, left);
    await writeFile(rightPath, right);
    const reports = join(directory, 'reports');
    const input = {
      left: leftPath,
      right: rightPath,
      rules: rulesOf(),
      output: { json: join(reports, 'report.json'), csvDirectory: reports },
    };
    expect(await reconcileFiles(input, nodeFiles)).toMatchObject({ ok: true });
    const names = [
      'ambiguous.csv',
      'breaks.csv',
      'matches.csv',
      'rejected.csv',
      'report.json',
      'summary.csv',
    ];
    expect((await readdir(reports)).sort()).toEqual(names);
    const before = await readFile(join(reports, 'report.json'), 'utf8');
    const controller = new AbortController();
    const cancelled = await reconcileFiles(
      {
        ...input,
        signal: controller.signal,
        onProgress: ({ stage }) => stage === 'match' && controller.abort(),
      },
      nodeFiles,
    );
    expect(cancelled).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    expect((await readdir(reports)).sort()).toEqual(names);
    expect(await readFile(join(reports, 'report.json'), 'utf8')).toBe(before);
  });

  test('a folder as input and an output that cannot be written are failures', async () => {
    directory = await mkdtemp(join(tmpdir(), 'tieout-reconcile-'));
    const leftPath = join(directory, 'left.csv');
    await writeFile(leftPath, left);
    const rules = rulesOf();
    const folder = await reconcileFiles({ left: directory, right: leftPath, rules, output: {} }, nodeFiles);
    expect(folder).toMatchObject({ ok: false, error: { code: 'FILE_UNREADABLE' } });
    const target = { json: join(leftPath, 'below-a-file.json') };
    const unwritable = await reconcileFiles(
      { left: leftPath, right: leftPath, rules, output: target },
      nodeFiles,
    );
    expect(unwritable).toMatchObject({ ok: false, error: { code: 'OUTPUT_UNWRITABLE' } });
  });
});

describe('reading bytes', () => {
  test('records are those that csv-parse reads, whatever the pieces', () => {
    const field = fc.stringMatching(/^[a-c,"\n\r é]{0,6}$/);
    const written = (value: string): string =>
      /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.integer({ min: 1, max: 9 }),
        (rows, end, last, size) => {
          const text = rows.map((row) => row.map(written).join(',')).join(end) + (last ? end : '');
          const records = readRecords(new TextEncoder().encode(text), size);
          const expected = parse(text, {
            relax_column_count: true,
            skip_empty_lines: false,
            record_delimiter: end,
          });
          expect(records).toEqual(expected);
        },
      ),
      { seed: 20260305, numRuns: 2000 },
    );
  });

  test('days are those that the domain reads', () => {
    const format = present(parseDateFormat('YYYY-MM-DD'), 'a format');
    const read = (text: string): number =>
      dayNumberOf(new TextEncoder().encode(text), 0, text.length, format);
    const field = (max: number, width: number) =>
      fc.integer({ min: 0, max }).map((value) => String(value).padStart(width, '0'));
    const years = fc.constantFrom('1900', '1970', '2000', '2024', '2026', '2100', '9999');
    fc.assert(
      fc.property(years, field(13, 2), field(32, 2), (year, month, day) => {
        const text = `${year}-${month}-${day}`;
        expect(read(text)).toBe(isDay(text) ? dayNumber(text) : notADay);
      }),
      { seed: 20260307, numRuns: 3000 },
    );
    expect([read('1900-02-29'), read('2100-02-29')]).toEqual([notADay, notADay]);
    expect(read('2000-02-29')).toBe(dayNumber('2000-02-29'));
  });

  test('amounts are those that the domain reads', () => {
    const text = fc.stringMatching(/^[-+]?[0-9]{0,4}[.]?[0-9]{0,5}$/);
    fc.assert(
      fc.property(text, fc.constantFrom('JPY', 'USD', 'KWD'), (amount, currency) => {
        const expected = parseDecimal(amount, currency);
        const bytes = new TextEncoder().encode(amount);
        const reader = new AmountReader('.');
        const read = reader.read(bytes, 0, bytes.length, { JPY: 0, USD: 2, KWD: 3 }[currency] ?? 0);
        if (expected.ok) expect(BigInt(read)).toBe(expected.value.minor);
        else
          expect([Number.isNaN(read), reader.fault]).toEqual([
            true,
            { AMOUNT_INVALID: 'malformed', AMOUNT_TOO_PRECISE: 'too-precise', CURRENCY_UNKNOWN: '' }[
              expected.error.code
            ],
          ]);
      }),
      { seed: 20260306, numRuns: 3000 },
    );
  });
});

function readRecords(bytes: Uint8Array, pieceBytes: number): string[][] {
  const records = new CsvRecords(',');
  const found: string[][] = [];
  const take = (): void => {
    for (let kind = records.next(); kind !== recordKind.more; kind = records.next()) {
      expect(kind).toBe(recordKind.record);
      found.push(
        Array.from({ length: records.fieldCount }, (_, at) =>
          new TextDecoder().decode(records.bytes.subarray(records.starts[at], records.ends[at])),
        ),
      );
    }
  };
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    records.push(bytes.subarray(at, at + pieceBytes));
    take();
  }
  records.finish();
  take();
  return found;
}
