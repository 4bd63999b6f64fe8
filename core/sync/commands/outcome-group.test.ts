import { describe, expect, it } from 'vitest';
import { OutcomeGroup } from './outcome-group.ts';

/** A group over a list of transactions, with a sleep that ends when the test says so. */
function openGroup() {
  const transactions: string[][] = [];
  let wake = (): void => {};
  let current: string[] = [];
  const group = new OutcomeGroup(
    (work) => {
      current = [];
      work();
      transactions.push(current);
    },
    () => new Promise((resolve) => (wake = resolve)),
  );
  const note = (name: string) => () => {
    if (name === 'bug') throw new Error('a bug');
    current.push(name);
  };
  return { group, transactions, note, wake: () => wake() };
}

/** Its answer comes from the wire: never in the same breath. */
async function afterAnswer(record: () => Promise<void>): Promise<void> {
  await Promise.resolve();
  await record();
}

function answering() {
  let answer = (): void => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  return { answered, answer: () => answer() };
}

describe('outcomes recorded together', () => {
  it('records the outcomes of all that have answered in one transaction', async () => {
    const { group, transactions, note } = openGroup();
    await Promise.all(
      ['a', 'b', 'c'].map((name) => group.member(() => afterAnswer(() => group.record(note(name))))),
    );
    expect(transactions).toEqual([['a', 'b', 'c']]);
  });

  it('waits for a slow neighbour no longer than a moment', async () => {
    const { group, transactions, note, wake } = openGroup();
    const slow = answering();
    const late = group.member(async () => {
      await slow.answered;
      await group.record(note('slow'));
    });
    const quick = group.member(() => group.record(note('quick')));
    expect(transactions).toEqual([]);
    wake();
    await quick;
    expect(transactions).toEqual([['quick']]);
    slow.answer();
    await late;
    expect(transactions).toEqual([['quick'], ['slow']]);
  });

  it('does not wait for one that ends with nothing to record', async () => {
    const { group, transactions, note } = openGroup();
    const refused = answering();
    const other = group.member(() => refused.answered);
    const posted = group.member(() => group.record(note('posted')));
    refused.answer();
    await Promise.all([other, posted]);
    expect(transactions).toEqual([['posted']]);
  });

  it('records the others when one cannot be recorded, and says which', async () => {
    const { group, transactions, note } = openGroup();
    const settled = await Promise.allSettled(
      ['a', 'bug', 'c'].map((name) => group.member(() => afterAnswer(() => group.record(note(name))))),
    );
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(transactions).toEqual([['a'], ['c']]);
  });
});
