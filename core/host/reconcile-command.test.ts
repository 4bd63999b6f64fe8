import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './command-line.testing.ts';

let desk: Desk;

const columns = {
  id: 'id',
  reference: 'ref',
  customer: 'customer',
  currency: 'ccy',
  amount: 'amount',
  date: 'date',
};
const rules = {
  left: { columns },
  right: { columns },
  passes: [
    { id: 'reference', keys: ['reference'], amount: 'exact', days: 'any' },
    {
      id: 'customer-amount',
      keys: ['customer'],
      amount: { belowMinor: 1, aboveMinor: 1 },
      days: { before: 2, after: 2 },
    },
  ],
  classification: { roundingMinor: 1 },
};
const header = 'id,ref,customer,ccy,amount,date\n';

beforeEach(() => {
  desk = new Desk();
  desk.write('rules.json', rules);
  desk.write('left.csv', `${header}a1,R1,acme,USD,100.00,2026-09-01\na2,R2,acme,JPY,700,2026-09-02\n`);
  desk.write('right.csv', `${header}b1,R1,acme,USD,100.00,2026-09-03\nb2,R2,acme,JPY,700,2026-09-02\n`);
});

afterEach(() => desk.remove());

const reconcile = (...more: string[]) =>
  desk.run(['reconcile', '--left', 'left.csv', '--right', 'right.csv', '--rules', 'rules.json', ...more]);

describe('tieout reconcile on two files', () => {
  it('ends with 0 and the matched pairs with their rule when everything agrees', async () => {
    const { code, document, stderr } = await reconcile('--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(document).toMatchObject({
      matches: [
        { rule: 'reference', currency: 'USD', left: ['a1'], right: ['b1'] },
        { rule: 'reference', currency: 'JPY', left: ['a2'], right: ['b2'] },
      ],
      breaks: [],
      rejected: [],
    });
  });

  it('classifies breaks and reports bad rows with their line, without stopping for them', async () => {
    desk.write(
      'left.csv',
      `${header}a1,R1,acme,USD,100.00,2026-09-01\nbad,R9,acme,USD,12.345,2026-09-01\na3,R3,acme,USD,55.00,2026-09-02\n`,
    );
    const { code, document } = await reconcile('--json');
    expect(code).toBe(1);
    expect(document).toMatchObject({
      matches: [{ left: ['a1'], right: ['b1'] }],
      breaks: [
        { class: 'missing', left: { id: 'a3' }, right: null },
        { class: 'missing', left: null, right: { id: 'b2' } },
      ],
      rejected: [{ side: 'left', line: 3, code: 'AMOUNT_TOO_PRECISE' }],
    });
    const told = await reconcile();
    expect(told.code).toBe(1);
    expect(told.stdout).toMatch(/left line 3: .*\(AMOUNT_TOO_PRECISE\)/);
    expect(told.stdout).toMatch(/missing +2 +55\.00 USD|missing +1 +55\.00 USD/);
    expect(told.stdout).toMatch(/Matched\n.*\n.*reference,a1,b1,USD,100\.00,100\.00/);
  });

  it('writes the report where it is told to and leaves nothing elsewhere', async () => {
    const { code, document } = await reconcile('--out', 'report.json', '--csv', 'report', '--json');
    expect(code).toBe(0);
    expect(document['files']).toContain(desk.path('report.json'));
    expect(JSON.parse(readFileSync(desk.path('report.json'), 'utf8'))).toMatchObject({ version: 1 });
    expect(readdirSync(desk.path('report')).sort()).toEqual(
      ['ambiguous.csv', 'breaks.csv', 'matches.csv', 'rejected.csv', 'summary.csv'].sort(),
    );
    await reconcile('--json');
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('tieout-reconcile-'))).toEqual([]);
  });

  it.each([
    ['rules that are no JSON', 'rules.json', '{"left":', 'RULES_NOT_JSON'],
    [
      'rules with a wrong member',
      'rules.json',
      JSON.stringify({ ...rules, passes: [{ id: 'x', keys: ['wish'] }] }),
      'RULES_INVALID',
    ],
    ['a file without the column', 'left.csv', 'id,ref\n1,2\n', 'HEADER_COLUMN_MISSING'],
    ['an empty file', 'right.csv', '', 'FILE_EMPTY'],
  ])('refuses %s, names it and writes nothing', async (_, name, content, code) => {
    desk.write(name, content);
    const ran = await reconcile('--out', 'report.json', '--json');
    expect(ran).toMatchObject({ code: 2, error: { code } });
    expect(ran.error.where).toContain(name);
    expect(existsSync(desk.path('report.json'))).toBe(false);
  });

  it('shows every difference as left less right, in whatever form', async () => {
    desk.write('left.csv', `${header}a1,,acme,USD,100.00,2026-09-01\n`);
    desk.write('right.csv', `${header}b1,,acme,USD,100.01,2026-09-01\n`);
    const { document } = await reconcile('--csv', 'report', '--out', 'report.json', '--json');
    expect(document).toMatchObject({ summary: [{ class: 'matched', difference: { minor: '-1' } }] });
    const report = JSON.parse(readFileSync(desk.path('report.json'), 'utf8')) as object;
    expect(report).toMatchObject({
      matches: [{ differenceMinor: '-1' }],
      summary: [{ differenceMinor: '-1' }],
    });
    for (const name of ['matches.csv', 'summary.csv']) {
      expect(readFileSync(desk.path(`report/${name}`), 'utf8')).toContain('100.01,-0.01');
    }
    expect((await reconcile()).stdout).toMatch(/matched +1 +100\.00 USD +100\.01 USD +-0\.01 USD/);
  });

  it.each([
    ['the left file', ['--out', 'left.csv']],
    ['the rules', ['--out', './report/../rules.json']],
    ['a file by another name', ['--out', 'alias.csv']],
    ['a file in the folder of the report', ['--csv', '.']],
  ])('refuses to write its report over %s', async (_, where) => {
    symlinkSync(desk.path('left.csv'), desk.path('alias.csv'));
    desk.write('summary.csv', readFileSync(desk.path('right.csv'), 'utf8'));
    const files = () => readdirSync(desk.folder).map((name) => readFileSync(desk.path(name), 'utf8'));
    const before = files();
    const sides = ['--left', 'left.csv', '--right', 'summary.csv', '--rules', 'rules.json'];
    const ran = await desk.run(['reconcile', ...sides, ...where, '--json']);
    expect(ran).toMatchObject({ code: 2, error: { code: 'OUTPUT_IS_INPUT', where: where[0] } });
    expect(files()).toEqual(before);
  });

  it('names a file that is not there, and a folder that cannot be written', async () => {
    const missing = await desk.run([
      'reconcile',
      '--left',
      'gone.csv',
      '--right',
      'right.csv',
      '--rules',
      'rules.json',
      '--json',
    ]);
    expect(missing).toMatchObject({
      code: 2,
      error: { code: 'FILE_UNREADABLE', where: desk.path('gone.csv') },
    });
    desk.write('taken', 'a file');
    expect(await reconcile('--out', 'taken/report.json', '--json')).toMatchObject({
      code: 2,
      error: { code: 'OUTPUT_UNWRITABLE' },
    });
  });
});
