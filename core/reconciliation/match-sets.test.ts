import { describe, expect, test } from 'vitest';
import type { ReconciliationDocument } from './document-set.ts';
import { buildSets, type Outcome, outcomeOf } from './match-fixtures.testing.ts';
import { matchSets } from './match-sets.ts';
import { type MatchPass, matchPass } from './rules.ts';
import { basisPointsOf, Tolerance } from './tolerance.ts';

function document(
  id: string,
  amountMinor: number,
  more: Partial<ReconciliationDocument> = {},
): ReconciliationDocument {
  return { id, customer: 'c', currency: 'USD', day: '2026-03-10', amountMinor, ...more };
}

function run(left: ReconciliationDocument[], right: ReconciliationDocument[], passes: MatchPass[]): Outcome {
  const sets = buildSets(left, right);
  return outcomeOf(matchSets(sets.left, sets.right, passes));
}

const near = matchPass({
  id: 'near',
  keys: ['customer'],
  amount: { belowMinor: 3, aboveMinor: 1 },
  days: { beforeDays: 1, afterDays: 4 },
});

describe('tolerances', () => {
  test('are signed: right less left, below and above apart, for invoices and credits alike', () => {
    for (const amount of [1_000, -1_000]) {
      const admitted = [-4, -3, 0, 1, 2].filter(
        (difference) =>
          run([document('L', amount)], [document('R', amount + difference)], [near]).matches.length === 1,
      );
      expect(admitted).toEqual([-3, 0, 1]);
    }
  });

  test('days are signed too, and any leaves them out', () => {
    const onDay = (day: string, pass: MatchPass): number =>
      run([document('L', 5)], [document('R', 5, { day })], [pass]).matches.length;
    const days = ['2026-03-08', '2026-03-09', '2026-03-14', '2026-03-15'];
    expect(days.map((day) => onDay(day, near))).toEqual([0, 1, 1, 0]);
    expect(onDay('1999-01-01', matchPass({ id: 'any', keys: ['customer'], days: 'any' }))).toBe(1);
  });

  test('basis points are of the left magnitude, rounded down, exact at the largest amounts', () => {
    expect(basisPointsOf(99_999, 1)).toBe(9);
    expect(basisPointsOf(2 ** 50, 10_000)).toBe(2 ** 50);
    expect(basisPointsOf(2 ** 50, 9_999)).toBe(Number((2n ** 50n * 9_999n) / 10_000n));
    const tolerance = new Tolerance(
      matchPass({ id: 't', keys: ['customer'], amount: { belowMinor: 2, belowBasisPoints: 100 } }),
    );
    expect([1_000, 100].map((amount) => tolerance.belowMinor(amount))).toEqual([10, 2]);
    expect(tolerance.admitsAmounts(-1_000, -1_010)).toBe(true);
    expect(tolerance.admitsAmounts(-1_000, -999)).toBe(false);
  });
});

describe('passes', () => {
  test('run in their order, and a match names its pass', () => {
    const left = [
      document('L1', 10, { externalLink: 'x', reference: 'r' }),
      document('L2', 10, { reference: 'r', documentNumber: 'n' }),
    ];
    const right = [document('R1', 99, { externalLink: 'x' }), document('R2', 10, { documentNumber: 'n' })];
    const link = matchPass({ id: 'link', keys: ['externalLink'], amount: { aboveMinor: 100 }, days: 'any' });
    const number = matchPass({ id: 'number', keys: ['documentNumber'] });
    expect(run(left, right, [link, number]).matches).toEqual(['link L1 = R1', 'number L2 = R2']);
    expect(run(left, right, [number]).open).toEqual(['L:L1', 'R:R1']);
  });

  test('take the nearest candidate, and name two equally near ones instead of choosing', () => {
    const left = [document('L', 100)];
    expect(run(left, [document('R1', 99), document('R2', 101), document('R3', 98)], [near])).toMatchObject({
      matches: [],
      ambiguous: ['near L = R1+R2'],
      open: ['R:R3'],
    });
    expect(run(left, [document('R1', 99), document('R3', 98)], [near]).matches).toEqual(['near L = R1']);
    expect(
      run(left, [document('R1', 99), document('R2', 101, { day: '2026-03-11' })], [near]).matches,
    ).toEqual(['near L = R1']);
  });

  test('never match what has no key, or another currency', () => {
    const exact = matchPass({ id: 'exact', keys: ['reference'] });
    expect(run([document('L', 1)], [document('R', 1)], [exact]).matches).toEqual([]);
    const reference = { reference: 'same' };
    expect(
      run([document('L', 1, reference)], [document('R', 1, { ...reference, currency: 'EUR' })], [exact])
        .matches,
    ).toEqual([]);
  });

  test('pair copies of one document and report the surplus', () => {
    const copy = { reference: 'r' };
    const right = [document('R3', 5, copy), document('R1', 5, copy), document('R2', 5, copy)];
    expect(run([document('L2', 5, copy), document('L1', 5, copy)], right, [near])).toEqual({
      matches: ['near L1 = R1', 'near L2 = R2'],
      ambiguous: [],
      copies: ['R:R3 of R1'],
      open: [],
    });
  });

  test('compare texts by all their bytes, however long and however alike their hashes', () => {
    const long = 'x'.repeat(100);
    const exact = matchPass({ id: 'exact', keys: ['reference'] });
    const left = [document('L1', 1, { reference: `${long}a` }), document('L2', 1, { reference: 'é\u0000' })];
    const right = [
      document('R1', 1, { reference: `${long}b` }),
      document('R2', 1, { reference: 'é' }),
      document('R3', 1, { reference: `${long}a` }),
    ];
    expect(run(left, right, [exact])).toMatchObject({
      matches: ['exact L1 = R3'],
      open: ['L:L2', 'R:R1', 'R:R2'],
    });
  });

  test('find the parts of one document on either side, and leave a contested choice open', () => {
    const split = matchPass({
      id: 'split',
      keys: ['customer'],
      shape: 'one-to-many',
      amount: { belowMinor: 1 },
    });
    const parts = [document('R1', 30), document('R2', 20), document('R3', 49), document('R4', 700)];
    expect(run([document('L', 100)], parts, [split]).matches).toEqual(['split L = R1+R2+R3']);
    const whole = matchPass({ id: 'whole', keys: ['customer'], shape: 'many-to-one' });
    expect(run([document('L1', -30), document('L2', -20)], [document('R', -50)], [whole]).matches).toEqual([
      'whole L1+L2 = R',
    ]);
    const twins = [document('R1', 40), document('R2', 60), document('R3', 60)];
    expect(run([document('L', 100)], twins, [split]).ambiguous).toEqual(['split L = R1+R2+R3']);
    expect(run([document('L1', 100), document('L2', 100)], twins.slice(0, 2), [split]).ambiguous).toEqual([
      'split L1+L2 = R1+R2',
    ]);
  });

  test('decide parts level by level: a tied document does not match, and one that lost its parts looks again', () => {
    const split = matchPass({
      id: 'split',
      keys: ['customer'],
      shape: 'one-to-many',
      amount: { belowMinor: 2 },
    });
    const tied = [document('L1', 1_000), document('L2', 77)];
    const choices = [400, 600, 600, 7, 70].map((amount, at) => document(`R${at}`, amount));
    expect(run(tied, choices, [split])).toMatchObject({
      matches: ['split L2 = R3+R4'],
      ambiguous: ['split L1 = R0+R1+R2'],
    });
    const again = [20, 30, 9, 40].map((amount, at) => document(`R${at}`, amount));
    expect(run([document('L1', 50), document('L2', 51)], again, [split]).matches).toEqual([
      'split L1 = R0+R1',
      'split L2 = R2+R3',
    ]);
  });

  test('say so when there are too many candidates to search for parts', () => {
    const sets = buildSets(
      [document('L', 1_000)],
      Array.from({ length: 17 }, (_, at) => document(`R${at}`, at + 1)),
    );
    const split = matchPass({ id: 'split', keys: ['customer'], shape: 'one-to-many' });
    const result = matchSets(sets.left, sets.right, [split]);
    expect(result.unsearched).toEqual([1]);
    expect(outcomeOf(result).matches).toEqual([]);
  });

  test('balance whole keys of several documents on both sides', () => {
    const balance = matchPass({
      id: 'balance',
      keys: ['reference'],
      shape: 'many-to-many',
      days: { beforeDays: 2, afterDays: 2 },
    });
    const on = (day: string) => ({ reference: 'r', day });
    const left = [document('L1', 70, on('2026-03-10')), document('L2', 30, on('2026-03-11'))];
    const right = [document('R1', 50, on('2026-03-09')), document('R2', 50, on('2026-03-12'))];
    expect(run(left, right, [balance]).matches).toEqual(['balance L1+L2 = R1+R2']);
    const late = [right[0] as ReconciliationDocument, document('R2', 50, on('2026-03-13'))];
    expect(run(left, late, [balance]).matches).toEqual([]);
  });
});

describe('adversarial sets', () => {
  const many = 60_000;

  test('very many equal documents are one ambiguity, and every row is in it once', () => {
    const rows = (side: string) => Array.from({ length: many }, (_, at) => document(`${side}${at}`, 9_900));
    const sets = buildSets(rows('L'), rows('R'));
    const result = matchSets(sets.left, sets.right, [near]);
    expect(result.ties.count).toBe(1);
    expect([result.ties.leftRows.count, result.ties.rightRows.count]).toEqual([many, many]);
  });

  test('a ladder in which every match frees the next candidate is climbed without comparing all with all', () => {
    const wide = matchPass({ id: 'wide', keys: ['customer'], amount: { aboveMinor: many * 4 } });
    const left = Array.from({ length: many }, (_, at) => document(`L${at}`, -at));
    const right = Array.from({ length: many }, (_, at) => document(`R${at}`, at + 1));
    const sets = buildSets(left, right);
    const result = matchSets(sets.left, sets.right, [wide]);
    expect(result.pairs.left.count).toBe(many);
    const amounts = (row: number): number => result.right.set.amountMinor[row] as number;
    for (let pair = 0; pair < many; pair += 1) {
      const l = result.left.set.amountMinor[result.pairs.left.values[pair] as number] as number;
      expect(amounts(result.pairs.right.values[pair] as number)).toBe(1 - l);
    }
  });

  test('very many documents that all want the same parts are decided by the parts', () => {
    const split = matchPass({ id: 'split', keys: ['customer'], shape: 'one-to-many' });
    const left = Array.from({ length: 5_000 }, (_, at) => document(`L${at}`, 300));
    const right = Array.from({ length: 16 }, (_, at) => document(`R${at}`, 100));
    const sets = buildSets(left, right);
    const result = matchSets(sets.left, sets.right, [split]);
    expect([result.ties.count, result.ties.leftRows.count, result.ties.rightRows.count]).toEqual([
      1, 5_000, 16,
    ]);
  });
});
