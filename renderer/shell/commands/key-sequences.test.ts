import { expect, test } from 'vitest';
import { keySequences } from './key-sequences.ts';

/** What a run of keys starts, with these bindings in this order. */
function heard(bindings: readonly string[], keys: string): readonly string[] {
  const started: string[] = [];
  const listen = keySequences(
    Object.fromEntries(bindings.map((binding) => [binding, () => void started.push(binding)])),
  );
  for (const key of keys.split(' ')) listen(pressed(key));
  return started;
}

function pressed(key: string): KeyboardEvent {
  return { key, code: `Key${key.toUpperCase()}`, isComposing: false, getModifierState: () => false } as never;
}

test.each([
  ['a second key that is a command of its own', ['e', 'g e'], 'g e', ['g e']],
  ['that key alone', ['e', 'g e'], 'e', ['e']],
  ['a key after a complete sequence', ['t', 'g p', 'g t'], 'g p t', ['g p', 't']],
  ['two sequences one after the other', ['g p', 'g t'], 'g p g t', ['g p', 'g t']],
  ['a first key that leads nowhere', ['e', 'g e'], 'g x e', ['e']],
])('hears %s', (_case, bindings, keys, started) => {
  expect(heard(bindings, keys)).toEqual(started);
});
