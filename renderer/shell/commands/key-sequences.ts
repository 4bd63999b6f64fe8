import { createKeybindingsHandler } from 'tinykeys';

type Bindings = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/**
 * One listener for all bindings. Sequences are looked at before single keys, or `e` would take the second key of `g e`; and what
 * was begun is forgotten once one is complete, or the `t` after `g p` would be taken for `g t`.
 */
export function keySequences(bindings: Bindings): (event: KeyboardEvent) => void {
  const longestFirst = Object.entries(bindings).sort(([one], [other]) => keysIn(other) - keysIn(one));
  const watched = Object.fromEntries(
    longestFirst.map(([binding, run]) => [
      binding,
      (event: KeyboardEvent) => {
        if (keysIn(binding) > 1) listen = start();
        run(event);
      },
    ]),
  );
  const start = (): ((event: KeyboardEvent) => void) =>
    createKeybindingsHandler(watched, { ignore: (event) => event.isComposing });
  let listen = start();
  return (event) => listen(event);
}

function keysIn(binding: string): number {
  return binding.split(' ').length;
}
