const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');

const appleNames: Readonly<Record<string, string>> = {
  $mod: '⌘',
  Meta: '⌘',
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
};

const otherNames: Readonly<Record<string, string>> = {
  $mod: 'Ctrl',
  Meta: 'Win',
  Control: 'Ctrl',
};

const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  Backspace: '⌫',
  Delete: 'Del',
  Space: 'Space',
};

/** One press of a binding (`$mod+Shift+p`) as the names on this machine's keys: `Ctrl`, `Shift`, `P`. */
function keyNames(press: string): readonly string[] {
  const keys = press.split('+').filter((key) => key !== '');
  // `Shift+?` is typed as the sign itself.
  const shown = keys.at(-1) === '?' ? keys.filter((key) => key !== 'Shift') : keys;
  return shown.map((key) => {
    const name = (isApple ? appleNames[key] : otherNames[key]) ?? names[key] ?? key;
    return name.length === 1 ? name.toUpperCase() : name;
  });
}

/** The presses of a binding in turn, each with its keys. A sequence such as `g o` has two. */
export function pressesOf(binding: string): readonly (readonly string[])[] {
  return binding
    .split(' ')
    .filter((press) => press !== '')
    .map(keyNames);
}
