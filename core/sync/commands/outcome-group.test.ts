import { expect, it } from 'vitest';
import { OutcomeGroup } from './outcome-group.ts';

function groupOf(members: number): { readonly group: OutcomeGroup; readonly log: string[] } {
  const log: string[] = [];
  const group = new OutcomeGroup(members, (work) => {
    log.push('begin');
    work();
    log.push('commit');
  });
  return { group, log };
}

it('commits once, when every member has an outcome or has left, and resolves after that', async () => {
  const { group, log } = groupOf(3);
  const first = group.settle(() => log.push('first')).then(() => log.push('first done'));
  const second = group.settle(() => log.push('second')).then(() => log.push('second done'));
  await Promise.resolve();
  expect(log).toEqual([]);
  group.leave();
  await Promise.all([first, second]);
  expect(log).toEqual(['begin', 'first', 'second', 'commit', 'first done', 'second done']);
});

it('commits nothing when all have left', () => {
  const { group, log } = groupOf(2);
  group.leave();
  group.leave();
  expect(log).toEqual([]);
});

it('tells every member when the transaction fails', async () => {
  const { group } = groupOf(2);
  const outcomes = Promise.allSettled([
    group.settle(() => {}),
    group.settle(() => {
      throw new Error('disk full');
    }),
  ]);
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
