import { expect, test } from 'vitest';
import { guardFormula } from './formula-guard.ts';

const dangerous = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =1',
  '\u00a0=1',
  '\ufeff=1',
  '\u200b=1',
  '\u2003+1',
  '＝1',
  '＋1',
  '－1',
  '＠1',
  ' \u200d\u00a0@x',
  '\u3000=1',
  '\u2060-1',
  '\n=1',
];

test.each(dangerous)('%j gets an apostrophe', (text) => {
  expect(guardFormula(text)).toBe(`'${text}`);
});

test.each(['', 'INV-1', '1-1', 'a=b', ' a', '\u00a0a', '#N/A', '50%'])('%j is left alone', (text) => {
  expect(guardFormula(text)).toBe(text);
});
