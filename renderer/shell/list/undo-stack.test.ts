import { expect, test } from 'vitest';
import { createUndoStack } from './undo-stack.ts';

test('the newest act is taken off first, and none is left after the last', () => {
  const { push, take } = createUndoStack<string>().getState();
  push(['a']);
  push([]);
  push(['b', 'c']);
  expect([take(), take(), take()]).toEqual([['b', 'c'], ['a'], undefined]);
});

test('an act that is named is taken off wherever it lies, and only once', () => {
  const { push, take } = createUndoStack<string>().getState();
  const early = ['a'];
  push(early);
  push(['b']);
  expect(take(early)).toBe(early);
  expect(take(early)).toBeUndefined();
  expect(take()).toEqual(['b']);
});
