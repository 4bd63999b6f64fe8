import { describe, expect, test } from 'vitest';
import { parseRules } from './rules-file.ts';

const columns = { id: 'a', reference: 'b', customer: 'c', currency: 'd', amount: 'e', date: 'f' };
const valid = {
  left: { columns },
  right: { columns },
  passes: [{ id: 'exact', keys: ['reference'] }],
};

/** The valid rules with one place replaced; `undefined` removes it. */
function withChange(path: string, value: unknown): string {
  const rules = structuredClone(valid) as Record<string, unknown>;
  const names = path.split('.');
  let at = rules;
  for (const name of names.slice(0, -1)) at = at[name] as Record<string, unknown>;
  at[names.at(-1) as string] = value;
  return JSON.stringify(rules);
}

describe('a rules file', () => {
  test('fills in what it does not say with the strictest choice', () => {
    expect(parseRules(JSON.stringify(valid))).toEqual({
      ok: true,
      value: {
        left: {
          name: 'left',
          delimiter: ',',
          columns,
          currency: null,
          dateFormat: 'YYYY-MM-DD',
          amountFormat: 'decimal',
          decimalMark: '.',
        },
        right: expect.objectContaining({ name: 'right' }),
        passes: [
          {
            id: 'exact',
            shape: 'one-to-one',
            keys: ['reference'],
            amount: { belowMinor: 0, aboveMinor: 0, belowBasisPoints: 0, aboveBasisPoints: 0 },
            days: { beforeDays: 0, afterDays: 0 },
            partsMax: 4,
            candidatesMax: 16,
          },
        ],
        classification: { period: null, roundingMinor: 0, timingDays: 0 },
      },
    });
  });

  test('says every setting it has', () => {
    const rules = parseRules(
      JSON.stringify({
        version: 1,
        left: {
          name: 'billing',
          columns: { ...columns, documentNumber: 'g', externalLink: 'h', entity: 'i', kind: 'j' },
        },
        right: {
          columns: { id: 'a', amount: 'e', date: 'f', externalLink: 'h' },
          currency: 'EUR',
          delimiter: '\t',
          dateFormat: 'DD.MM.YYYY',
          amountFormat: 'minor',
          decimalMark: ',',
        },
        passes: [
          {
            id: 'link',
            shape: 'many-to-one',
            keys: [{ left: 'id', right: 'externalLink' }],
            amount: { belowMinor: 1, aboveMinor: 2, belowBasisPoints: 3, aboveBasisPoints: 4 },
            days: { before: 5, after: 6 },
            partsMax: 3,
            candidatesMax: 20,
          },
          { id: 'any', keys: ['externalLink'], amount: 'exact', days: 'any' },
        ],
        classification: { period: { from: '2026-03-01', to: '2026-03-31' }, roundingMinor: 1, timingDays: 5 },
      }),
    );
    expect(rules).toMatchObject({
      ok: true,
      value: {
        right: { currency: 'EUR', delimiter: '\t', amountFormat: 'minor' },
        passes: [
          {
            shape: 'many-to-one',
            keys: [{ left: 'id', right: 'externalLink' }],
            days: { beforeDays: 5, afterDays: 6 },
          },
          { days: 'any' },
        ],
        classification: { period: { firstDay: '2026-03-01', lastDay: '2026-03-31' } },
      },
    });
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['version', 2, '$.version'],
    ['extra', 1, '$.extra'],
    ['left', undefined, '$.left'],
    ['left', [], '$.left'],
    ['left.columns', undefined, '$.left.columns'],
    ['left.columns.id', undefined, '$.left.columns.id'],
    ['left.columns.amount', 7, '$.left.columns.amount'],
    ['left.columns.date', '', '$.left.columns.date'],
    ['left.columns.currency', undefined, '$.left.columns.currency'],
    ['left.columns.customr', 'c', '$.left.columns.customr'],
    ['left.currency', 'usd', '$.left.currency'],
    ['left.delimiter', '', '$.left.delimiter'],
    ['left.delimiter', '"', '$.left.delimiter'],
    ['left.delimiter', '::', '$.left.delimiter'],
    ['left.dateFormat', 'YY-M-D', '$.left.dateFormat'],
    ['left.amountFormat', 'float', '$.left.amountFormat'],
    ['right.decimalMark', ';', '$.right.decimalMark'],
    ['passes', undefined, '$.passes'],
    ['passes', [], '$.passes'],
    ['passes.0', 'exact', '$.passes[0]'],
    ['passes.0.id', undefined, '$.passes[0].id'],
    ['passes.0.shape', 'one-to-all', '$.passes[0].shape'],
    ['passes.0.keys', [], '$.passes[0].keys'],
    ['passes.0.keys', ['amount'], '$.passes[0].keys[0]'],
    ['passes.0.keys', ['entity'], '$.passes[0].keys[0]'],
    ['passes.0.keys', [{ left: 'id', right: 'customer' }], '$.passes[0].keys[0].right'],
    ['passes.0.amount', { belowMinor: -1 }, '$.passes[0].amount.belowMinor'],
    ['passes.0.amount', { aboveMinor: 0.5 }, '$.passes[0].amount.aboveMinor'],
    ['passes.0.amount', { aboveBasisPoints: 10_001 }, '$.passes[0].amount.aboveBasisPoints'],
    ['passes.0.amount', 'near', '$.passes[0].amount'],
    ['passes.0.days', { before: 367 }, '$.passes[0].days.before'],
    ['passes.0.days', 3, '$.passes[0].days'],
    ['passes.0.partsMax', 9, '$.passes[0].partsMax'],
    ['passes.0.candidatesMax', 31, '$.passes[0].candidatesMax'],
    ['passes.1', { id: 'exact', keys: ['reference'] }, '$.passes[1].id'],
    ['classification', { roundingMinor: '1' }, '$.classification.roundingMinor'],
    ['classification', { period: { from: '2026-03-01' } }, '$.classification.period.to'],
    ['classification', { period: { from: '2026-04-01', to: '2026-03-31' } }, '$.classification.period'],
    ['classification', { period: { from: '2026-02-30', to: '2026-03-31' } }, '$.classification.period.from'],
  ];

  test.each(wrong)('with %s = %j fails at its path and says what to write', (path, value, where) => {
    const result = parseRules(withChange(path, value));
    expect(result).toMatchObject({ ok: false, error: { code: 'RULES_INVALID', where } });
    if (!result.ok) {
      expect(result.error.message).toContain(where);
      expect(result.error.fix).toMatch(/Write|Name|Give|Remove/);
    }
  });

  test.each(['', '{', 'null', '[]', '1', '"x"'])('that is %j is refused', (text) => {
    expect(parseRules(text)).toMatchObject({ ok: false, error: { fix: expect.any(String) } });
  });
});
