import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collection } from './collection.ts';
import type { Row } from './rows.ts';

interface Owned extends Row {
  readonly owner: string;
}

/** Rows inserted in any order of `created`. */
function filled(createds: readonly number[]): Collection<Owned> {
  const collection = new Collection<Owned>({ owner: (row) => row.owner });
  createds.forEach((created, index) => {
    collection.insert({ id: `r${index}`, created, sequence: index, owner: index % 3 === 0 ? 'a' : 'b' });
  });
  return collection;
}

describe('collection', () => {
  it('pages give every row once, newest first, whatever the order of insertion', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        (createds, limit) => {
          const collection = filled(createds);
          const seen: Owned[] = [];
          for (;;) {
            const last = seen.at(-1);
            const cursor = last === undefined ? {} : { startingAfter: last.id };
            const page = collection.list({ limit, ...cursor });
            seen.push(...page.rows);
            if (!page.hasMore) break;
          }
          const expected = [...collection.values()].sort(
            (x, y) => y.created - x.created || y.sequence - x.sequence,
          );
          expect(seen).toEqual(expected);
        },
      ),
    );
  });

  it('pages backwards from a cursor', () => {
    const collection = filled([1, 2, 3, 4, 5]);
    const page = collection.list({ limit: 2, endingBefore: 'r1' });
    expect([page.rows.map((row) => row.id), page.hasMore]).toEqual([['r3', 'r2'], true]);
  });

  it('lists by a key, with a cursor that belongs to another key', () => {
    const collection = filled([1, 2, 3, 4, 5, 6]);
    const page = collection.list({ limit: 9, by: { index: 'owner', value: 'a' }, startingAfter: 'r2' });
    expect(page.rows.map((row) => row.id)).toEqual(['r0']);
    const before = collection.list({ limit: 9, by: { index: 'owner', value: 'a' }, endingBefore: 'r2' });
    expect(before.rows.map((row) => row.id)).toEqual(['r3']);
    expect(collection.of('owner', 'a').map((row) => row.id)).toEqual(['r0', 'r3']);
  });

  it('respects bounds on creation', () => {
    const ids = (range: object) =>
      filled([5, 1, 3, 2, 4])
        .list({ limit: 9, created: range })
        .rows.map((row) => row.created);
    expect(ids({ gte: 2, lt: 5 })).toEqual([4, 3, 2]);
    expect(ids({ gt: 2, lte: 5 })).toEqual([5, 4, 3]);
  });
});
