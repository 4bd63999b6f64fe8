import { expect, it } from 'vitest';
import { BudgetTurns } from './budget-turns.ts';

it('takes turns from refusal to refusal, and reads first where nothing is refused', () => {
  const turns = new BudgetTurns();
  const first: boolean[] = [];
  for (const wasRefused of [true, true, true, false, false, true, false]) {
    first.push(turns.writesFirst('erp'));
    turns.ended('erp', wasRefused);
  }
  expect(first).toEqual([false, true, false, true, false, false, true]);
  expect(turns.writesFirst('billing')).toBe(false);
});
