import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { type ReconciliationDocument, documentAt } from './document-set.ts';
import { type MatchRun, rowState } from './match-run.ts';
import { matchSets } from './match-sets.ts';
import { type MatchPass, matchPass } from './rules.ts';
import { buildSets, outcomeOf, type Outcome } from './match-fixtures.testing.ts';
import { basisPointsOf } from './tolerance.ts';

/*
 * A second, naive reading of the same definition: every pair and every choice of parts is listed, sorted by how good it
 * is, and decided level by level. It shares no code with the engine but the reading of basis points.
 */

interface Group {
  readonly left: readonly ReconciliationDocument[];
  readonly right: readonly ReconciliationDocument[];
  readonly cost: readonly number[];
}

const dayOf = (document: ReconciliationDocument): number => Number(document.day.slice(8));
const amountOf = (document: ReconciliationDocument): number => Number(document.amountMinor);

function admits(
  pass: MatchPass,
  left: readonly ReconciliationDocument[],
  right: readonly ReconciliationDocument[],
) {
  const leftSum = left.reduce((sum, document) => sum + amountOf(document), 0);
  const rightSum = right.reduce((sum, document) => sum + amountOf(document), 0);
  const difference = rightSum - leftSum;
  const { belowMinor, belowBasisPoints, aboveMinor, aboveBasisPoints } = pass.amount;
  const below = Math.max(belowMinor, basisPointsOf(Math.abs(leftSum), belowBasisPoints));
  const above = Math.max(aboveMinor, basisPointsOf(Math.abs(leftSum), aboveBasisPoints));
  if (difference > above || -difference > below) return false;
  if (pass.days === 'any') return true;
  const { beforeDays, afterDays } = pass.days;
  return left.every((a) =>
    right.every((b) => dayOf(b) - dayOf(a) >= -beforeDays && dayOf(b) - dayOf(a) <= afterDays),
  );
}

function keyOf(pass: MatchPass, side: 'left' | 'right', document: ReconciliationDocument): string | null {
  const values = pass.keys.map((key) => document[typeof key === 'string' ? key : key[side]]);
  if (values.some((value) => value === null || value === undefined || value === '')) return null;
  return JSON.stringify([document.currency, ...values]);
}

function copyKey(document: ReconciliationDocument): string {
  if (!document.reference) return document.id;
  const { reference, customer, currency, amountMinor, day } = document;
  return JSON.stringify([reference, customer, currency, String(amountMinor), day]);
}

function subsets<T>(items: readonly T[], least: number, most: number): T[][] {
  const found: T[][] = [];
  const extend = (from: number, chosen: T[]): void => {
    if (chosen.length >= least) found.push(chosen);
    if (chosen.length === most) return;
    for (let at = from; at < items.length; at += 1) extend(at + 1, [...chosen, items[at] as T]);
  };
  extend(0, []);
  return found;
}

const compareCosts = (a: readonly number[], b: readonly number[]): number =>
  (a[0] as number) - (b[0] as number) ||
  (a[1] as number) - (b[1] as number) ||
  (a[2] as number) - (b[2] as number);

function costOf(pass: MatchPass, left: ReconciliationDocument[], right: ReconciliationDocument[]): number[] {
  const sum = (documents: readonly ReconciliationDocument[]) =>
    documents.reduce((total, document) => total + amountOf(document), 0);
  const days =
    pass.days === 'any'
      ? 0
      : Math.max(...left.flatMap((a) => right.map((b) => Math.abs(dayOf(b) - dayOf(a)))));
  return [Math.abs(sum(right) - sum(left)), left.length + right.length, days];
}

class NaiveMatcher {
  readonly outcome: Outcome = { matches: [], ambiguous: [], copies: [], open: [] };
  #left: ReconciliationDocument[];
  #right: ReconciliationDocument[];

  constructor(left: ReconciliationDocument[], right: ReconciliationDocument[]) {
    this.#left = [...left];
    this.#right = [...right];
  }

  run(passes: readonly MatchPass[]): Outcome {
    for (const pass of passes) {
      const keys = new Set(this.#left.map((document) => keyOf(pass, 'left', document)));
      for (const key of keys) {
        if (key === null) continue;
        const left = this.#left.filter((document) => keyOf(pass, 'left', document) === key);
        const right = this.#right.filter((document) => keyOf(pass, 'right', document) === key);
        this.#settle(pass, this.#candidates(pass, left, right));
      }
    }
    this.outcome.open.push(...this.#left.map((d) => `L:${d.id}`), ...this.#right.map((d) => `R:${d.id}`));
    return sorted(this.outcome);
  }

  #candidates(pass: MatchPass, left: ReconciliationDocument[], right: ReconciliationDocument[]): Group[] {
    const groups: Group[] = [];
    const add = (l: ReconciliationDocument[], r: ReconciliationDocument[]): void => {
      if (admits(pass, l, r)) groups.push({ left: l, right: r, cost: costOf(pass, l, r) });
    };
    const parts = (many: ReconciliationDocument[], one: ReconciliationDocument) =>
      subsets(
        many.filter((d) => amountOf(d) !== 0 && Math.sign(amountOf(d)) === Math.sign(amountOf(one))),
        2,
        pass.partsMax,
      );
    if (pass.shape === 'one-to-one') for (const l of left) for (const r of right) add([l], [r]);
    if (pass.shape === 'one-to-many') for (const l of left) for (const set of parts(right, l)) add([l], set);
    if (pass.shape === 'many-to-one') for (const r of right) for (const set of parts(left, r)) add(set, [r]);
    if (
      pass.shape === 'many-to-many' &&
      [left, right].every((d) => d.length >= 2 && d.length <= pass.partsMax)
    ) {
      add(left, right);
    }
    return groups.sort((a, b) => compareCosts(a.cost, b.cost));
  }

  #settle(pass: MatchPass, groups: Group[]): void {
    let rest = groups;
    while (rest.length > 0) {
      rest = rest.filter(
        (group) =>
          group.left.every((d) => this.#left.includes(d)) &&
          group.right.every((d) => this.#right.includes(d)),
      );
      const best = rest[0];
      if (best === undefined) return;
      const level = rest.filter((group) => compareCosts(group.cost, best.cost) === 0);
      rest = rest.slice(level.length);
      for (const connected of connectedGroups(level, pass.shape === 'one-to-one'))
        this.#decide(pass, connected);
    }
  }

  #decide(pass: MatchPass, groups: readonly Group[]): void {
    const left = [...new Set(groups.flatMap((group) => group.left))];
    const right = [...new Set(groups.flatMap((group) => group.right))];
    this.#left = this.#left.filter((document) => !left.includes(document));
    this.#right = this.#right.filter((document) => !right.includes(document));
    const byId = (a: ReconciliationDocument, b: ReconciliationDocument) => (a.id < b.id ? -1 : 1);
    const oneDocument =
      pass.shape === 'one-to-one' &&
      new Set(left.map(copyKey)).size === 1 &&
      new Set(right.map(copyKey)).size === 1;
    if (!oneDocument) {
      const list =
        groups.length === 1 && pass.shape !== 'one-to-one' ? this.outcome.matches : this.outcome.ambiguous;
      list.push(describeGroup(pass.id, left, right));
      return;
    }
    left.sort(byId);
    right.sort(byId);
    const paired = Math.min(left.length, right.length);
    for (let at = 0; at < paired; at += 1) {
      this.outcome.matches.push(describeGroup(pass.id, left.slice(at, at + 1), right.slice(at, at + 1)));
    }
    for (const extra of left.slice(paired)) this.outcome.copies.push(`L:${extra.id} of ${left[0]?.id}`);
    for (const extra of right.slice(paired)) this.outcome.copies.push(`R:${extra.id} of ${right[0]?.id}`);
  }
}

/** Groups of one level that share a document; copies of one document count as that document. */
function connectedGroups(level: readonly Group[], copiesAreOne: boolean): Group[][] {
  const name = (side: string, document: ReconciliationDocument): string =>
    `${side}:${copiesAreOne ? copyKey(document) : document.id}`;
  const sets: { members: Set<string>; groups: Group[] }[] = [];
  for (const group of level) {
    const members = new Set([
      ...group.left.map((document) => name('L', document)),
      ...group.right.map((document) => name('R', document)),
    ]);
    const joined = sets.filter((set) => [...members].some((member) => set.members.has(member)));
    for (const set of joined) sets.splice(sets.indexOf(set), 1);
    sets.push({
      members: new Set([...members, ...joined.flatMap((set) => [...set.members])]),
      groups: [group, ...joined.flatMap((set) => set.groups)],
    });
  }
  return sets.map((set) => set.groups);
}

function describeGroup(
  rule: string,
  left: readonly ReconciliationDocument[],
  right: readonly ReconciliationDocument[],
): string {
  const ids = (documents: readonly ReconciliationDocument[]) =>
    documents
      .map((document) => document.id)
      .sort()
      .join('+');
  return `${rule} ${ids(left)} = ${ids(right)}`;
}

function sorted(outcome: Outcome): Outcome {
  for (const list of Object.values(outcome)) list.sort();
  return outcome;
}

const passes = {
  reference: matchPass({ id: 'reference', keys: ['reference', 'customer'] }),
  exact: matchPass({ id: 'exact', keys: ['customer'] }),
  link: matchPass({ id: 'link', keys: [{ left: 'id', right: 'externalLink' }], days: 'any' }),
  near: matchPass({
    id: 'near',
    keys: ['customer'],
    amount: { belowMinor: 1, aboveMinor: 3 },
    days: { beforeDays: 1, afterDays: 2 },
  }),
  share: matchPass({ id: 'share', keys: ['customer'], amount: { belowBasisPoints: 2500 }, days: 'any' }),
  parts: matchPass({
    id: 'parts',
    keys: ['customer'],
    shape: 'one-to-many',
    amount: { belowMinor: 1 },
    days: { beforeDays: 0, afterDays: 3 },
    partsMax: 3,
  }),
  whole: matchPass({
    id: 'whole',
    keys: ['customer'],
    shape: 'many-to-one',
    amount: { aboveBasisPoints: 1000 },
    days: 'any',
  }),
  balance: matchPass({
    id: 'balance',
    keys: ['customer'],
    shape: 'many-to-many',
    amount: { belowMinor: 2, aboveMinor: 2 },
    days: { beforeDays: 3, afterDays: 3 },
  }),
} satisfies Record<string, MatchPass>;

const document = (side: string) =>
  fc
    .record({
      reference: fc.constantFrom(null, 'a', 'b'),
      externalLink: fc.constantFrom(null, 'L0', 'L1', 'L2'),
      customer: fc.constantFrom('c1', 'c1', 'c2', null),
      currency: fc.constantFrom('USD', 'USD', 'EUR'),
      amountMinor: fc.integer({ min: -6, max: 9 }),
      day: fc.integer({ min: 1, max: 5 }).map((day) => `2026-03-0${day}`),
    })
    .map((fields) => ({ ...fields, id: side }));

const documents = (side: string) =>
  fc
    .array(document(side), { maxLength: 9 })
    .map((rows) => rows.map((row, at): ReconciliationDocument => ({ ...row, id: `${side}${at}` })));

const anyPasses = fc
  .shuffledSubarray(Object.values(passes), { minLength: 1, maxLength: 4 })
  .map((chosen): MatchPass[] => chosen);

function run(left: ReconciliationDocument[], right: ReconciliationDocument[], chosen: MatchPass[]): MatchRun {
  const sets = buildSets(left, right);
  return matchSets(sets.left, sets.right, chosen);
}

describe('matching by definition', () => {
  test('the engine decides exactly as listing every candidate does', () => {
    fc.assert(
      fc.property(documents('L'), documents('R'), anyPasses, (left, right, chosen) => {
        expect(outcomeOf(run(left, right, chosen))).toEqual(new NaiveMatcher(left, right).run(chosen));
      }),
      { seed: 20260301, numRuns: 4000 },
    );
  });

  test('many rows of one key, searched and not listed, are decided the same way', () => {
    const random = seededRandom('wide');
    for (let round = 0; round < 12; round += 1) {
      const rows = (side: string): ReconciliationDocument[] =>
        Array.from({ length: 60 }, (_, at) => ({
          id: `${side}${at}`,
          customer: 'c',
          currency: 'USD',
          reference: random.chance(0.2) ? 'same' : null,
          amountMinor: random.integer(-20, 20 + round * 30),
          day: `2026-03-0${random.integer(1, 5)}`,
        }));
      const left = rows('L');
      const right = rows('R');
      for (const pass of [passes.near, passes.share]) {
        expect(outcomeOf(run(left, right, [pass]))).toEqual(new NaiveMatcher(left, right).run([pass]));
      }
    }
  });

  test('the order of rows changes nothing', () => {
    fc.assert(
      fc.property(documents('L'), documents('R'), anyPasses, fc.nat(), (left, right, chosen, seed) => {
        const random = seededRandom(seed);
        const shuffled = run(random.shuffle(left), random.shuffle(right), chosen);
        expect(outcomeOf(shuffled)).toEqual(outcomeOf(run(left, right, chosen)));
      }),
      { seed: 20260302, numRuns: 1000 },
    );
  });

  test('every row ends in exactly one place, and no currency meets another', () => {
    fc.assert(
      fc.property(documents('L'), documents('R'), anyPasses, (left, right, chosen) => {
        const result = run(left, right, chosen);
        const places = (side: 'left' | 'right') => {
          const [rows, groupRows] =
            side === 'left'
              ? [result.pairs.left, [result.groups.leftRows, result.ties.leftRows]]
              : [result.pairs.right, [result.groups.rightRows, result.ties.rightRows]];
          const open = [...result[side].state.keys()].filter(
            (row) => result[side].state[row] === rowState.open,
          );
          const all = [rows, ...groupRows, result[side].copies.rows].flatMap((list) =>
            Array.from(list.values.subarray(0, list.count)),
          );
          return [...all, ...open].sort((a, b) => a - b);
        };
        expect(places('left')).toEqual(left.map((_, at) => at));
        expect(places('right')).toEqual(right.map((_, at) => at));
        for (let pair = 0; pair < result.pairs.left.count; pair += 1) {
          const l = documentAt(result.left.set, result.pairs.left.values[pair] as number);
          const r = documentAt(result.right.set, result.pairs.right.values[pair] as number);
          expect(l.currency).toBe(r.currency);
        }
      }),
      { seed: 20260303, numRuns: 1000 },
    );
  });
});
