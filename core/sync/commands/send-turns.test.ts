import { expect, it } from 'vitest';
import type { Posting } from '#core/storage/repositories/postings.ts';
import { SendTurns } from './send-turns.ts';

interface Waiting {
  readonly id: string;
  readonly legalEntity: string;
  readonly urgency: number;
}

/** A queue in memory; what a turn takes is gone from it. */
function queueOf(waiting: Waiting[]) {
  const turns = new SendTurns({
    lanesOf: () => {
      const keys = new Set(waiting.map(({ legalEntity, urgency }) => `${legalEntity} ${urgency}`));
      return [...keys].sort().map((key) => {
        const [legalEntity = '', urgency = ''] = key.split(' ');
        return { legalEntity, urgency: Number(urgency) };
      });
    },
    dueIn: ({ legalEntity, urgency }, limit, isTaken) =>
      waiting
        .filter((one) => one.legalEntity === legalEntity && one.urgency === urgency && !isTaken(one.id))
        .map(({ id }) => id)
        .slice(0, limit),
    get: (id) => ({ id }) as Posting,
  });
  return {
    add: (...more: Waiting[]) => waiting.push(...more),
    take: (limit = 4): string[] => {
      const about = { state: 'APPROVED', connectionId: 'erp', nowMs: 0, limit } as const;
      const ids = turns.next({ ...about, isTaken: () => false }).map(({ id }) => id);
      for (const id of ids)
        waiting.splice(
          waiting.findIndex((one) => one.id === id),
          1,
        );
      return ids;
    },
  };
}

const many = (legalEntity: string, urgency: number, count: number, from = 0): Waiting[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${String(from + at).padStart(4, '0')} ${legalEntity}`,
    legalEntity,
    urgency,
  }));

it('sends the urgent kinds first and the eldest first within one', () => {
  const queue = queueOf([...many('NW-US', 3, 3, 0), ...many('NW-US', 2, 3, 10)]);
  expect(queue.take()).toEqual(['0010 NW-US', '0011 NW-US', '0012 NW-US', '0000 NW-US']);
  expect(queue.take()).toEqual(['0001 NW-US', '0002 NW-US']);
  expect(queue.take()).toEqual([]);
});

it('lets legal entities take turns: a thousand documents of one do not keep two of another waiting', () => {
  const queue = queueOf([
    ...many('NW-US', 2, 1_000, 0),
    ...many('NW-DE', 2, 2, 2_000),
    ...many('NW-UK', 2, 1, 3_000),
  ]);
  expect(queue.take()).toEqual(['2000 NW-DE', '3000 NW-UK', '0000 NW-US', '2001 NW-DE']);
  expect(queue.take()).toEqual(['0001 NW-US', '0002 NW-US', '0003 NW-US', '0004 NW-US']);
});

it('goes on with the entity after the one that was served last', () => {
  const queue = queueOf([...many('A', 2, 9), ...many('B', 2, 9), ...many('C', 2, 9)]);
  expect(queue.take().map((id) => id.slice(5))).toEqual(['A', 'B', 'C', 'A']);
  expect(queue.take().map((id) => id.slice(5))).toEqual(['B', 'C', 'A', 'B']);
});

it('starves nobody: among urgent documents without end the eldest of all has its turn', () => {
  const queue = queueOf([...many('NW-US', 5, 6, 0)]);
  const taken: string[] = [];
  for (let turn = 0; turn < 16; turn += 1) {
    queue.add(...many('NW-US', 2, 8, 100 + 8 * turn));
    taken.push(...queue.take());
  }
  const old = taken.flatMap((id, at) => (Number(id.slice(0, 4)) < 100 ? [at] : []));
  expect(old).toEqual([28, 29, 30, 31, 60, 61]);
});
