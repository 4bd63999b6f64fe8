import { expect, it } from 'vitest';
import { benchTable, isMissed, readBenchLine } from './bench-results.ts';

it('reads results and passes over everything else', () => {
  const line = '{"name":"append","measured":0.47,"unit":"× bare","target":{"min":0.45},"rows":1000}';
  expect(readBenchLine(line)).toEqual({
    name: 'append',
    measured: 0.47,
    unit: '× bare',
    target: { min: 0.45 },
  });
  expect(readBenchLine('{"name":"heap","measured":12}')).toMatchObject({ unit: '', target: undefined });
  expect(
    ['warming up', '{"name":"append"', '{"name":"append"}', '{"measured":1}'].map(readBenchLine),
  ).toEqual(Array(4).fill(undefined));
});

it('knows a missed target, and that no number meets none', () => {
  const result = (measured: number, target: object): boolean =>
    isMissed({ name: 'a', unit: '', measured, target });
  expect(result(0.45, { min: 0.45 })).toBe(false);
  expect(result(0.44, { min: 0.45 })).toBe(true);
  expect(result(301, { max: 300 })).toBe(true);
  expect(result(Number.NaN, { max: 300 })).toBe(true);
});

it('prints a table', () => {
  const results = [
    { name: 'append', measured: 0.4712, unit: '× bare', target: { min: 0.45 } },
    { name: 'peak memory', measured: 312, unit: 'MB', target: { max: 300 } },
    { name: 'rows', measured: 1_070_000, unit: '', target: undefined },
  ];
  expect(benchTable(results).split('\n')).toEqual([
    'benchmark    measured      target',
    'append       0.471 × bare  ≥ 0.45  met',
    'peak memory  312 MB        ≤ 300   MISSED',
    'rows         1,070,000',
  ]);
});
